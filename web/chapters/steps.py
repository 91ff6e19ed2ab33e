"""At which steps of a process it stood, and what it lacks."""

from __future__ import annotations

from kb.text import Text
from kb.views.portrait import steps
from kb.views.profile import Tie
from web.blocks import Cell, Column, Row, Words
from web.chapter import BASIS, WHEN, Chapter, Scene, row, titled
from web.words.ties import doubt_of
from web.words.ties import reading as way
from web.words.wording import concept, joined

GAP = "HAS_GAP"


def _row(scene: Scene, tie: Tie) -> Row:
    said = [_gap(scene, tie) if tie.relation == GAP else _scheme(scene, tie), scene.role(tie)]
    cells = (
        scene.thing(tie.other),
        Cell(joined(part for part in said if part), note=doubt_of(tie)),
        scene.when(tie),
        scene.basis(tie),
    )
    return row(tie, cells, group=way(tie, scene.words))


def _scheme(scene: Scene, tie: Tie) -> Words:
    """Name the process that a step belongs to: processes of different documents stay apart."""
    known = scene.words.concept(tie.other.id.partition(":")[2])
    return scene.words.scheme_words[known.scheme].label if known else ""


def _gap(scene: Scene, tie: Tie) -> Words:
    known = scene.further.details.get(tie.other.id, {})
    said = (
        concept(scene.words, name, str(known.get(name) or ""), tie.other.labels)
        for name in ("kind", "state")
        if known.get(name)
    )
    return joined([*said, *filter(None, [scene.further.description(tie.other.id)])])


def _section(tie: Tie) -> tuple[str, str]:
    """Part the steps by their process, and both from what is missing."""
    return tie.relation, tie.other.id.rpartition("/")[0] if tie.relation != GAP else ""


CHAPTER = Chapter(
    place=80,
    caption=titled(Text("どの段階にあり、何が足りないか", "Where it stands, and what it lacks")),
    columns=(
        Column("who", Text("段階・ギャップ", "Step or gap")),
        Column("as", Text("どの過程の・どんな", "Of which process, of which kind")),
        WHEN,
        BASIS,
    ),
    pick=steps,
    row=_row,
    section=_section,
    order=Text("段階、足りないものの順", "steps first, then what is missing"),
)
