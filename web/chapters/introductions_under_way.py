"""Introductions on the desk that have not led to a meeting yet, as far as they are public."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.entering.kind import Matter
from kb.entering.steps import MET, label, reached, taken
from kb.text import Text
from kb.views.profile import Profile, Tie
from kb.vocabulary import Vocabulary
from web.blocks import Cell, Column, Row
from web.chapter import BASIS, Chapter, Scene, row, titled
from web.desk.shown import called, parties
from web.words.wording import BASES

DECLINED = Text("辞退", "Declined")
OBSERVED = "observed"


def _none(_found: Profile, _words: Vocabulary) -> Sequence[Tie]:
    return ()


def _no_row(scene: Scene, tie: Tie) -> Row:
    return row(tie, (scene.thing(tie.other),))


def _rows(scene: Scene) -> Iterator[Row]:
    """Give a row for each; those brought together stand in the record of introductions."""
    for one in scene.entered:
        if one.kind == "introduction" and not MET & {step.step for step in taken(one)}:
            yield _row(one)


def _row(matter: Matter) -> Row:
    step = reached(matter)
    last = max(one.since for one in taken(matter))
    said = DECLINED if matter.of("decline") else label(step)
    return Row(
        (
            called(matter),
            parties(matter, "maker", "through"),
            Cell(said, note=last),
            Cell(BASES[OBSERVED], value=OBSERVED),
        )
    )


CHAPTER = Chapter(
    place=76,
    caption=titled(Text("進行中の紹介", "Introductions under way")),
    columns=(
        Column("who", Text("紹介", "Introduction")),
        Column("maker", Text("引き合わせる人・機関", "Who introduces")),
        Column("step", Text("段階", "Step")),
        BASIS,
    ),
    pick=_none,
    row=_no_row,
    order=Text("始まった順", "in the order they began"),
    add=_rows,
)
