"""Whom a node reaches within some steps."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.network.network import FloatArray

Matrix = sparse.csr_array[np.float64]
Places = npt.NDArray[np.int64]


def reached(arcs: Matrix, steps: int) -> FloatArray:
    """Count, by node, the others it reaches by at most `steps` outgoing arcs (1 or more).

    Compiled, on all cores; memory: a few numbers a node and core.
    """
    from kb.paths import distances, rows  # noqa: PLC0415 numba takes 0.5 s to load

    ties = rows.Rows(arcs.indptr.astype(np.int64), arcs.indices.astype(np.int32))
    return distances.within(ties, steps).astype(np.float64)


def around(arcs: Matrix, node: int, steps: int) -> Places:
    """Give the nodes within `steps` outgoing arcs of a node, itself among them, in order."""
    seen = here = np.array([node], dtype=np.int64)
    for _ in range(steps):
        spans = [arcs.indices[arcs.indptr[v] : arcs.indptr[v + 1]] for v in here.tolist()]
        met = np.unique(np.concatenate(spans)) if spans else here[:0]
        here = np.setdiff1d(met, seen, assume_unique=True).astype(np.int64)
        seen = np.union1d(seen, here)
    return seen
