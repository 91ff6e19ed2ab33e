"""One measure by one engine on one network, alone in a process, so that its memory is its own.

    python -m tests.benchmarks.engines ENGINE MEASURE NETWORK.npz

Prints the seconds of the call itself and the process's peak of memory in kB; reading the network and building the engine's own form of it is
not counted. `ours` is warmed on a small network, since compiled code is loaded once a process.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx
import numpy as np
from networkx.algorithms import bipartite

from kb.measuring import register
from kb.network.network import Network

OURS, IGRAPH, NETWORKX = "ours", "igraph", "networkx"
MODE, GROUP = "mode", "group"
FIRST = "0"
SAMPLED = "betweenness, sampled"
WARM = 2_001
STATUS = Path("/proc/self/status")
Call = Callable[[], object]
HAVE: Mapping[str, frozenset[str]] = {
    IGRAPH: frozenset(
        ("betweenness", SAMPLED, "two_mode_betweenness", "harmonic", "closeness", "two_mode_closeness",
         "constraint", "pagerank", "core", "degree", "articulation", "eigenvector", "reach", "brokerage")
    ),
    NETWORKX: frozenset(
        ("betweenness", "two_mode_betweenness", "two_mode_closeness", "harmonic", "closeness",
         "constraint", "effective_size", "pagerank", "core", "degree")
    ),
    "R igraph": frozenset(
        ("betweenness", "two_mode_betweenness", "harmonic", "closeness", "constraint", "pagerank", "core")
    ),
    "R sna": frozenset(("betweenness", "harmonic", "brokerage")),
}  # fmt: skip
"""What the peers have; a process is started for nothing else."""


def ours(measure: str, network: Network) -> Call:
    """Give the call of a measure of ours, warmed."""
    ends = np.arange(1, WARM)
    cells = ("0", *("1",) * (WARM - 1))
    star = Network(
        tuple(map(str, range(WARM))),
        np.zeros_like(ends),
        ends,
        directed=network.directed,
        groups={MODE: cells, GROUP: cells},
    )
    unit, given = register.measure(measure.partition(",")[0]), parameters(measure)
    unit.measure(star, given)
    return lambda: unit.measure(network, given)


def parameters(measure: str) -> dict[str, str]:
    """Give what our measure is asked with."""
    if measure == SAMPLED:
        return {"method": "sampled"}
    known = [one.name for one in register.measure(measure).parameters]
    return {name: name for name in (MODE, GROUP) if name in known}


def igraph(measure: str, network: Network) -> Call | None:
    """Give the bare call that a measure rests on, or would; None where there is none."""
    graph = network.simplify()[0].igraph()
    calls: Mapping[str, Call] = {
        "betweenness": graph.betweenness,
        SAMPLED: graph.betweenness,
        "two_mode_betweenness": graph.betweenness,
        "harmonic": lambda: graph.harmonic_centrality(normalized=False, mode="out"),
        "closeness": lambda: graph.closeness(normalized=False, mode="out"),
        "two_mode_closeness": lambda: graph.closeness(normalized=False),
        "constraint": graph.constraint,
        "pagerank": graph.pagerank,
        "core": graph.coreness,
        "degree": graph.degree,
        "articulation": graph.biconnected_components,
        "eigenvector": lambda: graph.as_undirected().eigenvector_centrality(),
        "reach": lambda: graph.neighborhood_size(order=2, mode="out"),
        "brokerage": lambda: network.adjacency() @ network.adjacency(),
    }
    return calls.get(measure)


def networkx(measure: str, network: Network) -> Call | None:
    """Give the call of NetworkX for a measure; None where it has none."""
    graph = network.networkx()
    cells = network.groups.get(MODE, ())
    top = [id_ for id_, cell in zip(network.ids, cells, strict=False) if cell == FIRST]
    calls: Mapping[str, Call] = {
        "betweenness": lambda: nx.betweenness_centrality(graph, normalized=False),
        "two_mode_betweenness": lambda: bipartite.betweenness_centrality(graph, top),
        "two_mode_closeness": lambda: bipartite.closeness_centrality(graph, top),
        "harmonic": lambda: nx.harmonic_centrality(graph),
        "closeness": lambda: nx.closeness_centrality(graph),
        "constraint": lambda: nx.constraint(graph),
        "effective_size": lambda: nx.effective_size(graph, nodes=list(graph)),
        "pagerank": lambda: nx.pagerank(graph, tol=1e-12, max_iter=1_000),
        "core": lambda: nx.core_number(graph),
        "degree": lambda: dict(graph.degree()),
    }
    return calls.get(measure)


def main(engine: str, measure: str, file: str) -> None:
    """Print the seconds, or nothing where the engine has no such measure."""
    network = Network.load(Path(file))
    call = {OURS: ours, IGRAPH: igraph, NETWORKX: networkx}[engine](measure, network)
    if call is not None:
        began = time.perf_counter()
        call()
        print(time.perf_counter() - began, most_memory(STATUS))


def most_memory(status: Path) -> int:
    """Give the peak of a process's memory in kB since it began its program; 0 where none is told."""
    try:
        lines = status.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
