"""Two-mode degree: the share of the other mode that a node is tied to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kb.measure import Column, Measure, Values
from kb.network import groups
from kb.network.network import Network
from kb.structure import two_mode
from kb.structure.holes import defined
from kb.text import Text


def two_mode_degree(network: Network, mode: str = "", events: str = "") -> Values:
    """Contacts over the size of the other mode; empty where that mode or the column is missing."""
    found = two_mode.modes(network, mode, events)
    if found is None:
        return {"degree_borgatti_everett": [None] * network.n}
    contacts = np.diff(network.undirected().adjacency().indptr)
    share = contacts / np.maximum(found.other, 1)
    return {"degree_borgatti_everett": defined(share, found.other)}


def report(network: Network, mode: str = "", events: str = "") -> Sequence[Text]:  # noqa: ARG001
    """Ask for the column where none is named."""
    return () if mode else (two_mode.NOT_NAMED,)


MEASURE = Measure(
    name="two_mode_degree",
    title=Text("二部ネットワークの次数", "two-mode degree"),
    sentence=Text(
        "{name}は、記録上、もう一方のモードの{degree_borgatti_everett}の割合とつながる。",
        "On record {name} is tied to a share of {degree_borgatti_everett} of the other mode.",
    ),
    definition=Text(
        "相手の数を、もう一方のモードの点の数（ありうる最大）で割ったもの。モードは mode に選ぶ列が示す。"
        "同じモードの中の関係があれば断る。孤立点は 0、もう一方のモードに点がなければ空。",
        "The number of contacts over the number of nodes of the other mode, which is the most there can be. "
        "The column named by mode tells the modes; a tie inside one mode is refused. An isolate has 0; empty "
        "where the other mode has no node.",
    ),
    formula="d*(i) = d(i) / n_o,  n_o nodes in the other mode",
    reference="Borgatti, S. P., & Everett, M. G. (1997). Network analysis of 2-mode data. Social "
    "Networks 19, 243–269.",
    columns=(
        Column(
            "degree_borgatti_everett",
            Text("次数（ボルガッティ・エベレット 1997）", "degree (Borgatti and Everett 1997)"),
        ),
    ),
    compute=two_mode_degree,
    parameters=two_mode.MODES,
    report=report,
    rests_on=(two_mode, groups),
)
