"""Measures beside NetworkX and the bare engine, on one generated two-mode network.

    python -m tests.benchmarks.bench_measures [ACTORS] [PROJECTS]

Prints ratios of times taken in this same run; asserts nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial

import networkx as nx
import numpy as np
from rich.console import Console
from rich.table import Table

from kb.measuring import child, register
from kb.measuring.child import Wanted
from kb.measuring.reasons import standing
from kb.network.layout import layout
from kb.network.network import Network

ACTORS, PROJECTS = 2_000, 1_200
TIES_PER_PROJECT = 6
SEED = 7


def ecosystem(actors: int, projects: int) -> Network:
    """Give actors in projects: few actors are in very many, most in one, as in CORDIS."""
    chance = np.random.default_rng(SEED)
    popular = 1 / np.arange(1, actors + 1) ** 0.8
    members = chance.choice(actors, size=projects * TIES_PER_PROJECT, p=popular / popular.sum())
    project = actors + np.repeat(np.arange(projects), TIES_PER_PROJECT)
    ids = tuple(f"n{place}" for place in range(actors + projects))
    return Network(ids, members, project, directed=False).simplify()[0]


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Time a call; of several the quickest, since other work on the machine only slows it."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main(actors: int = ACTORS, projects: int = PROJECTS) -> None:
    """Measure and print."""
    network = ecosystem(actors, projects)
    graph, bare = network.networkx(), network.igraph()
    peers: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "degree": (lambda: dict(graph.degree()), bare.degree),
        "betweenness": (
            lambda: nx.betweenness_centrality(graph, normalized=False),
            bare.betweenness,
        ),
        "constraint": (lambda: nx.constraint(graph), bare.constraint),
    }
    table = Table("measure", "ours, s", "NetworkX ÷ ours", "ours ÷ bare igraph")
    for name, (meaning, engine) in peers.items():
        measure = register.measure(name)
        ours = seconds(partial(measure.measure, network), 3)
        slow, fast = seconds(meaning), seconds(engine, 3)
        table.add_row(name, f"{ours:.3f}", f"{slow / ours:,.0f}", f"{ours / fast:.2f}")
    console = Console()
    console.print(f"{network.n:,} nodes, {network.m:,} ties")
    console.print(table)
    every = [Wanted(name, {}) for name in register.measures()]
    inside = seconds(lambda: [one.measure(network) for one in register.measures().values()])
    outside = seconds(lambda: child.measured(network, every))
    console.print(f"child process: {outside:.2f} s for what takes {inside:.2f} s here")
    hubs = np.argsort(-np.array(bare.degree()))[:20]
    one = seconds(lambda: [standing(network, int(node)) for node in hubs]) / len(hubs)
    console.print(
        f"reason of one node: {one * 1000:.1f} ms; layout: {seconds(lambda: layout(network)):.2f} s"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
