"""What breaks when somebody leaves: against taking them away and looking."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.analyses import what_if as unit
from kb.analyses.what_if import sentence, what_if
from kb.errors import CallError, NotKnownError
from kb.network import groups
from kb.network.network import Network
from kb.structure.without import candidates, losses, without
from kb.text import Text, same
from tests.test_measures_contract import network, networks

TYPES = ("Firm", "University", "Bank", "")


@st.composite
def typed(draw: st.DrawFn) -> Network:
    plain = draw(networks())
    types = draw(st.lists(st.sampled_from(TYPES), min_size=plain.n, max_size=plain.n))
    return replace(plain, groups={"kind": tuple(types)})


def parts_without(graph: nx.Graph[str], id_: str) -> list[set[str]]:
    rest = graph.subgraph(nx.node_connected_component(graph, id_) - {id_})
    return sorted(map(set, nx.connected_components(rest)), key=lambda part: (-len(part), min(part)))


@given(network=typed())
@settings(deadline=None, max_examples=120)
def test_parts_pairs_and_losses_are_those_of_taking_the_node_away(network: Network) -> None:
    graph = network.networkx().to_undirected()
    kinds = dict(zip(network.ids, network.groups["kind"], strict=True))
    grouping = groups.grouping(network, "kind")
    assert grouping is not None
    for node, id_ in enumerate(network.ids):
        parts = parts_without(graph, id_)
        found = without(network, node)
        ours = [{network.ids[v] for v in part.tolist()} for part in (found.rest, *found.apart)]
        assert [part for part in ours if part] == parts
        whole = set().union(*parts)
        assert found.pairs == sum(
            next(p for p in parts if a in p) != next(p for p in parts if b in p)
            for a in whole
            for b in whole
            if a < b
        )
        expected = {}
        for group in grouping.names:
            for other in grouping.names:
                lost = [
                    (t, part is parts[0])
                    for part in parts
                    for t in part
                    if kinds[t] == group
                    and any(kinds[u] == other for u in whole - {t})
                    and not any(kinds[u] == other for u in part - {t})
                ]
                if lost:
                    in_rest = sum(at_home for _, at_home in lost)
                    expected[group, other] = (len(lost) - in_rest, in_rest)
        assert {
            (grouping.names[one.group], grouping.names[one.other]): (one.many, one.in_rest)
            for one in losses(found, grouping.code, len(grouping.names))
        } == expected


@given(network=typed(), data=st.data())
@settings(deadline=None, max_examples=60)
def test_only_those_who_count_make_pairs(network: Network, data: st.DataObject) -> None:
    counted = data.draw(st.lists(st.booleans(), min_size=network.n, max_size=network.n))
    graph = network.networkx().to_undirected()
    for node, id_ in enumerate(network.ids):
        sizes = [
            sum(counted[network.index[one]] for one in part) for part in parts_without(graph, id_)
        ]
        pairs = (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2
        assert without(network, node, counted).pairs == pairs


@given(network=typed())
@settings(deadline=None, max_examples=80)
def test_who_is_nearest_shares_most_contacts(network: Network) -> None:
    graph = network.networkx().to_undirected()
    for node, id_ in enumerate(network.ids):
        found = what_if(network, node)
        near = list(candidates(network, found.without))
        expected = {
            other: sorted(network.index[c] for c in nx.common_neighbors(graph, id_, other))
            for other in graph
            if other != id_ and (other in graph[id_] or set(graph[other]) & set(graph[id_]))
        }
        assert {network.ids[one.node]: list(one.common) for one in near} == expected
        order = [(-len(one.common), not one.tied, network.ids[one.node]) for one in near]
        assert order == sorted(order)
        assert all(one.tied == (network.ids[one.node] in graph[id_]) for one in near)
        for part in found.parts:
            outside = [one for one in near if one.node not in part.nodes]
            assert list(part.candidates) == outside[: unit.CANDIDATES]


def bridge() -> Network:
    """Three firms hang on x; beyond it are a university and a firm; y shares x's contacts there."""
    ids = ("f1", "f2", "f3", "x", "u", "g", "y", "h")
    ties = [(0, 1), (1, 2), (2, 3), (3, 4), (3, 5), (6, 4), (6, 5), (4, 5), (7, 4)]
    ends = np.array(ties)
    types = ("Firm", "Firm", "Firm", "Agency", "University", "Firm", "Agency", "Firm")
    names = ("一社", "二社", "三社", "架け橋", "大学", "四社", "隣", "五社")
    english = ("One", "Two", "Three", "The bridge", "Uni", "Four", "Next", "Five")
    return Network(
        ids, ends[:, 0], ends[:, 1], directed=False, types=types, names=names, names_en=english
    )


