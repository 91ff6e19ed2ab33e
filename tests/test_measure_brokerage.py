"""Gould and Fernandez' brokerage: counted word by word, expected by enumeration of the null model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import permutations, product
from math import copysign, sqrt

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from kb.errors import CallError, MeasureError
from kb.measuring import register
from kb.network.network import Network
from kb.structure import chance, triangles
from tests.small_networks import column, matrix, network, networks

MEASURE = register.measure("brokerage")
ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
ALL = (*ROLES, "total")


def role(a: str, v: str, b: str) -> str:
    if a == v == b:
        return "coordinator"
    if a == b:
        return "itinerant"
    if v == b:
        return "gatekeeper"
    return "representative" if v == a else "liaison"


def by_hand(of: Network, *, own_group: bool = False) -> list[dict[str, int] | None]:
    """Count every ordered triple; nodes without a group are not there unless they are a group."""
    a, group = matrix(of), of.groups["group"]
    inside = [v for v in range(of.n) if group[v] or own_group]
    counts = {v: Counter[str]() for v in inside}
    for x, v, y in permutations(inside, 3):
        if a[x][v] and a[v][y] and not a[x][y]:
            counts[v][role(group[x], group[v], group[y])] += 1
            counts[v]["total"] += 1
    return [{name: counts[v][name] for name in ALL} if v in counts else None for v in range(of.n)]


@given(of=networks())
@settings(deadline=None, max_examples=200)
def test_every_ordered_triple_counts_once_in_its_role(of: Network) -> None:
    for ungrouped in ("leave out", "own group"):
        values = MEASURE.measure(of, {"group": "group", "ungrouped": ungrouped})
        expected = by_hand(of, own_group=ungrouped == "own group")
        for name in ALL:
            assert values[name] == [None if one is None else one[name] for one in expected]


@given(of=networks())
@settings(deadline=None, max_examples=60)
def test_without_groups_only_the_totals_are_there(of: Network) -> None:
    alike = network(
        list(zip(of.source.tolist(), of.target.tolist(), strict=True)),
        of.n,
        directed=of.directed,
        group=("a",) * of.n,
    )
    values = MEASURE.measure(of)
    assert values["total"] == MEASURE.measure(alike, {"group": "group"})["coordinator"]
    assert set(values["coordinator"]) == set(values["z_liaison"]) == {None}


def test_small_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.gnp_random_graph(40, 0.2, seed=3, directed=True)
    of = network(list(graph.edges), 40, directed=True, group=tuple("abcd"[v % 4] for v in graph))
    whole = MEASURE.measure(of, {"group": "group"})
    monkeypatch.setattr(triangles, "AT_ONCE", 5)
    assert MEASURE.measure(of, {"group": "group"}) == whole


LAYOUTS = ["aaaa", "aaab", "aabb", "aabc", "abcd", "aaabb", "aabbc", "abbcc"]


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("group", LAYOUTS)
def test_expectation_and_sd_are_those_of_the_null_model(group: str, *, directed: bool) -> None:
    """Every pattern of node 0's ties, weighted with its probability; the rest is independent."""
    n, code = len(group), np.array([ord(letter) - ord("a") for letter in group])
    arcs = n + 1 if directed else 2 * (n - 1)
    d = arcs / (n * (n - 1))
    found = chance.chance(arcs, code, directed=directed)
    for name in ALL:
        mean = square = within = 0.0
        for probability, coming, going in patterns(n, d, directed=directed):
            pairs = Counter(
                (a, b) if directed else (min(a, b), max(a, b))
                for a, b in product(coming, going)
                if a != b and name in ("total", role(group[a], group[0], group[b]))
            )
            given_these = (1 - d) * sum(pairs.values())
            mean += probability * given_these
            square += probability * given_these**2
            within += probability * d * (1 - d) * sum(k * k for k in pairs.values())
        assert found.expected[name][0] == pytest.approx(mean, abs=1e-12)
        assert found.sd[name][0] == pytest.approx(sqrt(within + square - mean**2), abs=1e-9)


def patterns(n: int, d: float, *, directed: bool) -> Iterator[tuple[float, list[int], list[int]]]:
    """Give every set of ties of node 0 with its probability: who comes in, who is reached."""
    for drawn in product((0, 1), repeat=(2 if directed else 1) * (n - 1)):
        probability = d ** sum(drawn) * (1 - d) ** (len(drawn) - sum(drawn))
        coming = [v for v in range(1, n) if drawn[v - 1]]
        going = [v for v in range(1, n) if drawn[v - n]] if directed else coming
        yield probability, coming, going


def test_taking_ties_as_arcs_understates_the_sd_by_the_root_of_two() -> None:
    of = network([(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)], 6, group=tuple("aabbbc"))
    ties = MEASURE.measure(of, {"group": "group"})
    arcs = MEASURE.measure(of, {"group": "group", "null": "directed"})
    for name in ("itinerant", "liaison", "total"):
        for one, other in zip(ties[f"sd_{name}"], arcs[f"sd_{name}"], strict=True):
            assert one == pytest.approx(sqrt(2) * (other or 0))
    assert ties["sd_gatekeeper"] == arcs["sd_gatekeeper"]
    assert ties["expected_total"] == arcs["expected_total"]
    assert ties["gatekeeper"] == ties["representative"]


