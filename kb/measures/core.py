"""Core: how deep in the dense part of the network a node stands."""

from __future__ import annotations

from kb.measure import Column, Measure, Values
from kb.network.network import Network
from kb.text import Text


def core(network: Network) -> Values:
    """Give the k-core number on in- plus out-degree (a mutual pair counts 2); undirected: plain."""
    plain = network.simplify()[0]
    return {"core": [float(value) for value in plain.igraph().coreness(mode="all")]}


MEASURE = Measure(
    name="core",
    title=Text("コア数", "core number"),
    sentence=Text(
        "{name}は、互いに{core}本以上の関係を持つ者だけの集まりに入る。",
        "{name} belongs to a set whose members all have at least {core} ties within it.",
    ),
    definition=Text(
        "全員がその中で k 本以上の関係を持つ集まりに入れる、最大の k。有向なら入る関係と出る関係を合わせて"
        "数える（相互の関係は 2 本）。孤立点は 0。",
        "The largest k for which the node belongs to a set whose members all have at least k ties within "
        "it. Directed: arcs in and out are counted together (a mutual pair counts 2). An isolate has 0.",
    ),
    formula="core(i) = max k: i ∈ H, every j ∈ H with degree_H(j) ≥ k",
    reference="Seidman, S. B. (1983). Network structure and minimum degree. Social Networks 5, 269–287.",
    columns=(Column("core", Text("コア数", "core number")),),
    compute=core,
)
