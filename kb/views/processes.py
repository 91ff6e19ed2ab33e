"""The processes that documents draw: who stands at which step, since when, and what they lack.

Each process is the drawing of one document; they are never merged. Their steps have an order in
time only where the document states one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.views.further import further
from kb.views.profile import Thing, Tie
from kb.vocabulary import CONCEPT, Concept, SchemeWord

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

STEP, AT, LACKS = "Step", "AT_STEP", "HAS_GAP"
FAMILIES = ("Project", "Cluster", "Agent")


@dataclass(frozen=True, slots=True)
class Track:
    """One thing on its way: its ties to steps by the step's concept, and its gaps."""

    thing: Thing
    family: str
    at: Mapping[str, tuple[Tie, ...]]
    gaps: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Process:
    """One document's process: its steps as the vocabulary lists them, and who stands where.

    `ordered` tells whether the document states the steps' order in time.
    """

    scheme: SchemeWord
    steps: tuple[Concept, ...]
    ordered: bool
    tracks: tuple[Track, ...]

    @property
    def claims(self) -> set[int]:
        """Give the ids of the claims behind what it tells."""
        ties = (tie for track in self.tracks for ties in track.at.values() for tie in ties)
        gaps = (tie for track in self.tracks for tie in track.gaps)
        return {claim for tie in (*ties, *gaps) for claim in tie.evidence}


def processes(graph: Graph, vocabulary: Vocabulary) -> tuple[Process, ...]:
    """Give every process of the vocabulary, those with most on their way first."""
    schemes = [one for one in vocabulary.scheme_words.values() if one.type == STEP]
    steps = [step for scheme in schemes for step in vocabulary.schemes[scheme.name]]
    reached = further(graph, vocabulary, {id_of(step) for step in steps}, (AT,))
    things = {tie.other.id for ties in reached.values() for tie in ties}
    gaps = further(graph, vocabulary, things, (LACKS,))
    found = (_process(scheme, vocabulary, reached, gaps) for scheme in schemes)
    return tuple(sorted(found, key=lambda one: (-len(one.tracks), one.scheme.name)))


def id_of(step: Concept) -> str:
    """Give the id of the entity that a step is."""
    return f"{CONCEPT}:{step.id}"


def _process(
    scheme: SchemeWord,
    vocabulary: Vocabulary,
    reached: Mapping[str, Sequence[Tie]],
    gaps: Mapping[str, Sequence[Tie]],
) -> Process:
    listed = vocabulary.schemes[scheme.name]
    ordered = all(step.order is not None for step in listed if not step.goal)
    steps = sorted(listed, key=lambda step: (step.goal, step.order or 0)) if ordered else listed
    tracks = _tracks(vocabulary, {step.id: reached.get(id_of(step), ()) for step in steps}, gaps)
    return Process(scheme, tuple(steps), ordered, tuple(tracks))


def _tracks(
    vocabulary: Vocabulary,
    at: Mapping[str, Sequence[Tie]],
    gaps: Mapping[str, Sequence[Tie]],
) -> list[Track]:
    """Bring the ties of each thing together: projects first, named before unnamed."""
    things = {tie.other.id: tie.other for ties in at.values() for tie in ties}
    tracks = (
        Track(
            thing,
            _family(thing, vocabulary),
            {
                step: _by_time(tie for tie in ties if tie.other.id == id_)
                for step, ties in at.items()
            },
            tuple(tie for tie in gaps.get(id_, ()) if tie.outward),
        )
        for id_, thing in things.items()
    )
    return sorted(tracks, key=_order)


def _family(thing: Thing, vocabulary: Vocabulary) -> str:
    known = [label for label in thing.labels if label in vocabulary.types]
    return next(
        (one for one in FAMILIES if any(vocabulary.is_a(label, one) for label in known)), thing.type
    )


def _by_time(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    return tuple(sorted(ties, key=lambda tie: (tie.text("since"), tie.key)))


def _order(track: Track) -> tuple[int, bool, bool, str, str]:
    place = FAMILIES.index(track.family) if track.family in FAMILIES else len(FAMILIES)
    thing = track.thing
    return place, thing.aggregate, thing.anonymous, thing.name.ja, thing.id