def test_a_group_of_one_has_no_negative_zero() -> None:
    for directed in (True, False):
        of = network([(0, 1), (1, 2), (2, 0)], 4, directed=directed, group=tuple("abbc"))
        values = MEASURE.measure(of, {"group": "group"})
        found = [one for column in values.values() for one in column if one == 0]
        assert found
        assert not [one for one in found if copysign(1, one or 0) < 0]


def test_z_is_empty_where_the_sd_is_nothing() -> None:
    of = network([(0, 1), (1, 2)], 3, directed=True, group=tuple("abc"))
    values = MEASURE.measure(of, {"group": "group"})
    assert values["sd_coordinator"] == [0, 0, 0]
    assert values["z_coordinator"] == [None, None, None]
    assert values["liaison"] == [0, 1, 0]
    assert values["z_liaison"][1] is not None


def test_a_projection_gets_no_expectation() -> None:
    of = network([(0, 1), (1, 2)], 3, group=tuple("abc"))
    values = MEASURE.measure(of, {"group": "group", "null": "none"})
    assert values["liaison"] == [0, 2, 0]
    assert {x for name in ALL for x in (*values[f"z_{name}"], *values[f"sd_{name}"])} == {None}
    assert "No expectation" in MEASURE.told(of, {"group": "group", "null": "none"})[-1].en


def test_nodes_without_a_group_are_counted_in_the_report() -> None:
    of = network([(0, 1), (1, 2)], 4, directed=True, group=("a", "", "a", ""))
    left = MEASURE.told(of, {"group": "group"})
    assert "2 of 4 nodes have no group; they were left out" in left[0].en
    assert MEASURE.measure(of, {"group": "group"})["total"] == [0, None, 0, None]
    asked = {"group": "group", "ungrouped": "own group"}
    assert "one group without a name" in MEASURE.told(of, asked)[0].en
    assert MEASURE.measure(of, asked)["itinerant"] == [0, 1, 0, 0]


def test_several_groups_are_refused_unless_one_is_chosen() -> None:
    of = network([(0, 1), (1, 2)], 3, directed=True, group=("a", "a; b", "b"))
    with pytest.raises(MeasureError, match="n1"):
        MEASURE.measure(of, {"group": "group"})
    assert MEASURE.measure(of, {"group": "group", "chosen": "b"})["gatekeeper"] == [0, 1, 0]
    assert MEASURE.measure(of, {"group": "group", "chosen": "a"})["representative"] == [0, 1, 0]


def test_an_unknown_column_names_those_there_are() -> None:
    with pytest.raises(CallError, match="group"):
        MEASURE.measure(network([(0, 1)], 2, group=("a", "b")), {"group": "region"})


@given(of=networks())
@settings(deadline=None, max_examples=100)
def test_credit_is_shared_among_all_who_serve_a_pair(of: Network) -> None:
    a, n = matrix(of), of.n
    expected = [0.0] * n
    pairs = 0
    for x, y in permutations(range(n), 2):
        serving = [v for v in range(n) if a[x][v] and a[v][y]]
        if serving and not a[x][y]:
            pairs += 1
            for v in serving:
                expected[v] += 1 / len(serving)
    ours = column("partial_credit", of)
    assert ours == pytest.approx(expected, abs=1e-9)
    assert sum(x or 0 for x in ours) == pytest.approx(pairs, abs=1e-9)


def test_credit_is_the_same_in_small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    of = network(list(nx.karate_club_graph().edges), 34)
    whole = column("partial_credit", of)
    monkeypatch.setattr("kb.structure.between.PATHS_AT_ONCE", 3)
    monkeypatch.setattr("kb.structure.between.TABLE", 70)
    assert column("partial_credit", of) == pytest.approx(whole, abs=1e-12)


def test_every_pattern_of_a_triangle_is_met() -> None:
    """All 27 directions of three pairs in every layout of groups: no closed path is missed."""
    pairs = ((0, 1), (0, 2), (1, 2))
    for kinds in product("<>x", repeat=3):
        arcs = [(a, b) for (a, b), kind in zip(pairs, kinds, strict=True) if kind != "<"]
        arcs += [(b, a) for (a, b), kind in zip(pairs, kinds, strict=True) if kind != ">"]
        for group in ("aaa", "aab", "aba", "baa", "abc"):
            of = network(arcs, 3, directed=True, group=tuple(group))
            values = MEASURE.measure(of, {"group": "group"})
            for v, expected in enumerate(by_hand(of)):
                assert expected == {name: values[name][v] for name in ALL}


def test_the_type_of_a_node_is_a_group_where_no_column_bears_the_name() -> None:
    ends = np.array([0, 1]), np.array([1, 2])
    of = Network(("a", "b", "c"), *ends, directed=True, types=("Firm", "University", "Firm"))
    assert MEASURE.measure(of, {"group": "type"})["itinerant"] == [0, 1, 0]
