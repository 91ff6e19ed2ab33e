"""Exact betweenness of an undirected network by hops: block by block, on all cores.

Within a block Brandes' accumulation runs with weights: a node counts as often, as a start and as an
end, as it stands for nodes that hang on it (`kb.paths.blocks`). Pairs in different branches at an
articulation point all run through it. So a network with many leaves costs what its core costs.
Brandes, U. (2001), A faster algorithm for betweenness centrality; the folding as in Sariyüce, A. E.
et al. (2013), Shattering and compressing networks for betweenness centrality.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from kb.paths.blocks import Blocks, blocks_of
from kb.paths.rows import FloatArray, IntArray, NodeArray, Rows

PARTS = 16
"""Into how many parts the starts of a large block are cut: the sum is the same on any machine."""

INNER = 3
"""From how many nodes on a block has one that can lie between two others."""

UNNUMBERED = -2

LARGE = 500
"""From how many nodes on a block is worth several cores."""


def betweenness(rows: Rows) -> FloatArray:
    """Give Brandes' betweenness, unnormalised, each pair once, endpoints not counted.

    `rows` must be symmetric (undirected) and simple. Memory: a few numbers a node and core.
    """
    blocks = blocks_of(rows)
    found = blocks.pairs_cut()
    local = np.full(rows.n, -1, np.int64)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for block in _worth(blocks):
            nodes, stands_for = _of(blocks, block)
            order = _nearby_first(rows.start, rows.node, nodes, local)
            weight = np.empty(len(nodes))
            weight[local[nodes]] = stands_for
            start, node = _inside(rows.start, rows.node, order, local)
            found[order] += _within(start, node, weight, pool) / 2
            local[nodes] = -1
    return found


def _worth(blocks: Blocks) -> IntArray:
    """Give the blocks in which any node can lie between two others."""
    return np.flatnonzero(np.diff(blocks.start) >= INNER)


def _of(blocks: Blocks, block: int) -> tuple[NodeArray, IntArray]:
    span = slice(blocks.start[block], blocks.start[block + 1])
    return blocks.node[span], blocks.stands_for[span]


def _within(
    start: IntArray, node: NodeArray, weight: FloatArray, pool: ThreadPoolExecutor
) -> FloatArray:
    """Sum the dependencies of all starts of one block, in a fixed order of parts."""
    starts = np.arange(len(weight), dtype=np.int32)
    if len(weight) < LARGE:
        return _dependencies(start, node, weight, starts)
    parts = [starts[part::PARTS] for part in range(PARTS)]
    done = pool.map(lambda some: _dependencies(start, node, weight, some), parts)
    total = np.zeros(len(weight))
    for one in done:
        total += one
    return total


@njit(cache=True, nogil=True)
def _dependencies(
    start: IntArray, node: NodeArray, weight: FloatArray, starts: NodeArray
) -> FloatArray:  # pragma: no cover - compiled
    n = len(start) - 1
    total = np.zeros(n)
    hops = np.full(n, -1, np.int32)
    routes = np.zeros(n)
    share = np.zeros(n)
    line = np.empty(n, np.int32)
    for s in starts:
        hops[s] = 0
        routes[s] = 1.0
        line[0] = s
        head, tail = 0, 1
        while head < tail:
            v = line[head]
            head += 1
            next_hop, through = hops[v] + 1, routes[v]
            for k in range(start[v], start[v + 1]):
                u = node[k]
                if hops[u] < 0:
                    hops[u] = next_hop
                    routes[u] = through
                    line[tail] = u
                    tail += 1
                elif hops[u] == next_hop:
                    routes[u] += through
        for place in range(tail - 1, 0, -1):
            u = line[place]
            part = (weight[u] + share[u]) / routes[u]
            before = hops[u] - 1
            for k in range(start[u], start[u + 1]):
                v = node[k]
                if hops[v] == before:
                    share[v] += routes[v] * part
            total[u] += weight[s] * share[u]
        for place in range(tail):
            u = line[place]
            hops[u] = -1
            share[u] = 0.0
    return total


@njit(cache=True, nogil=True)
def _nearby_first(
    start: IntArray, node: NodeArray, nodes: NodeArray, local: IntArray
) -> IntArray:  # pragma: no cover - compiled
    """Order a block from its busiest node outwards and number it so: neighbours lie close by."""
    busiest = nodes[0]
    for v in nodes:
        local[v] = UNNUMBERED
        if start[v + 1] - start[v] > start[busiest + 1] - start[busiest]:
            busiest = v
    order = np.empty(len(nodes), np.int64)
    order[0] = busiest
    local[busiest] = 0
    head, tail = 0, 1
    while head < tail:
        v = order[head]
        head += 1
        for k in range(start[v], start[v + 1]):
            u = node[k]
            if local[u] == UNNUMBERED:
                local[u] = tail
                order[tail] = u
                tail += 1
    return order


@njit(cache=True, nogil=True)
def _inside(
    start: IntArray, node: NodeArray, order: IntArray, local: IntArray
) -> tuple[IntArray, NodeArray]:  # pragma: no cover - compiled
    """Give the rows of a block by its own numbers."""
    inner = np.zeros(len(order) + 1, np.int64)
    for place in range(len(order)):
        v = order[place]
        count = 0
        for k in range(start[v], start[v + 1]):
            if local[node[k]] >= 0:
                count += 1
        inner[place + 1] = inner[place] + count
    ends = np.empty(inner[-1], np.int32)
    for place in range(len(order)):
        v, to = order[place], inner[place]
        for k in range(start[v], start[v + 1]):
            if local[node[k]] >= 0:
                ends[to] = local[node[k]]
                to += 1
        ends[inner[place] : to].sort()
    return inner, ends
