"""Hierarchy: how far a node's constraint comes from a single contact."""

from __future__ import annotations

import numpy as np

from kb.measure import Column, Measure, Values
from kb.network.network import Network
from kb.structure import holes as structure
from kb.structure import triangles
from kb.structure.sums import sums
from kb.text import Text


def hierarchy(network: Network) -> Values:
    """Coleman and Theil's inequality of dyadic constraints; empty with fewer than two contacts."""
    found = structure.holes(network)
    mean = found.constraint / np.maximum(found.contacts, 1)
    ratio = found.dyadic / mean[found.node]
    disorder = sums(found.node, ratio * np.log(ratio), network.n)
    several = found.contacts > 1
    n = np.where(several, found.contacts, 2.0)
    return {"hierarchy": structure.defined(np.maximum(disorder, 0) / (n * np.log(n)), several)}


MEASURE = Measure(
    name="hierarchy",
    title=Text("階層度", "hierarchy"),
    sentence=Text(
        "{name}の階層度は{hierarchy}。1 に近いほど、拘束が一つの相手に集まる。",
        "The hierarchy around {name} is {hierarchy}; near 1, all constraint comes from one contact.",
    ),
    definition=Text(
        "拘束度が相手のあいだでどれほど偏っているか（コールマンとタイルの不平等の尺度）。相手ごとの拘束が"
        "等しければ 0、一つの相手に集まれば 1。孤立点と、相手が一つの点は空（UCINET は相手一つを 1 とする）。",
        "How unequally constraint is spread over the contacts (the disorder index of Coleman and Theil): "
        "0 where all contacts constrain alike, 1 where one contact does it all. Empty for an isolate and "
        "with one contact (for which UCINET prints 1).",
    ),
    formula="H(i) = Σⱼ r_j ln r_j / (N ln N),  r_j = c_ij / (C(i)/N),  N contacts, c_ij and C(i) of constraint",
    reference="Burt, R. S. (1992). Structural Holes. Harvard University Press, ch. 2; Coleman, J. S. "
    "(1964). Introduction to Mathematical Sociology. Free Press, p. 443.",
    columns=(Column("hierarchy", Text("階層度", "hierarchy")),),
    compute=hierarchy,
    rests_on=(structure, triangles),
)
