"""The slice read from a real graph: what counts as a tie between actors, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import networkx as nx
import pytest

from kb.errors import CallError
from kb.graph import rebuild
from kb.measuring import run
from kb.measuring.brokers import brokers
from kb.measuring.derived import Derived
from kb.network import slice as slices
from kb.network.network import Network
from kb.network.slice import DEFAULT, Slice
from tests.small_ecosystem import AT, Ecosystem, ecosystem


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ecosystem]:
    with ecosystem(tmp_path_factory.mktemp("home")) as made:
        yield made


def read(place: Ecosystem, slice_: Slice = DEFAULT) -> Network:
    return slices.read(place.graph, slice_, place.vocabulary)


def ties(network: Network) -> set[tuple[str, str, str]]:
    """Give (relation, end, end) with the ends' local names."""
    ends = zip(network.source, network.target, network.tie_types or (), strict=True)
    name = [id_.removeprefix("local:") for id_ in network.ids]
    return {(type_, name[a], name[b]) for a, b, type_ in ends}


DEFAULT_TIES = {
    ("AFFILIATED_WITH", "producer", "hub"),
    ("SUPPORTS", "hub", "works"),
    ("SUPPORTS", "hub", "mill"),
    ("PARTICIPATES_IN", "works", "project"),
    ("PARTICIPATES_IN", "university", "project"),
    ("FUNDED_BY", "mill", "university"),
    ("INTRODUCED", "producer", "university"),
}


def test_the_default_slice_holds_actors_and_the_ties_between_them(place: Ecosystem) -> None:
    network = read(place)
    assert ties(network) == DEFAULT_TIES, "no aggregate, inferred, planned or government money"
    assert {id_.removeprefix("local:") for id_ in network.ids} == {
        *("hub", "producer", "works", "mill", "university", "project", "ministry")
    }
    assert not network.directed
    assert network.sources == ("report",)
    at = network.index["local:hub"]
    assert (network.names[at], network.names_en[at]) == ("架橋財団", "Bridge Foundation")
    assert network.types[at] == "SupportFoundation"


def test_values_are_shown_for_agents_and_clusters(place: Ecosystem) -> None:
    network = read(place)
    shown = dict(zip(network.ids, slices.shown(network, DEFAULT, place.vocabulary), strict=True))
    assert not shown["local:project"]
    assert shown["local:hub"]
    assert shown["local:producer"]


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2020-03-31", set()),
        ("2020-04-01", {"works"}),
        ("2021-06-30", {"works", "mill"}),
        ("2022-03-31", {"works", "mill"}),
        ("2022-04-01", {"mill"}),
    ],
)
def test_a_day_in_the_past_keeps_the_ties_that_held_on_it(
    place: Ecosystem, day: str, held: set[str]
) -> None:
    supported = ties(read(place, replace(DEFAULT, as_of=day, relations=("SUPPORTS",))))
    assert {target for _, _, target in supported} == held


def test_a_region_holds_what_lies_inside_its_parts(place: Ecosystem) -> None:
    inside = read(place, replace(DEFAULT, regions=("local:land",)))
    assert inside.ids == ("local:university", "local:works")
    assert read(place, replace(DEFAULT, regions=("local:town",))).ids == ("local:works",)


def test_types_relations_and_bases_can_be_chosen(place: Ecosystem) -> None:
    money = read(place, Slice(types=("Agent", "Project"), relations=("FUNDED_BY",), without=()))
    assert ties(money) == {
        ("FUNDED_BY", "project", "ministry"),
        ("FUNDED_BY", "mill", "university"),
    }
    guessed = read(place, replace(DEFAULT, bases=("inferred",)))
    assert ties(guessed) == {("COLLABORATES_WITH", "university", "works")}, "both ways, ends by id"


def test_words_and_days_that_do_not_exist_are_refused(place: Ecosystem) -> None:
    with pytest.raises(CallError, match="FRIENDS_WITH"):
        read(place, replace(DEFAULT, relations=("FRIENDS_WITH",)))
    with pytest.raises(CallError, match="2021-02-30"):
        replace(DEFAULT, as_of="2021-02-30")
    with pytest.raises(CallError):
        read(place, replace(DEFAULT, known_at=99))


def test_measures_stand_on_the_nodes_and_come_back_after_a_rebuild(place: Ecosystem) -> None:
    store = Derived(place.home / "derived.sqlite")
    question = (
        "MATCH (n:Entity) WHERE n.measured IS NOT NULL "
        "RETURN n.id AS id, n.betweenness AS b, n.constraint AS c, n.degree AS d"
    )
    made = run.refresh(place.graph, store, place.home, place.vocabulary, at=AT)
    assert set(made.made) >= {"betweenness", "constraint", "degree"}
    first = {row["id"]: row for row in place.graph.read(question).rows}
    assert "local:project" not in first, "values are shown for agents and clusters"
    expected = nx.betweenness_centrality(made.network.networkx(), normalized=False)
    assert {id_: row["b"] for id_, row in first.items()} == pytest.approx(
        {id_: value for id_, value in expected.items() if id_ != "local:project"}
    )
    assert first["local:hub"]["d"] == 3
    assert first["local:ministry"]["c"] is None, "an isolate has no constraint"
    rebuild(place.ledger, place.graph, place.vocabulary)
    again = run.refresh(place.graph, store, place.home, place.vocabulary, at=AT)
    assert again.made == (), "the same ties need no second run"
    assert {row["id"]: row for row in place.graph.read(question).rows} == first


def test_brokers_come_with_reasons_and_without_names_of_people_unless_asked(
    place: Ecosystem,
) -> None:
    store = Derived(place.home / "derived.sqlite")
    made = run.refresh(place.graph, store, place.home, place.vocabulary, at=AT)
    open_list = brokers(made.network, made.results, place.vocabulary, people=False)
    assert open_list.people_left_out == 1
    assert all("橋本" not in row.reason.ja + row.name.ja for row in open_list.rows)
    assert not open_list.boundary.ranked
    assert all(row.rank is None for row in open_list.rows)
    assert "出典1件" in open_list.boundary.sentence.ja
    full = brokers(made.network, made.results, place.vocabulary, people=True)
    assert "local:producer" in {row.id for row in full.rows}
    order = [(-row.betweenness, row.constraint or 0, row.id) for row in full.rows]
    assert order == sorted(order)
    assert all(row.reason.ja and row.between for row in full.rows)
