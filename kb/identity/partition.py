"""Who is who: components of "same" edges, never merged in place.

Edges are taken in a fixed order: a person's word, equal official numbers (those that always
identify before those that do where they are unique), then the rest, each by its keys. An edge is refused, and listed with its reason, if it would bring together

- a pair that somebody judged different (which beats equal numbers), or
- two numbers of a scheme of which a body bears at most one (`kb.identity.numbers`).

The outcome does not depend on the order in which anything was loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kb.errors import InputError
from kb.identity.numbers import SCHEMES, Identifies, identifies, one_per_body, rank
from kb.ledger import Claim, Decision
from kb.records import Entity, Key
from kb.text import Text

PERSON = "person"

UNIQUE: Identifies = "where unique"

Stated = tuple[str, Key, Sequence[Key]]
"""What a source states of a key: the source, the key, further numbers of the same thing."""

_DIFFERENT = Text(
    "{by} が {a} と {b} を別のものと判定しています(判定 {id}: {why})。",
    "{by} judged {a} and {b} to be different (decision {id}: {why}).",
)
_TWO_NUMBERS = Text(
    "{title}が二つ({a}、{b})になります。一つの組織や人が持つ番号は一つです。"
    "合併や承継なら、同一とせず SUCCEEDED_BY の関係として記録してください。",
    "There would be two of {title} ({a}, {b}), and a body has one. If one took over the other, "
    "record that as SUCCEEDED_BY and not as being the same.",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edge that was not followed.

    `decision` is the judgement that could not be followed; where the edge is an equal number, the
    "different" that stands in its way (None if another number does).
    """

    a: Key
    b: Key
    reason: Text
    decision: int | None


@dataclass(frozen=True, slots=True)
class Partition:
    """Which keys name the same thing.

    Only keys that share their thing with others are kept in `ids` and `groups`; `keys` are all
    that it was computed from.
    """

    keys: frozenset[Key]
    ids: Mapping[Key, Key]
    groups: Mapping[Key, tuple[Key, ...]]
    refused: tuple[Refusal, ...]

    def id_of(self, key: Key) -> Key:
        """Give the id of the thing that a key names; a key never met is its own."""
        return self.ids.get(key, key)

    def present(self, id_: str) -> str:
        """Give the id that an id or key leads to now; what is no key at all is given back."""
        try:
            return str(self.id_of(Key.parse(id_)))
        except InputError:
            return id_

    def members(self, id: Key) -> tuple[Key, ...]:  # noqa: A002 - the word of the house
        """Give every key of a thing, the id first; any of its keys may be given."""
        found = self.id_of(id)
        return self.groups.get(found, (found,))


def equal_numbers(claims: Iterable[Claim]) -> Iterator[tuple[Key, Key]]:
    """Give each pair of a key and a further official number that identifies, by entity claims."""
    stated = ((claim.source, claim.record) for claim in claims)
    return equal((by, one.key, one.identifiers) for by, one in stated if isinstance(one, Entity))


def equal(stated: Iterable[Stated]) -> Iterator[tuple[Key, Key]]:
    """Give each pair of a key and a further official number of the same thing that identifies.

    A number that identifies only where it is unique (VAT) is left out where any one source gives
    it to two keys.
    """
    bearers: dict[tuple[str, Key], Key] = {}
    shared: set[Key] = set()
    waiting: list[tuple[Key, Key]] = []
    for source, key, numbers in stated:
        for number in numbers:
            words = {identifies(key), identifies(number)}
            if key == number:
                continue
            if identifies(number) == UNIQUE and bearers.setdefault((source, number), key) != key:
                shared.add(number)
            if words == {"always"}:
                yield key, number
            elif "never" not in words:
                waiting.append((key, number))
    yield from (pair for pair in waiting if shared.isdisjoint(pair))


def partition(
    keys: Iterable[Key], equal: Iterable[tuple[Key, Key]], decisions: Iterable[Decision]
) -> Partition:
    """Compute who is who from the keys, the equal numbers and the decisions that stand.

    "unsure" joins nothing and forbids nothing. Where a person and a rule judged the same pair,
    the person's word holds.
    """
    standing = _standing(decisions)
    edges = _edges(standing, equal)
    all_keys = frozenset(keys).union(*((edge.a, edge.b) for edge in edges), *standing)
    components = _Components(d for d in standing.values() if d.verdict == "different")
    refused = tuple(refusal for edge in edges if (refusal := components.join(edge)))
    groups = {group[0]: group for group in components.groups()}
    ids = {key: id_ for id_, group in groups.items() for key in group}
    return Partition(all_keys, MappingProxyType(ids), MappingProxyType(groups), refused)


