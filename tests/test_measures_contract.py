"""Every measure found in the folder keeps what its definition and its columns promise."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import CallError
from kb.measure import Measure
from kb.measuring import register
from kb.network.network import Network
from kb.text import same

UNITS = sorted(register.measures().items())
NAMED = pytest.mark.parametrize("measure", [unit for _, unit in UNITS], ids=[n for n, _ in UNITS])

Pairs = list[tuple[int, int]]
STAR: Pairs = [(0, 1), (0, 2), (0, 3), (0, 4)]
PATH: Pairs = [(0, 1), (1, 2), (2, 3)]
CLIQUE: Pairs = [(a, b) for a in range(4) for b in range(a)]
BARBELL: Pairs = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5)]
SHAPES = {
    "empty": ([], 0),
    "one": ([], 1),
    "isolates": ([(0, 1)], 4),
    "star": (STAR, 5),
    "path": (PATH, 4),
    "clique": (CLIQUE, 4),
    "barbell": (BARBELL, 6),
    "parallel and own": ([(0, 1), (1, 0), (0, 1), (1, 1), (1, 2)], 3),
}


def network(
    pairs: Pairs, n: int, *, directed: bool = False, weight: list[float] | None = None
) -> Network:
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    ids = tuple(f"n{place}" for place in range(n))
    plain = None if weight is None else np.array(weight)
    return Network(ids, ends[:, 0], ends[:, 1], directed=directed, weight=plain)


def column(
    name: str, of: Network, which: str | None = None, **parameters: str
) -> list[float | None]:
    return register.measure(name).measure(of, parameters)[which or name]


@st.composite
def networks(draw: st.DrawFn, *, weighted: bool = False) -> Network:
    n = draw(st.integers(1, 9))
    nodes = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(nodes, nodes), max_size=24))
    directed = draw(st.booleans())
    weight = st.lists(st.floats(0.1, 9), min_size=len(pairs), max_size=len(pairs))
    return network(pairs, n, directed=directed, weight=draw(weight) if weighted else None)


@NAMED
def test_a_unit_says_what_it_is_in_both_languages(measure: Measure) -> None:
    assert measure.formula
    assert measure.reference
    assert measure.columns
    said = measure.say(same("X"), {column.name: 0.5 for column in measure.columns})
    for text in (measure.title, measure.definition, said):
        assert any(ord(letter) > 0x3000 for letter in text.ja), text
        assert text.en.isascii() or "Σ" in text.en, text
    assert "X" in said.ja
    assert "X" in said.en


def test_a_unit_bears_the_name_of_its_file() -> None:
    assert all(name == unit.name for name, unit in UNITS)


@NAMED
@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_node_has_a_number_or_an_empty_cell(
    measure: Measure, shape: str, *, directed: bool
) -> None:
    pairs, n = SHAPES[shape]
    values = measure.measure(network(pairs, n, directed=directed))
    for numbers in values.values():
        assert len(numbers) == n
        assert all(x is None or (type(x) is float and math.isfinite(x)) for x in numbers)


@NAMED
@given(network=networks())
@settings(deadline=None, max_examples=40)
def test_self_ties_and_parallels_change_nothing(measure: Measure, network: Network) -> None:
    simple, _, _ = network.simplify()
    assert measure.measure(network) == measure.measure(simple)


@NAMED
@given(network=networks(), seed=st.randoms())
@settings(deadline=None, max_examples=25)
def test_the_order_of_nodes_and_ties_does_not_matter(
    measure: Measure, network: Network, seed: np.random.RandomState
) -> None:
    order = list(range(network.n))
    seed.shuffle(order)
    at = np.argsort(order)
    mixed = Network(
        tuple(network.ids[node] for node in order),
        at[network.source][::-1],
        at[network.target][::-1],
        directed=network.directed,
    )
    first, second = measure.measure(network), measure.measure(mixed)
    for name, numbers in first.items():
        again = dict(zip(mixed.ids, second[name], strict=True))
        for id_, number in zip(network.ids, numbers, strict=True):
            assert again[id_] == pytest.approx(number, abs=1e-9)


def test_an_isolate_has_no_contacts_no_routes_and_no_constraint() -> None:
    alone = network([(0, 1)], 3)
    assert column("degree", alone)[2] == 0
    assert column("betweenness", alone)[2] == 0
    assert column("constraint", alone) == [1.0, 1.0, None]


@given(network=networks())
@settings(deadline=None, max_examples=100)
def test_betweenness_equals_networkx(network: Network) -> None:
    expected = nx.betweenness_centrality(network.networkx(), normalized=False)
    assert column("betweenness", network) == pytest.approx(
        [expected[id_] for id_ in network.ids], abs=1e-9
    )


@given(network=networks(weighted=True))
@settings(deadline=None, max_examples=60)
def test_a_weight_is_never_a_distance_unless_asked(network: Network) -> None:
    assert network.weight is not None
    bare = Network(network.ids, network.source, network.target, directed=network.directed)
    assert column("betweenness", network) == column("betweenness", bare)


def test_a_strong_tie_is_near_where_distance_is_one_over_the_weight() -> None:
    square = network([(0, 1), (1, 3), (0, 2), (2, 3)], 4, weight=[2, 2, 1, 1])
    near = column("betweenness", square, distance="1/weight")
    assert near[1] == 1.0, "0 and 3 meet through the strong ties only"
    assert near[2] == 0.0
    with pytest.raises(CallError):
        column("betweenness", square, distance="weight")


def burt(network: Network) -> list[float | None]:
    """Burt's definition word by word, in loops."""
    n = network.n
    a = [[0.0] * n for _ in range(n)]
    plain = network.simplify()[0]
    weights = [1.0] * plain.m if plain.weight is None else plain.weight.tolist()
    for i, j, w in zip(plain.source.tolist(), plain.target.tolist(), weights, strict=True):
        a[i][j] = w
        if not network.directed:
            a[j][i] = w
    s = [[a[i][j] + a[j][i] for j in range(n)] for i in range(n)]
    p = [[s[i][j] / sum(s[i]) if sum(s[i]) else 0.0 for j in range(n)] for i in range(n)]

    def dyadic(i: int, j: int) -> float:
        through = sum(p[i][q] * p[q][j] for q in range(n) if q not in (i, j))
        return (p[i][j] + through) ** 2

    return [sum(dyadic(i, j) for j in range(n) if s[i][j]) if any(s[i]) else None for i in range(n)]


