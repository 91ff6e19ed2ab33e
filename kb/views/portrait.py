"""What a page says of one thing before it lists every tie: which ties belong to which chapter.

Each function picks from a profile the ties of one chapter, in the order in which they are read.
What stands one step further out is read by `portrait`, for the rows that are shown alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.views.figures import Figure, figures_about
from kb.views.further import Further, inferred, once, two_steps
from kb.views.profile import Ground, Profile, Tie, grounds
from kb.vocabulary import CONCEPT

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.ledger import Ledger
    from kb.vocabulary import Vocabulary

LAST = 1_000_000
"""Where a tie stands that its source does not number."""

_HEADS = ("ADMINISTERS", "MANAGES")
_WORK = ("BRINGS_FORWARD", "DEVELOPED", "MANAGES", "PARTICIPATES_IN", "SUPPORTS")
_RESULTS = ("DEVELOPED", "HAS_TECHNOLOGY", "ADDRESSES")
_OWN = ("BRINGS_FORWARD", "DEVELOPED")
_UNDERTAKINGS = ("Project", "Cluster", "Product")
KINDS = ("Product", "Technology", "Project", "Cluster", "Programme", "Agent", "Need", "Market")
"""In which order the kinds of results are told."""

NAMED, BESIDE, GROUPS = range(3)
"""How somebody selected stands: by name, beside one who applied, as a group or without a name."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """What stands one step beyond a profile: ties, details and figures of the things in it."""

    further: Further
    figures: Mapping[str, tuple[Figure, ...]]
    grounds: Mapping[int, tuple[Ground, ...]]


def portrait(
    graph: Graph,
    ledger: Ledger,
    vocabulary: Vocabulary,
    found: Profile,
    ties: Iterable[Tie],
    *,
    relations: Collection[str],
    onward: Mapping[str, Sequence[str]],
    counted: Iterable[Tie] = (),
) -> Portrait:
    """Read what stands beyond these ties of a profile; the figures are its own and the counted's.

    The grounds are those of all that, and of ties to the same things that the profile left unread.
    """
    ids = {tie.other.id for tie in ties}
    beyond = two_steps(graph, vocabulary, ids, relations, onward)
    figures = figures_about(graph, vocabulary, {found.thing.id, *(one.other.id for one in counted)})
    claims = beyond.claims | {c for some in figures.values() for one in some for c in one.evidence}
    beside = {c for tie in found.ties if tie.other.id in ids for c in tie.evidence}
    claims |= beside - found.grounds.keys()
    return Portrait(beyond, figures, grounds(ledger, claims, known_at=graph.mark()))


def selected(found: Profile, vocabulary: Vocabulary) -> list[Tie]:
    """Give whom it selected: by tier as the vocabulary lists them, then as the source orders.

    Who applied beside a selected one comes after all tiers, and groups and the unnamed come last.
    """
    tiers = [one.code for one in vocabulary.values("tier", ("SELECTED_BY",)) or ()]

    def place(tie: Tie) -> tuple[int, int, int, str]:
        tier = tie.text("tier")
        rank = tiers.index(tier) if tier in tiers else len(tiers)
        return standing(tie), rank, order(tie), tie.other.name.ja

    return sorted(_ties(found, ("SELECTED_BY",), outward=False), key=place)


def standing(tie: Tie) -> int:
    """Tell who was selected by name (NAMED), who applied beside them (BESIDE), and GROUPS."""
    if tie.other.aggregate or tie.other.anonymous:
        return GROUPS
    return BESIDE if tie.properties.get("co_applicant") else NAMED


def parts(found: Profile, vocabulary: Vocabulary) -> list[Tie]:
    """Give what it is made of, in the source's order; a scheme's projects stand elsewhere."""
    apart = "Project" if _is(found, vocabulary, "Programme") else ""
    own = [t for t in _ties(found, ("PART_OF",), outward=False) if apart not in t.other.labels]
    return sorted(own, key=_listed)


def projects(found: Profile, vocabulary: Vocabulary) -> list[Tie]:
    """Give the projects that belong to a scheme or are paid from it, each once."""
    if not _is(found, vocabulary, "Programme"):
        return []
    ties = _ties(found, ("PART_OF", "FUNDED_BY", "PARTICIPATES_IN"), outward=False)
    return sorted(once(tie for tie in ties if "Project" in tie.other.labels), key=_listed)


def stated_first(ties: Iterable[Tie], section: Callable[[Tie], Hashable]) -> list[Tie]:
    """Put what a source states before what is inferred, within each section of the ties."""
    kept: dict[Hashable, list[Tie]] = {}
    for tie in ties:
        kept.setdefault(section(tie), []).append(tie)
    return [tie for some in kept.values() for tie in sorted(some, key=inferred)]


def heads(tie: Tie) -> Hashable:
    """Give the section of a tie that says who runs a scheme: those responsible are one."""
    return "heads" if tie.relation in _HEADS else (tie.relation, tie.outward)


def running(found: Profile, vocabulary: Vocabulary) -> list[Tie]:
    """Give who answers for it and runs it, who pays, what it asks for, what it came from, each once."""
    if _is(found, vocabulary, "Person"):
        return []
    heads = [tie for name in _HEADS for tie in _ties(found, (name,), outward=False)]
    return once(
        [
            *heads,
            *_ties(found, ("FUNDED_BY",), outward=True),
            *_ties(found, ("REQUIRES",), outward=True),
            *_ties(found, ("SUCCEEDED_BY",), outward=False),
            *_ties(found, ("SUCCEEDED_BY",), outward=True),
        ]
    )


def members(found: Profile, vocabulary: Vocabulary) -> list[Tie]:
    """Give who belongs to it, by role; and who holds it, where it is a certification."""
    ties = [
        *_ties(found, ("PARTICIPATES_IN",), outward=False),
        *_ties(found, ("MEMBER_OF",), outward=False),
        *_ties(found, ("CERTIFIED_BY", "AWARDED"), outward=False),
    ]
    apart = "Project" if _is(found, vocabulary, "Programme") else ""
    return by_role([tie for tie in ties if apart not in tie.other.labels], vocabulary)


def by_role(ties: Sequence[Tie], vocabulary: Vocabulary) -> list[Tie]:
    """Sort ties by their roles as the vocabulary lists them, relations kept together."""
    relations = list(dict.fromkeys(tie.relation for tie in ties))

    def place(tie: Tie) -> tuple[int, int, int, bool, str]:
        codes = [one.code for one in vocabulary.roles(tie.relation)]
        role = tie.text("role")
        rank = codes.index(role) if role in codes else len(codes)
        first = relations.index(tie.relation)
        return first, rank, order(tie), tie.other.aggregate, tie.other.name.ja

    return sorted(ties, key=place)


def work(found: Profile, vocabulary: Vocabulary) -> list[Tie]:
    """Give what came of its doing, each thing once: products first, then by what they are.

    Of a person it is what they brought forward, made, ran and helped; of anything else what it
    developed and which needs it answers.
    """
    person = _is(found, vocabulary, "Person")
    ties = [
        t for name in (_WORK if person else _RESULTS) for t in _ties(found, (name,), outward=True)
    ]
    kept = (tie for tie in ties if not person or tie.relation in _OWN or _undertaking(tie))
    return sorted(once(kept), key=_by_kind)


def runs(found: Profile, vocabulary: Vocabulary) -> list[Tie]:
    """Give the schemes that a body answers for or runs; of a person that is among their work."""
    if _is(found, vocabulary, "Person"):
        return []
    return once(tie for name in _HEADS for tie in _ties(found, (name,), outward=True))


def introductions_made(found: Profile, _: Vocabulary) -> list[Tie]:
    """Give the introductions that somebody made, the latest first."""
    return _ties(found, ("MADE",), outward=True)


def introductions_had(found: Profile, _: Vocabulary) -> list[Tie]:
    """Give the introductions that something is a party to or the venue of, each once."""
    return once(_ties(found, ("INVOLVES",), outward=False))


def steps(found: Profile, vocabulary: Vocabulary) -> list[Tie]:
    """Give at which steps it stood, as their processes list them, then what it lacks."""
    listed = {
        f"{CONCEPT}:{step.id}": place
        for place, step in enumerate(step for all_ in vocabulary.schemes.values() for step in all_)
    }
    stood = _ties(found, ("AT_STEP",), outward=True)
    stood.sort(key=lambda tie: (listed.get(tie.other.id, len(listed)), tie.text("since")))
    return [*stood, *_ties(found, ("HAS_GAP",), outward=True)]


def abilities(found: Profile, _: Vocabulary) -> list[Tie]:
    """Give the abilities that a source, or the curator's reading of a case, finds in somebody."""
    return _ties(found, ("HAS_ABILITY",), outward=True)


