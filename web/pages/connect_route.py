"""One route on one page that prints on one sheet: hops with evidence, fallback, version and date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.base import KnowledgeBase
from kb.text import Text, same
from kb.when import today
from web.blocks import Block, Cell, Fact, Facts, Notes, Notice, Paragraph, Sentence, Title
from web.blocks.routes import Way, Ways
from web.connect.one_way import OneWay, one_way
from web.connect.ways import CHAINS, DO_PRINT, card, instead, way_in_words, weak_point
from web.connect.ways_table import table
from web.connect.wish import ROUTE, wish_of
from web.page import Page, Request
from web.words.wording import STRENGTHS, number

TITLE = Text("道の一枚", "A route on one page")
HEADING = Text("{start}を{end}へ", "{start} to {end}")
EMPTY = Text(
    "どの道のことかが書かれていません。「つなぐ」で道を探し、その道の「印刷用の一枚」を開いてください。",
    "No route is named here. Find one under Connect and open its page to print.",
)
GONE = Text(
    "この道は示せません。記録が変わったか、連絡しないことになった相手がいるか、外から見られる画面では出さない個人を通ります。",
    "This route cannot be shown: the records changed, somebody on it is not to be asked, or it passes "
    "people, who are not shown from outside.",
)
AGAIN = Text("もう一度探す", "Find routes again")
BACK = Text("ほかの道も見る:", "See the other routes:")
CONNECT = Text("つなぐ", "Connect")
ROUTE_WORD = Text("道", "The route")
MAKING = Text("この強さの理由", "Why this strength")
STRENGTH = Text("道の強さ", "Strength")
STRENGTH_SAID = Text(
    "{grade}（いちばん弱いつながりの強さ。全体の積は {value}）",
    "{grade} (that of its weakest link; the product of all is {value})",
)
CHAIN = Text("取引先", "Supply chain")
INSTEAD = Text("代わりの道", "Should that fail")
MADE_ON = Text("作成", "Made")
MADE_SAID = Text("{day}、データの版 {version}", "{day}, on version {version} of the data")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the route whose ids stand in the address, or say that it is not there now."""
    wish = wish_of(request)
    if len(wish.nodes) < 2:  # noqa: PLR2004
        return (Title(TITLE), Notice("empty", EMPTY, links=(Cell(CONNECT, wish.at(way="")),)))
    found = one_way(kb, wish, people=request.people_ranked)
    if found is None:
        return (Title(TITLE), Notice("empty", GONE, links=(Cell(AGAIN, wish.at(way="")),)))
    return tuple(_page(kb, found))


def _page(kb: KnowledgeBase, found: OneWay) -> Iterator[Block]:
    told, route, wish = found.told, found.route, found.wish
    start, end = (told.name(route.nodes[place]) for place in (0, -1))
    yield Title(HEADING.filled(start=start, end=end), under=(way_in_words(told, route),))
    yield Sentence(TITLE, weak_point(told, route), bridges=True)
    yield Ways(ROUTE_WORD, (_alone(found),), MAKING, numbered=False)
    yield table(told, (route,))
    yield Facts(tuple(_facts(kb, found)))
    yield Paragraph(BACK, (Cell(CONNECT, wish.at(way="")),))
    yield Notes(told.footnotes.notes())


def _alone(found: OneWay) -> Way:
    """Give the card without what the page says in sentences around it."""
    whole = card(found.told, found.wish, found.route, 1)
    doings = tuple(one for one in whole.actions if one.text != DO_PRINT)
    return replace(whole, weak="", said=(), fallback="", fallback_address="", actions=doings)


def _facts(kb: KnowledgeBase, found: OneWay) -> Iterator[Fact]:
    told, route = found.told, found.route
    grade, value = STRENGTHS[route.grade], same(number(route.value))
    yield Fact(STRENGTH, (Cell(STRENGTH_SAID.filled(grade=grade, value=value)),))
    yield Fact(CHAIN, (Cell(CHAINS[route.chain]),))
    if words := instead(told, route):
        yield Fact(INSTEAD, (Cell(words),))
    for note in told.answer.notes:
        yield Fact(Text("注意", "Note"), (Cell(note),))
    day = today().isoformat()
    yield Fact(MADE_ON, (Cell(MADE_SAID.format(day=day, version=kb.version_label)),))


PAGE = Page(ROUTE, TITLE, show)
