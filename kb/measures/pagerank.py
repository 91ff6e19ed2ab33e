"""PageRank: where a reader ends up who follows ties at random."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from kb.measure import Column, Measure, Values
from kb.network.network import FloatArray, Network
from kb.text import Text

DAMPING = 0.85
CHANGE = 1e-13
"""A round changes all values together by less: they are within 1e-12 of the solution."""
ROUNDS = 200
"""Each round brings the values 0.85 times as near to the solution, 0.85²⁰⁰ < 1e-14: what still changes
then is rounding (around a hub with thousands of ties it never falls below CHANGE)."""


def pagerank(network: Network) -> Values:
    """PageRank with uniform teleport; dangling nodes spread uniformly; the values sum to 1."""
    n = network.n
    if not n:
        return {"pagerank": []}
    ties = network.adjacency(weighted=True)
    leaving: FloatArray = ties.sum(axis=1)
    dangling = leaving <= 0
    each = np.repeat(np.where(dangling, 1.0, leaving), np.diff(ties.indptr))
    chosen = sparse.csr_array((ties.data / each, ties.indices, ties.indptr), shape=(n, n))
    onward = sparse.csr_array(chosen.T)
    values = np.full(n, 1 / n)
    for _ in range(ROUNDS):
        followed = onward @ values + values[dangling].sum() / n
        renewed = DAMPING * followed + (1 - DAMPING) / n
        renewed /= renewed.sum()
        change = np.abs(renewed - values).sum()
        values = renewed
        if change < CHANGE:
            break
    return {"pagerank": values.tolist()}


MEASURE = Measure(
    name="pagerank",
    title=Text("ページランク", "PageRank"),
    sentence=Text(
        "関係を無作為にたどり続けると、時間の割合にして{pagerank}は{name}にいる。",
        "Following ties at random without end, one spends the share {pagerank} of the time at {name}.",
    ),
    definition=Text(
        "関係を向きに沿って無作為にたどり、0.15 の確率で任意の点に移ることを続けたときに、その点にいる"
        "割合。出る関係のない点からは、どの点へも等しく移る。重みを指定すれば、重みに比例して選ぶ。合計は 1。",
        "The share of time spent at a node by one who follows ties at random in their direction and, with "
        "probability 0.15, moves to any node. From nodes without outgoing ties one moves to any node "
        "alike. Where a weight is named, ties are chosen in proportion to it. The values sum to 1.",
    ),
    formula="x_i = 0.15/n + 0.85 (Σⱼ x_j w(j,i)/w(j) + Σ_{dangling} x_j/n)",
    reference="Brin, S., & Page, L. (1998). The anatomy of a large-scale hypertextual web search engine. "
    "Computer Networks 30, 107–117.",
    columns=(Column("pagerank", Text("ページランク", "PageRank")),),
    compute=pagerank,
)
