"""How an introduction reads in a table: its maker, who sought, who answered, what came of it."""

from __future__ import annotations

from kb.text import Text
from kb.views.profile import Tie
from web.blocks import Cell, Column, Row
from web.chapter import Scene, row
from web.words.wording import both, concept, joined, period

FOLLOW = ("MADE", "INVOLVES")
ORDER = Text("新しい順", "latest first")
INTRODUCTION = Column("who", Text("紹介", "Introduction"))
MAKER = Column("maker", Text("引き合わせた人・機関", "Made by"))
SEEKER = Column("seeker", Text("求める側", "Who sought"))
PROVIDER = Column("provider", Text("応える側・当事者", "Who answered or met"))
OUTCOME = Column("outcome", Text("場と結果", "Where, and what came of it"))


def made(scene: Scene, tie: Tie) -> Row:
    """Draw an introduction on the page of its maker."""
    return row(tie, _cells(scene, tie, ()))


def had(scene: Scene, tie: Tie) -> Row:
    """Draw an introduction on the page of a party, with its makers."""
    makers = scene.further.of(tie.other.id, "MADE", outward=False)
    name, *rest = _cells(scene, tie, makers)
    return row(tie, (name, scene.also(makers), *rest))


def _cells(scene: Scene, tie: Tie, makers: tuple[Tie, ...]) -> tuple[Cell, ...]:
    parties = scene.further.of(tie.other.id, "INVOLVES", outward=True)
    seekers = [one for one in parties if one.text("role") == "seeker"]
    venues = [one for one in parties if one.text("role") == "venue"]
    others = [one for one in parties if one not in seekers and one not in venues]
    return (
        _name(scene, tie),
        scene.also(seekers),
        scene.also(others),
        _outcome(scene, tie, venues),
        scene.basis(tie, parties, makers),
    )


def _name(scene: Scene, tie: Tie) -> Cell:
    """Name the introduction, with its date and its state."""
    known = scene.further.details.get(tie.other.id, {})
    state = str(known.get("state") or "")
    said = [
        period(str(known.get("since") or ""), str(known.get("until") or "")),
        concept(scene.words, "state", state, tie.other.labels) if state else "",
    ]
    cell = scene.thing(tie.other)
    note = joined(part for part in said if part)
    return Cell(cell.text, cell.address, cell.chip, note=note)


def _outcome(scene: Scene, tie: Tie, venues: list[Tie]) -> Cell:
    outcome = both(scene.further.details.get(tie.other.id, {}), "outcome")
    return Cell(outcome or "", more=scene.also(venues).more)
