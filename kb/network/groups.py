"""Groups of nodes: a column of the node table, its empty cells and its cells with several values."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kb.errors import CallError, MeasureError
from kb.network.network import IntArray, Network
from kb.text import Text

TYPE = "type"
"""The chief type of a node serves as a group under this name where no column bears it."""
SEPARATOR = ";"
"""Between the values of a cell that holds several."""
OWN_GROUP = "own group"
NAMED = 5


@dataclass(frozen=True, slots=True)
class Grouping:
    """The group of each node: `code` is its place in `names`, −1 for a node without a group."""

    names: tuple[str, ...]
    code: IntArray

    @property
    def without(self) -> int:
        """How many nodes have no group."""
        return int((self.code < 0).sum())


def grouping(
    network: Network, group: str, ungrouped: str = "", chosen: str = ""
) -> Grouping | None:
    """Give the groups that the column `group` makes; None where no column is named.

    An empty cell is no group, or with `ungrouped="own group"` the group named "". Of a cell with
    several values (`a; b`) the first of `chosen` (`x; y`) that it holds counts. Raises CallError at
    a column that is not there and MeasureError at a node with several groups of which none is
    chosen.
    """
    if not group:
        return None
    wanted = _values(chosen)
    cells = column(network, group)
    named = {cell: _one(_values(cell), wanted) for cell in dict.fromkeys(cells)}
    _refuse_several(network, group, cells, [cell for cell, one in named.items() if one is None])
    kept = {one for one in named.values() if one or (one == "" and ungrouped == OWN_GROUP)}
    names = tuple(sorted(one for one in kept if one is not None))
    place = {name: code for code, name in enumerate(names)}
    codes = {cell: place.get(one or "", -1) for cell, one in named.items()}
    return Grouping(names, np.array([codes[cell] for cell in cells], dtype=np.int32))


def column(network: Network, name: str) -> Sequence[str]:
    """Give a column of the nodes; raises CallError naming those there are."""
    if name in network.groups:
        return network.groups[name]
    if name == TYPE and any(network.types):
        return network.types
    there = [*network.groups, *([TYPE] if any(network.types) else [])]
    near = difflib.get_close_matches(name, there, n=3, cutoff=0.5)
    raise CallError(
        Text("この名前の列は点の表にありません。", "The nodes have no column of this name."),
        found=name,
        expected=" | ".join(near or there)
        or Text(
            "点の表の列（--nodes で渡す）", "a column of the node table (give it with --nodes)"
        ),
    )


def decided(network: Network, group: str) -> tuple[Network, list[Text]]:
    """Empty the cells of a column that hold several values, and say how many.

    So nobody is put into one of several groups by chance; the nodes stay and count as nodes without
    a group. Raises CallError at a column that is not there.
    """
    cells = column(network, group)
    several = sum(len(_values(cell)) > 1 for cell in cells)
    if not several:
        return network, []
    single = tuple("" if len(_values(cell)) > 1 else cell for cell in cells)
    said = Text(
        f"列 {group} に値がいくつもある {several:,} 点は、どの群とも決めず、群のない点とした。",
        f"{several:,} nodes have several values of {group}; none was chosen, so they count as nodes "
        "without a group.",
    )
    return replace(network, groups={**network.groups, group: single}), [said]


def among(network: Network, inside: IntArray) -> Network:
    """Give the network between some nodes (their places, ascending), simplified."""
    plain = network.simplify()[0]
    place = np.full(network.n, -1, dtype=np.int32)
    place[inside] = np.arange(len(inside), dtype=np.int32)
    source, target = place[plain.source], place[plain.target]
    kept = (source >= 0) & (target >= 0)
    return Network(
        ids=tuple(network.ids[node] for node in inside.tolist()),
        source=source[kept],
        target=target[kept],
        directed=network.directed,
        weight=None if plain.weight is None else plain.weight[kept],
    )


def told(network: Network, group: str, ungrouped: str = "", chosen: str = "") -> list[Text]:
    """Say how many nodes have no group, for the report beside the values."""
    found = grouping(network, group, ungrouped, chosen)
    empty = sum(not _values(cell) for cell in column(network, group)) if found else 0
    if not found or not empty:
        return []
    if found.without:
        return [
            Text(
                f"列 {group} が空の {empty:,} 点は除いた（{network.n:,} 点のうち）。",
                f"{empty:,} of {network.n:,} nodes have no {group}; they were left out.",
            )
        ]
    return [
        Text(
            f"列 {group} が空の {empty:,} 点（{network.n:,} 点のうち）は、名前のない一つの群とした。",
            f"{empty:,} of {network.n:,} nodes have no {group}; they count as one group without a "
            "name.",
        )
    ]


def _values(cell: str) -> list[str]:
    """Give the different values of a cell, in their order."""
    parts = (part.strip() for part in cell.split(SEPARATOR))
    return list(dict.fromkeys(part for part in parts if part))


def _one(values: Sequence[str], wanted: Sequence[str]) -> str | None:
    """Give the value that counts, "" where there is none, None where it is not decided."""
    if len(values) <= 1:
        return values[0] if values else ""
    return next((value for value in wanted if value in values), None)


def _refuse_several(
    network: Network, group: str, cells: Sequence[str], undecided: Sequence[str]
) -> None:
    if not undecided:
        return
    nodes = [id_ for id_, cell in zip(network.ids, cells, strict=True) if cell in set(undecided)]
    shown = ", ".join(nodes[:NAMED]) + (" …" if len(nodes) > NAMED else "")
    raise MeasureError(
        Text("いくつもの群に属する点があります。", "Some nodes belong to several groups."),
        expected=Text("点ごとに一つの値", "one value for each node"),
        found=f"{len(nodes)}: {shown} ({group} = {undecided[0]})",
        remedy=Text(
            "数える値を -p chosen=値 で選ぶか、列を一つの値に直してください。",
            "Choose the value that counts with -p chosen=VALUE, or give each node one value.",
        ),
    )
