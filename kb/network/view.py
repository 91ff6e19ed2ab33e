"""What of the atlas a view holds: filters, the nodes around one, and what a limit leaves out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from kb.network.atlas import Atlas, Mask, several
from kb.network.network import IntArray

if TYPE_CHECKING:
    from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Filter:
    """What counts; empty means no restriction.

    `types` are node types (subtypes included), `fields` ids of which a node must have one. Of
    `regions` one end of a tie must have one, and the other is then a contact outside; with `inside`
    both ends must. `year` keeps the ties that held in that year (undated former ones are left out).
    """

    types: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    year: str = ""
    inside: bool = False


@dataclass(frozen=True, eq=False)
class Kept:
    """An atlas under a filter: which nodes and ties count.

    `home` are the nodes of the regions asked for; None where none was asked for.
    """

    atlas: Atlas
    nodes: Mask
    ties: Mask
    home: Mask | None = None

    def is_outside(self, place: int) -> bool:
        """Tell whether a node is there only as a contact of the regions asked for."""
        return self.home is not None and not self.home[place]

    @cached_property
    def degree(self) -> IntArray:
        """How many ties that count each node has."""
        ends = np.concatenate([self.atlas.source[self.ties], self.atlas.target[self.ties]])
        return np.bincount(ends, minlength=self.atlas.n).astype(np.int32)

    @cached_property
    def tied(self) -> Mask:
        """The nodes that count and have a tie that counts."""
        found: Mask = self.nodes & (self.degree > 0)
        return found

    @cached_property
    def nearness(self) -> sparse.csr_array:
        """The strongest tie that counts between two nodes, both ways."""
        a, b = self.atlas.source[self.ties], self.atlas.target[self.ties]
        strength = np.maximum(self.atlas.strength[self.ties], 1e-6)
        order = np.argsort(strength, kind="stable")
        rows, columns = (
            np.r_[a, b][np.r_[order, order + len(a)]],
            np.r_[b, a][np.r_[order, order + len(a)]],
        )
        values = np.r_[strength[order], strength[order]]
        pair = rows.astype(np.int64) * self.atlas.n + columns
        _, last = np.unique(pair[::-1], return_index=True)
        keep = len(pair) - 1 - last
        shape = (self.atlas.n, self.atlas.n)
        return sparse.csr_array((values[keep], (rows[keep], columns[keep])), shape=shape)

    def contacts(self, place: int) -> list[int]:
        """Give the contacts of a node, by strength, then by how many ties they have."""
        near = self.nearness
        found = near.indices[near.indptr[place] : near.indptr[place + 1]]
        strength = near.data[near.indptr[place] : near.indptr[place + 1]]
        order = np.lexsort((found, -self.degree[found], -strength))
        return [int(one) for one in found[order] if one != place]

    def among(self, places: Sequence[int]) -> IntArray:
        """Give the ties that count between these nodes."""
        inside = np.zeros(self.atlas.n, dtype=bool)
        inside[list(places)] = True
        both = self.ties & inside[self.atlas.source] & inside[self.atlas.target]
        return np.flatnonzero(both).astype(np.int32)


def kept(atlas: Atlas, wanted: Filter, vocabulary: Vocabulary) -> Kept:
    """Give what of the atlas counts under a filter."""
    nodes = np.ones(atlas.n, dtype=bool)
    if wanted.types:
        nodes &= atlas.node["type"].where(
            lambda type_: any(vocabulary.is_a(type_, one) for one in wanted.types)
        )
    if wanted.fields:
        nodes &= atlas.node["field"].where(_holds_one(wanted.fields))
    home = atlas.node["region"].where(_holds_one(wanted.regions)) if wanted.regions else None
    ties = nodes[atlas.source] & nodes[atlas.target]
    if home is not None:
        ends = home[atlas.source], home[atlas.target]
        ties &= (ends[0] & ends[1]) if wanted.inside else (ends[0] | ends[1])
    for name, values in (("relation", wanted.relations), ("basis", wanted.bases)):
        if values:
            ties &= atlas.tie[name].where(set(values).__contains__)
    if wanted.sources:
        ties &= atlas.tie["sources"].where(_holds_one(wanted.sources))
    if wanted.year:
        ties &= _held(atlas, wanted.year)
    if home is not None:
        nodes &= home | _ended(atlas, ties)
    return Kept(atlas, nodes, ties, home)


def _ended(atlas: Atlas, ties: Mask) -> Mask:
    """Tell of each node whether one of these ties ends there."""
    found = np.zeros(atlas.n, dtype=bool)
    found[atlas.source[ties]] = True
    found[atlas.target[ties]] = True
    return found


def _holds_one(wanted: Collection[str]) -> _HoldsOne:
    return _HoldsOne(frozenset(wanted))


@dataclass(frozen=True, slots=True)
class _HoldsOne:
    wanted: frozenset[str]

    def __call__(self, cell: str) -> bool:
        return not self.wanted.isdisjoint(several(cell))


def _held(atlas: Atlas, year: str) -> Mask:
    """Tell of each tie whether it held in a year, as far as its dates tell."""
    began = atlas.tie["since"].where(lambda since: since[:4] <= year)
    lasted = atlas.tie["until"].where(lambda until: not until or until[:4] >= year)
    dated = atlas.tie["until"].where(bool)
    current = atlas.tie["status"].where(lambda status: status == "current")
    planned = atlas.tie["status"].where(lambda status: status == "planned")
    known = dated | current | (planned & atlas.tie["since"].where(bool))
    found: Mask = began & lasted & known
    return found


@dataclass(frozen=True, slots=True)
class Chosen:
    """The places of the nodes shown, in order of weight, and how many there would be."""

    places: tuple[int, ...]
    total: int


def around(view: Kept, centre: int, steps: int, most: int, opened: Sequence[int] = ()) -> Chosen:
    """Give a node and what is within so many steps, strongest first up to `most`.

    `opened` are further nodes whose contacts are wanted too; each brings up to `most` of its own.
    """
    found = {centre: None}
    total, edge = 1, [centre]
    for _ in range(steps):
        reached = [one for node in edge for one in view.contacts(node)]
        fresh = [one for one in dict.fromkeys(reached) if one not in found]
        total += len(fresh)
        edge = fresh[: max(0, most - len(found))]
        found |= dict.fromkeys(edge)
    for node in opened:
        if node not in found:
            found[node] = None
            total += 1
        fresh = [one for one in view.contacts(node) if one not in found]
        total += len(fresh)
        found |= dict.fromkeys(fresh[:most])
    return Chosen(tuple(found), total)


def best(view: Kept, places: Collection[int], most: int, first: Sequence[int] = ()) -> Chosen:
    """Give those of these nodes that have a tie that counts, most ties first, up to `most`.

    Those of `first`, in its order, stand before all others.
    """
    tied = [place for place in places if view.tied[place]]
    rank = {place: number for number, place in enumerate(first)}

    def order(place: int) -> tuple[int, int, int]:
        return rank.get(place, len(rank)), -int(view.degree[place]), place

    return Chosen(tuple(sorted(tied, key=order)[:most]), len(tied))
