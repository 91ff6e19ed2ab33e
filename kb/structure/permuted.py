"""Two-mode networks drawn at random with every node's number of ties kept: curveball trades.

Two nodes of one mode put together what only one of them is tied to and deal it out again, each
keeping its number. After TRADES trades a node the drawn network is as likely as any other with the
same numbers. Strona, G. et al. (2014). A fast and unbiased procedure to randomize ecological binary
matrices with fixed row and column totals. Nature Communications 5, 4114; Carstens, C. J. (2015).
Proof of uniform sampling of binary matrices with fixed row sums and column sums for the fast
Curveball algorithm. Physical Review E 91, 042812.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy import sparse

from kb.structure.projection import Incidence

TRADES = 10
"""Trades for each node of the smaller mode, from the network as recorded."""
TWO = 2


def permuted(matrix: Incidence, seed: int, number: int) -> Incidence:
    """Draw the permutation of this number: the same seed and number give the same network."""
    turned = matrix.shape[0] > matrix.shape[1]
    rows = sparse.csr_array(matrix.T) if turned else matrix
    dealt = _traded(_lists(rows), np.random.default_rng([seed, number]))
    starts = np.r_[0, np.cumsum([len(row) for row in dealt])]
    ends = np.concatenate([*map(np.asarray, dealt), np.empty(0)]).astype(np.int64)
    drawn = sparse.csr_array((np.ones(len(ends)), ends, starts), shape=rows.shape)
    return sparse.csr_array(drawn.T) if turned else drawn


def _lists(rows: Incidence) -> list[list[int]]:
    ends, starts = rows.indices.tolist(), rows.indptr.tolist()
    return [sorted(ends[a:b]) for a, b in pairwise(starts)]


def _traded(rows: list[list[int]], dice: np.random.Generator) -> list[list[int]]:
    if len(rows) < TWO:
        return rows
    first = dice.integers(0, len(rows), TRADES * len(rows))
    second = (first + dice.integers(1, len(rows), TRADES * len(rows))) % len(rows)
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        held, others = set(rows[one]), set(rows[other])
        both, mine = held & others, sorted(held - others)
        pool = np.array([*mine, *sorted(others - held)], dtype=np.int64)
        if len(mine) in {0, len(pool)}:
            continue
        dealt = dice.permutation(pool).tolist()
        rows[one] = sorted([*both, *dealt[: len(mine)]])
        rows[other] = sorted([*both, *dealt[len(mine) :]])
    return rows