@dataclass(frozen=True, slots=True)
class _Edge:
    a: Key
    b: Key
    decision: int | None


class _Components:
    """Union-find that knows, per component, its single numbers and what it must not meet."""

    def __init__(self, different: Iterable[Decision]) -> None:
        self._root: dict[Key, Key] = {}
        self._members: dict[Key, list[Key]] = {}
        self._numbers: dict[Key, dict[str, Key]] = {}
        self._foes: defaultdict[Key, dict[Key, Decision]] = defaultdict(dict)
        for decision in different:
            self._foes[decision.a][decision.b] = decision
            self._foes[decision.b][decision.a] = decision

    def join(self, edge: _Edge) -> Refusal | None:
        """Join the components of an edge's ends, or give the refusal that says why not."""
        large, small = sorted((self._find(edge.a), self._find(edge.b)), key=self._size)[::-1]
        if large == small:
            return None
        if blocking := self._different(large, small):
            number = blocking.id if edge.decision is None else edge.decision
            return Refusal(edge.a, edge.b, _different(blocking), number)
        if numbers := self._two_numbers(large, small):
            return Refusal(edge.a, edge.b, _two_numbers(*numbers), edge.decision)
        self._merge(large, small)
        return None

    def groups(self) -> Iterator[tuple[Key, ...]]:
        """Give the components of more than one key, each from the best-ranked key on."""
        for members in self._members.values():
            if len(members) > 1:
                yield tuple(sorted(members, key=rank))

    def _find(self, key: Key) -> Key:
        if key not in self._root:
            self._root[key] = key
            self._members[key] = [key]
            self._numbers[key] = {key.scheme: key} if one_per_body(key) else {}
        return self._root[key]

    def _size(self, root: Key) -> int:
        return len(self._members[root])

    def _merge(self, large: Key, small: Key) -> None:
        """Move the smaller component into the larger: each key moves log n times at most."""
        moved = self._members.pop(small)
        self._members[large] += moved
        self._root.update(dict.fromkeys(moved, large))
        self._numbers[large] |= self._numbers.pop(small)

    def _different(self, large: Key, small: Key) -> Decision | None:
        """Find the earliest "different" between the two components."""
        standing = [
            decision
            for key in self._members[small]
            for other, decision in self._foes.get(key, {}).items()
            if self._root.get(other) == large
        ]
        return min(standing, key=lambda decision: decision.id, default=None)

    def _two_numbers(self, large: Key, small: Key) -> tuple[Key, Key] | None:
        """Find a scheme of which the two components bear different single numbers."""
        ours, theirs = self._numbers[large], self._numbers[small]
        pairs = (_pair(ours[scheme], theirs[scheme]) for scheme in ours.keys() & theirs.keys())
        return min(pairs, default=None)


def _different(decision: Decision) -> Text:
    a, b, by, why = decision.a, decision.b, decision.by, decision.why
    return _DIFFERENT.format(a=a, b=b, by=by, why=why, id=decision.id)


def _two_numbers(first: Key, second: Key) -> Text:
    title = SCHEMES[first.scheme].title
    return Text(
        _TWO_NUMBERS.ja.format(title=title.ja, a=first.value, b=second.value),
        _TWO_NUMBERS.en.format(title=title.en, a=first.value, b=second.value),
    )


def _standing(decisions: Iterable[Decision]) -> dict[tuple[Key, Key], Decision]:
    """Give the one judgement that holds for each pair: a person's before a rule's, then the newest."""
    standing: dict[tuple[Key, Key], Decision] = {}
    for decision in sorted(decisions, key=lambda said: (said.source == PERSON, said.id)):
        if decision.replaced_by is None:
            standing[_pair(decision.a, decision.b)] = decision
    return standing


def _edges(
    standing: Mapping[tuple[Key, Key], Decision], equal: Iterable[tuple[Key, Key]]
) -> list[_Edge]:
    """Put the edges in the order in which they are believed, each pair once."""
    said = {pair: decision for pair, decision in standing.items() if decision.verdict == "same"}
    persons = [pair for pair, decision in said.items() if decision.source == PERSON]
    numbers = {_pair(*pair) for pair in equal}
    levels = (persons, numbers - set(persons), said.keys() - numbers - set(persons))
    return [
        _Edge(a, b, said[a, b].id if (a, b) in said else None)
        for level in levels
        for a, b in sorted(level, key=_belief)
    ]


def _pair(a: Key, b: Key) -> tuple[Key, Key]:
    return (a, b) if a <= b else (b, a)


def _belief(pair: tuple[Key, Key]) -> tuple[bool, str, str]:
    return UNIQUE in map(identifies, pair), str(pair[0]), str(pair[1])
