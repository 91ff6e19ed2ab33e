"""What if somebody leaves, as people ask for it: names, old keys, people, what is not to be shown.

Without the hub of the small ecosystem its aide and a shed fall away from a producer, a works, a mill
and a university, which keep each other through an introduction, a project and a contract. A hidden
firm that the hub supports counts nowhere.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.base import KnowledgeBase
from kb.commands.what_if import what_if
from kb.errors import CallError, NotKnownError
from kb.measuring.leaving import leaving
from kb.network import slice as slices
from kb.network.network import Network
from kb.network.slice import DEFAULT
from kb.views.departure import departure, named
from tests.small_departure import departing

HUB = "local:hub"
PARTIES = ("Firm", "University", "Project")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with departing(tmp_path_factory.mktemp("departure") / "home") as made:
        yield made


def call(base: KnowledgeBase, *arguments: str) -> Result:
    return CliRunner().invoke(what_if, list(arguments), obj=base.settings)


def answered(base: KnowledgeBase, *arguments: str) -> dict[str, Any]:
    result = call(base, *arguments, "--format", "json")
    assert result.exit_code == 0, result.exception
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_answer_is_what_taking_the_hub_away_gives(base: KnowledgeBase) -> None:
    network = slices.kept(base.settings.cache_folder, base.graph, DEFAULT, base.vocabulary)
    hub = named(base.graph, base.vocabulary, [HUB])[HUB]
    found = departure(base.graph, base.ledger, base.vocabulary, network, hub, people=True)
    assert (found.pairs, found.apart, found.rest, found.total) == (9, 2, 4, 2)
    assert [[one.name.ja for one in part.members] for part in found.parts] == [
        ["田中 港"],
        ["物置工房"],
    ]
    assert [(dict(part.types), part.pairs) for part in found.parts] == [
        ({"Person": 1}, 5),
        ({"Firm": 1}, 5),
    ]
    assert {(one.type, one.other, one.many, one.in_rest) for one in found.losses} == {
        ("Person", "Firm", 1, 0),
        ("Person", "Producer", 1, 0),
        ("Person", "University", 1, 0),
        ("Firm", "Firm", 1, 0),
        ("Firm", "Producer", 1, 0),
        ("Firm", "University", 1, 0),
        ("Firm", "Person", 1, 2),
        ("Producer", "Person", 0, 1),
        ("University", "Person", 0, 1),
    }
    assert found.sentence.ja.startswith(
        "記録上、架橋財団がいなくなると、9組が唯一の経路を失い、2者が2の部分に分かれて残りの4者から離れる"
    )
    assert found.sentence.en.startswith(
        "In the recorded ties, without Bridge Foundation 9 pairs lose their only route and 2 others "
        "fall away from the remaining 4 in 2 parts"
    )


def test_who_could_step_in_is_named_with_the_ties_that_speak_for_it(base: KnowledgeBase) -> None:
    parts = answered(base, HUB, "--people", "--purpose", "引き継ぎ")["parts"]
    able = {one["id"]: one for one in parts[0]["could_step_in"]}
    others = ["mill", "producer", "shed", "works"]
    assert list(able) == ["local:university", *(f"local:{one}" for one in others)]
    university, works = able["local:university"], able["local:works"]
    assert [one["id"] for one in university["common"]] == ["local:mill", "local:producer"]
    assert {one["relation"] for one in university["ties"]} == {"FUNDED_BY", "INTRODUCED"}
    assert {
        "relation": "FUNDED_BY",
        "with": "local:mill",
        "outward": False,
        "since": "",
        "until": "",
        "basis": "third_party",
        "evidence": ["report FUNDED_BY mill university"],
    } in university["ties"]
    assert (works["in_common"], works["tied"]) == (0, True)
    assert [one["evidence"] for one in works["ties"]] == [["report SUPPORTS hub works"]]
    assert [one["id"] for one in parts[1]["could_step_in"]][1] == "local:aide"


def test_people_are_named_only_to_those_who_say_what_for(base: KnowledgeBase) -> None:
    for form in ("text", "csv", "json"):
        result = call(base, HUB, "--format", form)
        assert result.exit_code == 0
        assert not [one for one in ("橋本", "田中", "Tanaka") if one in result.stdout]
    assert answered(base, HUB)["parts"][0]["people_left_out"] == 1
    assert isinstance(call(base, "local:producer").exception, CallError)
    assert isinstance(call(base, HUB, "--people").exception, CallError)
    before = len(base.ledger.entries("export"))
    assert "橋本" in call(base, HUB, "--people", "--purpose", "引き継ぎ").stdout
    kept = base.ledger.entries("export")
    assert len(kept) == before + 1
    assert "引き継ぎ" in str(kept[-1])


def test_what_is_not_to_be_shown_is_not_shown(base: KnowledgeBase) -> None:
    for form in ("text", "csv", "json"):
        assert "秘密" not in call(base, HUB, "--people", "--purpose", "x", "--format", form).stdout
    assert isinstance(call(base, "local:secret").exception, NotKnownError)
    assert isinstance(call(base, "秘密工業").exception, NotKnownError)


@pytest.mark.parametrize("asked", [HUB, "架橋財団", "Bridge Foundation", "bridge foundation"])
def test_an_id_and_an_exact_name_lead_to_the_same_answer(base: KnowledgeBase, asked: str) -> None:
    assert answered(base, asked)["id"] == HUB


def test_a_key_that_was_once_an_id_leads_to_the_present_one(base: KnowledgeBase) -> None:
    assert answered(base, "local:works2")["id"] == "local:works"


def test_a_name_nobody_bears_brings_the_nearest(base: KnowledgeBase) -> None:
    problem = call(base, "架橋財団法").exception
    assert isinstance(problem, NotKnownError)
    assert problem.nearest[0] == HUB


def test_what_is_outside_the_measured_network_is_said_to_be(base: KnowledgeBase) -> None:
    problem = call(base, "local:town").exception
    assert isinstance(problem, CallError)
    assert problem.parts["found"] == "Region"


def test_nothing_lost_is_said_in_words(base: KnowledgeBase) -> None:
    mill, ministry = answered(base, "local:mill"), answered(base, "local:ministry")
    assert (mill["pairs"], mill["parts"]) == (0, [])
    assert "別の経路が残る" in call_ja(base, "local:mill")
    assert "関係がない" in call_ja(base, "local:ministry")
    assert ministry["parts"] == []


def call_ja(base: KnowledgeBase, id_: str) -> str:
    assert base.settings.language == "ja"
    return call(base, id_).stdout


def test_csv_holds_the_data_alone(base: KnowledgeBase) -> None:
    result = call(base, HUB, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    apart = [row["id"] for row in rows if row["what"] == "falls apart"]
    assert apart == ["local:shed"], "people and the hidden are left out"
    assert rows[0] == {
        "part": "1",
        "what": "could step in",
        "id": "local:university",
        "name": "港大学",
        "type": "大学",
        "in_common": "2",
        "contacts": "local:mill",
        "evidence": "report FUNDED_BY mill university",
    }
    assert "記録上" in result.stderr


@st.composite
def ecosystems(draw: st.DrawFn) -> Network:
    n = draw(st.integers(1, 9))
    nodes = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(nodes, nodes), max_size=14))
    types = draw(st.lists(st.sampled_from(PARTIES), min_size=n, max_size=n))
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    ids = tuple(f"n{node}" for node in range(n))
    return Network(ids, ends[:, 0], ends[:, 1], directed=False, types=tuple(types))


@given(network=ecosystems())
@settings(deadline=None, max_examples=80)
def test_only_actors_are_counted_and_projects_still_carry_routes(network: Network) -> None:
    graph = network.networkx()
    for node, id_ in enumerate(network.ids):
        found = leaving(network, node)
        whole = nx.node_connected_component(graph, id_) - {id_}
        parts = [
            {one for one in part if network.types[network.index[one]] != "Project"}
            for part in nx.connected_components(graph.subgraph(whole))
        ]
        sizes = sorted((len(part) for part in parts if part), reverse=True)
        assert found.pairs == (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2
        assert [len(part.nodes) for part in found.parts] == sizes[1:]
        assert sum(part.pairs for part in found.parts) >= found.pairs
        for part in found.parts:
            assert {network.ids[one] for one in part.nodes} in parts
