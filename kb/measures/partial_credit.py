"""Partial credit: brokerage shared among all go-betweens who serve the same pair."""

from __future__ import annotations

from kb.measure import Column, Measure, Values
from kb.network.network import Network
from kb.structure import between
from kb.text import Text


def partial_credit(network: Network) -> Values:
    """1/m_ab for each ordered open pair a → v → b, m_ab its go-betweens; an isolate has 0."""
    return {"partial_credit": between.shared_credit(network.adjacency()).tolist()}


MEASURE = Measure(
    name="partial_credit",
    title=Text("分け合った仲介", "shared brokerage"),
    sentence=Text(
        "互いにつながらない二者（順序つき）のうち、{name}が間を取りもつのは{partial_credit}組ぶん"
        "（仲介者が何人もいる組は、人数で割る）。",
        "Of the ordered pairs that are not tied, {name} stands between {partial_credit} (a pair with "
        "several go-betweens is shared among them).",
    ),
    definition=Text(
        "a → v → b とつながり a → b とはつながらない二者ごとに、仲介者の数 m_ab で割った 1/m_ab を v に"
        "与える。群は見ない。すべての点の合計は、向きに沿って距離 2 にある二者の数。無向の組は両方の順序で"
        "数える。孤立点は 0。",
        "For each ordered pair a, b with a -> v -> b and no a -> b, v gets 1/m_ab, where m_ab go-betweens "
        "serve the pair, whatever their group. The sum over all nodes is the number of ordered pairs at "
        "directed distance 2; an undirected pair counts in both orders. An isolate has 0.",
    ),
    formula="Σ_{a≠b} a(a,v) a(v,b) (1 − a(a,b)) / m_ab,  m_ab = Σ_k a(a,k) a(k,b)",
    reference="Gould, R. V., & Fernandez, R. M. (1989). Structures of mediation. Sociological "
    "Methodology 19, 89–126 (partial scores).",
    columns=(Column("partial_credit", Text("分け合った仲介", "shared brokerage")),),
    compute=partial_credit,
    rests_on=(between,),
)
