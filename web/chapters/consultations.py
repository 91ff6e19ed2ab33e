"""Consultations and visits that were entered at the desk: who helped whom with what, and when."""

from __future__ import annotations

from collections.abc import Sequence

from kb.entering.kind import SOURCE
from kb.text import Text
from kb.views.profile import Profile, Tie
from kb.vocabulary import Vocabulary
from web.blocks import Cell, Column, Row
from web.chapter import BASIS, WHEN, Chapter, Scene, row, titled

GROUPS = {
    True: Text("支援した相手", "Whom it helped"),
    False: Text("支援を受けた相手", "Who helped it"),
}


def _pick(found: Profile, _words: Vocabulary) -> Sequence[Tie]:
    """Take the ties of support that somebody entered, the latest first, whom it helped before."""
    ties = [one for one in found.ties if one.relation == "SUPPORTS" and _entered(one)]
    latest = sorted(ties, key=lambda one: one.text("since"), reverse=True)
    return sorted(latest, key=lambda one: not one.outward)


def _entered(tie: Tie) -> bool:
    sources = tie.properties.get("sources")
    return isinstance(sources, list | tuple) and SOURCE in sources


def _row(scene: Scene, tie: Tie) -> Row:
    cells = (
        scene.thing(tie.other),
        Cell(scene.role(tie)),
        scene.when(tie),
        scene.basis(tie),
    )
    return row(tie, cells, group=GROUPS[tie.outward])


CHAPTER = Chapter(
    place=77,
    caption=titled(Text("面談・支援の記録", "Consultations")),
    columns=(
        Column("who", Text("相手", "With")),
        Column("as", Text("何を", "What with")),
        WHEN,
        BASIS,
    ),
    pick=_pick,
    row=_row,
    order=Text("新しい順", "latest first"),
)
