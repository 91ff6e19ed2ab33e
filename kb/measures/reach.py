"""Reach: how many others are within two steps."""

from __future__ import annotations

from kb import paths
from kb.measure import Column, Measure, Parameter, Values
from kb.network.network import Network
from kb.structure import steps as walks
from kb.text import Text


def reach(network: Network, steps: str = "2") -> Values:
    """Count the others within so many outgoing steps, and their share of all others."""
    many = walks.reached(network.adjacency(), int(steps))
    others = network.n - 1
    return {
        "reach": many.tolist(),
        "reach_share": (many / others).tolist() if others > 0 else [None] * network.n,
    }


MEASURE = Measure(
    name="reach",
    title=Text("二歩で届く相手", "two-step reach"),
    sentence=Text(
        "{name}からは、記録上、二歩以内（相手か、相手の相手）で{reach}者に届く（全体に占める割合{reach_share}）。",
        "On record {name} reaches {reach} others within two steps, its contacts and theirs (a share of "
        "{reach_share} of all others).",
    ),
    definition=Text(
        "出る関係を二本までたどって届く、ほかの点の数（reach）と、自分を除くすべての点に占める割合（reach_share）。"
        "無向の関係は両方にたどる。steps=3 なら三本まで。孤立点は 0。点が一つだけなら割合は空。",
        "The number of other nodes within two outgoing ties (reach), and their share of all other nodes "
        "(reach_share). Undirected ties are followed both ways. steps=3 follows three ties. An isolate "
        "has 0; the share is empty in a network of one node.",
    ),
    formula="R₂(v) = |{t ≠ v : d(v, t) ≤ 2}|;  share = R₂(v) / (n − 1)",
    reference="Borgatti, S. P. (2006). Identifying sets of key players in a social network. "
    "Computational and Mathematical Organization Theory 12, 21–34 (m-step reach).",
    columns=(
        Column("reach", Text("届く数", "reached")),
        Column("reach_share", Text("届く割合", "share reached")),
    ),
    compute=reach,
    parameters=(Parameter("steps", Text("歩数", "steps"), ("2", "3")),),
    rests_on=(paths, walks),
)
