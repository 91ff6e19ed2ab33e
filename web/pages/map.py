"""The whole as a picture, and as the table that says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.text import Text
from web.blocks import Block, Cell, Column, Paragraph, Row, Table, Title
from web.brokerage import broker_ids
from web.drawing import ORDER_WHOLE, of_whole, picture_block
from web.page import Page, Request
from web.wording import cell_of, chip

TITLE = Text("地図", "Map")
LEAD = Text(
    "名前のある主体、集まり、プロジェクトと、そのあいだのつながりです。朱色の縁は橋渡しをするものです。",
    "The named agents, clusters and projects with the ties among them. A vermilion rim marks what bridges.",
)
CAPTION = Text("地図にあるもの", "What the map shows")
COLUMNS = (
    Column("who", Text("名前", "Name")),
    Column("type", Text("型", "Type")),
    Column("ties", Text("つながり", "Ties"), numeric=True),
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the map and its table, those with most ties first."""
    shown = of_whole(kb, broker_ids(kb, people=request.people_ranked))
    ties = Counter(end for tie in shown.ties for end in (tie.source, tie.target))
    ordered = sorted(shown.things, key=lambda thing: (-ties[thing.id], thing.name.ja, thing.id))
    rows = tuple(
        Row(
            (
                cell_of(kb.vocabulary, thing),
                Cell(chip(kb.vocabulary, thing.type).label),
                Cell(str(ties[thing.id]), value=ties[thing.id]),
            ),
            node=thing.id,
        )
        for thing in ordered
    )
    return (
        Title(TITLE),
        Paragraph(LEAD),
        picture_block(kb, shown, large=True),
        Table("map", CAPTION, COLUMNS, rows, total=shown.total, order=ORDER_WHOLE, picture=True),
    )


PAGE = Page("/map", TITLE, show, menu=30)
