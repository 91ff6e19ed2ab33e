"""Networks of the literature that come with NetworkX, under names a command can ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np

from kb.errors import CallError
from kb.network.network import FloatArray, Network, NodeGraph
from kb.text import Text


@dataclass(frozen=True, slots=True)
class Example:
    """How NetworkX makes it, what it is, its column of weights, and node columns by attribute."""

    make: Callable[[], NodeGraph[str]]
    title: Text
    weight: str = ""
    columns: Mapping[str, str] | None = None


EXAMPLES = {
    "florentine": Example(
        nx.florentine_families_graph,
        Text(
            "フィレンツェの名家の婚姻（Padgett; 15 家）",
            "marriages between Florentine families (Padgett; 15 families)",
        ),
    ),
    "karate": Example(
        nx.karate_club_graph,
        Text(
            "空手クラブの友人関係（Zachary 1977; 34 人）",
            "Zachary's karate club (1977; 34 members)",
        ),
        weight="weight",
        columns={"club": "club"},
    ),
    "southern_women": Example(
        nx.davis_southern_women_graph,
        Text(
            "南部の女性たちと催し（Davis ほか 1941; 二部、18 人と 14 の催し）",
            "Southern women and events (Davis et al. 1941; two-mode, 18 women and 14 events)",
        ),
        columns={"mode": "bipartite"},
    ),
}
"""The columns: column name → NetworkX's attribute. Ids are those of NetworkX."""


def example(name: str, weight: str | None = None) -> Network:
    """Give one; raises CallError where there is none of this name, or it has no such weights."""
    found = EXAMPLES.get(name)
    if found is None or (weight and weight != found.weight):
        raise CallError(
            Text(
                "この例はないか、この重みの列がありません。",
                "No such example, or it has no such weights.",
            ),
            expected=" | ".join(
                f"{one}{f' --weight {it.weight}' if it.weight else ''}"
                for one, it in EXAMPLES.items()
            ),
            found=f"{name}{f' --weight {weight}' if weight else ''}",
        )
    graph = found.make()
    place = {node: at for at, node in enumerate(graph)}
    ends = np.array([(place[a], place[b]) for a, b in graph.edges], dtype=np.int32)
    columns = found.columns or {}
    return Network(
        ids=tuple(map(str, graph)),
        source=ends[:, 0],
        target=ends[:, 1],
        directed=False,
        weight=_weights(graph, weight) if weight else None,
        groups={
            column: tuple(str(graph.nodes[node][attribute]) for node in graph)
            for column, attribute in columns.items()
        },
    )


def _weights(graph: NodeGraph[str], weight: str) -> FloatArray:
    ends: Iterable[tuple[str, str, float]] = graph.edges(data=weight)
    return np.array([value for _, _, value in ends], dtype=np.float64)
