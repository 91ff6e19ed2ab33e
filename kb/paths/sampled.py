"""Betweenness from a sample of shortest routes, with a bound on its error that holds for all nodes.

Riondato, M. and Kornaropoulos, E. M. (2016), Fast approximation of betweenness centrality through
sampling, Data Mining and Knowledge Discovery 30, 438–475: with r = c/ε² (⌊log₂(D − 2)⌋ + 1 + ln 1/δ)
routes, each the uniformly chosen shortest one between a random pair, the share of the routes that run
through a node misses its betweenness, divided by n(n − 1), by more than ε at no node, with probability
1 − δ. D is the number of nodes on the longest shortest route (an upper bound is enough), c = 0.5.
"""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit

from kb.paths.rows import FloatArray, IntArray, NodeArray, Rows, reversed_rows

C = 0.5
"""The universal constant of the bound, as estimated by Löffler and Phillips (2009)."""

PARTS = 16
"""Into how many parts the routes are cut, each with a seed of its own."""

SHORTEST = 3
"""How many nodes a route needs to have one between its ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Betweenness of ordered pairs by node, and by how much it may miss.

    No value misses by more than `error` with probability `confidence`; `routes` were drawn.
    """

    value: FloatArray
    error: float
    confidence: float
    routes: int


def sampled(rows: Rows, *, error: float, confidence: float, seed: int) -> Sampled:
    """Draw as many routes as the bound asks; `error` is the share ε of all n(n − 1) ordered pairs.

    The same seed gives the same numbers on any machine. Raises ValueError unless 0 < error < 1 and
    0 < confidence < 1.
    """
    if not (0 < error < 1 and 0 < confidence < 1):
        raise ValueError(f"error {error}, confidence {confidence}: both lie between 0 and 1")
    back = reversed_rows(rows)
    pairs, longest = float(rows.n) * (rows.n - 1), _most_nodes(rows, back)
    if longest < SHORTEST:
        return Sampled(np.zeros(rows.n), 0.0, confidence, 0)
    inner = math.floor(math.log2(longest - 2)) + 1
    wanted = math.ceil(C / error**2 * (inner + math.log(1 / (1 - confidence))))
    sizes = np.diff(np.linspace(0, wanted, PARTS + 1).astype(np.int64))
    seeds = np.random.SeedSequence(seed).generate_state(PARTS)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        met = pool.map(
            lambda part: _drawn(rows.start, rows.node, back.start, back.node, *part),
            zip(sizes.tolist(), seeds.tolist(), strict=True),
        )
        value = np.sum(list(met), axis=0) * (pairs / wanted)
    return Sampled(value, error * pairs, confidence, wanted)


def _most_nodes(rows: Rows, back: Rows) -> int:
    """Give an upper bound of the nodes on any shortest route.

    Without directions: of each component twice the distance to the node farthest from one of its
    nodes, plus one. With directions: the nodes of the largest weak component.
    """
    undirected = np.array_equal(back.node, rows.node) and np.array_equal(back.start, rows.start)
    far, size = _extent(rows.start, rows.node, back.start, back.node)
    return int(min(2 * far + 1, size) if undirected else size)


@njit(cache=True, nogil=True)
def _extent(
    start: IntArray, node: NodeArray, back_start: IntArray, back_node: NodeArray
) -> tuple[int, int]:  # pragma: no cover - compiled
    """Give the greatest distance from the first node of a weak component, and the largest one's size."""
    n = len(start) - 1
    hops = np.full(n, -1, np.int64)
    line = np.empty(n, np.int64)
    far, size = 0, 0
    for root in range(n):
        if hops[root] >= 0:
            continue
        hops[root] = 0
        line[0] = root
        head, tail = 0, 1
        while head < tail:
            v = line[head]
            head += 1
            far = max(far, hops[v])
            for k in range(start[v], start[v + 1]):
                u = node[k]
                if hops[u] < 0:
                    hops[u] = hops[v] + 1
                    line[tail] = u
                    tail += 1
            for k in range(back_start[v], back_start[v + 1]):
                u = back_node[k]
                if hops[u] < 0:
                    hops[u] = hops[v] + 1
                    line[tail] = u
                    tail += 1
        size = max(size, tail)
    return far, size


