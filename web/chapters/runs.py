"""The schemes that a body answers for or runs."""

from __future__ import annotations

from kb.text import Text
from kb.views.portrait import heads, runs
from kb.views.profile import Tie
from web.blocks import Cell, Column, Row
from web.chapter import BASIS, WHEN, Chapter, Scene, row, titled


def _row(scene: Scene, tie: Tie) -> Row:
    cells = (
        scene.thing(tie.other),
        Cell(scene.further.description(tie.other.id) or scene.role(tie)),
        scene.when(tie),
        scene.basis(tie),
    )
    return row(tie, cells)


CHAPTER = Chapter(
    place=55,
    caption=titled(Text("担う制度と取り組み", "Schemes it answers for or runs")),
    columns=(
        Column("who", Text("制度・取り組み", "Scheme")),
        Column("short", Text("説明", "In short")),
        WHEN,
        BASIS,
    ),
    pick=runs,
    row=_row,
    section=heads,
    order=Text("つながりの順", "as its ties stand"),
)
