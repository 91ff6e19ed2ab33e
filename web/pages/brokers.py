"""Who bridges: people and bodies in the order of what would break without them, with the reason.

The filter line reads as a sentence. Region and field choose who is listed; between what and the day
choose what is measured. Values and ranks are always those of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.base import KnowledgeBase
from kb.measuring.brokers import BETWEENNESS, Broker, Brokers
from kb.measuring.survey import surveys
from kb.network import groups
from kb.network import slice as slices
from kb.text import Text, same
from kb.views.bridging import Bridging, bridging
from kb.views.profile import Thing, grounds, things
from kb.views.stepping_in import ties_among
from web.addresses import with_query
from web.blocks import (
    Block,
    Cell,
    Column,
    Columns,
    Figures,
    Notes,
    Notice,
    Paragraph,
    Row,
    Table,
    Title,
)
from web.brokers.choosing import (
    LETTERS,
    PATH,
    Chosen,
    asking,
    choice,
    chosen,
    more_fields,
    title_of,
)
from web.brokers.results import EVERYONE, SHOWN
from web.brokers.viewing import Seen, brokers_in, hidden, seen
from web.brokers.words import (
    ASKED_WITHIN,
    BUSY,
    COMMUNITIES,
    DIVIDED,
    EMPTY,
    FURTHER,
    HIDDEN,
    LEAD,
    LETTERED,
    MAKING,
    MATRIX,
    MORE_FIELDS,
    NOBODY,
    OLDER,
    ON_DAY,
    PLACED,
    SOMEONE,
    TITLE,
    caption,
    figures,
    order,
)
from web.page import Page, Request
from web.pictures.drawing import of_whole, picture_block
from web.words.wording import Footnotes, cell_of, number

SIDES = 3
EVIDENT = 2
"""Of so many sides the reason names the contact, so the ties to these are its evidence."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the rows of one answer are made with."""

    kb: KnowledgeBase
    found: Brokers
    about: Mapping[str, Thing]
    brought: Mapping[str, Bridging]
    claims: Mapping[str, Sequence[int]]
    footnotes: Footnotes
    in_file: bool


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the brokers under the sentence that chooses them and what the data cannot say."""
    wish = chosen(request)
    view = seen(kb, wish.view, may_ask=request.people_ranked)
    if view is None:
        return (Title(TITLE), Paragraph(LEAD), Notice("empty", EMPTY))
    shown = slices.shown(view.network, view.view.slice_, kb.vocabulary)
    line = asking(kb, view.network, shown, wish)
    told = wish if view.view == wish.view else Chosen(wish.region, wish.field)
    limit = EVERYONE if request.whole else SHOWN
    picked = choice(view.network, told, hidden(kb))
    found = brokers_in(kb, view, picked, people=request.people_ranked, limit=limit)
    scene = _scene(kb, view, found, request)
    rows = tuple(_row(scene, row) for row in found.rows)
    table = Table(
        "brokers",
        caption(told.by),
        _columns(scene, told),
        rows,
        total=found.total,
        order=order(told.by),
        rest=with_query(PATH, **wish.query, all="1"),
        picture=True,
        empty=NOBODY,
    )
    picture = picture_block(kb, of_whole(kb, {row.id for row in found.rows}))
    beside = _beside(kb, view, wish, found, shown)
    return (
        Title(TITLE),
        line,
        Columns((*beside, table), (picture,)),
        Figures(figures(view.results, told.by, {} if found.unsure else view.sure)),
        Notes(scene.footnotes.notes()),
    )


def _scene(kb: KnowledgeBase, view: Seen, found: Brokers, request: Request) -> Scene:
    """Read what the rows name and rest on."""
    named = {side for row in found.rows for side, _ in row.sides[:SIDES] if side}
    about = things(kb.graph, kb.vocabulary, sorted({*named, *(row.id for row in found.rows)}))
    brought = bridging(kb.graph, kb.vocabulary, people=request.people_ranked)
    claims = _claims(kb, view, found)
    said = {claim for some in claims.values() for claim in some}
    said |= {claim for row in found.rows if row.id in brought for claim in brought[row.id].evidence}
    footnotes = Footnotes(grounds(kb.ledger, said, known_at=kb.graph.mark()), kb.ledger.sources())
    in_file = request.in_file
    return Scene(kb, found, about, brought, claims, footnotes, in_file)


def _claims(kb: KnowledgeBase, view: Seen, found: Brokers) -> dict[str, list[int]]:
    """Give by row the claims behind the ties to the contacts that its reason names."""
    index = view.network.index
    ends = {row.id: {side for side, _ in row.sides[:EVIDENT] if side} for row in found.rows}
    others = {index[side] for sides in ends.values() for side in sides}
    nodes = [index[id_] for id_ in ends]
    ties = ties_among(kb.graph, kb.vocabulary, view.network, nodes, others)
    return {
        id_: [claim for tie in ties.get(id_, ()) if tie.other.id in sides for claim in tie.evidence]
        for id_, sides in ends.items()
    }


def _beside(
    kb: KnowledgeBase, view: Seen, wish: Chosen, found: Brokers, shown: Sequence[bool]
) -> Iterator[Block]:
    """Say what the table is and what it cannot say, beside the picture."""
    yield Paragraph(LEAD)
    if view.state:
        yield Notice("truncated" if view.state == "unasked" else "loading", _state(view, wish))
    yield Paragraph(FURTHER, (Cell(COMMUNITIES, "/communities"), Cell(MATRIX, "/matrix")))
    yield Notice("boundary", found.boundary.sentence)
    if found.unsure:
        yield Notice("boundary", found.unsure)
    for sentence in (*_bounds(view, wish, shown), *surveys(kb.graph, view.network.sources)):
        yield Notice("boundary", sentence)
    if found.people_left_out:
        yield Notice("boundary", HIDDEN)
    yield Paragraph(LETTERED, quiet=True)


def _state(view: Seen, wish: Chosen) -> Text:
    """Say why what was asked for is not what is shown."""
    if view.state == "unasked" and view.view == wish.view:
        return OLDER.format(version=view.version)
    return {"making": MAKING, "busy": BUSY, "unasked": ASKED_WITHIN}[view.state or "making"]


def _bounds(view: Seen, wish: Chosen, shown: Sequence[bool]) -> Iterator[Text]:
    """Say what the choice leaves out: who has no group, no place, and ties of another time."""
    if view.view.slice_.as_of:
        yield ON_DAY.format(day=view.view.slice_.as_of)
    if wish.between and view.view == wish.view:
        network, _ = groups.decided(view.network, wish.between)
        found = groups.grouping(network, wish.between)
        if found is not None and found.without:
            many = view.network.n - found.without
            yield DIVIDED.format(n=f"{many:,}", all=f"{view.network.n:,}")
    for column, value in (("region", wish.region), ("field", wish.field)):
        if value:
            cells = view.network.groups.get(column, ())
            placed = sum(bool(cell) for cell, one in zip(cells, shown, strict=False) if one)
            yield PLACED[column].format(n=f"{placed:,}", all=f"{sum(shown):,}")
    if more := more_fields(view.network, shown):
        yield MORE_FIELDS.format(n=f"{more:,}")


def _columns(scene: Scene, wish: Chosen) -> tuple[Column, ...]:
    rank = Column("rank", Text("順位", "Rank"), numeric=True)
    sure = Column("sensitivity", Text("順位の感度区間", "Rank, sensitivity interval"))
    by = "betweenness" if wish.by == BETWEENNESS else wish.by
    word = Text("媒介中心性", "Betweenness") if wish.by == BETWEENNESS else title_of(wish.by)
    ranked = scene.found.boundary.ranked
    return (
        *((rank,) if ranked else ()),
        Column("who", Text("だれが", "Who")),
        Column("reason", Text("どうつなぐか", "How")),
        Column("between", Text("だれとだれのあいだを", "Between whom")),
        Column(by, word, numeric=True),
        *((sure,) if ranked else ()),
        Column("roles", Text("役割", "Roles")),
        *(_file_columns(ranked=ranked) if scene.in_file else ()),
    )


def _file_columns(*, ranked: bool) -> Iterator[Column]:
    """Give the further columns of files: each end of each interval, and the count of each role."""
    for percent in ("5", "10", "20") if ranked else ():
        for side, ja, en in (("low", "上", "low"), ("high", "下", "high")):
            word = Text(f"{percent} %減の{ja}", f"{en}, {percent} % fewer")
            yield Column(f"{side}_{percent}", word, numeric=True)
    for role in LETTERS:
        word = Text("役割: {role}", "Role: {role}").filled(role=title_of(role))
        yield Column(f"role_{role}", word, numeric=True)


def _row(scene: Scene, row: Broker) -> Row:
    ranked = scene.found.boundary.ranked
    who = scene.about.get(row.id) or Thing(row.id, row.name, row.type)
    cells = (
        *((Cell(f"{row.rank}", value=row.rank),) if ranked else ()),
        cell_of(scene.kb.vocabulary, who),
        _how(scene, row),
        _between(scene, row),
        Cell(number(row.value), value=row.value, bar=row.share, whisker=row.whisker),
        *((_sure(row),) if ranked else ()),
        _letters(row),
        *(_file_cells(row, ranked=ranked) if scene.in_file else ()),
    )
    return Row(cells, node=row.id)


def _how(scene: Scene, row: Broker) -> Cell:
    """Say whom it brought together, on what evidence, before what the measures say."""
    own = scene.claims.get(row.id, ())
    brought = scene.brought.get(row.id)
    if brought is None:
        return Cell(row.reason, marks=scene.footnotes.marks(own))
    marks = scene.footnotes.marks((*brought.evidence, *own))
    return Cell(brought.sentence, note=row.reason, marks=marks)


def _between(scene: Scene, row: Broker) -> Cell:
    """Name the sides by chips; who may not be named is said to be somebody."""
    cells = []
    for id_, besides in row.sides[:SIDES]:
        note = Text(f"ほか{besides:,}", f"and {besides:,} more") if besides else ""
        thing = scene.about.get(id_ or "")
        if thing is None:
            cells.append(Cell(SOMEONE, note=note))
        else:
            named = cell_of(scene.kb.vocabulary, thing)
            cells.append(Cell(named.text, named.address, named.chip, note=note))
    if (more := len(row.sides) - len(cells)) > 0:
        cells.append(Cell(Text(f"ほか{more:,}方面", f"and {more:,} more sides")))
    return Cell(more=tuple(cells))


def _sure(row: Broker) -> Cell:
    """Write the three intervals: ranks when 5, 10 and 20 % of the ties are left out."""
    if not row.intervals:
        return Cell("—")
    return Cell(same(" · ".join(_interval(one.low, one.high) for one in row.intervals)))


def _interval(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}–{high}"


def _letters(row: Broker) -> Cell:
    """Give the letters of the roles it plays, the most frequent first, with their counts."""
    played = sorted(
        (role for role in LETTERS if row.roles.get(role)), key=lambda role: -row.roles[role]
    )
    if not played:
        return Cell("—")
    return Cell(same(" · ".join(f"{LETTERS[role]} {number(row.roles[role])}" for role in played)))


def _file_cells(row: Broker, *, ranked: bool) -> Iterator[Cell]:
    ends = {one.percent: (one.low, one.high) for one in row.intervals}
    for percent in ("5", "10", "20") if ranked else ():
        for end in ends.get(percent, (None, None)):
            yield Cell() if end is None else Cell(f"{end}", value=end)
    for role in LETTERS:
        value = row.roles.get(role, 0.0)
        yield Cell(number(value), value=value)


PAGE = Page(PATH, TITLE, show, menu=20)
