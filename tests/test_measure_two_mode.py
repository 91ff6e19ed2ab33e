"""Two-mode measures: NetworkX's bipartite module, the published table, and the maxima by brute force."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from networkx.algorithms import bipartite

from kb.errors import CallError, MeasureError
from kb.measures.two_mode_betweenness import highest
from kb.measuring import register
from kb.network.network import Network
from kb.paths import betweenness as blockwise
from kb.paths import distances

DEGREE, CLOSENESS, BETWEENNESS = "degree", "closeness", "betweenness"
KINDS = (DEGREE, CLOSENESS, BETWEENNESS)


def values(kind: str, of: Network, **parameters: str) -> dict[str, float | None]:
    unit = register.measure(f"two_mode_{kind}")
    found = unit.measure(of, {"mode": "mode", **parameters})
    return dict(zip(of.ids, found[f"{kind}_borgatti_everett"], strict=True))


def two_mode(actors: int, events: int, ties: list[tuple[int, int]]) -> Network:
    ids = (*(f"a{k}" for k in range(actors)), *(f"e{k}" for k in range(events)))
    ends = np.array(ties, dtype=np.int32).reshape(-1, 2)
    mode = ("actor",) * actors + ("event",) * events
    return Network(ids, ends[:, 0], ends[:, 1] + actors, directed=False, groups={"mode": mode})


@st.composite
def random_two_mode(draw: st.DrawFn) -> Network:
    actors, events = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    pairs = st.tuples(st.integers(0, actors - 1), st.integers(0, events - 1))
    return two_mode(actors, events, draw(st.lists(pairs, max_size=24)))


def theirs(kind: str, network: Network) -> dict[str, float]:
    graph = network.networkx()
    first = [id_ for id_ in network.ids if id_.startswith("a")]
    called: dict[str, Callable[..., dict[str, float]]] = {
        DEGREE: bipartite.degree_centrality,
        CLOSENESS: bipartite.closeness_centrality,
        BETWEENNESS: bipartite.betweenness_centrality,
    }
    return called[kind](graph, first)


@pytest.mark.parametrize("kind", KINDS)
@given(network=random_two_mode())
@settings(deadline=None, max_examples=80)
def test_two_mode_values_equal_networkx(kind: str, network: Network) -> None:
    if kind == BETWEENNESS:  # NetworkX divides by zero where nothing can lie between
        many = [sum(id_.startswith(letter) for id_ in network.ids) for letter in "ae"]
        assume(min(many) > 1)
    expected = theirs(kind, network)
    for id_, value in values(kind, network).items():
        if value is None:
            assert kind == CLOSENESS
            assert network.networkx().degree(id_) == 0
        else:
            assert value == pytest.approx(expected[id_], abs=1e-9)


# The normalised two-mode centralities of the Davis data to two digits, as NetworkX's own tests give
# them after Borgatti and Halgin (2011), Analyzing affiliation networks.
PUBLISHED = {
    "Evelyn Jefferson": (0.57, 0.80, 0.10),
    "Nora Fayette": (0.57, 0.80, 0.11),
    "Katherina Rogers": (0.43, 0.73, 0.05),
    "Dorothy Murchison": (0.14, 0.65, 0.00),
    "E8": (0.78, 0.85, 0.24),
    "E9": (0.67, 0.79, 0.23),
    "E12": (0.33, 0.56, 0.02),
}


def test_the_southern_women_have_their_published_values() -> None:
    graph = nx.davis_southern_women_graph()
    ids = tuple(graph)
    place = {id_: k for k, id_ in enumerate(ids)}
    ends = np.array([(place[a], place[b]) for a, b in graph.edges], dtype=np.int32)
    mode = tuple(str(graph.nodes[id_]["bipartite"]) for id_ in ids)
    club = Network(ids, ends[:, 0], ends[:, 1], directed=False, groups={"mode": mode})
    found = {kind: values(kind, club) for kind in KINDS}
    for name, published in PUBLISHED.items():
        assert [found[kind][name] for kind in KINDS] == pytest.approx(published, abs=0.0051)


@pytest.mark.parametrize(("own", "other"), [(2, 1), (3, 2), (4, 2), (2, 3), (3, 3), (2, 4)])
def test_no_network_has_a_higher_betweenness_and_one_has_it(own: int, other: int) -> None:
    """Every two-mode network of this size is tried."""
    pairs = list(product(range(own), range(other)))
    most = 0.0
    for chosen in product([False, True], repeat=len(pairs)):
        graph = nx.Graph([(a, own + e) for (a, e), tie in zip(pairs, chosen, strict=True) if tie])
        if 0 in graph:
            most = max(most, nx.betweenness_centrality(graph, normalized=False)[0])
    assert highest(np.array([own]), np.array([other])).tolist() == [most]


def test_where_nothing_can_lie_between_there_is_no_value() -> None:
    star = two_mode(3, 1, [(0, 0), (1, 0), (2, 0)])
    assert values(BETWEENNESS, star) == {"a0": None, "a1": None, "a2": None, "e0": 1.0}


def test_a_tie_inside_one_mode_is_refused_by_name() -> None:
    wrong = two_mode(2, 1, [(0, 0)])
    wrong = Network(wrong.ids, [0, 0], [2, 1], directed=False, groups=wrong.groups)  # type: ignore[arg-type]
    for kind in KINDS:
        with pytest.raises(MeasureError, match="a0 – a1"):
            values(kind, wrong)


def test_a_column_that_does_not_name_two_modes_is_refused() -> None:
    three = Network(("x", "y", "z"), [0], [1], directed=False, groups={"mode": ("p", "q", "r")})  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="p, q, r"):
        values(DEGREE, three)
    assert values(DEGREE, three, events="q; r") == {"x": 0.5, "y": 1.0, "z": 0.0}
    with pytest.raises(MeasureError, match="nobody"):
        values(DEGREE, three, events="nobody")
    empty = Network(("x", "y"), [0], [1], directed=False, groups={"mode": ("p", "")})  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match=r"''.*y"):
        values(DEGREE, empty)


def test_an_unknown_column_is_refused_and_none_gives_empty_cells() -> None:
    network = two_mode(1, 1, [(0, 0)])
    unit = register.measure("two_mode_degree")
    with pytest.raises(CallError, match="mode"):
        unit.measure(network, {"mode": "kind"})
    assert unit.measure(network)["degree_borgatti_everett"] == [None, None]
    assert unit.told(network)


def test_at_size_all_rest_on_one_search_and_equal_igraph(monkeypatch: pytest.MonkeyPatch) -> None:
    """From 2,000 nodes on the blocks are counted, once for both measures; so are the distances."""
    dice = np.random.default_rng(3)
    ties = np.column_stack([dice.integers(0, 1_500, 3_000), dice.integers(0, 900, 3_000)])
    large = two_mode(1_500, 900, ties.tolist())
    asked: list[str] = []
    for module, name in ((blockwise, "betweenness"), (distances, "reached")):
        monkeypatch.setattr(module, name, _noting(getattr(module, name), name, asked))
    found = {kind: np.array(list(values(kind, large).values()), float) for kind in KINDS}
    raw = register.measure("betweenness").measure(large)["betweenness"]
    near = register.measure("closeness").measure(large)["closeness"]
    register.measure("harmonic").measure(large)
    assert sorted(asked) == ["betweenness", "reached"]
    bare = large.undirected().igraph()
    assert raw == pytest.approx(bare.betweenness(), rel=1e-9, abs=1e-9)
    own = np.array([1_500.0] * 1_500 + [900.0] * 900)
    assert found[BETWEENNESS] == pytest.approx(
        np.array(bare.betweenness()) / highest(own, 2_400 - own), rel=1e-9, abs=1e-12
    )
    hops = np.array(bare.distances())
    total = np.where(np.isfinite(hops), hops, 0).sum(axis=1)
    assert [value is None for value in near] == (total == 0).tolist()
    for value, one in zip(near, total.tolist(), strict=True):
        assert value is None or value == pytest.approx(1 / one, rel=1e-9)


def _noting(work: Callable[..., object], name: str, asked: list[str]) -> Callable[..., object]:
    def wrapped(*arguments: object) -> object:
        asked.append(name)
        return work(*arguments)

    return wrapped
