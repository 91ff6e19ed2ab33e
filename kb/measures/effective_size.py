"""Effective size: how many contacts a node has that do not lead to the same place."""

from __future__ import annotations

from kb.measure import Column, Measure, Values
from kb.network.network import Network
from kb.structure import holes as structure
from kb.structure import triangles
from kb.text import Text


def effective_size(network: Network) -> Values:
    """Burt's effective size on S = A + Aᵀ; empty for isolates, 1 with one contact."""
    found = structure.holes(network)
    size = found.contacts - found.redundancy
    return {"effective_size": structure.defined(size, found.contacts)}


MEASURE = Measure(
    name="effective_size",
    title=Text("有効サイズ", "effective size"),
    sentence=Text(
        "{name}の相手は、重なりを除くと{effective_size}者ぶんにあたる。",
        "Without overlap, the contacts of {name} are worth {effective_size}.",
    ),
    definition=Text(
        "相手の数から、相手どうしのつながりで重なるぶんを引いたもの。関係は両方向を足して見る（相互の"
        "関係は 2、重みを指定すれば重みの和）。重みのない無向の場合は n − 2t/n（n は相手の数、t は相手"
        "どうしの関係の数）と同じ。孤立点は空、相手が一つなら 1。",
        "The number of contacts, less what overlaps because they are tied to each other. Ties are taken "
        "both ways and added (a mutual pair counts 2; weights are summed where named). Undirected and "
        "unweighted it is n - 2t/n, with n contacts and t ties between them. Empty for an isolate, 1 "
        "with one contact.",
    ),
    formula="E(i) = Σⱼ [1 − Σ_{q≠i,j} p_iq m_jq],  m_jq = s_jq / max_k s_jk,  S = A + Aᵀ",
    reference="Burt, R. S. (1992). Structural Holes. Harvard University Press, ch. 2.",
    columns=(Column("effective_size", Text("有効サイズ", "effective size")),),
    compute=effective_size,
    rests_on=(structure, triangles),
)
