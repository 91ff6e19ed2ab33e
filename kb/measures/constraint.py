"""Constraint: how far a node's contacts close the holes around it."""

from __future__ import annotations

from kb.measure import Column, Measure, Values
from kb.network.network import Network
from kb.structure import holes as structure
from kb.structure import triangles
from kb.text import Text


def constraint(network: Network) -> Values:
    """Burt's constraint on S = A + Aᵀ; empty for isolates, 1 with one contact, may exceed 1."""
    found = structure.holes(network)
    return {"constraint": structure.defined(found.constraint, found.contacts)}


MEASURE = Measure(
    name="constraint",
    title=Text("拘束度", "constraint"),
    sentence=Text(
        "{name}の拘束度は{constraint}。小さいほど、互いにつながらない相手の間に立つ（構造的空隙）。",
        "The constraint of {name} is {constraint}. The smaller it is, the more {name} stands between "
        "contacts who are not tied to each other (structural holes).",
    ),
    definition=Text(
        "相手への関係が、直接にも、ほかの相手を通じても、同じところに集まる度合い。関係は両方向を足して"
        "見る（相互の関係は 2、重みを指定すれば重みの和）。孤立点は空、相手が一つなら 1。1 を超えることがある。",
        "How far a node's ties lead, directly and through its other contacts, to the same place. Ties are "
        "taken both ways and added (a mutual pair counts 2; weights are summed where named). Empty for "
        "an isolate, 1 with one contact. May exceed 1.",
    ),
    formula="C(i) = Σⱼ c_ij,  c_ij = (p_ij + Σ_q p_iq p_qj)²,  p_ij = s_ij / Σ_k s_ik,  S = A + Aᵀ",
    reference="Burt, R. S. (1992). Structural Holes. Harvard University Press, ch. 2.",
    columns=(Column("constraint", Text("拘束度", "constraint")),),
    compute=constraint,
    rests_on=(structure, triangles),
)
