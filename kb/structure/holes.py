"""Burt's proportions around every node: what constraint, effective size and hierarchy are made of.

With S = A + Aᵀ and T_i = Σ_k s_ik, the two-step part of a contact is
Σ_q p_iq p_qj = Q_ij / T_i with Q_ij = Σ_q s_iq s_qj / T_q, and the redundancy of node i is
Σ_j Σ_q p_iq m_jq = Σ_j D_ij / (T_i max_k s_jk) with D_ij = Σ_q s_iq s_jq. Q and D are symmetric and
their sums run over the triangles of a pair, so that one pass over the triangles gives all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kb.network.network import FloatArray, Network
from kb.structure.sums import sums
from kb.structure.triangles import Pairs, Places, pairs, triangles


@dataclass(frozen=True, slots=True)
class Holes:
    """Per node: contacts in S, Σ_j c_ij, the redundancy; per end of a pair: its node and c_ij.

    An end belongs to a node i and one of its contacts j; each pair has two.
    """

    contacts: FloatArray
    constraint: FloatArray
    redundancy: FloatArray
    node: Places
    dyadic: FloatArray


@lru_cache(maxsize=1)
def holes(network: Network) -> Holes:
    """Give Burt's sums; kept for the network last asked, as several measures ask for them."""
    of, tie = _ties(network)
    node, other = np.r_[of.low, of.high], np.r_[of.high, of.low]
    twice = np.r_[tie, tie]
    total = sums(node, twice, of.n)
    strongest = np.zeros(of.n)
    np.maximum.at(strongest, node, twice)
    through, shared = _through(of, tie, total)
    dyadic = np.square((twice + np.r_[through, through]) / total[node])
    redundant = np.r_[shared, shared] / total[node] / strongest[other]
    return Holes(
        contacts=np.bincount(node, minlength=of.n).astype(np.float64),
        constraint=sums(node, dyadic, of.n),
        redundancy=sums(node, redundant, of.n),
        node=node,
        dyadic=dyadic,
    )


def _ties(network: Network) -> tuple[Pairs, FloatArray]:
    """Give the pairs of S and their values; an undirected tie's is its weight (only ratios count)."""
    plain = network.simplify()[0]
    weight = np.ones(plain.m) if plain.weight is None else _scaled(plain.weight)
    kept = weight > 0
    source, target = plain.source[kept].astype(np.int64), plain.target[kept].astype(np.int64)
    of = pairs(network.n, source, target)
    return of, sums(of.places(source, target), weight[kept], of.m)


def _scaled(weight: FloatArray) -> FloatArray:
    """Bring the weights to at most 1 by a power of two, so that no product overflows."""
    _, exponent = np.frexp(weight.max(initial=0.0))
    return np.ldexp(weight, -int(exponent))


def _through(of: Pairs, tie: FloatArray, total: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give Q and D of every pair."""
    through, shared = np.zeros(of.m), np.zeros(of.m)
    for found in triangles(of):
        x, y, z = of.low[found.xy], of.high[found.xy], of.high[found.xz]
        xy, xz, yz = tie[found.xy], tie[found.xz], tie[found.yz]
        for place, product, between in (
            (found.xy, xz * yz, z),
            (found.xz, xy * yz, y),
            (found.yz, xy * xz, x),
        ):
            shared += sums(place, product, of.m)
            through += sums(place, product / total[between], of.m)
    return through, shared


def defined(values: FloatArray, where: npt.ArrayLike) -> list[float | None]:
    """Give plain numbers, empty where `where` is 0 (a node without contacts)."""
    return [
        value if at else None
        for value, at in zip(values.tolist(), np.asarray(where, dtype=bool).tolist(), strict=True)
    ]