def test_it_is_said_in_one_sentence() -> None:
    network = bridge()
    grouping = groups.grouping(network, "type")
    found = what_if(network, 3, grouping)
    labels = {"Firm": Text("企業", "firms"), "University": Text("大学", "university")}
    said = sentence(found, Text("架け橋", "the bridge"), {**labels, "Agency": same("Agency")})
    assert said.en == (
        "In the recorded ties, without the bridge 12 pairs lose their only route and 3 others fall "
        "away from the remaining 4; 3 of them (firms) lose their only way to any Agency."
    )
    assert said.ja == (
        "記録上、架け橋がいなくなると、12組が唯一の経路を失い、3者が残りの4者から離れる"
        "（そのうち企業 3者は、Agencyへの唯一の道を失う）。"
    )


def test_the_table_names_the_parts_and_who_is_nearest() -> None:
    table = unit.ANALYSIS.analyse(bridge(), {"node": "x"})
    assert len(table.rows) == 1
    row = table.rows[0]
    assert row["members"] == ("f1", "f2", "f3")
    assert row["groups"] == ("Firm 3",)
    assert row["pairs"] == 12
    assert row["candidates"] == ("y", "g", "u", "h")
    assert row["in_common"] == (2, 1, 1, 1)
    told = " ".join(one.en for one in table.sentences)
    assert "3 of Firm lose all routes to any University." in told
    assert (
        "3 (and, in the largest part that remains, 2) of Firm lose all routes to any Firm"
        not in told
    )
    assert "not a recommendation" in told


def test_one_alone_is_said_in_the_singular() -> None:
    path = network([(0, 1), (1, 2)], 3)
    found = what_if(path, 1)
    assert sentence(found, same("n1")).en == (
        "In the recorded ties, without n1 1 pair loses its only route and 1 other falls away from "
        "the remaining 1."
    )


def test_who_breaks_nothing_and_who_has_no_ties() -> None:
    triangle = network([(0, 1), (1, 2), (0, 2)], 4)
    assert "another route" in unit.ANALYSIS.analyse(triangle, {"node": "n0"}).sentences[0].en
    assert "no contact" in unit.ANALYSIS.analyse(triangle, {"node": "n3"}).sentences[0].en


def test_one_must_be_named_and_known() -> None:
    with pytest.raises(CallError):
        unit.ANALYSIS.analyse(bridge())
    with pytest.raises(NotKnownError):
        unit.ANALYSIS.analyse(bridge(), {"node": "f9"})


def participations(shared: Path) -> Network:
    """The two-mode network of organisations and projects, straight from the published file."""
    with zipfile.ZipFile(shared / "data" / "cordis" / "horizon-2025-11-csv.zip") as archive:
        text = archive.read("organization.csv").decode("utf-8")
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    place: dict[str, int] = {}
    kind: list[str] = []
    ends: list[tuple[int, int]] = []
    for row in rows:
        nodes = (f"o{row['organisationID']}", f"p{row['projectID']}")
        for id_, of in zip(nodes, (row["activityType"], "Project"), strict=True):
            if id_ not in place:
                place[id_] = len(place)
                kind.append(of)
        ends.append((place[nodes[0]], place[nodes[1]]))
    pairs = np.array(ends)
    return Network(
        tuple(place), pairs[:, 0], pairs[:, 1], directed=False, groups={"kind": tuple(kind)}
    )


@pytest.mark.shared
def test_the_greatest_brokers_of_european_research_are_answered_exactly(shared: Path) -> None:
    network = participations(shared)
    assert network.n > 49_000
    grouping = groups.grouping(network, "kind")
    assert grouping is not None
    degree = np.diff(network.undirected().adjacency().indptr)
    graph = network.undirected().igraph()
    for node in np.argsort(-degree, kind="stable")[:3].tolist():
        found = what_if(network, node, grouping).without
        less = graph.copy()
        less.delete_vertices([node])
        label = np.insert(np.array(less.connected_components().membership), node, -1)
        near = graph.neighbors(node)
        sizes = np.bincount(label[label >= 0])[np.unique(label[near])]
        assert [len(found.rest), *map(len, found.apart)] == sorted(sizes.tolist(), reverse=True)
        assert found.pairs == (sizes.sum() ** 2 - (sizes**2).sum()) // 2
