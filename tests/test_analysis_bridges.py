"""Bridges, interlocks and the group matrix: by taking ties away, by looking, by counting."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.analyses import bridges, interlocks, matrix
from kb.errors import CallError, MeasureError, NotKnownError
from kb.network import groups
from kb.network.network import Network
from tests.test_measures_contract import network, networks


@given(network=networks())
@settings(deadline=None, max_examples=80)
def test_bridges_are_the_ties_whose_loss_separates(network: Network) -> None:
    graph = network.networkx().to_undirected()
    expected = {}
    for tie in nx.bridges(graph):
        a, b = tuple(tie)
        less = graph.copy()
        less.remove_edge(a, b)
        sides = {end: len(nx.node_connected_component(less, end)) for end in (a, b)}
        expected[frozenset((a, b))] = sides
    found = bridges.bridges(network)
    ids = network.ids
    assert {
        frozenset((ids[one.small_end], ids[one.large_end])): {
            ids[one.small_end]: one.small,
            ids[one.large_end]: one.large,
        }
        for one in found
    } == expected
    assert all(one.small <= one.large for one in found)
    assert [one.pairs for one in found] == sorted((one.pairs for one in found), reverse=True)


def test_bridges_to_leaves_can_be_left_out() -> None:
    barbell = network([(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5), (5, 6)], 7)
    whole = bridges.ANALYSIS.analyse(barbell)
    assert [row["pairs"] for row in whole.rows] == [12, 6]
    assert [row["small_end"] for row in whole.rows] == ["n2", "n6"]
    assert "1 of these" in whole.sentences[0].en
    assert len(bridges.ANALYSIS.analyse(barbell, {"least": "2"}).rows) == 1
    with pytest.raises(CallError, match="least"):
        bridges.ANALYSIS.analyse(barbell, {"least": "0"})


@given(network=networks(), data=st.data())
@settings(deadline=None, max_examples=80)
def test_interlocks_are_found_by_looking_at_everyone(network: Network, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.integers(0, network.n - 1), min_size=1, unique=True))
    near = {
        node: {network.index[id_] for id_ in network.networkx().to_undirected()[network.ids[node]]}
        for node in range(network.n)
    }
    pairs = list(combinations(sorted(chosen), 2))
    joiners = {pair: [v for v in near if set(pair) <= near[v]] for pair in pairs}
    found = interlocks.interlocks(network, chosen)
    assert {one.node for one in found.joints} == {v for who in joiners.values() for v in who}
    for one in found.joints:
        assert one.members == tuple(sorted(near[one.node] & set(chosen)))
        assert one.is_member == (one.node in chosen)
        assert set(one.alone) == {
            (a, b) for a, b in pairs if joiners[a, b] == [one.node] and b not in near[a]
        }
    order = [(-one.pairs, -len(one.alone), network.ids[one.node]) for one in found.joints]
    assert order == sorted(order)
    assert found.pairs == len(pairs)
    assert found.joined == sum(bool(who) for who in joiners.values())
    assert found.tied == sum(b in near[a] for a, b in pairs)
    assert found.apart == sum(not joiners[a, b] and b not in near[a] for a, b in pairs)


def test_who_connects_these_is_told_and_asked_rightly() -> None:
    board = network([(0, 3), (1, 3), (0, 4), (1, 4), (2, 4), (0, 2)], 6)
    table = interlocks.ANALYSIS.analyse(board, {"of": "n0; n1; n2"})
    assert [row["id"] for row in table.rows] == ["n4", "n3"]
    assert table.rows[0]["alone_pairs"] == ("n1 – n2",)
    assert "3 pairs" in table.sentences[0].en
    with pytest.raises(CallError, match="two organisations"):
        interlocks.ANALYSIS.analyse(board, {"of": "n0"})
    with pytest.raises(NotKnownError) as refused:
        interlocks.ANALYSIS.analyse(board, {"of": "n0; n11"})
    assert "n1" in refused.value.nearest


def test_too_many_pairs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interlocks, "MOST", 2)
    with pytest.raises(MeasureError, match="too many"):
        interlocks.interlocks(network([(0, 1), (0, 2), (0, 3)], 4), (1, 2, 3))


@pytest.mark.parametrize("null", ["sizes", "degrees"])
@given(network=networks(), data=st.data())
@settings(deadline=None, max_examples=60)
def test_the_matrix_counts_and_expects(null: str, network: Network, data: st.DataObject) -> None:
    cells = data.draw(
        st.lists(st.sampled_from(("x", "y", "")), min_size=network.n, max_size=network.n)
    )
    with_groups = replace(network, groups={"g": tuple(cells)})
    found = groups.grouping(with_groups, "g")
    assert found is not None
    of = matrix.matrix(with_groups, found, null)
    inside = [v for v in range(network.n) if cells[v]]
    graph = network.networkx().subgraph(network.ids[v] for v in inside)
    place = {network.ids[v]: found.names.index(cells[v]) for v in inside}
    size = [sum(cell == name for cell in cells) for name in found.names]
    m, n = graph.number_of_edges(), len(inside)
    for g, h in np.ndindex(len(size), len(size)):
        if network.directed:
            ties = sum((place[a], place[b]) == (g, h) for a, b in graph.edges)
            pairs = size[g] * (size[h] - (g == h))
        else:
            ties = sum(sorted((place[a], place[b])) == sorted((g, h)) for a, b in graph.edges)
            pairs = size[g] * (size[g] - 1) // 2 if g == h else size[g] * size[h]
        assert (float(of.ties[g, h]), float(of.possible[g, h])) == (ties, pairs)
        if null == "sizes" and n > 1:
            whole = n * (n - 1) if network.directed else n * (n - 1) / 2
            assert of.expected[g, h] == pytest.approx(pairs * m / whole)
        if null == "degrees" and m:
            ends = [graph.degree(id_) for id_ in graph]
            k = [
                sum(d for d, id_ in zip(ends, graph, strict=True) if place[id_] == q)
                for q in (g, h)
            ]
            if isinstance(graph, nx.DiGraph):
                out = sum(d for id_, d in graph.out_degree() if place[id_] == g)
                into = sum(d for id_, d in graph.in_degree() if place[id_] == h)
                assert of.expected[g, h] == pytest.approx(out * into / m)
            else:
                chance = k[0] * k[1] / (2 * m) / (2 if g == h else 1)
                assert of.expected[g, h] == pytest.approx(chance)
    shown = of.expected if network.directed else np.triu(of.expected)
    assert shown.sum() == pytest.approx(m), "as many are expected as there are"


def test_the_matrix_says_who_was_left_out_and_needs_a_column() -> None:
    three = replace(network([(0, 1), (1, 2)], 3), groups={"g": ("a", "b", "")})
    table = matrix.ANALYSIS.analyse(three, {"group": "g"})
    assert [(row["group"], row["other"], row["ties"]) for row in table.rows] == [
        ("a", "a", 0),
        ("a", "b", 1),
        ("b", "b", 0),
    ]
    assert table.rows[1]["density"] == 1.0
    assert table.rows[0]["density"] is None
    assert "1 of 3 nodes" in table.sentences[0].en
    with pytest.raises(CallError, match="column"):
        matrix.ANALYSIS.analyse(three)
