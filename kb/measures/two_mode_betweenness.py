"""Two-mode betweenness: as a share of the most that a node of its mode could have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kb import paths
from kb.measure import Column, Measure, Values
from kb.measures import betweenness as one_mode
from kb.network import groups
from kb.network.network import FloatArray, Network
from kb.structure import two_mode
from kb.structure.holes import defined
from kb.text import Text


def two_mode_betweenness(network: Network, mode: str = "", events: str = "") -> Values:
    """Betweenness over the most it can be in the node's mode; empty where that is 0."""
    found = two_mode.modes(network, mode, events)
    if found is None:
        return {"betweenness_borgatti_everett": [None] * network.n}
    raw = one_mode.betweenness(network.undirected())["betweenness"]
    most = highest(found.own, found.other)
    share = np.array(raw, dtype=np.float64) / np.where(most > 0, most, 1)
    return {"betweenness_borgatti_everett": defined(share, most)}


def highest(own: FloatArray, other: FloatArray) -> FloatArray:
    """Give the most betweenness a node can have, with so many nodes in its own and the other mode.

    It is tied to all `other` nodes, and the rest of its mode hangs on these as evenly as can be: the
    pairs of nodes in different branches.
    """
    o = np.maximum(other, 1)
    s, t = np.divmod(np.maximum(own - 1, 0), o)
    most = (o * (s + 1)) ** 2 + o * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)
    return np.where((other > 0) & (own > 0), most / 2, 0)


def report(network: Network, mode: str = "", events: str = "") -> Sequence[Text]:  # noqa: ARG001
    """Ask for the column where none is named."""
    return () if mode else (two_mode.NOT_NAMED,)


MEASURE = Measure(
    name="two_mode_betweenness",
    title=Text("二部ネットワークの媒介中心性", "two-mode betweenness"),
    sentence=Text(
        "{name}の媒介中心性は、そのモードの点がとりうる最大の{betweenness_borgatti_everett}の割合。",
        "The betweenness of {name} is a share of {betweenness_borgatti_everett} of the most a node of its "
        "mode could have.",
    ),
    definition=Text(
        "媒介中心性（無向、正規化前）を、同じモードの点がとりうる最大値で割ったもの。最大になるのは、もう一方の"
        "モードのすべてとつながり、同じモードの残りがそれらに均等にぶら下がるとき。最大が 0 なら空、孤立点は 0。"
        "同じモードの中の関係があれば断る。",
        "Betweenness (undirected, before normalisation) over the most that a node of the same mode could have: "
        "tied to all of the other mode, on which the rest of its own mode hangs as evenly as can be. Empty "
        "where the most is 0; an isolate has 0. A tie inside one mode is refused.",
    ),
    formula="b*(i) = b(i) / ½[n_o²(s+1)² + n_o(s+1)(2t − s − 1) − t(2s − t + 3)],  "
    "s = (n_i − 1) div n_o, t = (n_i − 1) mod n_o, n_i own mode, n_o other",
    reference="Borgatti, S. P., & Everett, M. G. (1997). Network analysis of 2-mode data. Social "
    "Networks 19, 243–269.",
    columns=(
        Column(
            "betweenness_borgatti_everett",
            Text(
                "媒介中心性（ボルガッティ・エベレット 1997）",
                "betweenness (Borgatti and Everett 1997)",
            ),
        ),
    ),
    compute=two_mode_betweenness,
    parameters=two_mode.MODES,
    report=report,
    rests_on=(two_mode, groups, one_mode, paths),
)
