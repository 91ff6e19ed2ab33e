"""Whom a node reaches within some steps, found for some starts at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.network.network import FloatArray

Matrix = sparse.csr_array[np.float64]
Places = npt.NDArray[np.int64]

AT_ONCE = 4_000_000  # nodes that one block of starts may reach together (about 100 MB)


def reached(arcs: Matrix, steps: int) -> FloatArray:
    """Count, by node, the others it reaches by at most `steps` outgoing arcs (1 or more).

    Some starts at a time, so that the matrix of steps is never whole.
    """
    n = arcs.shape[0]
    marks = sparse.csr_array(
        (np.ones(arcs.nnz, dtype=bool), arcs.indices, arcs.indptr), shape=arcs.shape
    )
    many = np.zeros(n)
    block = max(AT_ONCE // max(n, 1), 1)
    for first in range(0, n, block):
        starts = np.arange(first, min(first + block, n))
        found = marks[starts]
        for _ in range(steps - 1):
            found = found + found @ marks
        back = np.repeat(starts, np.diff(found.indptr)) == found.indices
        own = np.bincount(np.repeat(starts, np.diff(found.indptr))[back], minlength=n)[starts]
        many[starts] = np.diff(found.indptr) - own
    return many


def around(arcs: Matrix, node: int, steps: int) -> Places:
    """Give the nodes within `steps` outgoing arcs of a node, itself among them, in order."""
    seen = here = np.array([node], dtype=np.int64)
    for _ in range(steps):
        spans = [arcs.indices[arcs.indptr[v] : arcs.indptr[v + 1]] for v in here.tolist()]
        met = np.unique(np.concatenate(spans)) if spans else here[:0]
        here = np.setdiff1d(met, seen, assume_unique=True).astype(np.int64)
        seen = np.union1d(seen, here)
    return seen
