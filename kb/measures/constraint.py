"""Constraint: how far a node's contacts close the holes around it."""

from __future__ import annotations

import itertools

import numpy as np
from scipy import sparse

from kb.measure import Column, Measure, Values
from kb.network.network import FloatArray, Network
from kb.text import Text

PRODUCTS_AT_ONCE = 8_000_000  # bounds the two-step block in memory (about 100 MB)


def constraint(network: Network) -> Values:
    """Burt's constraint on S = A + Aᵀ; empty for isolates, 1 with one contact, may exceed 1."""
    ties = network.adjacency(weighted=True)
    ties = sparse.csr_array(ties + ties.T)
    ties.eliminate_zeros()
    totals: FloatArray = ties.sum(axis=1)
    share = np.divide(1.0, totals, out=np.zeros_like(totals), where=totals > 0)
    shares = sparse.csr_array(ties.multiply(share[:, None]))
    sums = np.concatenate([_rows(shares, a, b) for a, b in _blocks(shares)] or [np.zeros(0)])
    return {
        "constraint": [
            float(value) if total > 0 else None for value, total in zip(sums, totals, strict=True)
        ]
    }


def _rows(shares: sparse.csr_array[np.float64], first: int, last: int) -> FloatArray:
    """Sum (p_ij + Σ_q p_iq p_qj)² over the contacts j of the nodes first … last − 1.

    p_ii = 0, so q runs over third nodes only.
    """
    direct = shares[first:last]
    contacts = direct.astype(bool).astype(float)
    both = direct + (direct @ shares).multiply(contacts)
    return np.asarray(both.multiply(both).sum(axis=1), dtype=np.float64)


def _blocks(shares: sparse.csr_array[np.float64]) -> list[tuple[int, int]]:
    """Cut the rows so that no block's two-step product takes more than PRODUCTS_AT_ONCE."""
    contacts = np.diff(shares.indptr).astype(np.int64)
    reach = np.r_[0, np.cumsum(contacts[shares.indices])][shares.indptr]
    cuts = [0]
    while cuts[-1] < len(contacts):
        end = int(np.searchsorted(reach, reach[cuts[-1]] + PRODUCTS_AT_ONCE, side="right")) - 1
        cuts.append(max(end, cuts[-1] + 1))
    return list(itertools.pairwise(cuts))


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
    formula="C(i) = Σⱼ (p_ij + Σ_q p_iq p_qj)²,  p_ij = s_ij / Σ_k s_ik,  S = A + Aᵀ",
    reference="Burt, R. S. (1992). Structural Holes. Harvard University Press, ch. 2.",
    columns=(Column("constraint", Text("拘束度", "constraint")),),
    compute=constraint,
)
