"""Articulation: what falls apart without a node."""

from __future__ import annotations

import numpy as np

from kb.measure import Column, Measure, Values
from kb.network.network import Network
from kb.text import Text


def articulation(network: Network) -> Values:
    """Count the pairs that lose their only route, and the parts the rest of its component makes."""
    from kb.paths import blocks, rows  # noqa: PLC0415 numba takes 0.5 s to load

    plain = network.undirected()
    found = blocks.blocks_of(rows.rows_of(plain.n, plain.source, plain.target, directed=False))
    parts = np.bincount(found.node, minlength=plain.n).astype(np.float64)
    return {"pairs_cut": np.asarray(found.pairs_cut()).tolist(), "parts": parts.tolist()}


MEASURE = Measure(
    name="articulation",
    title=Text("関節点", "articulation"),
    sentence=Text(
        "記録上、{name}がいなくなると{pairs_cut}組が唯一の経路を失う（残りは{parts}個の部分になる。1なら分かれない）。",
        "In the recorded ties {pairs_cut} pairs lose their only route without {name} (the rest of its "
        "component is then in {parts} parts; 1 means that it stays together).",
    ),
    definition=Text(
        "その点を除くと経路がなくなる、ほかの二者の組の数（pairs_cut、各組を一度）と、その点の成分の残りが"
        "分かれる数（parts）。向きは見ない。parts が 2 以上の点が関節点。関節点でなければ pairs_cut は 0、"
        "孤立点の parts は 0。",
        "The number of pairs of others that have no route left without the node (pairs_cut, each pair "
        "once), and the number of parts into which the rest of its component falls (parts). Directions "
        "are not used. A node with 2 parts or more is an articulation point; elsewhere pairs_cut is 0. An "
        "isolate has 0 parts.",
    ),
    formula="pairs(v) = Σ_{a<b} |P_a| |P_b|,  P_a the components of C(v) − v, C(v) the component of v",
    reference="Hopcroft, J., & Tarjan, R. (1973). Algorithm 447: efficient algorithms for graph "
    "manipulation. Communications of the ACM 16, 372–378.",
    columns=(
        Column("pairs_cut", Text("唯一の経路を失う組", "pairs that lose their only route")),
        Column("parts", Text("分かれる数", "parts")),
    ),
    compute=articulation,
)