@njit(cache=True, nogil=True)
def _grown(
    start: IntArray,
    node: NodeArray,
    hops: IntArray,
    routes: FloatArray,
    line: IntArray,
    first: int,
    last: int,
) -> int:  # pragma: no cover - compiled
    """Move one side's search a step on from line[first:last]; give the new end of the line."""
    end = last
    for place in range(first, last):
        v = line[place]
        for k in range(start[v], start[v + 1]):
            u = node[k]
            if hops[u] < 0:
                hops[u] = hops[v] + 1
                routes[u] = routes[v]
                line[end] = u
                end += 1
            elif hops[u] == hops[v] + 1:
                routes[u] += routes[v]
    return end


@njit(cache=True, nogil=True)
def _walk(
    v: int,
    start: IntArray,
    node: NodeArray,
    hops: IntArray,
    routes: FloatArray,
    met: IntArray,
) -> None:  # pragma: no cover - compiled
    """Go back from v to where a side began, each route being as likely; count the nodes between."""
    while hops[v] > 1:
        left = np.random.random() * routes[v]
        chosen = -1
        for k in range(start[v], start[v + 1]):
            u = node[k]
            if hops[u] == hops[v] - 1:
                chosen = u
                left -= routes[u]
                if left < 0:
                    break
        v = chosen
        met[v] += 1


@njit(cache=True, nogil=True)
def _drawn(
    start: IntArray,
    node: NodeArray,
    back_start: IntArray,
    back_node: NodeArray,
    wanted: int,
    seed: int,
) -> IntArray:  # pragma: no cover - compiled
    """Draw routes between random pairs; give how many ran through each node, ends not counted."""
    np.random.seed(seed)
    n = len(start) - 1
    met = np.zeros(n, np.int64)
    out_hops, in_hops = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    out_routes, in_routes = np.zeros(n), np.zeros(n)
    out_line, in_line = np.empty(n, np.int64), np.empty(n, np.int64)
    for _ in range(wanted):
        s = np.random.randint(0, n)
        t = (s + np.random.randint(1, n)) % n
        out_hops[s] = in_hops[t] = 0
        out_routes[s] = in_routes[t] = 1.0
        out_line[0], in_line[0] = s, t
        out_first, out_end, in_first, in_end = 0, 1, 0, 1
        total, low, high, outward = 0.0, 0, 0, True
        while total == 0.0 and out_first < out_end and in_first < in_end:
            out_width, in_width = 0, 0
            for place in range(out_first, out_end):
                out_width += start[out_line[place] + 1] - start[out_line[place]]
            for place in range(in_first, in_end):
                in_width += back_start[in_line[place] + 1] - back_start[in_line[place]]
            outward = out_width <= in_width
            if outward:
                low = out_end
                high = _grown(start, node, out_hops, out_routes, out_line, out_first, out_end)
                out_first, out_end = low, high
            else:
                low = in_end
                high = _grown(back_start, back_node, in_hops, in_routes, in_line, in_first, in_end)
                in_first, in_end = low, high
            for place in range(low, high):
                v = out_line[place] if outward else in_line[place]
                if out_hops[v] >= 0 and in_hops[v] >= 0:
                    total += out_routes[v] * in_routes[v]
        if total > 0.0:
            left = np.random.random() * total
            chosen = -1
            for place in range(low, high):
                v = out_line[place] if outward else in_line[place]
                if out_hops[v] >= 0 and in_hops[v] >= 0:
                    chosen = v
                    left -= out_routes[v] * in_routes[v]
                    if left < 0:
                        break
            if chosen not in (s, t):
                met[chosen] += 1
            _walk(chosen, back_start, back_node, out_hops, out_routes, met)
            _walk(chosen, start, node, in_hops, in_routes, met)
        for place in range(out_end):
            out_hops[out_line[place]] = -1
        for place in range(in_end):
            in_hops[in_line[place]] = -1
    return met
