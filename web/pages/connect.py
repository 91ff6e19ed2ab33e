"""つなぐ: who can take somebody to somebody, as routes over recorded ties, best first.

A route is no ranking of people: it says by whom a way leads, on what evidence. But routes stand in
an order, so where the explorer can be reached from outside without a password, named people are no
go-betweens here; only bodies are. Whoever the asker names may stand at either end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.base import KnowledgeBase
from kb.errors import CallError, InputError, KakehashiError, NotKnownError, SeveralError
from kb.routes.asking import KEPT_APART, connect
from kb.routes.values import Answer, Nothing
from kb.text import Text, same
from kb.views.profile import things
from web.addresses import of_thing
from web.blocks import (
    Block,
    Cell,
    Columns,
    Fact,
    Facts,
    Notes,
    Notice,
    Paragraph,
    Sentence,
    Title,
)
from web.blocks.routes import Ways
from web.connect.examples import examples
from web.connect.form import asking, called
from web.connect.ways import Told, card, way_in_words, weak_point
from web.connect.ways_picture import routes_block
from web.connect.ways_table import table
from web.connect.wish import MORE, ON, PATH, Wish, question_of, wish_of
from web.desk.shown import on_desk
from web.page import Page, Request
from web.words.posts import posts
from web.words.wording import STRENGTHS, Footnotes, cell_of, joined

TITLE = Text("つなぐ", "Connect")
LEAD = Text(
    "だれを、どこへつなぎたいかを書いてください。記録にあるつながりだけをたどり、根拠と時期、"
    "いちばん弱いところを添えて、確かな道から並べます。",
    "Write whom you want to bring to whom. Only ties on record are followed; each route comes with "
    "its evidence, its dates and its weakest link, the most reliable first.",
)
EXAMPLES = Text("たとえば:", "For example:")
HALF_START = Text(
    "だれから始めるか（会社や人の名前）も書いてください。",
    "Write also from whom it starts: a firm or a person.",
)
HALF_END = Text(
    "どこへつなぐか（相手の名前か、手がかりになることば）も書いてください。",
    "Write also whom it should reach: a name, or a word to look for.",
)
IN_ONE = Text("ひとことで", "In one sentence")
FOUND = Text(
    "{n}本の道があります。いちばん確かなのは {way}（{grade}）。",
    "{n} routes. The most reliable: {way} ({grade}).",
)
FOUND_ONE = Text("道は一本あります: {way}（{grade}）。", "One route: {way} ({grade}).")
HALF_KIND = Text(
    "そのことばを何として探すか（技術、ニーズ、市場など）も選んでください。",
    "Choose also what the word is: a technology, a need, a market …",
)
HALF_WORD = Text("探すことばも入れてください。", "Write also the word to look for.")
AMONG = Text("条件に合う相手 {n}", "{n} fit what is sought")
WAYS = Text("道", "Routes")
MAKING = Text("この強さの理由", "Why this strength")
TRUNCATED = Text(
    "{n}本を表示しています（確かな順）。ほかにも道があります。",
    "{n} routes are shown, the most reliable first; there are more.",
)
SHOW_MORE = Text("{n}本まで表示", "Show up to {n}")
LEFT_OUT = Text("探すときに外した人・機関とその理由:", "Left out of the search, and why:")
NOBODY = Text("道が見つかりません", "No route found")
MISSING = Text("足りないつながり", "The tie that is missing")
ARROW = Text("{a} → {b}", "{a} → {b}")
NEAR_START = Text("こちら側で聞ける相手", "Nearest to ask on this side")
NEAR_END = Text("相手側で聞ける相手", "Nearest to ask on the other side")
RELAX = Text("条件をゆるめると道があります:", "There is a route if you relax a condition:")
NOBODY_CALLED = Text(
    "「{asked}」に当たる名前は記録にありません。", "No recorded name fits “{asked}”."
)
OTHER = Text("別の書き方や、名前の一部でもお試しください。", "Try another spelling, or part of it.")
NEAREST = Text("近い名前:", "Names that come close:")
SEVERAL_CALLED = Text(
    "「{asked}」という名のものはいくつかあります。", "Several things are called “{asked}”."
)
WHICH = Text("どれのことですか。", "Which one is meant?")
SOME_OF = Text(
    "どれのことですか（{all}件のうち{n}件）。番号で書くこともできます。",
    "Which one is meant ({n} of {all})? An id works as well.",
)
OFFERED = 20
"""So many bearers of one name are offered."""
LOOSER: tuple[tuple[Text, dict[str, str]], ...] = (
    (Text("取引先も通る", "through suppliers and customers too"), {"leave": ""}),
    (Text("クラスターの中でもよい", "inside its cluster too"), {"leave_cluster": ""}),
    (Text("いつの関係でも", "ties of any age"), {"years": ""}),
    (Text("だれを通ってもよい", "by way of anybody"), {"via": "", "via_type": "", "role": ""}),
    (Text("あいだに三人まで", "up to three between"), {"between": "3"}),
    (Text("推定も使う", "inferred ties too"), {"inferred": ON}),
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the question, and its answer where it is whole."""
    wish = wish_of(request)
    form = asking(kb, wish, request.language)
    head = Title(TITLE)
    if not wish.asks:
        return (head, *_lead(wish), form, _empty(kb, wish, people=request.people_ranked))
    try:
        answer = connect(kb, question_of(wish, kb), people=request.people_ranked)
    except (NotKnownError, CallError, InputError) as problem:
        return (head, form, _problem(kb, request, wish, problem))
    if not answer.routes:
        return (head, form, *_nothing(kb, request, wish, answer))
    return (head, *_found(kb, request, wish, answer))


