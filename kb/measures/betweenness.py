"""Betweenness: how many shortest routes run through a node."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from kb import paths
from kb.errors import MeasureError
from kb.measure import Column, Measure, Parameter, Values
from kb.network.network import FloatArray, Network
from kb.text import Text

LARGE = 2_000
"""From how many nodes on the network is taken apart first."""

EXACT, SAMPLED = "exact", "sampled"
HOPS, LENGTHS = "hops", "1/weight"
CONFIDENCE = 0.9
SEED = 20_260_401


def betweenness(
    network: Network, distance: str = HOPS, method: str = EXACT, error: str = "0.005"
) -> Values:
    """Brandes' betweenness, unnormalised, endpoints not counted; undirected: each pair once.

    `distance` is `hops`, or `1/weight`: the length of a tie is one over its named weight. `method`
    `sampled` draws routes by hops; no value then misses by more than `error` of all pairs, with
    probability 0.9 (`kb.paths.sampled`). Raises MeasureError where lengths are asked without
    weights above 0, or of a sample.
    """
    plain = network.simplify()[0]
    if method == SAMPLED:
        _require_hops(distance)
        return {"betweenness": _sample(plain, error)}
    if distance == HOPS and not plain.directed and plain.n >= LARGE:
        return {"betweenness": list(folded(network.undirected()))}
    lengths = None if distance == HOPS else _lengths(plain)
    values = plain.igraph().betweenness(directed=plain.directed, weights=lengths)
    return {"betweenness": [float(value) for value in values]}


@lru_cache(maxsize=1)
def folded(network: Network) -> tuple[float | None, ...]:
    """Compute it block by block on all cores (undirected, hops): the same numbers, much sooner.

    Kept for the network last asked: the two-mode measure divides the same numbers.
    """
    from kb.paths import betweenness, rows  # noqa: PLC0415 numba takes 0.5 s; small networks need none

    ties = rows.rows_of(network.n, network.source, network.target, directed=False)
    return tuple(betweenness.betweenness(ties).tolist())


def _sample(network: Network, error: str) -> list[float | None]:
    from kb.paths import rows, sampled  # noqa: PLC0415 as above

    ties = rows.rows_of(network.n, network.source, network.target, directed=network.directed)
    found = sampled.sampled(ties, error=float(error), confidence=CONFIDENCE, seed=SEED)
    return [float(value) for value in found.value / (1 if network.directed else 2)]


def report(
    network: Network, distance: str = HOPS, method: str = EXACT, error: str = "0.005"
) -> Sequence[Text]:
    """Say how far the values of a sample may miss."""
    del distance
    if method != SAMPLED:
        return []
    pairs = network.n * (network.n - 1) / (1 if network.directed else 2)
    most = f"{float(error) * pairs:,.0f}"
    return [
        Text(
            f"標本による推定: 確率 {CONFIDENCE:.0%} で、どの値の誤差も {most} 組以下"
            f"（全 {pairs:,.0f} 組の {float(error):.1%}）。乱数の種 {SEED}。",
            f"Estimated from a sample: with probability {CONFIDENCE:.0%} no value misses by more "
            f"than {most} pairs ({float(error):.1%} of all {pairs:,.0f}). Seed {SEED}.",
        )
    ]


def _require_hops(distance: str) -> None:
    if distance != HOPS:
        raise MeasureError(
            Text("標本は距離 hops でだけ取れます。", "A sample is drawn by hops only."),
            expected="distance=hops",
            found=f"distance={distance} method={SAMPLED}",
            remedy=Text("method=exact にしてください。", "Ask for method=exact."),
        )


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
    parameters=(
        Parameter("distance", Text("距離", "distance"), (HOPS, LENGTHS)),
        Parameter("method", Text("求め方", "method"), (EXACT, SAMPLED)),
        Parameter(
            "error",
            Text("標本の誤差の上限（全組に対する割合）", "most a sample may miss, of all pairs"),
            ("0.005", "0.01", "0.002"),
        ),
    ),
    report=report,
    rests_on=(paths,),
)
