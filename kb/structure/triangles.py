"""Triangles, listed in blocks: what two-step paths are needed for where their ends are tied.

Each pair is taken from its end with fewer ties, so that even around hubs few candidates are met and
no two-step matrix is made (Latapy, M. (2008). Main-memory triangle computations for very large
(sparse (power-law)) graphs. Theoretical Computer Science 407, 458–473).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.network.network import IntArray

Places = npt.NDArray[np.int64]

AT_ONCE = 4_000_000  # contacts compared in one block (about 150 MB)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The tied pairs of a network: pair k joins the nodes `low[k]` and `high[k]`, each pair once.

    Pairs are sorted by the rank of their ends; `low` has the lower rank, which follows the number
    of contacts.
    """

    n: int
    low: Places
    high: Places
    rank: Places

    @property
    def m(self) -> int:
        """How many pairs."""
        return len(self.low)

    def places(self, first: IntArray, second: IntArray) -> Places:
        """Give the places of pairs that are there, by their ends in either order."""
        a, b = self.rank[first], self.rank[second]
        key = self.rank[self.low] * self.n + self.rank[self.high]
        return np.searchsorted(key, np.minimum(a, b) * self.n + np.maximum(a, b))


@dataclass(frozen=True, slots=True)
class Triangles:
    """Triangles x, y, z of ascending rank, each by the places of its pairs xy, xz and yz."""

    xy: Places
    xz: Places
    yz: Places


def pairs(n: int, first: npt.ArrayLike, second: npt.ArrayLike) -> Pairs:
    """Order pairs of different nodes, given in any order and direction, each kept once."""
    a, b = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    key = np.sort(np.minimum(a, b) * max(n, 1) + np.maximum(a, b))
    a, b = np.divmod(key[np.r_[True, key[1:] != key[:-1]][: len(key)]], max(n, 1))
    contacts = np.bincount(np.r_[a, b], minlength=n)
    rank = np.empty(n, dtype=np.int64)
    rank[np.lexsort((np.arange(n), contacts))] = np.arange(n)
    turned = rank[a] > rank[b]
    low, high = np.where(turned, b, a), np.where(turned, a, b)
    order = np.lexsort((rank[high], rank[low]))
    return Pairs(n, low[order], high[order], rank)


def triangles(of: Pairs) -> Iterator[Triangles]:
    """Give every triangle once, in blocks."""
    low, high = of.rank[of.low], of.rank[of.high]
    places = _upper(of.n, low, high, np.arange(1, of.m + 1, dtype=np.float64))
    marks = _upper(of.n, low, high, np.ones(of.m))
    contacts = np.diff(places.indptr)
    effort = np.r_[0, np.cumsum(contacts[low] + contacts[high])]
    first = 0
    while first < of.m:
        last = int(np.searchsorted(effort, effort[first] + AT_ONCE, side="right")) - 1
        last = max(last, first + 1)
        ends = slice(first, last)
        xz = places[low[ends]].multiply(marks[high[ends]])
        yz = marks[low[ends]].multiply(places[high[ends]])
        xy = np.repeat(np.arange(first, last), np.diff(xz.indptr))
        yield Triangles(xy, xz.data.astype(np.int64) - 1, yz.data.astype(np.int64) - 1)
        first = last


def _upper(
    n: int, low: Places, high: Places, values: npt.NDArray[np.float64]
) -> sparse.csr_array[np.float64]:
    """Give the matrix of pairs from lower to higher rank; they are already in its order."""
    starts = np.r_[0, np.cumsum(np.bincount(low, minlength=n))]
    matrix = sparse.csr_array((values, high, starts), shape=(n, n))
    matrix.has_canonical_format = True
    return matrix
