"""The slice read from a real graph: what counts as a tie between actors, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import networkx as nx
import pytest

from kb.errors import CallError
from kb.graph import catch_up, rebuild
from kb.measure import Column, Measure
from kb.measuring import publish, register, run
from kb.measuring.brokers import brokers
from kb.measuring.derived import Derived, Result
from kb.network import slice as slices
from kb.network.network import Network
from kb.network.slice import DEFAULT, Slice
from kb.records import Entity, Evidence, Key, Name, Record
from kb.text import same
from tests.small_ecosystem import AT, SOURCE, Ecosystem, ecosystem, tie

AT_ONCE = 16


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


@pytest.mark.parametrize("day", ["20210301", "2021-W09-1"])
def test_a_day_written_otherwise_is_the_same_day(place: Ecosystem, day: str) -> None:
    slice_ = replace(DEFAULT, as_of=day, relations=("SUPPORTS",))
    assert slice_.as_of == "2021-03-01"
    assert {target for _, _, target in ties(read(place, slice_))} == {"works", "mill"}


def test_those_who_read_the_same_slice_at_once_all_get_it(
    place: Ecosystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = Barrier(AT_ONCE, timeout=60)
    alone = slices.read

    def read_and_wait(*asked: Any) -> Network:
        network = alone(*asked)
        together.wait()
        return network

    def ask(_: int) -> Network:
        return slices.kept(tmp_path, place.graph, DEFAULT, place.vocabulary)

    monkeypatch.setattr(slices, "read", read_and_wait)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(ask, range(AT_ONCE)))
    assert len({one.fingerprint for one in found}) == 1
    assert len(list(tmp_path.iterdir())) == 1, "one file, nothing half written"


def test_the_newest_version_of_a_slice_replaces_the_older(place: Ecosystem, tmp_path: Path) -> None:
    older = tmp_path / f"{DEFAULT.fingerprint}-0-words.npz"
    other = tmp_path / "0123456789abcdef-0-words.npz"
    written_now = tmp_path / f"{DEFAULT.fingerprint}-0-words-x.partial.npz"
    for file in (older, other, written_now):
        file.write_bytes(b"")
    slices.kept(tmp_path, place.graph, DEFAULT, place.vocabulary)
    assert not older.exists()
    assert other.exists()
    assert written_now.exists(), "another process is still writing it"


@pytest.mark.parametrize("damage", [b"", b"no network", b"PK torn"])
def test_a_kept_slice_that_cannot_be_read_is_read_again(
    place: Ecosystem, tmp_path: Path, damage: bytes
) -> None:
    first = slices.kept(tmp_path, place.graph, DEFAULT, place.vocabulary)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    again = slices.kept(tmp_path, place.graph, DEFAULT, place.vocabulary)
    assert again.fingerprint == first.fingerprint
    assert Network.load(file).person == first.person


def test_named_people_are_told_from_bodies(place: Ecosystem) -> None:
    network = read(place)
    people = [id_ for id_, one in zip(network.ids, network.person, strict=True) if one]
    assert people == ["local:producer"]


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
    roles = place.graph.read(
        "MATCH (n:Entity {id: 'local:hub'}) RETURN n.brokerage_total AS total, "
        "n.brokerage_itinerant AS itinerant, n.articulation_parts AS parts, n.measured AS runs"
    ).rows[0]
    # Producer, works and mill are tied to the hub and not to one another: six ordered pairs, of which
    # the two firms (one group) make two; without the hub all stay together through the university.
    assert (roles["total"], roles["itinerant"], roles["parts"]) == (6.0, 2.0, 1.0)
    assert f"brokerage_total:{made.results['brokerage'].run.id}" in str(roles["runs"])
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


def lateness(network: Network) -> dict[str, list[float | None]]:
    return {"lateness": [float(place) for place in range(network.n)]}


LATENESS = Measure(
    "lateness", same("lateness"), same("{name}: {lateness}"), same("position"), "", "",
    (Column("lateness", same("lateness")),), lateness,
)  # fmt: skip


@pytest.fixture
def one_more_measure(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The register as it is once a file lateness.py lies in the folder."""
    everything = {**register.measures(), "lateness": LATENESS}
    with monkeypatch.context() as patch:
        patch.setattr(publish, "measures", lambda: everything)
        publish.published.cache_clear()
        yield
    publish.published.cache_clear()


@pytest.mark.usefixtures("one_more_measure")
def test_a_new_measure_reaches_cypher_and_leaves_with_its_file(place: Ecosystem) -> None:
    store = Derived(place.home / "derived.sqlite")
    made = run.refresh(place.graph, store, place.home, place.vocabulary, at=AT)
    record = replace(made.results["degree"].run, measure="lateness", id=99)
    more = {**made.results, "lateness": Result(record, made.network.ids, lateness(made.network))}
    shown = slices.shown(made.network, DEFAULT, place.vocabulary)
    publish.publish(place.graph, more, shown)
    question = (
        "MATCH (n:Entity {id: 'local:works'}) RETURN n.lateness AS lateness, n.degree AS degree"
    )
    assert place.graph.read(question).rows == [{"lateness": 6.0, "degree": 2.0}]
    publish.publish(place.graph, made.results, shown)
    assert place.graph.read(question).rows == [{"lateness": None, "degree": 2.0}]


def test_one_who_is_a_firm_and_a_person_is_hidden_as_a_person(tmp_path: Path) -> None:
    """A sole proprietor's chief type is the firm; it is a named person all the same."""
    evidence = (Evidence(SOURCE, "line owner"),)
    owner = Entity(Key("local", "owner"), ("Person", "Firm"), (Name("橘 商店"),), evidence)
    with ecosystem(tmp_path) as place:
        begun = place.ledger.begin(SOURCE, input_hash="2", software="1", at=AT)
        more: list[Record] = [
            owner,
            *(tie("SUPPORTS", f"{one} owner") for one in ("hub", "university")),
        ]
        place.ledger.stage(begun, more)
        place.ledger.commit(begun, scope="part", at=AT)
        catch_up(place.ledger, place.graph, place.vocabulary)
        store = Derived(tmp_path / "derived.sqlite")
        made = run.refresh(place.graph, store, tmp_path, place.vocabulary, at=AT)
        at = made.network.index["local:owner"]
        assert made.network.types[at] == "Firm"
        assert made.network.person[at]
        bodies = brokers(made.network, made.results, place.vocabulary, people=False)
        everyone = brokers(made.network, made.results, place.vocabulary, people=True)
    assert "local:owner" in {row.id for row in everyone.rows}
    assert all("橘" not in row.name.ja + row.reason.ja for row in bodies.rows)
    assert bodies.people_left_out == 2
