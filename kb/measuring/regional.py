"""Who stands between whom from the side of one region: the five roles with the region as a group.

Two actors have a tie where one is on record between them or where both take part in one project.
The groups are the region itself and, outside it, the prefecture or else the country of each seat.
Whose seat nobody states counts as outside; between two outside, only those with a known seat count.
A pair is counted once and only where its two ends have no tie: without directions who lets in also
takes out. The roles are those of `kb.measures.brokerage`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.network.attributes import LEVELS, REGION
from kb.network.groups import SEPARATOR
from kb.network.network import FloatArray, IntArray, Network
from kb.structure.roles import ROLES

Mask = npt.NDArray[np.bool_]
Ties = sparse.csr_array[np.float64]

COORDINATOR, ITINERANT, GATEKEEPER, REPRESENTATIVE, LIAISON = ROLES
HOME, NOWHERE = 0, -1
ROWS = 128
"""So many nodes are counted at a time, so that memory stays small."""


@dataclass(frozen=True, slots=True)
class Between:
    """The contacts that a node stands between, best connected first, by their ids."""

    inside: tuple[str, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Regional:
    """The actors of a region and their contacts, with the ties among them and the group of each."""

    ids: tuple[str, ...]
    code: IntArray
    ties: Ties

    @cached_property
    def _member(self) -> Ties:
        """Who is in which group, nodes × groups; who is nowhere is in none."""
        known = np.flatnonzero(self.code != NOWHERE)
        shape = len(self.ids), int(self.code.max(initial=0)) + 1
        return sparse.csr_array((np.ones(len(known)), (known, self.code[known])), shape=shape)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The place of each id."""
        return {id_: place for place, id_ in enumerate(self.ids)}

    def players(self, role: str) -> Mapping[str, int]:
        """Give who of the region plays a role, most pairs first, with how many pairs."""
        home = np.flatnonzero(self.code == HOME)
        counted = self._open(role, home)
        order = sorted(range(len(home)), key=lambda at: (-counted[at], self.ids[home[at]]))
        return {self.ids[home[at]]: int(counted[at]) for at in order if counted[at] > 0}

    def between(self, id_: str, role: str) -> Between:
        """Give the contacts that somebody of the region stands between in a role."""
        node = self.index[id_]
        near = self.ties.indices[self.ties.indptr[node] : self.ties.indptr[node + 1]]
        ends = near[self._is_end(role, near)]
        degree = np.diff(self.ties.indptr)
        order = sorted(ends.tolist(), key=lambda one: (-int(degree[one]), self.ids[one]))
        inside = tuple(self.ids[one] for one in order if self.code[one] == HOME)
        return Between(inside, tuple(self.ids[one] for one in order if self.code[one] != HOME))

    def _is_end(self, role: str, near: IntArray) -> Mask:
        """Tell which of some contacts have one among them to make an open pair of a role with."""
        among = self.ties[near][:, near]
        counted = (among @ self._member[near]).toarray()
        code = self.code[near]
        whole: FloatArray = np.asarray(self._member[near].sum(axis=0))
        every = _partners(role, code, whole, float(len(near)))
        tied = _partners(role, code, counted, among.sum(axis=1))
        itself = ((code == HOME) & (role == COORDINATOR)) | ((code > HOME) & (role == ITINERANT))
        found: Mask = every - itself > tied
        return found

    def _open(self, role: str, nodes: IntArray) -> FloatArray:
        """Count of each node the pairs of a role among its contacts, less those with a tie."""
        coo = sparse.triu(self.ties)
        of_role = _is_pair(role, self.code[coo.coords[0]], self.code[coo.coords[1]])
        ends = coo.coords[0][of_role], coo.coords[1][of_role]
        tied = sparse.csr_array((np.ones(len(ends[0])), ends), shape=self.ties.shape)
        found = np.zeros(len(nodes))
        for start in range(0, len(nodes), ROWS):
            some = self.ties[nodes[start : start + ROWS]]
            closed: FloatArray = (some @ tied).multiply(some).sum(axis=1)
            found[start : start + ROWS] = self._every(role, some) - closed
        return found

    def _every(self, role: str, some: Ties) -> FloatArray:
        """Count the pairs of a role among the contacts of these rows."""
        counts = (some @ self._member).toarray()
        home, other = counts[:, HOME], counts[:, HOME + 1 :]
        if role == COORDINATOR:
            return _two_of(home)
        if role in {GATEKEEPER, REPRESENTATIVE}:
            outside: FloatArray = home * (some.sum(axis=1) - home)
            return outside
        same: FloatArray = _two_of(other).sum(axis=1)
        return same if role == ITINERANT else _two_of(other.sum(axis=1)) - same


