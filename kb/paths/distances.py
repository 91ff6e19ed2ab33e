"""Distances by hops from every node to every other, 64 starts at a time.

One bit of a word is one start: a step of the search moves all 64 of them over a tie by one "or".
Then, M. et al. (2014), The more the merrier: efficient multi-source graph traversal, Proceedings of
the VLDB Endowment 8, 449–460.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from numba import njit

from kb.paths.rows import FloatArray, IntArray, NodeArray, Rows, reversed_rows

AT_ONCE = 64
PARTS = 16
"""Into how many parts the starts are cut: the sums are the same on any machine."""

WordArray = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """Per node, over the nodes it reaches by outgoing ties, itself not counted.

    `many` is their number, `total` the sum of their distances in hops, `inverse` the sum of one
    over each distance.
    """

    many: IntArray
    total: IntArray
    inverse: FloatArray


def reached(rows: Rows) -> Reached:
    """Search from every node of a simple network; undirected ties are two arcs."""
    back = reversed_rows(rows)
    n = rows.n
    cuts = np.linspace(0, -(-n // AT_ONCE), PARTS + 1).astype(np.int64) * AT_ONCE
    spans = [(a, min(b, n)) for a, b in pairwise(cuts.tolist()) if a < min(b, n)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        parts = list(pool.map(lambda span: _from(back.start, back.node, *span), spans))
    many, total, inverse = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n)
    for some, sums, shares in parts:
        many += some
        total += sums
        inverse += shares
    return Reached(many, total, inverse)


def within(rows: Rows, steps: int) -> IntArray:
    """Count, by node, the others it reaches over at most so many outgoing arcs."""
    cuts = np.linspace(0, rows.n, PARTS + 1).astype(np.int64).tolist()
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        parts = pool.map(lambda span: _within(rows.start, rows.node, steps, *span), pairwise(cuts))
        return np.concatenate(list(parts))


@njit(cache=True, nogil=True)
def _within(
    start: IntArray, node: NodeArray, steps: int, first: int, last: int
) -> IntArray:  # pragma: no cover - compiled
    """Search from each of the nodes first … last − 1 and stop after so many steps."""
    n = len(start) - 1
    seen = np.full(n, -1, np.int64)
    line = np.empty(n, np.int64)
    many = np.empty(last - first, np.int64)
    for s in range(first, last):
        seen[s] = s
        line[0] = s
        head, tail = 0, 1
        for _ in range(steps):
            end = tail
            while head < end:
                v = line[head]
                head += 1
                for k in range(start[v], start[v + 1]):
                    u = node[k]
                    if seen[u] != s:
                        seen[u] = s
                        line[tail] = u
                        tail += 1
        many[s - first] = tail - 1
    return many


@njit(cache=True, nogil=True)
def _ones(word: np.uint64) -> int:  # pragma: no cover - compiled
    """Count the bits of a word (Hacker's Delight, 5–2)."""
    x = word
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(cache=True, nogil=True)
def _from(
    start: IntArray, node: NodeArray, first: int, last: int
) -> tuple[IntArray, IntArray, FloatArray]:  # pragma: no cover - compiled
    """Search backwards from the nodes first … last − 1: who reaches them, and over how many ties."""
    n = len(start) - 1
    many, total, inverse = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n)
    seen, here, there = np.zeros(n, np.uint64), np.zeros(n, np.uint64), np.zeros(n, np.uint64)
    line, coming = np.empty(n, np.int64), np.empty(n, np.int64)
    for begin in range(first, last, 64):
        seen[:] = 0
        count = 0
        for v in range(begin, min(begin + 64, last)):
            bit = np.uint64(1) << np.uint64(v - begin)
            seen[v] = here[v] = bit
            line[count] = v
            count += 1
        hop = 0
        while count:
            hop += 1
            met = 0
            for place in range(count):
                v = line[place]
                word = here[v]
                here[v] = 0
                for k in range(start[v], start[v + 1]):
                    u = node[k]
                    fresh = word & ~seen[u]
                    if fresh:
                        if not there[u]:
                            coming[met] = u
                            met += 1
                        there[u] |= fresh
            for place in range(met):
                u = coming[place]
                found = _ones(there[u])
                seen[u] |= there[u]
                here[u] = there[u]
                there[u] = 0
                line[place] = u
                many[u] += found
                total[u] += found * hop
                inverse[u] += found / hop
            count = met
    return many, total, inverse
