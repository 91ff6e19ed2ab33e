"""The needs and offers of somebody, those they are the contact for, and those about a field."""

from __future__ import annotations

from collections.abc import Sequence

from kb.text import Text
from kb.views.profile import Profile, Tie
from kb.vocabulary import Vocabulary
from web.blocks import Cell, Column, Row
from web.chapter import BASIS, WHEN, Chapter, Scene, row, titled
from web.desk.candidates import of_candidates
from web.words.ties import reading

OWN = ("HAS_NEED", "HAS_OFFER", "CONTACT_FOR")
ABOUT = ("REQUIRES", "CONCERNS")
POSTED = ("Need", "Offer")
SEE = Text("候補を見る", "See candidates")


def _pick(found: Profile, _words: Vocabulary) -> Sequence[Tie]:
    """Take its own first, then what is about it; in each the latest first, then by name."""
    ties = [one for one in found.ties if one.other.type in POSTED and _place(one) is not None]
    latest = sorted(ties, key=lambda one: one.text("since"), reverse=True)
    return sorted(latest, key=lambda one: _place(one) or 0)


def _place(tie: Tie) -> int | None:
    relations = OWN if tie.outward else ABOUT
    if tie.relation not in relations:
        return None
    return relations.index(tie.relation) + (0 if tie.outward else len(OWN))


def _row(scene: Scene, tie: Tie) -> Row:
    cells = (
        scene.thing(tie.other),
        scene.when(tie),
        Cell(SEE, of_candidates(tie.other.id)),
        scene.basis(tie),
    )
    return row(tie, cells, group=reading(tie, scene.words))


CHAPTER = Chapter(
    place=58,
    caption=titled(Text("ニーズと提供", "Needs and offers")),
    columns=(
        Column("who", Text("何を", "What")),
        WHEN,
        Column("candidates", Text("候補", "Candidates")),
        BASIS,
    ),
    pick=_pick,
    row=_row,
    order=Text("新しい順", "latest first"),
)
