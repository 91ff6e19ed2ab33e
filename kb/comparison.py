"""Two things side by side: what ties them, whom both are tied to, what both have, need and are in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kb.errors import NotKnownError
from kb.matching.asking import matches
from kb.text import Text
from kb.views.profile import Profile, Thing, Tie, profile, strongest_first
from kb.visibility import open_thing

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.matching.values import Item, Match
    from kb.vocabulary import Vocabulary

HELD: Mapping[str, tuple[str, ...]] = {
    "have": ("HAS_TECHNOLOGY", "HAS_OFFER", "DEVELOPED", "HAS_ABILITY"),
    "need": ("HAS_NEED", "HAS_GAP", "REQUIRES", "REQUESTS"),
    "field": ("OPERATES_IN", "CONCERNS", "ADDRESSES"),
    "place": ("LOCATED_IN",),
    "recognised": ("CERTIFIED_BY", "AWARDED", "SELECTED_BY"),
}
"""What something has, needs, is in and was recognised by: relations outward, by kind."""
CONTACTS = ("Agent", "Cluster", "Project")
"""What counts as a contact; other things that both are tied to are shared things."""
MOST_NEEDS = 10
"""So many needs of each side are matched with what the other has."""
MOST_MATCHES = 500
OVER = ("former", "planned")
UNKNOWN = Text("この番号のものはありません。", "Nothing bears this id.")


@dataclass(frozen=True, slots=True)
class Both:
    """A thing beside the two: the ties of the first with it, and those of the second."""

    thing: Thing
    a: tuple[Tie, ...]
    b: tuple[Tie, ...]
    kind: str = ""

    @property
    def common(self) -> bool:
        """Whether both are tied to it."""
        return bool(self.a and self.b)


@dataclass(frozen=True, slots=True)
class Fit:
    """A need of one side (`needs`: its id) that something of the other may answer, or the reverse."""

    needs: str
    need: Item
    match: Match


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two things compared.

    `direct` are the ties between them, seen from the first; `contacts` whom both are tied to, the
    strongest first; `shared` other things both are tied to; `held` what either has, needs or is in,
    what is common first; `only_a` and `only_b` the contacts that the other does not have.
    """

    a: Profile
    b: Profile
    direct: tuple[Tie, ...]
    contacts: tuple[Both, ...]
    shared: tuple[Both, ...]
    held: tuple[Both, ...]
    only_a: tuple[Both, ...]
    only_b: tuple[Both, ...]

    def common(self, *kinds: str) -> tuple[Both, ...]:
        """Give what both hold, of these kinds or of all."""
        return tuple(one for one in self.held if one.common and (not kinds or one.kind in kinds))


def compare(kb: KnowledgeBase, a: str, b: str) -> Comparison:
    """Compare two things by their ids; raises NotKnownError at an id that nothing bears.

    The evidence of the ties is not read: it is asked for what is shown.
    """
    one, other = (_profile(kb, id_) for id_ in (a, b))
    words = kb.vocabulary
    direct = tuple(tie for tie in one.ties if tie.other.id == b)
    held = tuple(_held(one, other))
    told = {both.thing.id for both in held}
    sides = [
        _by_thing(tie for tie in side.ties if tie.other.id not in {a, b, *told})
        for side in (one, other)
    ]
    both = [
        Both(sides[0][id_][0].other, tuple(sides[0][id_]), tuple(sides[1][id_]))
        for id_ in sides[0].keys() & sides[1].keys()
    ]
    both.sort(key=_strongest_first)
    return Comparison(
        one,
        other,
        direct,
        tuple(one for one in both if _is_contact(one.thing, words)),
        tuple(one for one in both if not _is_contact(one.thing, words)),
        held,
        *(_only(sides[side], sides[1 - side], words) for side in (0, 1)),
    )


def fits(kb: KnowledgeBase, found: Comparison, day: date) -> tuple[Fit, ...]:
    """Give what of the one may answer a need of the other, both ways, best first.

    Only what is open to everybody is matched, of each side the first MOST_NEEDS needs.
    """
    ways = ((found.a, found.b.thing.id), (found.b, found.a.thing.id))
    fit = [one for side, other in ways for one in _fits(kb, side, other, day)]
    return tuple(sorted(fit, key=lambda one: (-one.match.score, one.need.id, one.match.item.id)))


def needs_of(side: Profile) -> list[str]:
    """Give the ids of the needs that stand of one side."""
    return list(
        dict.fromkeys(
            tie.other.id
            for tie in side.ties
            if tie.relation == "HAS_NEED" and tie.outward and tie.text("status") not in OVER
        )
    )


def _fits(kb: KnowledgeBase, side: Profile, other: str, day: date) -> Iterator[Fit]:
    for need in needs_of(side)[:MOST_NEEDS]:
        try:
            found = matches(kb, need, day, most=MOST_MATCHES)
        except NotKnownError:  # what is not open is not matched here
            continue
        for match in found.matches:
            if any(owner.id == other for owner in match.item.owners):
                yield Fit(side.thing.id, found.asked, match)


def _profile(kb: KnowledgeBase, id_: str) -> Profile:
    found = profile(kb.graph, kb.ledger, kb.vocabulary, id_, told=0)
    if found is None or not open_thing(found.properties):
        raise NotKnownError(UNKNOWN, found=id_)
    return found


def _held(a: Profile, b: Profile) -> Iterator[Both]:
    """Give what either holds, kind by kind, what is common first, then by name."""
    for kind, relations in HELD.items():
        sides = [
            _by_thing(tie for tie in side.ties if tie.outward and tie.relation in relations)
            for side in (a, b)
        ]
        every = [
            Both(ties[0].other, tuple(sides[0].get(id_, ())), tuple(sides[1].get(id_, ())), kind)
            for id_, ties in {**sides[1], **sides[0]}.items()
        ]
        yield from sorted(
            every, key=lambda one: (not one.common, not one.a, one.thing.name.ja, one.thing.id)
        )


def _by_thing(ties: Iterable[Tie]) -> dict[str, list[Tie]]:
    found: dict[str, list[Tie]] = {}
    for tie in ties:
        found.setdefault(tie.other.id, []).append(tie)
    return found


def _strongest_first(one: Both) -> tuple[float, str, str]:
    weaker = min(max(tie.strength for tie in ties) for ties in (one.a, one.b))
    return -weaker, one.thing.name.ja, one.thing.id


def _only(
    own: Mapping[str, Sequence[Tie]], others: Collection[str], words: Vocabulary
) -> tuple[Both, ...]:
    """Give the contacts that one side alone has, the strongest first, as if the first had them."""
    some = [ties for id_, ties in own.items() if id_ not in others]
    kept = [ties for ties in some if _is_contact(ties[0].other, words)]
    kept.sort(key=lambda ties: min(strongest_first(tie) for tie in ties))
    return tuple(Both(ties[0].other, tuple(ties), ()) for ties in kept)


def _is_contact(thing: Thing, words: Vocabulary) -> bool:
    return any(words.is_a(thing.type, one) for one in CONTACTS)
