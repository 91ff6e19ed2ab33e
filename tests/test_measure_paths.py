"""Betweenness from a sample, harmonic centrality and closeness, as a researcher would check them."""

from __future__ import annotations

import igraph
import networkx as nx
import numpy as np
import pytest

from kb.errors import MeasureError
from kb.measuring.register import measure
from kb.network.network import Network

ROAD = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])
"""A ring with one way out; e stands apart."""


def network(graph: nx.Graph[str], *, extra: tuple[str, ...] = ()) -> Network:
    ids = (*graph, *extra)
    place = {id_: number for number, id_ in enumerate(ids)}
    ends = np.array([(place[a], place[b]) for a, b in graph.edges], dtype=int).reshape(-1, 2)
    return Network(tuple(map(str, ids)), ends[:, 0], ends[:, 1], directed=graph.is_directed())


def test_harmonic_centrality_counts_outgoing_routes_and_an_isolate_has_none() -> None:
    found = measure("harmonic").measure(network(ROAD, extra=("e",)))["harmonic"]
    assert found == pytest.approx([1 + 1 / 2 + 1 / 3, 1 + 1 / 2 + 1 / 2, 1 + 1 + 1 / 2, 0, 0])


def test_closeness_counts_those_that_are_reached_and_is_empty_for_who_reaches_nobody() -> None:
    found = measure("closeness").measure(network(ROAD, extra=("e",)))["closeness"]
    assert found == [1 / 6, 1 / 5, 1 / 4, None, None]


def test_harmonic_and_closeness_are_those_of_igraph_on_a_known_network() -> None:
    karate = network(nx.relabel_nodes(nx.karate_club_graph(), str))
    plain = karate.igraph()
    harmonic = measure("harmonic").measure(karate)["harmonic"]
    assert harmonic == pytest.approx(plain.harmonic_centrality(normalized=False))
    closeness = measure("closeness").measure(karate)["closeness"]
    assert closeness == pytest.approx(plain.closeness(normalized=False))


@pytest.mark.parametrize("directed", [False, True])
def test_a_sampled_betweenness_says_by_how_much_it_may_miss_and_does_not(*, directed: bool) -> None:
    plain = igraph.Graph.Erdos_Renyi(n=400, m=900, directed=directed)
    ends = np.array(plain.get_edgelist())
    drawn = Network(tuple(map(str, range(400))), ends[:, 0], ends[:, 1], directed=directed)
    asked = {"method": "sampled", "error": "0.01"}
    unit = measure("betweenness")
    found = np.array(unit.measure(drawn, asked)["betweenness"], dtype=float)
    pairs = 400 * 399 / (1 if directed else 2)
    assert np.abs(found - plain.betweenness(directed=directed)).max() <= 0.01 * pairs
    (said,) = unit.told(drawn, asked)
    assert f"{0.01 * pairs:,.0f} pairs" in said.en
    assert not unit.told(drawn)


def test_a_sample_by_lengths_is_refused() -> None:
    with pytest.raises(MeasureError, match="by hops only"):
        measure("betweenness").measure(network(ROAD), {"method": "sampled", "distance": "1/weight"})
