"""What if somebody leaves, counted as the pages count: among the actors of a slice, by type.

Projects and the like carry routes but are not counted: nobody asks whom a project has lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import numpy as np
import numpy.typing as npt

from kb.analyses.what_if import WhatIf
from kb.measuring.boundary import Boundary, boundary
from kb.network import groups
from kb.network import slice as slices
from kb.network.network import Network
from kb.network.slice import DEFAULT, Slice
from kb.structure.without import (
    Candidate,
    Loss,
    Places,
    Without,
    candidates,
    losses,
    without,
)
from kb.vocabulary import vocabulary

LOOKED_AT = 200
"""How many of those nearest to stepping in are looked at."""

Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Apart:
    """Actors that fall away together, the best connected first, and how many of each type.

    `pairs` counts the pairs of one of them with an actor outside; each loses its only route.
    """

    nodes: tuple[int, ...]
    types: Mapping[str, int]
    pairs: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is lost among the actors without a node; `found` is what the sentence is made from.

    `parts` are largest first. `near` are those nearest to stepping in, nearest first.
    """

    node: int
    found: WhatIf
    parts: tuple[Apart, ...]
    near: tuple[Candidate, ...]
    boundary: Boundary

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Which types lose all routes to which; `found.names` are the types."""
        return self.found.losses

    @property
    def pairs(self) -> int:
        """How many pairs of actors lose their only route."""
        return self.found.without.pairs


def leaving(network: Network, node: int, slice_: Slice = DEFAULT) -> Leaving:
    """Look at one node (its place), on U."""
    actor, line = actors(network, slice_)
    found = _among(without(network, node, actor.tolist()), actor)
    by_type = groups.grouping(network, groups.TYPE) if any(network.types) else None
    names = () if by_type is None else by_type.names
    code = None if by_type is None else np.where(actor, by_type.code, -1)
    lost = () if code is None else tuple(losses(found, code, len(names)))
    able = (one for one in candidates(network, found) if actor[one.node])
    near = tuple(islice(able, LOOKED_AT)) if found.apart else ()
    parts = tuple(_part(network, nodes, found) for nodes in found.apart)
    return Leaving(node, WhatIf(found, (), lost, names), parts, near, line)


@lru_cache(maxsize=2)
def actors(network: Network, slice_: Slice) -> tuple[Marks, Boundary]:
    """Mark the actors, and say what the data can tell; kept for the networks last asked."""
    actor = np.array(slices.shown(network, slice_, vocabulary()), dtype=bool)
    return actor, boundary(network, int(actor.sum()))


def _among(found: Without, actor: Marks) -> Without:
    """Leave out of the parts what is no actor; the part with most actors is the rest."""
    kept = [part[actor[part]] for part in (found.rest, *found.apart)]
    parts: list[Places] = sorted(
        (part for part in kept if len(part)), key=lambda part: (-len(part), int(part[0]))
    )
    if not parts:
        return replace(found, apart=())
    return replace(found, rest=parts[0], apart=tuple(parts[1:]))


def _part(network: Network, nodes: Places, found: Without) -> Apart:
    contacts = np.diff(network.undirected().adjacency().indptr)
    first = sorted(nodes.tolist(), key=lambda node: (-contacts[node], network.ids[node]))
    types = Counter(network.types[node] for node in first)
    others = len(found.rest) + sum(len(part) for part in found.apart)
    return Apart(tuple(first), types, len(nodes) * (others - len(nodes)))


def nearest(
    near: Sequence[Candidate], part: Apart, eligible: Mapping[int, object], most: int
) -> tuple[Candidate, ...]:
    """Give who could step in for a part: those outside it, nearest first."""
    inside = set(part.nodes)
    able = (one for one in near if one.node in eligible and one.node not in inside)
    return tuple(one for one, _ in zip(able, range(most), strict=False))


def ties_between(network: Network, nodes: Places, others: Places) -> frozenset[str]:
    """Give the keys of the ties of the slice between two sets of nodes."""
    if network.tie_ids is None or not len(nodes):
        return frozenset()
    one, other = np.zeros(network.n, dtype=bool), np.zeros(network.n, dtype=bool)
    one[nodes], other[others] = True, True
    ends = network.source, network.target
    between = (one[ends[0]] & other[ends[1]]) | (one[ends[1]] & other[ends[0]])
    return frozenset(network.tie_ids[tie] for tie in np.flatnonzero(between).tolist())