def _lead(wish: Wish) -> Iterator[Block]:
    if not wish.begun:
        yield Paragraph(LEAD)


def _empty(kb: KnowledgeBase, wish: Wish, *, people: bool) -> Notice:
    """Ask for what is missing; with nothing asked, show questions that have an answer."""
    if wish.begun:
        return Notice("empty", _missing(wish))
    cells = tuple(Cell(one.said, one.wish.at()) for one in examples(kb, people=people))
    return Notice("empty", EXAMPLES if cells else LEAD, links=cells)


def _missing(wish: Wish) -> Text:
    """Say which half of the question is not there yet."""
    if not wish.start:
        return HALF_START
    return HALF_KIND if wish.what else HALF_WORD if wish.any_with else HALF_END


def _problem(kb: KnowledgeBase, request: Request, wish: Wish, problem: KakehashiError) -> Notice:
    """Say which part of the question cannot be asked, and which names come close."""
    found = str(problem.parts.get("found", ""))
    if isinstance(problem, NotKnownError) and found:
        near = _offered(kb, wish, found, problem.nearest)
        return Notice("error", NOBODY_CALLED.format(asked=found), NEAREST if near else OTHER, near)
    if isinstance(problem, SeveralError):
        bearers = _offered(kb, wish, found, problem.ids)
        more = SOME_OF.format(n=len(bearers), all=len(problem.ids))
        which = WHICH if len(bearers) == len(problem.ids) else more
        return Notice("empty", SEVERAL_CALLED.format(asked=found), which, bearers)
    return Notice("error", problem.what, called(kb, found, request.language))


def _offered(kb: KnowledgeBase, wish: Wish, found: str, ids: Sequence[str]) -> tuple[Cell, ...]:
    """Give the same question with one of these in place of the name, a cell each."""
    few = ids[:OFFERED]
    known = things(kb.graph, kb.vocabulary, few)
    return tuple(
        replace(cell_of(kb.vocabulary, known[id_]), address=_instead(wish, found, id_))
        for id_ in few
        if id_ in known
    )


def _instead(wish: Wish, found: str, id_: str) -> str:
    """Give the address of the same question with a known thing in place of the unknown name."""
    for name in ("start", "to", "via", "avoid"):
        text = str(getattr(wish, name))
        if found in text:
            return wish.at(**{name: text.replace(found, id_)})
    return of_thing(id_)


