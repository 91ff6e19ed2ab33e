"""Efficiency: effective size per contact."""

from __future__ import annotations

import numpy as np

from kb.measure import Column, Measure, Values
from kb.network.network import Network
from kb.structure import holes as structure
from kb.structure import triangles
from kb.text import Text


def efficiency(network: Network) -> Values:
    """Effective size over the number of contacts; empty for isolates, 1 with one contact."""
    found = structure.holes(network)
    share = 1 - found.redundancy / np.maximum(found.contacts, 1)
    return {"efficiency": structure.defined(share, found.contacts)}


MEASURE = Measure(
    name="efficiency",
    title=Text("効率", "efficiency"),
    sentence=Text(
        "{name}の相手一者あたりの有効サイズは{efficiency}。1 なら、相手どうしに重なりがない。",
        "The effective size of {name} per contact is {efficiency}; 1 means that no contacts overlap.",
    ),
    definition=Text(
        "有効サイズを相手の数で割ったもの。孤立点は空、相手が一つなら 1。",
        "Effective size divided by the number of contacts. Empty for an isolate, 1 with one contact.",
    ),
    formula="E(i) / N(i),  E effective size, N contacts in S = A + Aᵀ",
    reference="Burt, R. S. (1992). Structural Holes. Harvard University Press, ch. 2.",
    columns=(Column("efficiency", Text("効率", "efficiency")),),
    compute=efficiency,
    rests_on=(structure, triangles),
)
