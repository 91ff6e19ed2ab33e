"""Go-betweens who serve the same pair share its credit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.network.network import FloatArray
from kb.structure.sums import sums

Matrix = sparse.csr_array[np.float64]
Places = npt.NDArray[np.int64]

TABLE = 4_000_000  # numbers in the table that counts go-betweens, starts × nodes (32 MB)
PATHS_AT_ONCE = 4_000_000  # two-step paths looked at together (about 150 MB)


def shared_credit(arcs: Matrix) -> FloatArray:
    """Give v 1/m_ab for each ordered open pair a → v → b that m_ab go-betweens serve.

    Some starts a at a time, so that the two-step matrix is never whole. `arcs` are unweighted and
    without self-ties.
    """
    n = arcs.shape[0]
    credit = np.zeros(n)
    served = np.zeros(n * _starts(n))
    for first, last in _blocks(arcs):
        middle = arcs.indices[arcs.indptr[first] : arcs.indptr[last]].astype(np.int64)
        start = np.repeat(np.arange(last - first), np.diff(arcs.indptr[first : last + 1]))
        own = np.arange(last - first) * n + np.arange(first, last)
        shares = _shares(arcs[middle], start * n, np.r_[start * n + middle, own], served)
        credit += sums(middle, shares, n)
    return credit


def _shares(onward: Matrix, row: Places, closed: Places, served: FloatArray) -> FloatArray:
    """Give each arc a → v its credit.

    Row k of `onward` holds the ends of the k-th arc's v, `row` the place of its a in the table
    `served`, which is all 0 before and after; `closed` are the places that give no credit.
    """
    counts = np.diff(onward.indptr)
    at = np.repeat(row, counts) + onward.indices
    np.add.at(served, at, 1.0)
    served[closed] = np.inf
    each = 1.0 / served[at]
    served[at] = served[closed] = 0.0
    shares = np.zeros(len(row))
    some = counts > 0
    if some.any():
        shares[some] = np.add.reduceat(each, onward.indptr[:-1][some])
    return shares


def _starts(n: int) -> int:
    return max(1, TABLE // max(n, 1))


def _blocks(arcs: Matrix) -> Iterator[tuple[int, int]]:
    """Cut the starts so that neither the table nor the paths of a block become too many."""
    n = arcs.shape[0]
    onward = np.diff(arcs.indptr)[arcs.indices].astype(np.int64)
    paths = np.r_[0, np.cumsum(onward)][arcs.indptr]
    first = 0
    while first < n:
        last = int(np.searchsorted(paths, paths[first] + PATHS_AT_ONCE, side="right")) - 1
        last = min(max(last, first + 1), first + _starts(n))
        yield first, last
        first = last
