"""The k best simple routes: exact, and in one stable order.

Routes are ordered by the grade of their weakest hop, then fewer hops, then the product of the hops'
values, then the ids of their actors. For each grade and number of hops a best-first search runs
over partial routes, guided by the best that can still follow: computed backwards from the targets
by array sweeps, for every number of hops left and every set of conditions still to be met. Where
walks cannot come back to a node (up to three hops) that guess is exact, so hardly anything is
looked at that is not given back. Successors are made lazily, in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

import numpy as np

from kb.routes.arcs import Places, arcs, ranges
from kb.routes.strength import GRADES, LEAST, Grade
from kb.routes.view import Ints, Truths, View

FEW = 20
"""Of so many nodes one: fewer are looked at one by one."""
EXACT = 4
"""The product of so many hops still fits a whole number of 64 bits."""
MOST_HOPS = EXACT + 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched, by node numbers.

    `free` tells who may stand between, `shareable` which things may be shared. `cover` has a bit a
    condition that a go-between can meet; a route meets all of `needs`.
    """

    starts: tuple[int, ...]
    targets: Truths
    free: Truths
    shareable: Truths
    cover: Ints
    needs: int
    hops: int


@dataclass(frozen=True, slots=True)
class Found:
    """One route as node numbers, with the grade of its weakest hop and the product of its values."""

    nodes: tuple[int, ...]
    grade: Grade
    value: int


@dataclass(frozen=True, eq=False, slots=True)
class _Next:
    """The successors of a node, best first: nodes, hop values, and bounds of what can follow."""

    nodes: Sequence[int]
    values: Sequence[int]
    bounds: Sequence[int]


def routes(view: View, wanted: Wanted) -> Iterator[Found]:
    """Give every route in order, each found when it is asked for."""
    given: set[tuple[int, ...]] = set()
    for grade in GRADES:
        layer = _Layer(view, wanted, LEAST[grade])
        for hops in range(1, wanted.hops + 1):
            for nodes, value in layer.routes(hops):
                if nodes not in given:
                    given.add(nodes)
                    yield Found(nodes, grade, value)


def leads(view: View, wanted: Wanted) -> bool:
    """Tell whether there is any route."""
    layer = _Layer(view, wanted, LEAST["weak"])
    return any(True for hops in range(1, wanted.hops + 1) for _ in layer.routes(hops))


def reached(view: View, wanted: Wanted, nodes: Iterable[int]) -> Ints:
    """Give for every node the value of the best hop from one of these; 0 where there is none."""
    begun = np.zeros(view.ground.n, dtype=np.int64)
    begun[list(nodes)] = 1
    return _Layer(view, wanted, LEAST["weak"]).swept(begun, None)


@dataclass(frozen=True, eq=False, slots=True)
class _At:
    """Where a partial route stands: its last node's place in a row, and what came before it.

    `before` is the product up to that row, `left` the hops from it on, `needs` what is unmet.
    """

    row: _Next
    place: int
    before: int
    left: int
    needs: int


_Partial = tuple[int, tuple[int, ...], _At]
"""Minus its bound, its nodes (no two alike on the heap), and where it stands."""


