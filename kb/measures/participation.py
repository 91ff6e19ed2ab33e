"""Participation: over how many groups a node's contacts spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from kb.measure import GROUPING, Column, Measure, Values
from kb.network import groups
from kb.network.network import FloatArray, Network
from kb.structure.holes import defined
from kb.text import Text


def participation(
    network: Network, group: str = "", ungrouped: str = "", chosen: str = ""
) -> Values:
    """Guimerà and Amaral's coefficient on U over the contacts that have a group.

    Both columns are empty for isolates and where no column of groups is named.
    """
    found = groups.grouping(network, group, ungrouped, chosen)
    if found is None:
        return {"participation": [None] * network.n, "coverage": [None] * network.n}
    contacts = network.undirected().adjacency()
    inside = np.flatnonzero(found.code >= 0)
    member = sparse.csr_array(
        (np.ones(len(inside)), (inside, found.code[inside])),
        shape=(network.n, max(len(found.names), 1)),
    )
    by_group = contacts @ member
    known: FloatArray = by_group.sum(axis=1)
    total: FloatArray = contacts.sum(axis=1)
    squares: FloatArray = by_group.power(2).sum(axis=1)
    return {
        "participation": defined(1 - squares / np.maximum(known, 1) ** 2, known),
        "coverage": defined(known / np.maximum(total, 1), total),
    }


def report(
    network: Network, group: str = "", ungrouped: str = "", chosen: str = ""
) -> Sequence[Text]:
    """Say how high the values can get, and how many contacts have no group."""
    found = groups.grouping(network, group, ungrouped, chosen)
    if found is None:
        return ()
    empty = found.without
    missing = [
        Text(
            f"列 {group} が空の {empty:,} 点は、相手として数えない（coverage に表れる）。",
            f"{empty:,} nodes have no {group} and do not count as contacts (see coverage).",
        )
    ]
    most = len(found.names)
    return [
        Text(
            f"participation の上限は 1 − 1/min(k, {most})（k は群のある相手の数、群は {most}）。",
            f"participation is at most 1 - 1/min(k, {most}), with k contacts that have one of the "
            f"{most} groups.",
        ),
        *(missing if empty else ()),
    ]


MEASURE = Measure(
    name="participation",
    title=Text("参加係数", "participation"),
    sentence=Text(
        "{name}の参加係数は{participation}。0 なら相手が一つの群だけ、大きいほど多くの群に等しく広がる"
        "（群の分かる相手の割合は{coverage}）。",
        "The participation of {name} is {participation}: 0 where all contacts are of one group, higher "
        "the more evenly they spread over groups (the share of contacts with a known group is {coverage}).",
    ),
    definition=Text(
        "相手が群のあいだにどれほど等しく散らばるか。向きは見ない。群のない相手は数えず、群のある相手の割合を "
        "coverage に示す。上限は 1 − 1/min(k, 群の数)、k は群のある相手の数。孤立点は空、相手が一つなら 0。",
        "How evenly the contacts spread over groups. Directions are not used. Contacts without a group "
        "are not counted; coverage is the share of those that have one. The ceiling is "
        "1 - 1/min(k, number of groups), with k contacts that have a group. Empty for an isolate, 0 with "
        "one contact.",
    ),
    formula="P(i) = 1 − Σ_s (k_is / k_i)²,  k_i contacts that have a group, k_is those in group s",
    reference="Guimerà, R., & Amaral, L. A. N. (2005). Functional cartography of complex metabolic "
    "networks. Nature 433, 895–900.",
    columns=(
        Column("participation", Text("参加係数", "participation")),
        Column("coverage", Text("群の分かる相手の割合", "share of contacts with a group")),
    ),
    compute=participation,
    parameters=GROUPING,
    report=report,
    rests_on=(groups,),
)