def requests(found: Profile, _: Vocabulary) -> list[Tie]:
    """Give what is asked about it and of it, and what it asks for."""
    ties = [
        *_ties(found, ("ABOUT",), outward=False),
        *_ties(found, ("ADDRESSED_TO",), outward=False),
        *_ties(found, ("REQUESTS",), outward=True),
    ]
    return once(tie for tie in ties if "Request" in tie.other.labels)


def order(tie: Tie) -> int:
    """Give where the source's list has it; what is not numbered stands last."""
    value = tie.properties.get("order")
    return value if isinstance(value, int) else LAST


def _ties(found: Profile, relations: Collection[str], *, outward: bool) -> list[Tie]:
    return [tie for tie in found.ties if tie.relation in relations and tie.outward is outward]


def _listed(tie: Tie) -> tuple[int, str, str]:
    return order(tie), tie.other.name.ja, tie.other.id


def kind(tie: Tie) -> str:
    """Give as which kind of result its other end is told, most of all a product."""
    return next((one for one in KINDS if one in tie.other.labels), tie.other.type)


def told_as_work(found: Profile, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give the relations by which something is somebody's work or result."""
    return _WORK if _is(found, vocabulary, "Person") else _RESULTS


def _by_kind(tie: Tie) -> tuple[int, str, bool, str]:
    told = kind(tie)
    place = KINDS.index(told) if told in KINDS else len(KINDS)
    return place, told, tie.other.aggregate, tie.other.name.ja


def _undertaking(tie: Tie) -> bool:
    return any(label in tie.other.labels for label in _UNDERTAKINGS)


def _is(found: Profile, vocabulary: Vocabulary, type_: str) -> bool:
    known = (label for label in found.thing.labels if label in vocabulary.types)
    return any(vocabulary.is_a(label, type_) for label in known)
