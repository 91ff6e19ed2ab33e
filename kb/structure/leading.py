"""The leading eigenvector of a symmetric network: the component that leads, and its vector."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from kb.network.network import FloatArray

Matrix = sparse.csr_array[np.float64]
Places = npt.NDArray[np.int64]

DENSE = 200
"""Up to this many nodes a component is solved dense."""
EQUAL = 1e-9
"""Two components whose eigenvalues differ by less (relatively) lead together."""
ROUNDS = 20_000


def leading_vector(contacts: Matrix) -> FloatArray | None:
    """Give the vector of the leading component, largest 1, and 0 elsewhere.

    None where two components lead equally or the solver does not settle.
    """
    best, at, vector = -1.0, np.zeros(0, dtype=np.int64), np.zeros(0)
    tied = False
    for bound, inside in _components(contacts):
        if bound < best * (1 - EQUAL):
            break
        found = _leading(contacts[inside][:, inside])
        if found is None:
            return None
        value, of = found
        tied = abs(value - best) <= EQUAL * best or (tied and value < best)
        if value > best:
            best, at, vector = value, inside, of
    if tied:
        return None
    whole = np.zeros(contacts.shape[0])
    whole[at] = vector
    return whole


def _components(contacts: Matrix) -> list[tuple[float, Places]]:
    """Give every component with a bound its eigenvalue cannot exceed, the highest bound first.

    It is at most the highest degree, and at most √(2m − n + 1) (Hong, Y. (1988). A bound on the
    spectral radius of graphs. Linear Algebra and its Applications 108, 135–139).
    """
    count, label = connected_components(contacts, directed=False)
    degree = np.diff(contacts.indptr)
    highest = np.zeros(count)
    np.maximum.at(highest, label, degree)
    ends, size = np.bincount(label, degree, count), np.bincount(label, minlength=count)
    bound = np.minimum(highest, np.sqrt(ends - size + 1))
    order, starts = np.argsort(label, kind="stable"), np.r_[0, np.cumsum(size)]
    return [
        (float(bound[one]), order[starts[one] : starts[one + 1]])
        for one in np.argsort(-bound, kind="stable").tolist()
    ]


def _leading(contacts: Matrix) -> tuple[float, FloatArray] | None:
    n = contacts.shape[0]
    if n <= DENSE:
        values, vectors = linalg.eigh(contacts.toarray(), subset_by_index=[n - 1, n - 1])
    else:
        start = np.ones(n)
        try:
            values, vectors = eigsh(contacts, k=1, which="LA", v0=start, maxiter=ROUNDS)
        except ArpackNoConvergence:
            return None
    vector = np.abs(vectors[:, 0])
    return float(values[0]), vector / vector.max()