class _Layer:
    """One search over the hops whose ties are all of some grade or better."""

    def __init__(self, view: View, wanted: Wanted, least: int) -> None:
        self._view, self._wanted, self._n = view, wanted, view.ground.n
        self._arcs = arcs(view, least)
        self._shared = wanted.shareable[self._arcs.things].astype(np.int64)
        self._ahead: dict[tuple[int, int], Ints] = {}
        self._rows: dict[tuple[int, int, int], _Next] = {}

    def routes(self, hops: int) -> Iterator[tuple[tuple[int, ...], int]]:
        """Give the simple routes of so many hops: the greatest product first, then by nodes."""
        heap: list[_Partial] = []
        for start in self._wanted.starts:
            self._begin(heap, (start,), 1, hops, self._wanted.needs)
        while heap:
            _, nodes, at = heappop(heap)
            self._offer(heap, nodes[:-1], at, at.place + 1)
            value = at.before * at.row.values[at.place]
            if at.left == 1:
                yield nodes, value
            else:
                met = at.needs & ~int(self._wanted.cover[nodes[-1]])
                self._begin(heap, nodes, value, at.left - 1, met)

    def _begin(
        self, heap: list[_Partial], nodes: tuple[int, ...], value: int, left: int, needs: int
    ) -> None:
        """Put the best way on from these nodes on the heap."""
        row = self._next(nodes[-1], left, needs)
        self._offer(heap, nodes, _At(row, 0, value, left, needs), 0)

    def _offer(self, heap: list[_Partial], nodes: tuple[int, ...], at: _At, place: int) -> None:
        """Put the next successor that may follow these nodes on the heap."""
        row = at.row
        for there in range(place, len(row.nodes)):
            node = row.nodes[there]
            if node not in nodes and self._may_follow(nodes, node):
                here = _At(row, there, at.before, at.left, at.needs)
                heappush(heap, (-at.before * row.bounds[there], (*nodes, node), here))
                return

    def _may_follow(self, nodes: tuple[int, ...], node: int) -> bool:
        """Refuse to go from person to person through a body that both only have a post in."""
        posts = self._view.posts
        return len(nodes) < 2 or not (  # noqa: PLR2004 - two nodes make a hop
            (nodes[-2], nodes[-1]) in posts
            and (nodes[-1], node) in posts
            and not self._view.ground.person[nodes[-1]]
        )

    def _next(self, node: int, left: int, needs: int) -> _Next:
        """Give the successors of a node from which so many hops, one of them to it, still lead on."""
        asked = node, left, needs
        if asked not in self._rows:
            self._rows[asked] = self._successors(node, left, needs)
        return self._rows[asked]

    def _successors(self, node: int, left: int, needs: int) -> _Next:
        follows = self._follows(left - 1, needs)
        nodes, values = self._hops(node, follows)
        kind = object if left > EXACT else np.int64
        bounds = values.astype(kind) * follows[nodes].astype(kind)
        order = np.argsort(-bounds, kind="stable")
        return _Next(nodes[order].tolist(), values[order].tolist(), bounds[order].tolist())

    def _hops(self, node: int, follows: Ints) -> tuple[Ints, Ints]:
        """Give whom a node hops to that something follows, ascending, with the best hop's value."""
        arcs = self._arcs
        direct = slice(arcs.by_actor[node], arcs.by_actor[node + 1])
        own = arcs.by_member[arcs.of_member[node] : arcs.of_member[node + 1]]
        things = arcs.of[own]
        starts, stops = arcs.starts[things], arcs.starts[things + 1]
        rows = ranges(starts, stops)
        mine = np.repeat(arcs.worth[own] * self._shared[things], stops - starts)
        nodes = np.concatenate([arcs.b[direct], arcs.member[rows]])
        values = np.concatenate([arcs.tie[direct], mine * arcs.worth[rows]])
        at = np.flatnonzero((follows[nodes] > 0) & (nodes != node) & (values > 0))
        at = at[np.argsort(nodes[at], kind="stable")]
        found, firsts = np.unique(nodes[at], return_index=True)
        best = np.maximum.reduceat(values[at], firsts) if len(firsts) else values[:0]
        return found, best

    def _follows(self, left: int, needs: int) -> Ints:
        """Give, for whoever is entered, the best product of so many further hops to a target.

        0 where none leads there, or they cannot meet the needs.
        """
        asked = left, needs
        if asked not in self._ahead:
            self._ahead[asked] = self._last(needs) if left == 0 else self._between(left, needs)
        return self._ahead[asked]

    def _last(self, needs: int) -> Ints:
        targets = self._wanted.targets.astype(np.int64)
        return np.zeros_like(targets) if needs else targets

    def _between(self, left: int, needs: int) -> Ints:
        found = np.zeros(self._n, dtype=np.int64)
        may, near = self._wanted.free, None
        if self._wanted.hops - left == 1:
            may = near = may & self._first
        for bits in self._met(needs):
            here = may & (needs & self._wanted.cover == bits) if needs else may
            found[here] = self.swept(self._follows(left - 1, needs & ~bits), near)[here]
        return found

    def _met(self, needs: int) -> set[int]:
        """Give which of the needs are met by one who may stand between: every such set once."""
        if not needs:
            return {0}
        covers = np.flatnonzero(np.bincount(self._wanted.cover[self._wanted.free]))
        return {needs & bits for bits in covers.tolist()}

    @cached_property
    def _first(self) -> Truths:
        """Tell who is met at the first hop."""
        begun = np.zeros(self._n, dtype=np.int64)
        begun[list(self._wanted.starts)] = 1
        return self.swept(begun, None) > 0

    def swept(self, follows: Ints, wanted: Truths | None) -> Ints:
        """Give the best hop to whoever is followed by these products, at least for those wanted."""
        arcs, found = self._arcs, np.zeros(self._n, dtype=np.int64)
        if not follows.any():
            return found
        if len(arcs.a):
            best_of = np.maximum.reduceat(arcs.tie * follows[arcs.b], arcs.actor_starts)
            found[arcs.actors] = best_of
        if len(arcs.member):
            self._raise(found, follows, self._between_both(follows, wanted))
        return found

    def _between_both(self, follows: Ints, wanted: Truths | None) -> Places:
        """Give the things that join somebody followed to somebody wanted."""
        joins = self._shared * self._touched(follows > 0)
        return np.flatnonzero(joins if wanted is None else joins * self._touched(wanted))

    def _touched(self, nodes: Truths) -> Truths:
        """Tell which things one of these nodes is tied to."""
        arcs = self._arcs
        some = np.flatnonzero(nodes)
        if len(some) * FEW > self._n:
            return np.asarray(np.logical_or.reduceat(nodes[arcs.member], arcs.starts[:-1]))
        touched = np.zeros(len(arcs.things), dtype=np.bool_)
        touched[arcs.of[arcs.rows_of(some)]] = True
        return touched

    def _raise(self, found: Ints, follows: Ints, things: Places) -> None:
        """Raise what is found to the best hop through these things to another member."""
        arcs = self._arcs
        if not len(things):
            return
        many = arcs.starts[things + 1] - arcs.starts[things]
        starts = np.concatenate([[0], np.cumsum(many)[:-1]])
        of = np.repeat(np.arange(len(things)), many)
        rows = ranges(arcs.starts[things], arcs.starts[things + 1])
        members, worth = arcs.member[rows], arcs.worth[rows]
        value = worth * follows[members]
        first = np.maximum.reduceat(value, starts)
        at = np.flatnonzero(value == first[of])
        owner = np.zeros(len(things), dtype=np.intp)
        owner[of[at]] = at
        value[owner] = 0
        across = first[of]
        across[owner] = np.maximum.reduceat(value, starts)
        np.maximum.at(found, members, worth * across)
