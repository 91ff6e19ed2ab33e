"""Write the networks that values.R measures: `python networks.py FOLDER`.

Florentine marriages and the karate club come with NetworkX; the others are invented, drawn with a
fixed seed, and stay beside this file because a draw may change with the library.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import networkx as nx


def table(file: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def florentine(folder: Path) -> None:
    """Write Padgett's marriages with the isolate Pucci; the group is invented: the first letter."""
    graph = nx.florentine_families_graph()
    nodes = sorted([*graph, "Pucci"])
    table(folder / "florentine_nodes.csv", ("id", "group"), [(node, node[0]) for node in nodes])
    table(folder / "florentine_edges.csv", ("source", "target"), sorted(graph.edges))


def karate(folder: Path) -> None:
    """Write Zachary's club with the side each member took."""
    graph = nx.karate_club_graph()
    nodes = [(node, club) for node, club in graph.nodes(data="club")]
    table(folder / "karate_nodes.csv", ("id", "group"), nodes)
    ties = [(a, b, weight) for a, b, weight in graph.edges(data="weight")]
    table(folder / "karate_edges.csv", ("source", "target", "weight"), ties)


if __name__ == "__main__":
    florentine(Path(sys.argv[1]))
    karate(Path(sys.argv[1]))