def _found(kb: KnowledgeBase, request: Request, wish: Wish, answer: Answer) -> Iterator[Block]:
    footnotes = Footnotes(answer.grounds, kb.ledger.sources())
    people = [id_ for id_, one in answer.actors.items() if one.person]
    held = {id_: post.said for id_, post in posts(kb, people).items()}
    told = Told(answer, kb.vocabulary, footnotes, held)
    form = asking(kb, wish, request.language)
    cards = tuple(card(told, wish, route, n) for n, route in enumerate(answer.routes, 1))
    yield Columns(
        (form, _sentence(told, answer), *_caveats(kb, answer, desk=on_desk(request))),
        (routes_block(kb, wish, answer.routes),),
    )
    yield Ways(WAYS, cards, MAKING)
    yield from _truncated(wish, answer)
    yield table(told, answer.routes)
    yield Notes(footnotes.notes())


def _sentence(told: Told, answer: Answer) -> Sentence:
    best = answer.routes[0]
    parts = {"way": way_in_words(told, best), "grade": STRENGTHS[best.grade]}
    n = len(answer.routes)
    text = FOUND.filled(n=same(f"{n}"), **parts) if n > 1 else FOUND_ONE.filled(**parts)
    several = [AMONG.format(n=f"{answer.targets:,}")] if answer.targets > 1 else []
    return Sentence(IN_ONE, text, joined([weak_point(told, best), *several]), bridges=True)


def _caveats(kb: KnowledgeBase, answer: Answer, *, desk: bool) -> Iterator[Block]:
    """Say what the answer leaves out, and what it does not know."""
    if answer.notes:
        first, *others = answer.notes
        yield Notice("boundary", first, joined(others))
    told = [one for one in answer.refused if desk or one.reason == "avoid"]
    if told:
        known = things(kb.graph, kb.vocabulary, [one.id for one in told])
        cells = tuple(
            replace(cell_of(kb.vocabulary, known[one.id]), note=one.why)
            for one in told
            if one.id in known
        )
        yield Notice("boundary", LEFT_OUT, links=cells)
    if len(told) < len(answer.refused):
        yield Notice("boundary", KEPT_APART)


def _truncated(wish: Wish, answer: Answer) -> Iterator[Block]:
    if answer.truncated:
        said = TRUNCATED.format(n=len(answer.routes))
        more = (Cell(SHOW_MORE.format(n=MORE), wish.at(k=f"{MORE}")),) if not wish.k else ()
        yield Notice("truncated", said, links=more)


def _nothing(kb: KnowledgeBase, request: Request, wish: Wish, answer: Answer) -> Iterator[Block]:
    """Say in one sentence that there is no route, which tie is missing, and whom to ask."""
    why = answer.nothing or Nothing(NOBODY)
    yield Sentence(NOBODY, why.sentence)
    if facts := tuple(_whom_to_ask(kb, why)):
        yield Facts(facts)
    looser = tuple(_looser(kb, request, wish))
    if looser:
        yield Paragraph(RELAX, looser)
    yield from _caveats(kb, answer, desk=on_desk(request))


def _whom_to_ask(kb: KnowledgeBase, why: Nothing) -> Iterator[Fact]:
    ids = [*(why.missing or ()), *why.near_start, *why.near_target]
    known = things(kb.graph, kb.vocabulary, ids)
    if why.missing and set(why.missing) <= set(known):
        a, b = (known[id_].name for id_ in why.missing)
        yield Fact(MISSING, (Cell(ARROW.filled(a=a, b=b)),))
    for label, near in ((NEAR_START, why.near_start), (NEAR_END, why.near_target)):
        cells = tuple(cell_of(kb.vocabulary, known[id_]) for id_ in near if id_ in known)
        if cells:
            yield Fact(label, cells)


def _looser(kb: KnowledgeBase, request: Request, wish: Wish) -> Iterator[Cell]:
    """Give the conditions that, relaxed alone, leave a route."""
    for words, changed in LOOSER:
        other = replace(wish, **changed)
        if other == wish:
            continue
        question = replace(question_of(other, kb), k=1, explained=False)
        if connect(kb, question, people=request.people_ranked).routes:
            yield Cell(words, other.at())


PAGE = Page(PATH, TITLE, show, menu=10)