def _partners(
    role: str, code: IntArray, by_group: FloatArray, every: FloatArray | float
) -> FloatArray:
    """Count whom contacts of these groups could make a pair of a role with, themselves included.

    `by_group` counts all there are by group (one row, or one for each), `every` those of no group too.
    """
    rows = np.broadcast_to(by_group, (len(code), by_group.shape[-1]))
    home, other = rows[:, HOME], rows[:, HOME + 1 :].sum(axis=1)
    own = rows[np.arange(len(code)), np.maximum(code, HOME)]
    outside = code > HOME
    if role == COORDINATOR:
        return np.where(code == HOME, home, 0.0)
    if role == ITINERANT:
        return np.where(outside, own, 0.0)
    if role == LIAISON:
        return np.where(outside, other - own, 0.0)
    return np.where(code == HOME, every - home, home)


def _two_of(many: FloatArray) -> FloatArray:
    pairs: FloatArray = many * (many - 1) / 2
    return pairs


def _is_pair(role: str, one: IntArray, other: IntArray) -> Mask:
    """Tell of the groups of two contacts whether somebody of the region has this role between them."""
    home = (one == HOME).astype(np.int8) + (other == HOME)
    if role == COORDINATOR:
        return np.asarray(home == 2)  # noqa: PLR2004 both ends
    if role in {GATEKEEPER, REPRESENTATIVE}:
        return np.asarray(home == 1)
    apart = (home == 0) & (one != NOWHERE) & (other != NOWHERE)
    return np.asarray(apart & ((one == other) if role == ITINERANT else (one != other)))


def regional(network: Network, actor: Sequence[bool], regions: Collection[str]) -> Regional:
    """Give the region (one, or several as one) with its contacts.

    `actor` tells which nodes are actors; the others are the projects that they take part in. The
    columns `region`, `prefecture` and `country` of the network tell where somebody is.
    """
    actors = np.flatnonzero(np.array(actor, dtype=bool))
    others = np.flatnonzero(~np.array(actor, dtype=bool))
    every = network.undirected().adjacency()[actors]
    direct, joint = every[:, actors], every[:, others]
    code = _codes(network, frozenset(regions))[actors]
    home = np.flatnonzero(code == HOME)
    reached = direct[home] + joint[home] @ joint.T
    part = np.unique(np.concatenate([home, reached.indices]))
    ties = direct[part][:, part] + joint[part] @ joint[part].T
    return Regional(tuple(network.ids[one] for one in actors[part]), code[part], _plain(ties))


def _plain(ties: Ties) -> Ties:
    """Give each tie once, none from a node to itself."""
    coo = ties.tocoo()
    kept = coo.coords[0] != coo.coords[1]
    ends = coo.coords[0][kept], coo.coords[1][kept]
    found = sparse.csr_array((np.ones(len(ends[0])), ends), shape=ties.shape)
    found.data[:] = 1.0
    return found


def _codes(network: Network, regions: frozenset[str]) -> IntArray:
    """Give the group of each node: the region, another prefecture or country, or none."""
    empty = ("",) * network.n
    within = network.groups.get(REGION, empty)
    levels = [network.groups.get(level, empty) for level in reversed(LEVELS[:2])]
    codes: dict[str, int] = {}

    def code(cell: str, seats: Sequence[str]) -> int:
        if not regions.isdisjoint(_values(cell)):
            return HOME
        name = next((seat for seat in seats if len(_values(seat)) == 1), "")
        return codes.setdefault(name, len(codes) + 1) if name else NOWHERE

    rows = zip(within, *levels, strict=True)
    return np.array([code(cell, seats) for cell, *seats in rows], dtype=np.int32)


def _values(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(SEPARATOR) if part.strip())
