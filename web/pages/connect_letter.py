"""A draft of the message that asks for the introduction of one route; nothing here sends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.base import KnowledgeBase
from kb.routes.values import Hop
from kb.text import LANGUAGES, Language, Text
from kb.views.profile import Thing, things
from web.blocks import Block, Cell, Fact, Facts, Notes, Notice, Paragraph, Title, Words
from web.blocks.routes import Draft
from web.connect.courtesy import Party
from web.connect.letters import Errand, Manner, drafts
from web.connect.one_way import OneWay, one_way
from web.connect.ways import address_of, claims_of, read_tie, strongest, when
from web.connect.wish import LETTER, wish_of
from web.page import Page, Request
from web.words.wording import STRENGTHS, chip

TITLE = Text("依頼文の下書き", "Draft of a message")
EMPTY = Text(
    "どの道のことかが書かれていません。「つなぐ」で道を探し、その道の「依頼文の下書き」を開いてください。",
    "No route is named here. Find one under Connect and open its draft.",
)
GONE = Text(
    "この道は、今の記録には見つかりません。もう一度探してください。",
    "This route is not in the records now. Please find routes again.",
)
CONNECT = Text("つなぐ", "Connect")
LEAD = Text(
    "記録にあることだけで下書きを作りました。どこにも送られません。〔 〕は記録にないことなので、"
    "書き足してから写して使ってください。",
    "A draft made of what is on record alone. It is sent nowhere. What stands in 〔 〕 is not on "
    "record: fill it in, then copy the text.",
)
MANNERS: dict[Manner, Text] = {
    "sounding": Text("名前を伏せた打診", "A sounding without names"),
    "named": Text("名前を出した依頼", "A request that gives the name"),
}
MANNER = Text("書き方:", "Manner:")
SOUNDING = Text(
    "求める側の名前を伏せた打診です。名前を出すのは、本人の同意を得てからにしてください。",
    "A sounding that does not name the seeker. Give the name only once the seeker has agreed.",
)
NAMED = Text(
    "求める側の名前が出ます。本人の同意を得て、その日付を書き入れてから使ってください。",
    "This names the seeker. Use it only with the seeker's consent, and fill in its date.",
)
LABELS: dict[Language, Text] = {
    "ja": Text("日本語", "In Japanese"),
    "en": Text("英語", "In English"),
}
COPY = Text("この文面を写す", "Copy this text")
COPIED = Text("写しました", "Copied")
FILLED_FROM = Text("もとにした記録", "What it rests on")
TO = Text("宛先", "To")
HOP = Text("{a} → {b}: {tie}", "{a} → {b}: {tie}")
TIE = Text("{how}、{when}", "{how}, {when}")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the drafts for the route whose ids stand in the address."""
    wish, head = wish_of(request), Title(TITLE)
    back = (Cell(CONNECT, wish.at(way="")),)
    if len(wish.nodes) < 2:  # noqa: PLR2004
        return (head, Notice("empty", EMPTY, links=back))
    found = one_way(kb, wish, people=request.people_ranked)
    if found is None:
        return (head, Notice("empty", GONE, links=back))
    manner: Manner = "named" if request.value("manner") == "named" else "sounding"
    return (head, *_page(kb, request, found, manner))


def _page(kb: KnowledgeBase, request: Request, found: OneWay, manner: Manner) -> Iterator[Block]:
    errand = errand_of(kb, found)
    written = drafts(errand, manner)
    yield Paragraph(LEAD)
    yield Paragraph(MANNER, tuple(_manners(found, manner)))
    yield Notice("boundary", NAMED if manner == "named" else SOUNDING)
    for code in sorted(LANGUAGES, key=lambda one: one != request.language):
        yield Draft(code, LABELS[code], written.get(code), code, COPY, COPIED)
    yield Facts(tuple(_facts(found)))
    yield Notes(found.told.footnotes.notes())


def errand_of(kb: KnowledgeBase, found: OneWay) -> Errand:
    """Say what the letter is to bring about: the first go-between is asked."""
    nodes, hops = found.route.nodes, found.route.hops
    known = things(kb.graph, kb.vocabulary, nodes)
    parties = [_party(kb, found, id_, known.get(id_)) for id_ in nodes]
    asked = 1
    hop = hops[min(asked, len(hops) - 1)]
    return Errand(
        parties[asked],
        parties[0],
        parties[-1],
        parties[min(asked + 1, len(parties) - 1)],
        _tie(found, hop),
        tuple(parties[asked + 1 : -1]),
        hop.inferred,
    )


def _party(kb: KnowledgeBase, found: OneWay, id_: str, known: Thing | None) -> Party:
    """Give who it is to a letter; what its source leaves without a name is nobody's name."""
    one = found.told.actor(id_)
    label: Words = chip(kb.vocabulary, one.type).label
    kind = label if isinstance(label, Text) else None
    unnamed = one.aggregate or (known is not None and known.anonymous)
    return Party(one.name, one.person, unnamed, found.posts.get(id_), kind)


def _tie(found: OneWay, hop: Hop) -> Text:
    """Say by what tie, and when: 紹介した、2016年; the shared thing where they meet in one."""
    told, best = found.told, strongest(hop)
    words = read_tie(told.vocabulary, best, with_role=False)
    text = told.name(hop.through) if hop.through is not None else words
    since = when(best)
    return TIE.filled(how=text, when=since) if since else text


def _manners(found: OneWay, chosen: Manner) -> Iterator[Cell]:
    """Lead to the other manner; the one that is shown bears no link."""
    address = address_of(found.wish, found.route, LETTER)
    for manner, word in MANNERS.items():
        yield Cell(word, "" if manner == chosen else f"{address}&manner={manner}")


def _facts(found: OneWay) -> Iterator[Fact]:
    """Give the hops that the letter speaks of, with their evidence."""
    told, route = found.told, found.route
    yield Fact(TO, (told.stop(route.nodes[1]),))
    cells = tuple(
        Cell(
            HOP.filled(a=told.name(hop.a), b=told.name(hop.b), tie=_tie(found, hop)),
            note=STRENGTHS[hop.grade],
            marks=told.footnotes.marks(claims_of(hop)),
        )
        for hop in route.hops
    )
    yield Fact(FILLED_FROM, cells)


PAGE = Page(LETTER, TITLE, show)
