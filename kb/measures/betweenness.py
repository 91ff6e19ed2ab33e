"""Betweenness: how many shortest routes run through a node."""

from __future__ import annotations

import numpy as np

from kb.errors import MeasureError
from kb.measure import Column, Measure, Parameter, Values
from kb.network.network import FloatArray, Network
from kb.text import Text


def betweenness(network: Network, distance: str = "hops") -> Values:
    """Brandes' betweenness, unnormalised, endpoints not counted; undirected: each pair once.

    `distance` is `hops`, or `1/weight`: the length of a tie is one over its named weight. Raises
    MeasureError where that is asked without weights above 0.
    """
    plain = network.simplify()[0]
    lengths = None if distance == "hops" else _lengths(plain)
    values = plain.igraph().betweenness(directed=plain.directed, weights=lengths)
    return {"betweenness": [float(value) for value in values]}


def _lengths(network: Network) -> FloatArray:
    if network.weight is None or (network.weight <= 0).any():
        raise MeasureError(
            Text(
                "距離 1/weight には正の重みが要ります。",
                "The distance 1/weight needs weights above 0.",
            ),
            expected=Text("すべての関係に正の重み", "a weight above 0 on every tie"),
            found=Text("重みなし", "no weight")
            if network.weight is None
            else f"{np.min(network.weight)}",
        )
    return 1.0 / network.weight


MEASURE = Measure(
    name="betweenness",
    title=Text("媒介中心性", "betweenness"),
    sentence=Text(
        "記録上の最短経路のうち、主体の組にして{betweenness}組ぶんが{name}を通る（同じ長さの経路がいくつもあれば等分する）。",
        "The shortest recorded routes of {betweenness} pairs run through {name} (where several are "
        "equally short, each counts in part).",
    ),
    definition=Text(
        "ほかの二者を結ぶ最短経路のうち、その点を通る割合を、すべての組について足したもの。正規化せず、"
        "両端は数えない。有向なら向きに沿った経路、無向なら各組を一度。距離は関係の本数で、"
        "distance=1/weight を指定したときだけ重みの逆数。孤立点は 0。",
        "For every pair of others, the share of their shortest routes that run through the node, summed. "
        "Unnormalised, endpoints not counted. Directed routes where the network is directed; undirected: "
        "each pair once. Distance is the number of ties; one over the weight only where "
        "distance=1/weight is asked. An isolate has 0.",
    ),
    formula="C_B(v) = Σ_{s≠v≠t} σ(s,t|v) / σ(s,t)",
    reference="Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry "
    "40, 35–41; Brandes, U. (2001). A faster algorithm for betweenness centrality. Journal of "
    "Mathematical Sociology 25, 163–177.",
    columns=(Column("betweenness", Text("媒介中心性", "betweenness")),),
    compute=betweenness,
    parameters=(Parameter("distance", Text("距離", "distance"), ("hops", "1/weight")),),
)
