"""Closeness: one over the sum of the distances to the nodes that are reached."""

from __future__ import annotations

import numpy as np

from kb import paths
from kb.measure import Column, Measure, Values
from kb.network.network import Network
from kb.structure import nearness as structure
from kb.structure.nearness import nearness
from kb.text import Text


def closeness(network: Network) -> Values:
    """Give 1 / Σ distance over the nodes it reaches, outgoing, in hops; None if it reaches nobody."""
    totals = np.asarray(nearness(network).total).tolist()
    return {"closeness": [1 / total if total else None for total in totals]}


MEASURE = Measure(
    name="closeness",
    title=Text("近接中心性", "closeness centrality"),
    sentence=Text(
        "{name}から届く主体までの距離の合計の逆数は{closeness}。",
        "One over the sum of the distances from {name} to those it reaches is {closeness}.",
    ),
    definition=Text(
        "その点から出る経路で届く点までの距離（関係の本数）の合計の逆数。届かない点は数えないので、"
        "二者だけの組では 1 になる。順位には調和中心性を使う。どこにも届かない点は空。",
        "One over the sum of the distances in ties to the nodes it reaches by outgoing routes. Nodes out of "
        "reach are not counted, so that a lone pair has 1: ranks use harmonic centrality. Empty for a node "
        "that reaches nobody.",
    ),
    formula="C_C(v) = 1 / Σ_{t reached} d(v, t)",
    reference="Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social "
    "Networks 1, 215–239.",
    columns=(Column("closeness", Text("近接中心性", "closeness centrality")),),
    compute=closeness,
    rests_on=(paths, structure),
)
