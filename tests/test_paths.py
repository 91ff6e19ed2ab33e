"""Shortest routes at size: the same numbers as igraph's and brute force, on any network."""

from __future__ import annotations

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.measures.betweenness import folded
from kb.network.network import Network
from kb.paths.betweenness import LARGE, betweenness
from kb.paths.blocks import blocks_of, branches
from kb.paths.distances import reached
from kb.paths.rows import Rows, rows_of
from kb.paths.sampled import sampled

Ties = list[tuple[int, int]]
SLOW = settings(max_examples=150, deadline=None)


@st.composite
def networks(draw: st.DrawFn, *, directed: bool = False) -> tuple[int, Ties]:
    """Give a simple network of up to 24 nodes, isolates and several parts among them."""
    n = draw(st.integers(1, 24))
    node = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(node, node), max_size=40))
    ties = {(a, b) if directed or a < b else (b, a) for a, b in pairs if a != b}
    return n, sorted(ties)


def rows(n: int, ties: Ties, *, directed: bool = False) -> Rows:
    ends = np.array(ties, dtype=int).reshape(-1, 2)
    return rows_of(n, ends[:, 0], ends[:, 1], directed=directed)


def graph(n: int, ties: Ties, *, directed: bool = False) -> igraph.Graph:
    return igraph.Graph(n=n, edges=ties, directed=directed)


@SLOW
@given(networks())
def test_betweenness_by_blocks_is_the_plain_one(drawn: tuple[int, Ties]) -> None:
    assert betweenness(rows(*drawn)) == pytest.approx(graph(*drawn).betweenness(), abs=1e-9)


@SLOW
@given(networks())
def test_blocks_are_those_of_igraph_and_their_nodes_stand_for_their_component(
    drawn: tuple[int, Ties],
) -> None:
    blocks, plain = blocks_of(rows(*drawn)), graph(*drawn)
    ours = {
        frozenset(blocks.node[a:b].tolist())
        for a, b in zip(blocks.start[:-1], blocks.start[1:], strict=True)
    }
    assert ours == {frozenset(block) for block in plain.biconnected_components()}
    for a, b in zip(blocks.start[:-1], blocks.start[1:], strict=True):
        size = blocks.component[blocks.node[a]]
        assert blocks.stands_for[a:b].sum() == size == len(plain.subcomponent(blocks.node[a]))


@SLOW
@given(networks())
def test_pairs_cut_are_those_that_no_route_joins_without_the_node(
    drawn: tuple[int, Ties],
) -> None:
    n, ties = drawn
    whole = nx.Graph(ties)
    whole.add_nodes_from(range(n))
    cut, at = blocks_of(rows(n, ties)).pairs_cut(), rows(n, ties)
    for node in range(n):
        rest = nx.node_connected_component(whole, node) - {node}
        parts = [len(part) for part in nx.connected_components(whole.subgraph(rest))]
        joined = len(rest) * (len(rest) - 1) // 2
        assert cut[node] == joined - sum(size * (size - 1) // 2 for size in parts)
        assert sorted(map(len, branches(at, node))) == sorted(parts)


@pytest.mark.parametrize("directed", [False, True])
@SLOW
@given(data=st.data())
def test_distances_are_those_of_brute_force(data: st.DataObject, *, directed: bool) -> None:
    n, ties = data.draw(networks(directed=directed))
    found = reached(rows(n, ties, directed=directed))
    hops = np.array(graph(n, ties, directed=directed).distances(mode="out"), float)
    np.fill_diagonal(hops, np.inf)
    assert found.inverse == pytest.approx((1 / hops).sum(axis=1))
    assert found.many.tolist() == np.isfinite(hops).sum(axis=1).tolist()
    assert found.total.tolist() == np.where(np.isfinite(hops), hops, 0).sum(axis=1).tolist()


@pytest.mark.parametrize("directed", [False, True])
def test_a_sample_misses_by_no_more_than_it_says(*, directed: bool) -> None:
    plain = graph(300, [], directed=directed)
    plain.add_edges(igraph.Graph.Erdos_Renyi(n=300, m=700, directed=directed).get_edgelist())
    at = rows(300, plain.get_edgelist(), directed=directed)
    exact = np.array(plain.betweenness(directed=directed)) * (1 if directed else 2)
    found = sampled(at, error=0.01, confidence=0.9, seed=4)
    assert np.abs(found.value - exact).max() <= found.error
    assert found.value.tolist() == sampled(at, error=0.01, confidence=0.9, seed=4).value.tolist()
    assert found.value.tolist() != sampled(at, error=0.01, confidence=0.9, seed=5).value.tolist()


def test_a_sample_where_nothing_lies_between_is_nothing() -> None:
    assert sampled(rows(2, [(0, 1)]), error=0.1, confidence=0.9, seed=1).value.tolist() == [0, 0]


@pytest.mark.parametrize(("error", "confidence"), [(0, 0.9), (1, 0.9), (0.1, 0), (0.1, 1)])
def test_an_impossible_bound_is_refused(error: float, confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        sampled(rows(2, [(0, 1)]), error=error, confidence=confidence, seed=1)


def test_a_large_network_on_all_cores_gives_the_plain_numbers() -> None:
    plain = igraph.Graph.Barabasi(n=2_500, m=2)
    plain.add_vertices(1_500)
    plain.add_edges([(2_500 + k, k % 700) for k in range(1_400)])
    ends = np.array(plain.get_edgelist())
    ids = tuple(map(str, range(plain.vcount())))
    network = Network(ids, ends[:, 0], ends[:, 1], directed=False).simplify()[0]
    assert network.n > LARGE
    assert folded(network) == pytest.approx(network.igraph().betweenness(), rel=1e-9, abs=1e-6)
