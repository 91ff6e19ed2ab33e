"""The abilities that a source, or the curator's reading of a case, finds in somebody."""

from __future__ import annotations

from kb.text import Text
from kb.views.portrait import abilities
from kb.views.profile import Tie
from web.blocks import Cell, Column, Row
from web.chapter import BASIS, Chapter, Scene, row, titled
from web.words.ties import doubt_of


def _row(scene: Scene, tie: Tie) -> Row:
    cells = (
        scene.thing(tie.other),
        Cell(scene.further.description(tie.other.id) or ""),
        Cell(scene.role(tie), note=doubt_of(tie)),
        scene.basis(tie),
    )
    return row(tie, cells)


CHAPTER = Chapter(
    place=90,
    caption=titled(Text("備える能力", "Abilities")),
    columns=(
        Column("who", Text("能力", "Ability")),
        Column("short", Text("どんな力か", "What it is")),
        Column("as", Text("内容", "As")),
        BASIS,
    ),
    pick=abilities,
    row=_row,
    order=Text("強い順", "strongest first"),
)
