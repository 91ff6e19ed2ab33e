"""Whom a node reaches in two steps, and what falls apart without it: NetworkX and brute force."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings

from kb.network.network import Network
from tests.test_measures_contract import column, network, networks


@pytest.mark.parametrize("far", ["2", "3"])
@given(network=networks())
@settings(deadline=None, max_examples=60)
def test_reach_counts_the_others_within_so_many_steps(far: str, network: Network) -> None:
    graph = network.networkx()
    expected = [
        len(nx.single_source_shortest_path_length(graph, id_, cutoff=int(far))) - 1
        for id_ in network.ids
    ]
    assert column("reach", network, steps=far) == expected
    if network.n > 1:
        shares = column("reach", network, "reach_share", steps=far)
        assert shares == pytest.approx([many / (network.n - 1) for many in expected])


def test_reach_of_the_karate_club_is_igraphs() -> None:
    club = network(list(nx.karate_club_graph().edges), 34)
    for far in (2, 3):
        expected = [size - 1 for size in club.igraph().neighborhood_size(order=far)]
        assert column("reach", club, steps=str(far)) == expected


def test_one_node_alone_has_no_share_of_others() -> None:
    assert column("reach", network([], 1), "reach_share") == [None]


@given(network=networks())
@settings(deadline=None, max_examples=80)
def test_articulation_counts_pairs_and_parts_as_removal_does(network: Network) -> None:
    graph = network.networkx().to_undirected()
    pairs, parts = [], []
    for id_ in network.ids:
        rest = graph.subgraph(nx.node_connected_component(graph, id_) - {id_})
        sizes = [len(part) for part in nx.connected_components(rest)]
        pairs.append((sum(sizes) ** 2 - sum(size**2 for size in sizes)) / 2)
        parts.append(len(sizes))
    assert column("articulation", network, "pairs_cut") == pairs
    assert column("articulation", network, "parts") == parts


def test_florentine_articulation_points_are_those_of_networkx() -> None:
    graph = nx.convert_node_labels_to_integers(nx.florentine_families_graph())
    families = network(list(graph.edges), graph.number_of_nodes())
    parts = column("articulation", families, "parts")
    found = {node for node, many in enumerate(parts) if many is not None and many > 1}
    assert found == set(nx.articulation_points(graph))
