"""Everything that is matched, indexed once: words, fields, names in texts, owners, days."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from kb.errors import InputError
from kb.matching.pieces import pieces, probe, spaced
from kb.matching.values import Item, Linked
from kb.when import When

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FINE = 100
"""Weights of pieces are whole hundredths, so that equal pairs are equal to the last digit."""
MOST_BESIDE = 50
"""A neighbour of more owners than that brings nobody near."""
FIRST, LAST = -(2**40), 2**40
_END = "\n"
"""Between the texts of two items; part of no folded text."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The items in the order of their ids, and what lies around them.

    `wider` gives what a field is part of; `near` gives by owner its neighbours with the claims of
    the ties to each. Weights of pieces are taken from open items alone (`audience` None), so that
    nothing kept shows in anybody's score.
    """

    items: tuple[Item, ...]
    wider: Mapping[str, tuple[Linked, ...]] = field(default_factory=dict)
    near: Mapping[str, Mapping[str, Linked]] = field(default_factory=dict)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The place of each id."""
        return {one.id: place for place, one in enumerate(self.items)}

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(
            piece for one in self.items if one.audience is None for piece in pieces(one.text)
        )

    @cached_property
    def _open(self) -> int:
        return sum(one.audience is None for one in self.items)

    def weight(self, piece: str) -> int:
        """Give how much a piece tells: ln(1 + items / items with it), in hundredths.

        A single kanji tells half of that.
        """
        fine = FINE / 2 if len(piece) == 1 else FINE
        return round(fine * math.log1p(self._open / max(self._counts[piece], 1)))

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        known = {piece for one in self.items for piece in pieces(one.text)}
        return {piece: place for place, piece in enumerate(sorted(known))}

    @cached_property
    def _squares(self) -> Floats:
        """Squared weight of every piece."""
        return np.array([float(self.weight(piece)) ** 2 for piece in self._columns])

    @cached_property
    def _table(self) -> csr_array[np.float64, tuple[int, int]]:
        """Which item (row) has which piece (column): ones."""
        columns, starts = [], [0]
        for one in self.items:
            columns += sorted(self._columns[piece] for piece in pieces(one.text))
            starts.append(len(columns))
        shape = (len(self.items), len(self._columns))
        return csr_array((np.ones(len(columns)), columns, starts), shape=shape)

    @cached_property
    def _lengths(self) -> Floats:
        return np.asarray(self._table @ self._squares)

    def alike(self, text: str) -> Floats:
        """Give for every item how alike its words are to a text, 0 to 1: the cosine of the weights."""
        own = pieces(text)
        length = float(sum(self.weight(piece) ** 2 for piece in own))
        wanted = np.zeros(len(self._columns))
        places = [self._columns[piece] for piece in own if piece in self._columns]
        wanted[places] = self._squares[places]
        scale = np.sqrt(self._lengths * length)
        common = np.asarray(self._table @ wanted)
        alike: Floats = np.zeros(len(self.items))
        np.divide(common, scale, out=alike, where=scale > 0)
        return alike

    @cached_property
    def bearers(self) -> Mapping[str, Ints]:
        """The places of the items that a tie links to each field."""
        return _places((one.id for one in item.fields) for item in self.items)

    @cached_property
    def owned(self) -> Mapping[str, Ints]:
        """The places of what each owner has."""
        return _places((one.id for one in item.owners) for item in self.items)

    @cached_property
    def within(self) -> Mapping[str, tuple[str, ...]]:
        """What is part of each field, of those that some item is linked to."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for id_ in self.bearers:
            for above in self.wider.get(id_, ()):
                found[above.id].append(id_)
        return {id_: tuple(some) for id_, some in found.items()}

    @cached_property
    def beside(self) -> Mapping[str, tuple[str, ...]]:
        """The owners that are neighbours of each neighbour."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for owner, some in self.near.items():
            for id_ in some:
                found[id_].append(owner)
        return {id_: tuple(some) for id_, some in found.items()}

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Which fields bear a name, by what finds it in a text."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for item in self.items:
            for one in item.fields:
                for name in probes_of(one):
                    found[name][one.id] = None
        return {name: tuple(some) for name, some in found.items()}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.names), default=0)

    def named_in(self, text: str) -> frozenset[str]:
        """Give the fields whose names stand in a text."""
        said, most = spaced(text), self._longest
        found = {
            id_
            for first in range(len(said))
            for last in range(first + 2, min(first + most, len(said)) + 1)
            for id_ in self.names.get(said[first:last], ())
        }
        return frozenset(found)

    @cached_property
    def _texts(self) -> tuple[str, Ints]:
        said = [spaced(one.text) for one in self.items]
        starts = np.cumsum([0, *(len(one) + 1 for one in said)])[:-1]
        return _END.join(said), starts.astype(np.int64)

    def naming(self, linked: Linked) -> Ints:
        """Give the places of the items whose text holds a name of a field."""
        text, starts = self._texts
        found: set[int] = set()
        for name in probes_of(linked):
            place = text.find(name)
            while place >= 0:
                item = int(np.searchsorted(starts, place, side="right")) - 1
                found.add(item)
                place = text.find(name, int(starts[item + 1])) if item + 1 < len(starts) else -1
        return np.array(sorted(found), dtype=np.int64)

    @cached_property
    def is_need(self) -> npt.NDArray[np.bool_]:
        """Which items are needs."""
        return np.array([one.side == "need" for one in self.items], dtype=np.bool_)

    @cached_property
    def closed(self) -> tuple[int, ...]:
        """The places of the items that not everybody may know."""
        return tuple(at for at, one in enumerate(self.items) if one.audience is not None)

    @cached_property
    def answering(self) -> Mapping[str, tuple[int, ...]]:
        """The places of what a source says answers each need."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self.items):
            for link in one.answers:
                found[link.id].append(place)
        return {id_: tuple(some) for id_, some in found.items()}

    def brings_near(self, id_: str) -> bool:
        """Tell whether a neighbour in common tells anything: not of too many owners."""
        return len(self.beside.get(id_, ())) <= MOST_BESIDE

    @cached_property
    def days(self) -> tuple[Ints, Ints]:
        """The first and last day of every item, as ordinals; what is over has no day."""
        spans = [span(one) for one in self.items]
        first, last = ([one[end] for one in spans] for end in (0, 1))
        return np.array(first, dtype=np.int64), np.array(last, dtype=np.int64)


def span(item: Item) -> tuple[int, int]:
    """Give the first and last day on which an item may be matched, as ordinals."""
    if item.over:
        return LAST, FIRST
    try:
        when = When(item.since or None, item.until or None)
        first, last = when.first_day(), when.last_day()
    except InputError:
        return FIRST, LAST
    return first.toordinal() if first else FIRST, last.toordinal() if last else LAST


def probes_of(linked: Linked) -> Sequence[str]:
    """Give what finds a field's names in a text."""
    return [one for one in dict.fromkeys(map(probe, (linked.name.ja, linked.name.en))) if one]


def _places(ids: Iterable[Iterable[str]]) -> Mapping[str, Ints]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, some in enumerate(ids):
        for id_ in dict.fromkeys(some):
            found[id_].append(place)
    return {id_: np.array(some, dtype=np.int64) for id_, some in found.items()}
