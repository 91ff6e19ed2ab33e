"""Numbers in plain words by command, and the networks of the literature by name."""

from __future__ import annotations

import csv
import io
import json

import networkx as nx
import pytest
from click.testing import CliRunner

from kb.commands.measure import measure
from kb.errors import CallError
from kb.measuring.register import measures
from kb.network.examples import EXAMPLES, example
from kb.settings import Settings

WOMEN = ("--example", "southern_women", "--group", "mode", "-p", "mode=mode")


def run(*arguments: str, language: str = "en") -> str:
    settings = Settings.from_environment({"KAKEHASHI_HOME": ".", "KAKEHASHI_LANGUAGE": language})
    answer = CliRunner().invoke(measure, arguments, obj=settings, catch_exceptions=False)
    assert answer.exit_code == 0, answer.stderr
    return answer.stdout


def asked(name: str) -> list[str]:
    known = {one.name for one in measures()[name].parameters}
    return [
        "run", name, "--example", "southern_women",
        *(("--group", "mode") if "group" in known else ()),
        *(("-p", "mode=mode") if "mode" in known else ()),
        *(("-p", "permutations=3") if "permutations" in known else ()),
    ]  # fmt: skip


@pytest.mark.parametrize("name", measures())
def test_every_measure_says_its_number_in_both_languages(name: str) -> None:
    numbers = {row.pop("id"): row for row in json.loads(run(*asked(name), "--format", "json"))}
    for language in ("ja", "en"):
        out = run(*asked(name), "--words", "--format", "csv", language=language)
        said = {row["id"]: row[name] for row in csv.DictReader(io.StringIO(out))}
        assert said.keys() == numbers.keys()
        for id_, sentence in said.items():
            assert id_ in sentence, sentence
            assert any(ord(letter) > 0x3000 for letter in sentence) == (language == "ja")
            first = next(iter(numbers[id_].values()))
            if first is None and all(value is None for value in numbers[id_].values()):
                assert ("定義なし" if language == "ja" else "undefined") in sentence


def test_the_sentence_holds_the_number_of_the_table() -> None:
    out = run("run", "betweenness", "--example", "florentine", "--words", "--format", "json")
    (medici,) = (row for row in json.loads(out) if row["id"] == "Medici")
    assert "47.5 pairs run through Medici" in medici["betweenness"]


def test_the_examples_are_networkxs() -> None:
    for name, graph in (
        ("florentine", nx.florentine_families_graph()),
        ("karate", nx.karate_club_graph()),
        ("southern_women", nx.davis_southern_women_graph()),
    ):
        ours = example(name)
        assert ours.ids == tuple(map(str, graph))
        assert ours.m == graph.number_of_edges()
        for a, b in graph.edges:
            assert ours.networkx().has_edge(str(a), str(b))


def test_the_weights_of_an_example_are_used_only_where_named() -> None:
    assert example("karate").weight is None
    weighted = example("karate", "weight")
    assert weighted.weight is not None
    assert weighted.weight.sum() == 231, "the ties of Zachary's weighted matrix"
    with pytest.raises(CallError, match="karate --weight weight"):
        example("florentine", "weight")


def test_an_example_is_said_with_its_title_and_excludes_tables() -> None:
    assert set(EXAMPLES) == {"florentine", "karate", "southern_women"}
    for wrong in (
        ("--example", "karate", "--edges", "e.csv"),
        ("--example", "karate", "--nodes", "n.csv"),
        ("--example", "karate", "--directed"),
    ):
        with pytest.raises(CallError, match="--example"):
            run("run", "degree", *wrong)


def test_on_a_projection_the_closed_form_is_refused_and_the_counts_are_not() -> None:
    project = ("run", "brokerage", "--example", "southern_women", "--project", "mode")
    with pytest.raises(CallError, match="not independent") as caught:
        run(*project, "--group", "mode")
    assert "projected_brokerage -p mode=mode" in str(caught.value)
    plain = json.loads(run(*project, "--group", "mode", "--null", "none", "--format", "json"))
    assert len(plain) == 18
    counts = {row["id"]: row["total"] for row in plain}
    by_unit = json.loads(
        run("run", "projected_brokerage", *WOMEN, "-p", "permutations=3", "--format", "json")
    )
    assert counts == {row["id"]: row["projected_total"] for row in by_unit[:18]}


def test_constraint_on_a_projection_uses_newmans_weights() -> None:
    out = run("run", "constraint", "--example", "southern_women", "--project", "mode",
              "--format", "json")  # fmt: skip
    graph = nx.davis_southern_women_graph()
    women = [node for node, side in graph.nodes(data="bipartite") if side == 0]
    weighted = nx.bipartite.collaboration_weighted_projected_graph(graph, women)
    expected = nx.constraint(weighted, weight="weight")
    assert {row["id"]: row["constraint"] for row in json.loads(out)} == pytest.approx(expected)


def test_what_an_analysis_finds_for_each_node_is_asked_by_each() -> None:
    out = run("analyse", "communities", "--example", "karate", "--each", "--format", "json")
    found = {row["id"]: row["community"] for row in json.loads(out)}
    assert len(found) == 34
    assert found["0"] != found["33"]
