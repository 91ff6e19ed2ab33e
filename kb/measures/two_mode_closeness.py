"""Two-mode closeness: how near a node is to all others, against the nearest it could be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kb import paths
from kb.measure import Column, Measure, Values
from kb.network import groups
from kb.network.network import Network
from kb.structure import nearness as structure
from kb.structure import two_mode
from kb.structure.holes import defined
from kb.structure.nearness import nearness
from kb.text import Text


def two_mode_closeness(network: Network, mode: str = "", events: str = "") -> Values:
    """Give the least sum of distances over the sum there is, times the share of nodes reached."""
    found = two_mode.modes(network, mode, events)
    if found is None:
        return {"closeness_borgatti_everett": [None] * network.n}
    reached = nearness(network.undirected())
    least = found.other + 2 * (found.own - 1)
    share = reached.many / max(network.n - 1, 1)
    total = np.asarray(reached.total, dtype=np.float64)
    return {"closeness_borgatti_everett": defined(least / np.maximum(total, 1) * share, total)}


def report(network: Network, mode: str = "", events: str = "") -> Sequence[Text]:  # noqa: ARG001
    """Ask for the column where none is named; tell where not everything is connected."""
    if not mode:
        return (two_mode.NOT_NAMED,)
    parts = len(network.undirected().igraph().connected_components())
    return (
        (
            Text(
                f"つながっていないネットワーク（{parts:,} 成分）。届く点の割合を掛けてある。",
                f"The network is in {parts:,} components; values are multiplied by the share reached.",
            ),
        )
        if parts > 1
        else ()
    )


MEASURE = Measure(
    name="two_mode_closeness",
    title=Text("二部ネットワークの近接中心性", "two-mode closeness"),
    sentence=Text(
        "{name}の近さは{closeness_borgatti_everett}（1 なら、もう一方のモードのすべてと直接つながり、同じモードの"
        "すべてと二歩）。",
        "The nearness of {name} is {closeness_borgatti_everett} (1: tied to all of the other mode and two "
        "steps from all of its own).",
    ),
    definition=Text(
        "距離の合計がとりうる最小（もう一方のモードの全員と 1、同じモードの全員と 2）を、実際の距離の合計で割った"
        "もの。つながっていないネットワークでは元の定義がないので、届く点だけを数え、届く点の割合を掛ける"
        "（NetworkX と同じ）。どこにも届かない点は空。同じモードの中の関係があれば断る。",
        "The least sum of distances there can be (1 to every node of the other mode, 2 to every other node of "
        "the own mode) over the sum there is. The paper leaves networks in several components open: there "
        "only nodes that are reached count, and the value is multiplied by their share (as NetworkX does). "
        "Empty for a node that reaches nobody. A tie inside one mode is refused.",
    ),
    formula="c*(i) = (n_o + 2(n_i − 1)) / Σ_t d(i,t) · r(i)/(n − 1),  r nodes reached, n_i own mode, n_o other",
    reference="Borgatti, S. P., & Everett, M. G. (1997). Network analysis of 2-mode data. Social "
    "Networks 19, 243–269.",
    columns=(
        Column(
            "closeness_borgatti_everett",
            Text(
                "近接中心性（ボルガッティ・エベレット 1997）",
                "closeness (Borgatti and Everett 1997)",
            ),
        ),
    ),
    compute=two_mode_closeness,
    parameters=two_mode.MODES,
    report=report,
    rests_on=(two_mode, groups, paths, structure),
)
