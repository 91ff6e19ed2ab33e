"""What falls apart without a node: parts, what kinds lose each other, and who is nearest to it.

Exact on U. The block structure is found once per network; one node then takes a search through its
component.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.network.network import FloatArray, IntArray, Network

if TYPE_CHECKING:
    from kb.paths.rows import Rows

Places = npt.NDArray[np.int64]
NOBODY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """What is computed once: rows of neighbours, and by node the pairs that hang on it alone."""

    rows: Rows
    pairs_cut: FloatArray


@dataclass(frozen=True, slots=True)
class Loss:
    """Nodes of one group that could reach one of another group, and can no more.

    `many` counts them outside the largest part, `in_rest` within it; `others` are the nodes of the
    other group in the component.
    """

    group: int
    other: int
    many: int
    in_rest: int
    others: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node near the one that leaves: the contacts both have, and whether the two are tied."""

    node: int
    common: tuple[int, ...]
    tied: bool


@dataclass(frozen=True, slots=True, eq=False)
class Without:
    """Others lose each other in `pairs`; `parts` are what their component falls into.

    `rest` is the largest part, `apart` the others, largest first; `apart` is empty where nothing
    falls apart.
    """

    node: int
    pairs: int
    rest: Places
    apart: tuple[Places, ...]


@lru_cache(maxsize=2)
def structure(network: Network) -> Structure:
    """Find the blocks; kept for the networks last asked."""
    from kb.paths import blocks, rows  # noqa: PLC0415 numba takes 0.5 s to load

    plain = network.undirected()
    ties = rows.rows_of(plain.n, plain.source, plain.target, directed=False)
    return Structure(ties, np.asarray(blocks.blocks_of(ties).pairs_cut()))


def without(network: Network, node: int, counted: Sequence[bool] | None = None) -> Without:
    """Look at one node. `counted` limits the pairs to some nodes (all by default)."""
    from kb.paths import blocks  # noqa: PLC0415

    found = structure(network)
    if not found.pairs_cut[node]:
        alone = network.undirected().adjacency()[[node]].nnz == 0
        rest = NOBODY if alone else blocks.branches(found.rows, node)[0]
        return Without(node, 0, rest, ())
    parts = blocks.branches(found.rows, node)
    if counted is None:
        return Without(node, int(found.pairs_cut[node]), parts[0], tuple(parts[1:]))
    marks = np.array(counted, dtype=np.int64)
    sizes = [int(marks[part].sum()) for part in parts]
    pairs = (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2
    return Without(node, pairs, parts[0], tuple(parts[1:]))


def losses(found: Without, code: IntArray, many: int) -> list[Loss]:
    """Tell which of `many` groups lose all routes to which: the most first, to the most first.

    `code` is each node's group, −1 for none. The node that leaves is not counted on either side.
    """
    if not found.apart:
        return []
    parts = _by_group((found.rest, *found.apart), code, many)
    total: FloatArray = np.asarray(parts.sum(axis=0))
    small, rest = sparse.csr_array(parts[1:]), parts[[0]].toarray()[0]
    lost = _lost(small, total)
    lost_rest = np.outer(rest, (rest == 0) & (total > 0))
    np.fill_diagonal(lost_rest, (rest == 1) & (total > 1))
    pairs = np.argwhere((lost > 0) | (lost_rest > 0)).tolist()
    every = [Loss(g, h, int(lost[g, h]), int(lost_rest[g, h]), int(total[h])) for g, h in pairs]
    return sorted(every, key=lambda one: (-one.many, -one.others, one.group, one.other))


def _by_group(
    parts: Sequence[Places], code: IntArray, many: int
) -> sparse.csr_array[np.float64, tuple[int, int]]:
    """Count the nodes of each group in each part."""
    nodes = np.concatenate(parts)
    part = np.repeat(np.arange(len(parts)), [len(one) for one in parts])
    inside = code[nodes] >= 0
    ends = (part[inside], code[nodes[inside]])
    return sparse.csr_array((np.ones(int(inside.sum())), ends), shape=(len(parts), many))


def _lost(small: sparse.csr_array[np.float64, tuple[int, int]], total: FloatArray) -> FloatArray:
    """Count, group by group, the nodes of small parts where the other group is out of reach now."""
    there = sparse.csr_array((np.ones(small.nnz), small.indices, small.indptr), shape=small.shape)
    kept = (small.T @ there).toarray()
    lost: FloatArray = (np.asarray(small.sum(axis=0))[:, None] - kept) * (total > 0)
    single = sparse.csr_array((small.data == 1, small.indices, small.indptr), shape=small.shape)
    np.fill_diagonal(lost, np.asarray(single.sum(axis=0)) * (total > 1))
    return lost


def candidates(network: Network, found: Without) -> Iterator[Candidate]:
    """Give the nodes that share contacts with the one that leaves, and its contacts.

    Those with most contacts in common first, then those tied to it, then by id. Nobody outside a
    part is tied into it, so whoever is not in a part may be asked to step in for it.
    """
    ties = network.undirected().adjacency()
    node = found.node
    contacts = ties.indices[ties.indptr[node] : ties.indptr[node + 1]].astype(np.int64)
    common = np.bincount(ties[contacts].indices, minlength=network.n)
    tied = np.zeros(network.n, dtype=bool)
    tied[contacts] = True
    who = np.flatnonzero((common > 0) | tied)
    for one in sorted(
        who[who != node].tolist(), key=lambda one: (-common[one], not tied[one], network.ids[one])
    ):
        own = ties.indices[ties.indptr[one] : ties.indptr[one + 1]]
        shared = own[tied[own]].tolist()
        yield Candidate(one, tuple(sorted(shared)), bool(tied[one]))
