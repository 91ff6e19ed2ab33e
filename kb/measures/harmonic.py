"""Harmonic centrality: how near a node is to all others, those out of reach counting nothing."""

from __future__ import annotations

import numpy as np

from kb import paths
from kb.measure import Column, Measure, Values
from kb.network.network import Network
from kb.structure import nearness as structure
from kb.structure.nearness import nearness
from kb.text import Text


def harmonic(network: Network) -> Values:
    """Sum one over the distance to every node it reaches, by outgoing ties, in hops; not divided."""
    return {"harmonic": np.asarray(nearness(network).inverse).tolist()}


MEASURE = Measure(
    name="harmonic",
    title=Text("調和中心性", "harmonic centrality"),
    sentence=Text(
        "{name}からほかの主体への近さの合計は{harmonic}（直接のつながり一つで1、二歩先なら1/2）。",
        "The nearness of {name} to all others adds up to {harmonic} (1 for a direct tie, 1/2 for two steps).",
    ),
    definition=Text(
        "その点から出る経路で届くすべての点について、距離（関係の本数）の逆数を足したもの。割らない。"
        "届かない点は 0 と数えるので、つながっていないネットワークでも比べられる。孤立点は 0。",
        "The sum of one over the distance in ties to every node it reaches by outgoing routes; not divided. "
        "A node out of reach counts 0, so that networks in several parts compare. An isolate has 0.",
    ),
    formula="C_H(v) = Σ_{t≠v} 1 / d(v, t)",
    reference="Marchiori, M. and Latora, V. (2000). Harmony in the small-world. Physica A 285, 539–546; "
    "Boldi, P. and Vigna, S. (2014). Axioms for centrality. Internet Mathematics 10, 222–262.",
    columns=(Column("harmonic", Text("調和中心性", "harmonic centrality")),),
    compute=harmonic,
    rests_on=(paths, structure),
)
