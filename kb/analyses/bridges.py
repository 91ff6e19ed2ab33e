"""Bridges: ties whose loss leaves two sides without any route between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.analysis import Analysis, Found
from kb.measure import Column, Number
from kb.network.network import Network
from kb.text import Text


@dataclass(frozen=True, slots=True)
class Bridge:
    """A tied pair whose loss separates: the end on the smaller side first, and both sides' sizes."""

    small_end: int
    large_end: int
    small: int
    large: int

    @property
    def pairs(self) -> int:
        """How many pairs of nodes lose their only route."""
        return self.small * self.large


def bridges(network: Network) -> list[Bridge]:
    """Find them on U, the most pairs first, then by the ids of their ends."""
    from kb.paths import blocks, rows  # noqa: PLC0415 numba takes 0.5 s to load

    plain = network.undirected()
    of = blocks.blocks_of(rows.rows_of(plain.n, plain.source, plain.target, directed=False))
    first = of.start[:-1][np.diff(of.start) == 2]  # noqa: PLR2004 a block of two nodes is a tie
    ends = zip(
        of.node[first].tolist(),
        of.node[first + 1].tolist(),
        of.stands_for[first].tolist(),
        of.stands_for[first + 1].tolist(),
        strict=True,
    )
    ids = network.ids
    found = [
        Bridge(a, b, x, y) if (x, ids[a]) < (y, ids[b]) else Bridge(b, a, y, x)
        for a, b, x, y in ends
    ]
    return sorted(found, key=lambda one: (-one.pairs, ids[one.small_end], ids[one.large_end]))


def compute(network: Network, least: str = "1") -> Found:
    """Give those whose smaller side has at least so many nodes."""
    everything = bridges(network)
    shown = [one for one in everything if one.small >= int(least)]
    rows = tuple(
        {
            "small_end": network.ids[one.small_end],
            "large_end": network.ids[one.large_end],
            "small": one.small,
            "large": one.large,
            "pairs": one.pairs,
        }
        for one in shown
    )
    ends = sum(one.small == 1 for one in everything)
    told = Text(
        f"記録上、{network.undirected().m:,} 組のつながりのうち橋は {len(everything):,}。"
        f"そのうち {ends:,} は相手が一つだけの点につながる。",
        f"On record, {len(everything):,} of {network.undirected().m:,} tied pairs are bridges; "
        f"{ends:,} of these lead to a node with one contact.",
    )
    return Found(rows, (told,))


ANALYSIS = Analysis(
    name="bridges",
    title=Text("橋（切れると分かれるつながり）", "bridges"),
    definition=Text(
        "失われると、両側のあいだの経路がすべてなくなる、つながった二者。向きは見ず、同じ二者の間の関係はまとめて"
        "一つとみる。small と large は両側の点の数（その端を含む）、pairs は経路を失う二者の数。",
        "Tied pairs whose loss leaves no route between the two sides. Directions are not used, and all ties "
        "between the same two count as one. small and large are the nodes on either side, the end included; "
        "pairs counts the pairs that lose their only route.",
    ),
    formula="pairs = |S| |T|,  S and T the components into which the tie's component falls without it",
    reference="Tarjan, R. E. (1974). A note on finding the bridges of a graph. Information Processing "
    "Letters 2, 160–161.",
    columns=(
        Column("small_end", Text("小さい側の端", "end on the smaller side")),
        Column("large_end", Text("大きい側の端", "end on the larger side")),
        Column("small", Text("小さい側", "smaller side")),
        Column("large", Text("大きい側", "larger side")),
        Column("pairs", Text("経路を失う組", "pairs that lose their route")),
    ),
    compute=compute,
    parameters=(
        Number("least", Text("小さい側の最小の点数", "least nodes on the smaller side"), least=1),
    ),
    ids=("small_end", "large_end"),
)
