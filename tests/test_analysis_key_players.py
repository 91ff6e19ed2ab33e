"""Key players against every set there is; sensitivity of ranks against doing it by hand."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.analyses import key_players as players
from kb.analyses import sensitivity as unit
from kb.analyses.key_players import key_players
from kb.analyses.sensitivity import ranks, sensitivity
from kb.errors import CallError
from kb.measuring import register
from kb.network.network import Network
from tests.test_measures_contract import network, networks


def covered(graph: nx.Graph[str], ids: tuple[str, ...], steps: int) -> set[str]:
    near = (nx.single_source_shortest_path_length(graph, id_, cutoff=steps) for id_ in ids)
    return {id_ for of in near for id_ in of}


@given(network=networks(), size=st.integers(1, 3), steps=st.integers(1, 3))
@settings(deadline=None, max_examples=60)
def test_the_greedy_choice_is_the_plain_one_and_near_the_best(
    network: Network, size: int, steps: int
) -> None:
    graph = network.networkx()
    chosen: tuple[str, ...] = ()
    for one in key_players(network, size, steps):
        before = len(covered(graph, chosen, steps))
        gains = {id_: len(covered(graph, (*chosen, id_), steps)) - before for id_ in network.ids}
        best = min(gains, key=lambda id_: (-gains[id_], id_))
        assert (network.ids[one.node], one.adds) == (best, gains[best])
        chosen = (*chosen, best)
        assert one.reached == before + one.adds
    most = max(
        len(covered(graph, some, steps)) for some in combinations(network.ids, min(size, network.n))
    )
    assert len(covered(graph, chosen, steps)) >= (1 - 1 / math.e) * most


def test_who_may_not_be_chosen_still_is_reached() -> None:
    star = network([(0, k) for k in range(1, 5)], 5)
    allowed = [False, True, True, True, True]
    assert [(one.node, one.reached) for one in key_players(star, 5, 2, allowed)] == [(1, 5)]
    table = players.ANALYSIS.analyse(star, {"size": "2", "steps": "1"})
    assert [(row["id"], row["reached"], row["share"]) for row in table.rows] == [("n0", 5, 1.0)]
    assert key_players(network([], 0), 3) == []


def test_equal_values_have_equal_ranks_and_undefined_comes_last() -> None:
    assert ranks([2.0, 5.0, None, 2.0 + 1e-13, 0.0]).tolist() == [2, 1, 5, 2, 4]
    assert ranks([2.0, 5.0, None], descending=False).tolist() == [1, 2, 3]


def test_the_interval_is_that_of_deleting_by_hand() -> None:
    club = network(list(nx.karate_club_graph().edges), 34)
    degree = register.measure("degree")
    found = sensitivity(club, degree, "degree", shares=(0.1,), repetitions=9, seed=3)
    assert found.deleted == (8,)
    runs = []
    for run in range(9):
        gone = set(np.random.default_rng([3, 0, run]).choice(78, 8, replace=False).tolist())
        left = [pair for k, pair in enumerate(nx.karate_club_graph().edges) if k not in gone]
        graph: nx.Graph[int] = nx.Graph(left)
        many = [graph.degree(node) if node in graph else 0 for node in range(34)]
        runs.append([1 + sum(other > own for other in many) for own in many])
    every = np.sort(runs, axis=0)
    assert found.low[0].tolist() == every[0].tolist()
    assert found.middle[0].tolist() == every[4].tolist()
    assert found.high[0].tolist() == every[8].tolist()
    again = sensitivity(club, degree, "degree", shares=(0.1,), repetitions=9, seed=4)
    assert again.low.tolist() != found.low.tolist()


@pytest.mark.parametrize("measure", ["betweenness", "constraint", "ei_index", "two_mode_degree"])
def test_any_measure_can_be_asked(measure: str) -> None:
    pairs = [(0, 3), (1, 3), (1, 4), (2, 4), (0, 4)]
    plain = network(pairs, 6)
    mode = ("a", "a", "a", "b", "b", "a")
    club = Network(
        plain.ids, plain.source, plain.target, directed=False, groups={"g": mode, "m": mode}
    )
    asked = {"measure": measure, "repetitions": "3", "group": "g", "mode": "m"}
    table = unit.ANALYSIS.analyse(club, {**asked, "order": "lowest first"})
    places = [row["rank"] for row in table.rows]
    assert places == sorted(places)  # type: ignore[type-var]
    assert "(0, 0, 1) deleted" in table.sentences[0].en
    for row in table.rows:
        assert row["low_20"] <= row["middle_20"] <= row["high_20"]  # type: ignore[operator]


def test_a_network_without_ties_keeps_its_ranks() -> None:
    for nodes in (0, 2):
        table = unit.ANALYSIS.analyse(network([], nodes), {"measure": "degree", "repetitions": "2"})
        assert [row["high_20"] for row in table.rows] == [1] * nodes


def test_an_unknown_measure_or_column_is_refused() -> None:
    for asked in ({"measure": "fame"}, {"measure": "degree", "column": "fame"}):
        with pytest.raises(CallError, match="fame"):
            unit.ANALYSIS.analyse(network([], 1), asked)
