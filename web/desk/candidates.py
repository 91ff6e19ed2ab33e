"""How candidates read on a page: what may fit, whose it is, how well, why, and who could introduce.

Every page that shows them says that they are candidates: inferred from words and ties, no facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.base import KnowledgeBase
from kb.matching.asking import evidence_of, matches
from kb.matching.find import MOST
from kb.matching.values import Found, Item, Linked, Match
from kb.text import Text
from kb.views.profile import Profile
from kb.vocabulary import Vocabulary
from kb.when import today
from web.addresses import of_matter, of_thing, with_query
from web.blocks import Block, Cell, Column, Notice, Paragraph, Row, Table
from web.desk.shown import KEPT_IN, on_desk
from web.page import Request
from web.words.wording import STRENGTHS, Footnotes, chip

PATH = "/needs/candidates"
TYPES = {"need": "Need", "offer": "Offer", "technology": "Technology"}
OWNERS = 4
"""So many owners are named; the rest is counted."""
WHOLE = 200
"""So many candidates are given at most."""

ANSWERS = Text("応えられそうなもの（候補）", "What may answer it (candidates)")
ASKS = Text("応えられそうなニーズ（候補）", "Needs that it may answer (candidates)")
BOUNDARY = Text(
    "言葉、分野、つながりから推した候補です。応えられると確かめたものではありません。",
    "Candidates inferred from words, fields and ties; nobody has checked that they fit.",
)
NONE = Text(
    "いまのところ候補はありません。言葉や技術を足すと見つかりやすくなります。",
    "No candidates now. More words and technologies help to find some.",
)
ENDED = Text(
    "期限が過ぎたか終わったので、照合していません。", "It has expired or ended and is not matched."
)
COLUMNS = (
    Column("who", Text("候補", "Candidate")),
    Column("whose", Text("だれの", "Whose")),
    Column("how", Text("強さ", "How well")),
    Column("why", Text("理由", "Why")),
    Column("introduce", Text("紹介", "Introduction")),
    Column("basis", Text("根拠", "Basis")),
)
PARTS = (
    Column("score", Text("点", "Score"), numeric=True),
    Column("words", Text("言葉", "Words"), numeric=True),
    Column("fields", Text("分野", "Fields"), numeric=True),
    Column("near", Text("近さ", "Nearness"), numeric=True),
)
BEST = Text("点の高い順", "best first")
CANDIDATE = Text("候補", "candidate")
STATED = Text("出典が述べる", "stated by a source")
INTRODUCE = Text("だれが紹介できるか", "Who can introduce them?")
MAKING = Text("点とその内訳、すべての候補", "All candidates, with the score and its making")
MORE = Text("ほか{n}", "{n} more")
THROUGH = Text("窓口", "contact")
LEFT_OUT = Text("（個人名は出していません）", "(people's names are left out)")
DAY = Text("{day}の時点", "as of {day}")


def of_candidates(id_: str) -> str:
    """Give the address of all candidates of a need, an offer or a technology."""
    return with_query(PATH, id=id_)


def on_page(
    kb: KnowledgeBase, found: Profile, footnotes: Footnotes, request: Request
) -> Iterator[Block]:
    """Give the best candidates on the page of a need or offer; of a technology the way to them."""
    if found.thing.type == "Technology":
        yield Paragraph("", (Cell(ASKS, of_candidates(found.thing.id)),))
    elif found.thing.type in TYPES.values():
        most = WHOLE if request.whole else MOST
        best = matches(kb, found.thing.id, today(), desk=on_desk(request), most=most)
        yield from blocks(kb, best, footnotes, request)
        if best.matches:
            yield Paragraph("", (Cell(MAKING, of_candidates(found.thing.id)),))


def blocks(
    kb: KnowledgeBase,
    found: Found,
    footnotes: Footnotes,
    request: Request,
    *,
    parts: bool = False,
) -> Iterator[Block]:
    """Give the candidates as a table, and below it what they are; `parts`: with the score's."""
    caption = ANSWERS if found.asked.side == "need" else ASKS
    footnotes.know(evidence_of(kb, found))
    rows = tuple(
        _row(kb.vocabulary, found.asked, one, footnotes, request, parts=parts)
        for one in found.matches
    )
    columns = (*COLUMNS, *PARTS) if parts else COLUMNS
    rest = of_candidates(found.asked.id)
    yield Table(
        "candidates",
        caption,
        columns,
        rows,
        total=found.total,
        order=BEST,
        rest="" if parts else rest,
        empty=NONE if stands(found.asked) else ENDED,
    )
    if found.matches:
        yield Notice("boundary", BOUNDARY)


