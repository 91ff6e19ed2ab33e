"""Degree: how many contacts a node has."""

from __future__ import annotations

import numpy as np

from kb.measure import Column, Measure, Values
from kb.network.network import FloatArray, Network
from kb.text import Text


def degree(network: Network) -> Values:
    """Contacts in U, arcs in and out, and the sum of weights over both directions.

    Without a named weight every tie weighs 1, so that a mutual pair of arcs has strength 2.
    """
    arcs = network.adjacency()
    weights = network.adjacency(weighted=True)
    leaving: FloatArray = weights.sum(axis=1)
    entering: FloatArray = weights.sum(axis=0)
    return {
        "degree": np.diff(network.undirected().adjacency().indptr).astype(float).tolist(),
        "in_degree": arcs.sum(axis=0).tolist(),
        "out_degree": arcs.sum(axis=1).tolist(),
        "strength": (leaving + entering if network.directed else leaving).tolist(),
    }


MEASURE = Measure(
    name="degree",
    title=Text("次数", "degree"),
    sentence=Text(
        "{name}は、記録上、直接つながる相手が{degree}者いる。",
        "{name} has direct recorded ties to {degree} others.",
    ),
    definition=Text(
        "直接つながる相手の数。in_degree と out_degree は入る関係と出る関係の数、strength は重みの合計"
        "（重みを指定しなければ関係の数）。自分自身への関係と重複は数えない。孤立点は 0。",
        "The number of direct contacts. in_degree and out_degree count arcs in and out; strength sums "
        "the weights (the number of arcs where no weight is named). Self-ties and parallels are not "
        "counted. An isolate has 0.",
    ),
    formula="degree(i) = Σⱼ u(i,j);  in(i) = Σⱼ a(j,i);  out(i) = Σⱼ a(i,j);  strength(i) = Σⱼ w(i,j) + w(j,i) (undirected: each tie once)",
    reference="Freeman, L. C. (1979). Centrality in social networks: conceptual clarification. "
    "Social Networks 1, 215–239.",
    columns=(
        Column("degree", Text("相手の数", "contacts")),
        Column("in_degree", Text("入る関係", "ties in")),
        Column("out_degree", Text("出る関係", "ties out")),
        Column("strength", Text("重みの合計", "sum of weights")),
    ),
    compute=degree,
)
