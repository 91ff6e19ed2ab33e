"""Group by group: how many ties run between each two groups, against what independence gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.analysis import Analysis, Found
from kb.errors import CallError
from kb.measure import GROUPING, Column, Parameter
from kb.network import groups, room
from kb.network.network import FloatArray, Network
from kb.text import Text

SIZES, DEGREES = "sizes", "degrees"
BYTES_PER_CELL = 1_000
"""What a cell takes, its row of the table included."""


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Groups × groups: ties, ties that were possible, ties to expect; all (G, G).

    Directed: the cell (g, h) counts arcs from g to h. Undirected: both halves are alike and the
    diagonal counts each tie within a group once.
    """

    names: tuple[str, ...]
    size: FloatArray
    ties: FloatArray
    possible: FloatArray
    expected: FloatArray
    directed: bool


def matrix(network: Network, found: groups.Grouping, null: str = SIZES) -> Matrix:
    """Count the simple ties between nodes that have a group.

    Expected with `null="sizes"`: every possible pair is as likely to be tied as any other. With
    "degrees": ends meet at random, every group keeping its number of ties out and in (of ends,
    where undirected).
    """
    many = len(found.names)
    room.require(
        many**2 * BYTES_PER_CELL, Text(f"{many:,} 群 × {many:,} 群", f"{many:,} by {many:,} groups")
    )
    plain = network.simplify()[0]
    first, second = found.code[plain.source], found.code[plain.target]
    known = (first >= 0) & (second >= 0)
    counts = np.zeros((many, many))
    np.add.at(counts, (first[known], second[known]), 1)
    size = np.bincount(found.code[found.code >= 0], minlength=many).astype(np.float64)
    if not network.directed:
        counts = counts + counts.T  # the diagonal now holds ends: twice its ties
    half = np.where(np.eye(many, dtype=bool) & (not network.directed), 2, 1)
    ties = counts / half
    possible = (np.outer(size, size) - np.diag(size)) / half
    return Matrix(
        found.names,
        size,
        ties,
        possible,
        _expected(counts, possible, half, null, directed=network.directed),
        network.directed,
    )


def _expected(
    counts: FloatArray, possible: FloatArray, half: FloatArray, null: str, *, directed: bool
) -> FloatArray:
    total = counts.sum()
    if null == DEGREES:
        out, into = counts.sum(axis=1), counts.sum(axis=0)
        ends: FloatArray = np.outer(out, into) / max(total, 1) / half
        return ends
    whole = (possible * half).sum()
    ties, pairs = (total, whole) if directed else (total / 2, whole / 2)
    alike: FloatArray = possible * (ties / max(pairs, 1))
    return alike


def compute(
    network: Network, group: str = "", ungrouped: str = "", chosen: str = "", null: str = SIZES
) -> Found:
    """Give one row per cell; of an undirected network, each two groups once."""
    found = groups.grouping(network, group, ungrouped, chosen)
    if found is None:
        raise CallError(
            Text("群を示す列を選んでください。", "Name the column that holds the groups."),
            expected="group=COLUMN",
        )
    of = matrix(network, found, null)
    cells = [
        (g, h) for g in range(len(of.names)) for h in range(0 if of.directed else g, len(of.names))
    ]
    rows = tuple(
        {
            "group": of.names[g],
            "other": of.names[h],
            "ties": int(of.ties[g, h]),
            "expected": float(of.expected[g, h]),
            "ratio": _over(of.ties[g, h], of.expected[g, h]),
            "possible": int(of.possible[g, h]),
            "density": _over(of.ties[g, h], of.possible[g, h]),
        }
        for g, h in cells
    )
    return Found(rows, tuple(groups.told(network, group, ungrouped, chosen)))


def _over(one: float, other: float) -> float | None:
    return float(one / other) if other else None


ANALYSIS = Analysis(
    name="matrix",
    title=Text("群と群のあいだ", "group by group"),
    definition=Text(
        "群と群のあいだ（と群の中）の関係の数（ties）、ありうる組の数（possible）、密度（density）、独立なら"
        "いくつと見込まれるか（expected）、その比（ratio）。有向なら group から other への弧。null=sizes はどの組にも"
        "同じ確率で関係があるとし、null=degrees は群ごとの関係の端の数をそのままに相手が偶然に決まるとする"
        "（自分自身との組も数えに入る）。自分自身への関係と重複は数えない。割れないところは空。",
        "Between every two groups, and within each: the ties, the pairs that could be tied (possible), the "
        "share that are (density), how many independence lets expect (expected) and their ratio. In a directed "
        "network arcs from group to other. null=sizes ties every possible pair with the same probability; "
        "null=degrees keeps the ends of ties of every group and lets chance join them (an end may meet its own "
        "node). Self-ties and parallels are not counted. Empty where there is nothing to divide by.",
    ),
    formula="sizes: E_gh = |P_gh| · m / Σ|P|;  degrees: E_gh = out_g in_h / m (undirected: K_g K_h / 2m, "
    "K_g² / 4m within g);  density = ties / |P_gh|,  P_gh the possible pairs",
    reference="Wasserman, S., & Faust, K. (1994). Social Network Analysis. Cambridge University Press "
    "(densities between positions); Newman, M. E. J. (2003). Mixing patterns in networks. Physical Review E "
    "67, 026126.",
    columns=(
        Column("group", Text("群", "group")),
        Column("other", Text("相手の群", "other group")),
        Column("ties", Text("関係", "ties")),
        Column("expected", Text("独立なら", "expected")),
        Column("ratio", Text("比", "ratio")),
        Column("possible", Text("ありうる組", "possible pairs")),
        Column("density", Text("密度", "density")),
    ),
    compute=compute,
    parameters=(
        *GROUPING,
        Parameter("null", Text("独立の考え方", "what independence keeps"), (SIZES, DEGREES)),
    ),
)
