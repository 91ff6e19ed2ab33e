"""Blocks: the parts of an undirected network that fall apart at no single node.

A route between two blocks must pass the nodes at which they hang together (articulation points), so
routes are counted block by block: within a block every node stands for itself and for all that hangs
on it from outside. A leaf is a block of two. Hopcroft, J. and Tarjan, R. (1973), Algorithm 447:
efficient algorithms for graph manipulation, Communications of the ACM 16, 372–378.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from kb.paths.rows import FloatArray, IntArray, NodeArray, Rows


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """The blocks of a network: `node[start[b]:start[b + 1]]` are the nodes of block b.

    `stands_for` runs beside `node`: how many nodes each stands for in that block, itself and all
    that hang on it outside of the block; over a block they sum to the size of its component.
    `component` is the size of the component of each node. An isolate is in no block.
    """

    start: IntArray
    node: NodeArray
    stands_for: IntArray
    component: IntArray

    def __len__(self) -> int:
        """How many blocks."""
        return len(self.start) - 1

    def pairs_cut(self) -> FloatArray:
        """Give, by node, the pairs of others that have no route left without it, each once.

        They are the pairs in different branches at the node; 0 where it is no articulation point.
        """
        branch = (self.component[self.node] - self.stands_for).astype(np.float64)
        squares = np.bincount(self.node, branch**2, minlength=len(self.component))
        total = np.bincount(self.node, branch, minlength=len(self.component))
        return (total**2 - squares) / 2

    def of(self, node: int) -> IntArray:
        """Give the blocks that a node is in."""
        places = np.flatnonzero(self.node == node)
        return np.searchsorted(self.start, places, side="right").astype(np.int64) - 1


def blocks_of(rows: Rows) -> Blocks:
    """Find the blocks of an undirected network, in time linear in its ties."""
    return Blocks(*_blocks(rows.start, rows.node))


@njit(cache=True, nogil=True)
def _blocks(
    start: IntArray, node: NodeArray
) -> tuple[IntArray, NodeArray, IntArray, IntArray]:  # pragma: no cover - compiled
    n = len(start) - 1
    found = np.full(n, -1, np.int64)
    low = np.empty(n, np.int64)
    parent = np.full(n, -1, np.int64)
    at = start[:-1].copy()
    hangs = np.ones(n, np.int64)
    component = np.ones(n, np.int64)
    waiting = np.empty(n, np.int64)
    path = np.empty(n, np.int64)
    visited = np.empty(n, np.int64)
    most = 2 * n
    block_start = np.zeros(n + 1, np.int64)
    member = np.empty(most, np.int32)
    stands_for = np.empty(most, np.int64)
    blocks, members, clock = 0, 0, 0
    for root in range(n):
        if found[root] >= 0:
            continue
        first_block, first_visit = blocks, clock
        found[root] = low[root] = clock
        visited[clock] = root
        clock += 1
        depth, held = 1, 0
        path[0] = root
        while depth:
            v = path[depth - 1]
            if at[v] < start[v + 1]:
                u = node[at[v]]
                at[v] += 1
                if found[u] < 0:
                    found[u] = low[u] = clock
                    visited[clock] = u
                    clock += 1
                    parent[u] = v
                    path[depth] = u
                    depth += 1
                    waiting[held] = u
                    held += 1
                elif u != parent[v] and found[u] < low[v]:
                    low[v] = found[u]
                continue
            depth -= 1
            p = parent[v]
            if p < 0:
                continue
            low[p] = min(low[p], low[v])
            if low[v] < found[p]:
                continue
            below = 0
            while True:
                held -= 1
                u = waiting[held]
                member[members] = u
                stands_for[members] = hangs[u]
                below += hangs[u]
                members += 1
                if u == v:
                    break
            member[members] = p
            stands_for[members] = -below
            members += 1
            hangs[p] += below
            blocks += 1
            block_start[blocks] = members
        size = clock - first_visit
        for place in range(first_visit, clock):
            component[visited[place]] = size
        for place in range(block_start[first_block], members):
            if stands_for[place] < 0:
                stands_for[place] += size
    return (
        block_start[: blocks + 1].copy(),
        member[:members].copy(),
        stands_for[:members].copy(),
        component,
    )


def branches(rows: Rows, removed: int) -> list[npt.NDArray[np.int64]]:
    """Give the parts that the others of a node's component fall into without it, largest first.

    One part where it is no articulation point, none for an isolate.
    """
    part = _parts(rows.start, rows.node, removed)
    found = [np.flatnonzero(part == number) for number in range(part.max(initial=-1) + 1)]
    return sorted(found, key=lambda nodes: (-len(nodes), int(nodes[0])))


@njit(cache=True, nogil=True)
def _parts(
    start: IntArray, node: NodeArray, removed: int
) -> IntArray:  # pragma: no cover - compiled
    part = np.full(len(start) - 1, -1, np.int64)
    line = np.empty(len(start) - 1, np.int64)
    number = -1
    for k in range(start[removed], start[removed + 1]):
        first = node[k]
        if part[first] >= 0 or first == removed:
            continue
        number += 1
        part[first] = number
        line[0] = first
        head, tail = 0, 1
        while head < tail:
            v = line[head]
            head += 1
            for i in range(start[v], start[v + 1]):
                u = node[i]
                if u != removed and part[u] < 0:
                    part[u] = number
                    line[tail] = u
                    tail += 1
    return part
