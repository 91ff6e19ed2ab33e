"""The projects of a scheme: who takes part, where they stand, what they lack."""

from __future__ import annotations

from kb.text import Text
from kb.views.portrait import by_role, projects
from kb.views.profile import Tie
from web.blocks import Cell, Column, Row
from web.chapter import BASIS, WHEN, Chapter, Scene, row, titled


def _row(scene: Scene, tie: Tie) -> Row:
    id_, further = tie.other.id, scene.further
    team = by_role(further.of(id_, "PARTICIPATES_IN", outward=False), scene.words)
    made = further.of(id_, "DEVELOPED", outward=True)
    stood = further.of(id_, "AT_STEP", outward=True)
    lacks = further.of(id_, "HAS_GAP", outward=True)
    told = further.description(id_)
    name = scene.thing(tie.other)
    cells = (
        Cell(name.text, name.address, name.chip, note=told or name.note),
        scene.also(team, scene.role),
        scene.also(made),
        scene.also([*stood, *lacks]),
        scene.when(tie),
        scene.basis(tie, team, made, stood, lacks),
    )
    return row(tie, cells)


CHAPTER = Chapter(
    place=50,
    caption=titled(Text("プロジェクト", "Projects")),
    columns=(
        Column("who", Text("プロジェクト", "Project")),
        Column("team", Text("体制", "Consortium")),
        Column("made", Text("生まれたもの", "What came of it")),
        Column("stands", Text("段階・足りないもの", "Step, and what is missing")),
        WHEN,
        BASIS,
    ),
    pick=projects,
    row=_row,
    section=lambda _: None,
    order=Text("出典の順、名前の順", "as the source lists, then by name"),
    follow=("PARTICIPATES_IN", "DEVELOPED", "AT_STEP", "HAS_GAP"),
)
