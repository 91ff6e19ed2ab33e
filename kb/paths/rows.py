"""A network as rows of neighbours, the form in which compiled code walks it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
NodeArray = npt.NDArray[np.int32]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """`node[start[v]:start[v + 1]]` are the nodes that v leads to.

    Shapes: `start` (n + 1,), `node` (number of arcs,); an undirected tie is two arcs.
    """

    start: IntArray
    node: NodeArray

    @property
    def n(self) -> int:
        """How many nodes."""
        return len(self.start) - 1


def rows_of(n: int, source: npt.ArrayLike, target: npt.ArrayLike, *, directed: bool) -> Rows:
    """Sort the ties of a simple network (no self-ties, no parallels) into rows."""
    tail, head = np.asarray(source, np.int64), np.asarray(target, np.int64)
    if not directed:
        tail, head = np.concatenate([tail, head]), np.concatenate([head, tail])
    order = np.lexsort((head, tail))
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(tail, minlength=n), out=start[1:])
    return Rows(start, head[order].astype(np.int32))


def reversed_rows(rows: Rows) -> Rows:
    """Give the rows with every arc turned round."""
    tail = np.repeat(np.arange(rows.n), np.diff(rows.start))
    return rows_of(rows.n, rows.node, tail, directed=True)
