"""Projections of two-mode networks onto their first mode, and the memory one takes.

Two nodes of the first mode are tied where they share a node of the second. The tie's weight is
Newman's: each shared node p gives 1/(n_p − 1), n_p the nodes of the first mode tied to it, so that a
large project ties its partners weakly; n_p = 1 ties nobody. Newman, M. E. J. (2001). Scientific
collaboration networks II. Physical Review E 64, 016132.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.network import room
from kb.network.network import Network
from kb.structure.two_mode import Modes
from kb.text import Text

Incidence = sparse.csr_array[np.float64]
Places = npt.NDArray[np.int64]


def incidence(network: Network, modes: Modes) -> tuple[Incidence, Places]:
    """Give the first mode × second mode matrix of 0 and 1, and the places of the first mode."""
    first, second = np.flatnonzero(~modes.second), np.flatnonzero(modes.second)
    matrix = network.undirected().adjacency()[first][:, second]
    return sparse.csr_array(matrix), first


def projection(network: Network, modes: Modes) -> Network:
    """Give the first mode with Newman's weights; raises MeasureError where it would not fit."""
    matrix, first = incidence(network, modes)
    refuse_beyond_memory(matrix)
    source, target, weight = shared(matrix, newman(matrix))
    kept = first.tolist()
    return Network(
        ids=tuple(network.ids[node] for node in kept),
        source=source,
        target=target,
        directed=False,
        weight=weight,
        names=tuple(network.names[node] for node in kept),
        groups={
            name: tuple(cells[node] for node in kept) for name, cells in network.groups.items()
        },
    )


def newman(matrix: Incidence) -> npt.NDArray[np.float64]:
    """Give 1/(n_p − 1) of each node of the second mode, 0 where n_p ≤ 1."""
    many = np.asarray(matrix.sum(axis=0), dtype=np.float64)
    return np.where(many > 1, 1 / np.maximum(many - 1, 1), 0.0)


def shared(
    matrix: Incidence, gives: npt.NDArray[np.float64] | None = None
) -> tuple[Places, Places, npt.NDArray[np.float64]]:
    """Give the pairs of the first mode that share something, each once, and what they share."""
    weighted = matrix if gives is None else matrix.multiply(gives[None, :])
    both = sparse.coo_array(sparse.triu(sparse.csr_array(weighted) @ matrix.T, k=1))
    tied = both.data > 0
    return both.row[tied].astype(np.int64), both.col[tied].astype(np.int64), both.data[tied]


def refuse_beyond_memory(matrix: Incidence) -> None:
    """Raise MeasureError where the ties of the projection, at their most, would not fit."""
    many = np.asarray(matrix.sum(axis=0), dtype=np.int64)
    most = int((many * (many - 1) // 2).sum())
    room.require(room.of_network(matrix.shape[0], most), Text("射影", "the projection"))