def stands(item: Item) -> bool:
    """Tell whether an item still stands today."""
    return not item.over and (
        not item.until or item.until >= today().isoformat()[: len(item.until)]
    )


def holders(item: Item, *, people: bool) -> tuple[Linked, ...]:
    """Give whose an item is, as far as a page may name them; else whom to ask about it."""
    owners = tuple(one for one in item.owners if people or not one.person)
    return owners or tuple(one for one in item.contacts if people or not one.person)


def whose(item: Item, *, people: bool) -> Cell:
    """Name whose an item is, or its contact."""
    found = holders(item, people=people)
    owned = {one.id for one in item.owners}
    cells = [
        Cell(one.name, of_thing(one.id), note="" if one.id in owned else THROUGH)
        for one in found[:OWNERS]
    ]
    if (rest := len(found) - OWNERS) > 0:
        cells.append(Cell(MORE.format(n=rest)))
    if not cells and any(one.person for one in (*item.owners, *item.contacts)):
        return Cell(LEFT_OUT)
    return cells[0] if len(cells) == 1 else Cell(more=tuple(cells))


def name_of(words: Vocabulary, item: Item) -> Cell:
    """Name an item: with its type's mark, leading to its page or, where it is kept, to its matter."""
    if item.audience is not None:
        return Cell(item.name, of_matter(item.id), chip(words, TYPES[item.side]), note=KEPT_IN)
    return Cell(item.name, of_thing(item.id), chip(words, TYPES[item.side]))


def introduce(asked: Item, item: Item, *, people: bool) -> Cell:
    """Lead to who could introduce the one to the other; empty where nobody is named to start from."""
    starts = [one for one in holders(asked, people=people) if one.actor]
    if not starts:
        return Cell()
    start = next((one for one in starts if not one.group), starts[0]).id
    ends = [one.id for one in holders(item, people=people) if one.actor]
    if ends:
        return Cell(INTRODUCE, with_query("/connect", **{"from": start, "to": ends[0]}))
    if item.audience is not None:
        return Cell()
    sought = {"from": start, "any_with": item.side, "what": item.id}
    return Cell(INTRODUCE, with_query("/connect", **sought))


def _row(
    words: Vocabulary,
    asked: Item,
    one: Match,
    footnotes: Footnotes,
    request: Request,
    *,
    parts: bool,
) -> Row:
    people = request.people_ranked
    reasons = [reason for reason in one.reasons if people or not reason.people]
    claims = dict.fromkeys(claim for reason in reasons for claim in reason.claims)
    stated = any(reason.why == "stated" for reason in reasons)
    basis = Cell(STATED if stated else CANDIDATE, marks=footnotes.marks(claims))
    why = tuple(Cell(reason.said) for reason in reasons)
    cells = (
        name_of(words, one.item),
        whose(one.item, people=people),
        Cell(STRENGTHS[one.grade], value=one.grade),
        Cell(more=why),
        introduce(asked, one.item, people=people),
        basis,
        *(_numbers(one) if parts else ()),
    )
    return Row(cells, guess=not stated)


def _numbers(one: Match) -> Sequence[Cell]:
    values = (one.score, one.words, one.fields, one.near)
    return [Cell(f"{value:.2f}", value=value) for value in values]
