"""Who bridges: people and bodies in the order of what would break without them, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kb.base import KnowledgeBase
from kb.bridging import Bridging, bridging
from kb.measuring.brokers import Broker, Brokers
from kb.profile import Thing, grounds, things
from kb.text import Text
from web.blocks import Block, Cell, Column, Columns, Notes, Notice, Paragraph, Row, Table, Title
from web.brokerage import EVERYONE, SHOWN, brokers_of
from web.drawing import of_whole, picture_block
from web.page import Page, Request
from web.wording import Footnotes, cell_of, joined, number

TITLE = Text("仲介者", "Brokers")
FURTHER = Text("ほかの見方:", "Other ways to look:")
COMMUNITIES = Text("まとまり", "Communities")
MATRIX = Text("種類と種類のあいだ", "Between types")
LEAD = Text(
    "分かれた集まりのあいだに立ち、いなくなると道が途切れる人と機関です。理由を先に、数はあとに示します。",
    "People and bodies who stand between groups that are otherwise apart. The reason comes first, "
    "the figure after it.",
)
HIDDEN = Text(
    "この画面は外から見られるため、人の順位は載せていません。機関だけを示します。",
    "This screen can be reached from outside, so people are not ranked here; only bodies are shown.",
)
EMPTY = Text(
    "まだ測っていません。kakehashi measure refresh を実行すると、ここに並びます。",
    "Nothing has been measured yet; kakehashi measure refresh brings them here.",
)
ORDER = Text("媒介中心性の順", "by betweenness")
CAPTION = Text("仲介者の一覧", "All brokers")
SIDES = 3
COLUMNS = (
    Column("rank", Text("順位", "Rank"), numeric=True),
    Column("who", Text("だれが", "Who")),
    Column("reason", Text("どうつなぐか", "How")),
    Column("between", Text("だれとだれのあいだを", "Between whom")),
    Column("betweenness", Text("媒介中心性", "Betweenness"), numeric=True),
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the brokers under the line that says what the data can and cannot say."""
    found = brokers_of(kb, people=request.people_ranked, limit=EVERYONE if request.whole else SHOWN)
    if found is None or not found.rows:
        return (Title(TITLE), Paragraph(LEAD), Notice("empty", EMPTY))
    rows = found.rows
    about = things(kb.graph, kb.vocabulary, [row.id for row in rows])
    brought = bridging(kb.graph, kb.vocabulary, people=request.people_ranked)
    claims = {claim for row in rows if row.id in brought for claim in brought[row.id].evidence}
    footnotes = Footnotes(grounds(kb.ledger, claims, known_at=kb.graph.mark()), kb.ledger.sources())
    table = Table(
        "brokers",
        CAPTION,
        COLUMNS if found.boundary.ranked else COLUMNS[1:],
        tuple(
            _row(kb, found, about, row, _how(row, brought.get(row.id), footnotes)) for row in rows
        ),
        total=found.total,
        order=ORDER,
        rest="/brokers?all=1",
        picture=True,
    )
    picture = picture_block(kb, of_whole(kb, {row.id for row in rows}))
    return (
        Title(TITLE),
        Columns((*_beside(found), table), (picture,)),
        Notes(footnotes.notes()),
    )


def _beside(found: Brokers) -> Iterator[Block]:
    """Say what the table is and what it cannot say, beside the picture."""
    yield Paragraph(LEAD)
    yield Paragraph(FURTHER, (Cell(COMMUNITIES, "/communities"), Cell(MATRIX, "/matrix")))
    yield Notice("boundary", found.boundary.sentence)
    yield from _hidden(found)


def _hidden(found: Brokers) -> Iterator[Block]:
    if found.people_left_out:
        yield Notice("boundary", HIDDEN)


def _row(
    kb: KnowledgeBase, found: Brokers, about: Mapping[str, Thing], row: Broker, how: Cell
) -> Row:
    rank = (Cell(f"{row.rank}", value=row.rank),) if found.boundary.ranked else ()
    who = about.get(row.id) or Thing(row.id, row.name, row.type)
    between = list(row.between[:SIDES])
    more = len(row.between) - len(between)
    share = row.betweenness / found.rows[0].betweenness
    cells = (
        *rank,
        cell_of(kb.vocabulary, who),
        how,
        Cell(joined(between), note=Text(f"ほか{more}", f"and {more} more") if more else ""),
        Cell(number(row.betweenness), value=row.betweenness, bar=share),
    )
    return Row(cells, node=row.id)


def _how(row: Broker, brought: Bridging | None, footnotes: Footnotes) -> Cell:
    """Say whom it brought together, on what evidence, before what the measures say."""
    if brought is None:
        return Cell(row.reason)
    return Cell(brought.sentence, note=row.reason, marks=footnotes.marks(brought.evidence))


PAGE = Page("/brokers", TITLE, show, menu=20)
