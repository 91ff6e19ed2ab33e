"""Communities: found again with the same seed, in any order, under names that stay."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.analyses import communities as unit
from kb.analyses.communities import Names, communities, kept_names, title
from kb.errors import CallError, MeasureError
from kb.network.network import Network
from tests.test_measures_contract import network, networks

CLUB = network(list(nx.karate_club_graph().edges), 34)


@given(network=networks(weighted=True), seed=st.integers(0, 99), weighted=st.booleans())
@settings(deadline=None, max_examples=60)
def test_modularity_is_that_of_networkx_and_order_changes_nothing(
    network: Network, seed: int, *, weighted: bool
) -> None:
    found = communities(network, seed=seed, weighted=weighted, resolution=0.8)
    order = np.random.default_rng(seed).permutation(network.n)
    at = np.argsort(order)
    assert network.weight is not None
    mixed = Network(
        tuple(network.ids[node] for node in order),
        at[network.source],
        at[network.target],
        directed=network.directed,
        weight=network.weight,
    )
    again = communities(mixed, seed=seed, weighted=weighted, resolution=0.8)
    assert dict(zip(network.ids, found.of, strict=True)) == dict(
        zip(mixed.ids, again.of, strict=True)
    )
    if found.modularity is None:
        assert set(found.of) == {None}
        return
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(network.ids)
    plain = network.simplify()[0]
    for a, b, w in zip(plain.source, plain.target, plain.weight, strict=True):  # type: ignore[arg-type]
        one, other = network.ids[a], network.ids[b]
        before = graph.get_edge_data(one, other, {"weight": 0.0})["weight"]
        graph.add_edge(one, other, weight=before + w if weighted else 1.0)
    parts = [{network.ids[node] for node in one.nodes} for one in found.all]
    parts += [{id_} for id_, name in zip(network.ids, found.of, strict=True) if name is None]
    expected = nx.community.modularity(graph, parts, resolution=0.8)
    assert found.modularity == pytest.approx(expected, abs=1e-9)


def test_two_cliques_are_two_communities_called_after_their_centres() -> None:
    cliques = [(a, b) for a in range(5) for b in range(a)]
    cliques += [(a + 5, b + 5) for a, b in cliques if a < 4] + [(4, 5)]
    pair = replace(
        network(cliques, 10),
        names=tuple(f"名{k}" for k in range(10)),
        names_en=tuple(f"Name {k}" for k in range(10)),
        person=(True,) + (False,) * 9,
        groups={"region": ("north",) * 5 + ("south",) * 4 + ("",)},
    )
    found = communities(pair)
    assert [set(one.nodes) for one in found.all] == [{0, 1, 2, 3, 4}, {5, 6, 7, 8}]
    assert [(one.inside, one.leaving) for one in found.all] == [(10, 1), (6, 1)]
    assert found.of[9] is None
    called = title(pair, found.all[0], pair.groups["region"])
    assert called.en == "Name 1, Name 2, Name 3 and others (north)", "a person names nothing"
    assert called.ja == "名1・名2・名3ほか（north）"
    table = unit.ANALYSIS.analyse(pair, {"group": "region"})
    assert table.nodes["community"] == ("C1",) * 5 + ("C2",) * 4 + ("",)
    assert "1 of 10 nodes" in table.sentences[0].en


def test_karate_reaches_the_best_known_modularity() -> None:
    """The maximum prints as 0.420 in Agarwal and Kempe (2008), European Physical Journal B 66."""
    found = communities(CLUB)
    assert found.modularity == pytest.approx(0.420, abs=5e-4)
    assert len(found.all) == 4


def test_names_stay_when_the_network_changes_a_little() -> None:
    first = communities(CLUB)
    less = replace(CLUB, source=CLUB.source[3:], target=CLUB.target[3:])
    second = communities(less, seed=7, previous=first.names(CLUB))
    for one in second.all:
        former = [first.of[node] for node in one.nodes]
        if one.name in {other.name for other in first.all}:
            assert one.name in former
    assert second.given >= first.given


def test_the_greatest_overlap_is_matched_first_and_no_name_is_given_twice() -> None:
    former = Names({"a": "C1", "b": "C1", "c": "C1", "d": "C2", "e": "C2"}, given=5)
    names, given = kept_names([{"a"}, {"b", "c"}, {"d", "e", "f"}, {"x"}], former)
    assert names == ["C6", "C1", "C2", "C7"]
    assert given == 7
    again, _ = kept_names([{"d"}, {"e"}], former)
    assert again == ["C2", "C6"], "of equal overlaps the first part keeps the name"


def test_weights_must_be_named_and_numbers_be_numbers() -> None:
    with pytest.raises(MeasureError, match="weights"):
        communities(CLUB, weighted=True)
    for wrong in ({"resolution": "-1"}, {"resolution": "x"}, {"seed": "1.5"}, {"ties": "both"}):
        with pytest.raises(CallError):
            unit.ANALYSIS.analyse(CLUB, wrong)


def test_no_ties_no_communities() -> None:
    alone = communities(network([], 3))
    assert (alone.all, alone.of, alone.modularity) == ((), (None, None, None), None)
