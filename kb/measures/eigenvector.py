"""Eigenvector centrality: contacts count by how central they are themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kb.measure import Column, Measure, Values
from kb.network.network import FloatArray, Network
from kb.structure import leading
from kb.text import Text

NOT_ONE = Text(
    "固有ベクトル中心性は空欄: 先頭に並ぶ連結成分が一つに決まらない（同じ強さの成分があるか、収束しない）。",
    "Eigenvector centrality is empty: no single component leads (two are equal, or it does not settle).",
)


def eigenvector(network: Network) -> Values:
    """Give the leading vector of U, largest = 1; 0 off the leading component, empty where two lead."""
    vector = _leading(network)
    empty: list[float | None] = [None] * network.n
    return {"eigenvector": empty if vector is None else vector.tolist()}


@lru_cache(maxsize=1)
def _leading(network: Network) -> FloatArray | None:
    return leading.leading_vector(network.undirected().adjacency()) if network.n else None


def report(network: Network) -> Sequence[Text]:
    """Say why every cell is empty, where it is."""
    return [NOT_ONE] if network.n and _leading(network) is None else []


MEASURE = Measure(
    name="eigenvector",
    title=Text("固有ベクトル中心性", "eigenvector centrality"),
    sentence=Text(
        "{name}の固有ベクトル中心性は{eigenvector}（最大が 1）。中心的な相手とつながるほど大きい。",
        "The eigenvector centrality of {name} is {eigenvector} (the largest is 1); it is high where the "
        "contacts are central themselves.",
    ),
    definition=Text(
        "相手の中心性の和に比例する中心性。向きと重みは見ず、最大を 1 とする。最も大きい固有値を持つ"
        "連結成分の外は 0。二つの成分が同じ固有値で並ぶときは、すべて空。",
        "A centrality in proportion to the sum of the contacts' centralities. Directions and weights are "
        "not used; the largest is 1. Off the component with the largest eigenvalue it is 0; where two "
        "components share the largest, all cells are empty.",
    ),
    formula="λ x_i = Σⱼ u(i,j) x_j,  λ the largest eigenvalue of U,  max x = 1",
    reference="Bonacich, P. (1972). Factoring and weighting approaches to status scores and clique "
    "identification. Journal of Mathematical Sociology 2, 113–120.",
    columns=(Column("eigenvector", Text("固有ベクトル中心性", "eigenvector centrality")),),
    compute=eigenvector,
    report=report,
    rests_on=(leading,),
)