@given(network=st.one_of(networks(), networks(weighted=True)))
@settings(deadline=None, max_examples=150)
def test_constraint_is_burts_word_by_word(network: Network) -> None:
    assert column("constraint", network) == pytest.approx(burt(network), abs=1e-9)


@given(network=networks())
@settings(deadline=None, max_examples=60)
def test_constraint_equals_networkx_where_it_is_defined(network: Network) -> None:
    expected = nx.constraint(network.networkx())
    for id_, value in zip(network.ids, column("constraint", network), strict=True):
        if value is not None:
            assert value == pytest.approx(expected[id_], abs=1e-9)


def test_constraint_is_the_same_in_small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    karate = nx.karate_club_graph()
    club = network(list(karate.edges), 34)
    whole = column("constraint", club)
    monkeypatch.setattr("kb.structure.triangles.AT_ONCE", 7)
    club = network(list(karate.edges), 34)
    assert column("constraint", club) == pytest.approx(whole, abs=1e-15)


@given(network=networks(weighted=True))
@settings(deadline=None, max_examples=60)
def test_degree_counts_contacts_arcs_and_weights(network: Network) -> None:
    graph = network.networkx()
    loose = graph.to_undirected()
    assert column("degree", network) == [loose.degree(id_) for id_ in network.ids]
    assert column("degree", network, "strength") == pytest.approx(
        [graph.degree(id_, weight="weight") for id_ in network.ids]
    )
    if isinstance(graph, nx.DiGraph):
        assert column("degree", network, "in_degree") == [graph.in_degree(i) for i in network.ids]
        assert column("degree", network, "out_degree") == [graph.out_degree(i) for i in network.ids]


def test_a_measure_nobody_wrote_is_answered_with_the_nearest() -> None:
    with pytest.raises(CallError, match="betweenness"):
        register.measure("betweeness")
