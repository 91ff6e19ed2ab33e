"""What came of it: products, projects and technologies, the needs they answer, their figures."""

from __future__ import annotations

from collections.abc import Sequence

from kb.text import Text
from kb.views.portrait import kind, told_as_work, work
from kb.views.profile import Profile, Tie
from web.blocks import Cell, Column, Row, Words
from web.chapter import BASIS, Chapter, Scene, row
from web.words.ties import doubt_of
from web.words.ties import reading as way
from web.words.wording import chip, joined

COUNTED = ("Product", "Technology", "Project", "Cluster")
"""The kinds of results whose figures are told: those of a need or a market are not its own."""
OF_SOMEBODY = Text("手がけたものと、そこから生まれたもの", "Their work, and what came of it")
OF_SOMETHING = Text("成果と、応えるニーズ", "Results, and the needs they answer")


def _caption(found: Profile) -> Text:
    return OF_SOMEBODY if "Person" in found.thing.labels else OF_SOMETHING


def _row(scene: Scene, tie: Tie) -> Row:
    id_, further = tie.other.id, scene.further
    made = further.of(id_, "DEVELOPED", outward=True)
    needs = list(further.of(id_, "ADDRESSES", outward=True))
    for product in made:
        needs += further.of(product.other.id, "ADDRESSES", outward=True)
    figures, claims = scene.told(id_) if kind(tie) in COUNTED else (Cell(), ())
    ways = told_as_work(scene.found, scene.words)
    ties = [t for t in scene.found.ties if t.other.id == id_ and t.outward and t.relation in ways]
    name = scene.thing(tie.other)
    note = joined(part for part in (*_said(scene, ties, tie), name.note) if part)
    cells = (
        Cell(name.text, name.address, name.chip, note=note),
        scene.also(made),
        scene.also(needs),
        figures,
        scene.basis(tie, ties, made, needs, claims=claims),
    )
    return row(tie, cells, group=chip(scene.words, kind(tie)).label)


def _said(scene: Scene, ties: Sequence[Tie], beside: Tie) -> list[Words]:
    """Say in which ways it is somebody's work, and what about it is in doubt."""
    ways = [scene.way(tie, way(tie, scene.words), beside=beside) for tie in ties]
    more = [words for tie in ties for words in (scene.role(tie), doubt_of(tie)) if words]
    return list(dict.fromkeys([*ways, *more]))


CHAPTER = Chapter(
    place=60,
    caption=_caption,
    columns=(
        Column("who", Text("何を", "What")),
        Column("made", Text("生まれたもの", "What came of it")),
        Column("needs", Text("応えるニーズ・市場", "Needs and markets it answers")),
        Column("told", Text("数字", "Figures")),
        BASIS,
    ),
    pick=work,
    row=_row,
    section=kind,
    order=Text("製品、技術、取り組みの順", "products, technologies, undertakings"),
    follow=("DEVELOPED", "ADDRESSES"),
    onward={"DEVELOPED": ("ADDRESSES",)},
    counted=True,
)
