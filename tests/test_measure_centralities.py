"""Eigenvector, PageRank, core and participation against NetworkX and their definitions."""

from __future__ import annotations

import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.measuring import register
from kb.network.network import Network
from tests.small_networks import column, matrix, network, networks

Matrix = npt.NDArray[np.float64]


def loose(of: Network) -> Matrix:
    a = np.array(matrix(of)).reshape(of.n, of.n)
    u: Matrix = ((a + a.T) > 0).astype(np.float64)
    return u


@given(of=networks())
@settings(deadline=None, max_examples=150)
def test_eigenvector_solves_its_equation_on_the_leading_part(of: Network) -> None:
    u = loose(of)
    values = np.linalg.eigvalsh(u)
    alone = of.n == 1 or values[-1] - values[-2] > 1e-6
    ours = column("eigenvector", of)
    if not alone:
        assert set(ours) == {None}
        return
    x = np.array(ours, dtype=float)
    assert x.max() == 1
    assert (x >= 0).all()
    assert u @ x == pytest.approx(values[-1] * x, abs=1e-9)


def test_a_bipartite_network_has_an_eigenvector() -> None:
    star = network([(0, 1), (0, 2), (0, 3), (0, 4)], 6)
    assert column("eigenvector", star) == pytest.approx([1, 0.5, 0.5, 0.5, 0.5, 0])


def test_two_components_that_lead_equally_leave_it_empty() -> None:
    of = network([(0, 1), (1, 2), (3, 4), (4, 5)], 7)
    assert set(column("eigenvector", of)) == {None}
    assert "no single component leads" in register.measure("eigenvector").told(of)[0].en
    assert not register.measure("eigenvector").told(network([(0, 1), (1, 2)], 3))


def test_a_large_component_is_solved_as_a_small_one() -> None:
    graph = nx.barabasi_albert_graph(600, 3, seed=1)
    of = network([*graph.edges, (600, 601)], 602)
    _, vectors = np.linalg.eigh(nx.to_numpy_array(graph))
    expected = np.abs(vectors[:, -1]) / np.abs(vectors[:, -1]).max()
    assert column("eigenvector", of) == pytest.approx([*expected, 0, 0], abs=1e-9)


@given(of=st.one_of(networks(), networks(weighted=True)))
@settings(deadline=None, max_examples=150)
def test_pagerank_solves_its_equations(of: Network) -> None:
    a, n = np.array(matrix(of)).reshape(of.n, of.n), of.n
    leaving = a.sum(axis=1, keepdims=True)
    step = np.where(leaving > 0, a / np.where(leaving > 0, leaving, 1), 1 / n)
    expected = np.linalg.solve(np.eye(n) - 0.85 * step.T, np.full(n, 0.15 / n))
    ours = column("pagerank", of)
    assert ours == pytest.approx(expected, abs=1e-12)
    assert sum(x or 0 for x in ours) == pytest.approx(1, abs=1e-12)


@given(of=networks())
@settings(deadline=None, max_examples=60)
def test_pagerank_equals_networkx_at_a_fine_tolerance(of: Network) -> None:
    expected = nx.pagerank(of.networkx(), tol=1e-13, max_iter=10_000)
    assert column("pagerank", of) == pytest.approx([expected[id_] for id_ in of.ids], abs=1e-9)


@given(of=networks())
@settings(deadline=None, max_examples=80)
def test_core_peels_by_arcs_in_and_out(of: Network) -> None:
    graph = of.networkx()
    expected = {}
    for id_ in of.ids:
        rest, k = graph.copy(), 0
        while id_ in rest:
            expected[id_] = k
            k += 1
            while weak := [v for v in rest if rest.degree(v) < k]:
                rest.remove_nodes_from(weak)
    assert column("core", of) == [expected[id_] for id_ in of.ids]


def test_a_mutual_pair_counts_twice_in_the_core() -> None:
    assert column("core", network([(0, 1), (1, 0), (1, 2)], 4, directed=True)) == [2, 2, 1, 0]
    assert column("core", network([(0, 1), (1, 0), (1, 2)], 4)) == [1, 1, 1, 0]


@given(of=networks())
@settings(deadline=None, max_examples=100)
def test_participation_over_contacts_that_have_a_group(of: Network) -> None:
    u, group = loose(of), of.groups["group"]
    spread = column("participation", of, group="group")
    coverage = column("participation", of, "coverage", group="group")
    for i in range(of.n):
        contacts = [j for j in range(of.n) if u[i, j]]
        known = [group[j] for j in contacts if group[j]]
        parts = [known.count(name) / len(known) for name in set(known)]
        assert coverage[i] == (pytest.approx(len(known) / len(contacts)) if contacts else None)
        assert spread[i] == (pytest.approx(1 - sum(x * x for x in parts)) if known else None)


def test_participation_tells_its_ceiling() -> None:
    of = network([(0, 1), (0, 2), (0, 3)], 4, group=("", "a", "b", ""))
    told = register.measure("participation").told(of, {"group": "group"})
    assert "1 - 1/min(k, 2)" in told[0].en
    assert told[1].en.startswith("2 nodes have no group")
    assert column("participation", of, group="group")[:2] == [0.5, None]
    asked = {"group": "group", "ungrouped": "own group"}
    assert register.measure("participation").measure(of, asked)["coverage"] == [1, 1, 1, 1]


@given(of=networks())
@settings(deadline=None, max_examples=40)
def test_a_node_without_contacts_has_no_participation(of: Network) -> None:
    degree = column("degree", of)
    for value, contacts in zip(
        column("participation", of, "coverage", group="group"), degree, strict=True
    ):
        assert (value is None) == (contacts == 0)


@pytest.mark.parametrize("leaves", [2_000, 20_000])
def test_pagerank_of_a_great_star_is_that_of_its_two_equations(leaves: int) -> None:
    """Around a hub with so many ties rounding alone keeps the values moving."""
    n = leaves + 1
    found = column("pagerank", network([(0, k) for k in range(1, n)], n))
    # hub = 0.15/n + 0.85 · leaves · leaf,  leaf = 0.15/n + 0.85 · hub / leaves
    hub = (0.15 + 0.85 * leaves * 0.15) / n / (1 - 0.85**2)
    leaf = 0.15 / n + 0.85 * hub / leaves
    assert found[0] == pytest.approx(hub, abs=1e-12)
    assert found[1:] == pytest.approx([leaf] * leaves, abs=1e-12)
