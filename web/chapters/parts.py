"""What it is made of: a vision's strategies with their directions, a body's units."""

from __future__ import annotations

from kb.text import Text
from kb.views.portrait import order, parts
from kb.views.profile import Tie
from web.blocks import Cell, Column, Row
from web.chapter import BASIS, Chapter, Scene, row, titled


def _row(scene: Scene, tie: Tie) -> Row:
    own = sorted(
        scene.further.of(tie.other.id, "PART_OF", outward=False),
        key=lambda part: (order(part), part.other.name.ja),
    )
    cells = (
        scene.thing(tie.other),
        Cell(scene.further.description(tie.other.id) or ""),
        scene.also(own),
        scene.basis(tie, own),
    )
    return row(tie, cells)


CHAPTER = Chapter(
    place=40,
    caption=titled(Text("構成", "Made up of")),
    columns=(
        Column("who", Text("部分", "Part")),
        Column("short", Text("説明", "In short")),
        Column("inner", Text("その中", "Within it")),
        BASIS,
    ),
    pick=parts,
    row=_row,
    order=Text("出典の順", "as the source lists"),
    follow=("PART_OF",),
)
