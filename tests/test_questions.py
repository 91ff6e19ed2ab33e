"""The questions of cypher/: each is complete, can be asked, and says what it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import CallError
from kb.graph.build import rebuild
from kb.graph.door import Graph
from kb.ledger import Ledger
from kb.questions import Question, ask, parse, questions
from kb.vocabulary import vocabulary
from tests.graph_samples import INTRODUCTION, key, thing, tie
from tests.graph_servers import graph, server
from tests.ledger_samples import described, run

__all__ = ["graph", "server"]

HEADER = """// title-ja: 題
// title-en: Title
// sentence-ja: 文
// sentence-en: Sentence
"""


@pytest.fixture
def asked(graph: Graph, tmp_path: Path) -> Graph:
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        ledger.describe(described("report"))
        run(
            ledger,
            *INTRODUCTION,
            thing("optics", "Technology"),
            thing("clear view", "Need"),
            thing("endoscopes", "Market"),
            tie("maker firm", "HAS_TECHNOLOGY", "optics"),
            tie("hospital", "HAS_NEED", "clear view"),
            tie("optics", "ADDRESSES", "clear view", basis="inferred"),
            tie("producer", "BRINGS_FORWARD", "maker firm"),
            tie("maker firm", "OPERATES_IN", "endoscopes"),
        )
        rebuild(ledger, graph, vocabulary())
    return graph


def answer(graph: Graph, question: str, /, **parameters: object) -> list[dict[str, object]]:
    return ask(graph, question, parameters).rows


@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.name)
def test_every_question_can_be_asked(asked: Graph, question: Question) -> None:
    needed = {p.name: "hospital" for p in question.parameters if p.default is None}
    if "id" in needed:
        needed["id"] = str(key("hospital"))
    assert ask(asked, question.name, needed).rows


def test_who_introduced_whom(asked: Graph) -> None:
    (row,) = answer(asked, "who_introduced_whom", name="PROD")
    assert row["maker"] == "producer"
    assert row["brought_together"] == ["hospital", "maker firm"]
    assert not answer(asked, "who_introduced_whom", name="nobody")


def test_what_is_known_about(asked: Graph) -> None:
    by_part = answer(asked, "what_is_known_about", about="hosp")
    assert [(row["id"], row["ties"]) for row in by_part] == [(str(key("hospital")), 3)]
    assert answer(asked, "what_is_known_about", about=str(key("hospital"))) == by_part


def test_ties_of(asked: Graph) -> None:
    found = answer(asked, "ties_of", id=str(key("hospital")))
    assert [(r["relation"], r["outward"], r["other"]) for r in found] == [
        ("HAS_NEED", True, "clear view"),
        ("INTRODUCED", False, "producer"),
        ("INVOLVES", False, "introduction"),
    ]


def test_count_by_type(asked: Graph) -> None:
    counted = {row["type"]: row["number"] for row in answer(asked, "count_by_type")}
    assert counted["Firm"] == counted["Producer"] == counted["Need"] == 1


def test_who_produces_for_which_market(asked: Graph) -> None:
    (row,) = answer(asked, "who_produces_for_which_market", market="endo")
    assert (row["producer"], row["produced"], row["market"]) == (
        "producer",
        "maker firm",
        "endoscopes",
    )


def test_which_technologies_meet_which_needs(asked: Graph) -> None:
    (row,) = answer(asked, "which_technologies_meet_which_needs")
    assert (row["technology"], row["need"]) == ("optics", "clear view")
    assert (row["held_by"], row["asked_by"]) == (["maker firm"], ["hospital"])


def test_what_rests_on_inference(asked: Graph) -> None:
    (row,) = answer(asked, "what_rests_on_inference")
    assert (row["source"], row["relation"], row["target"]) == ("optics", "ADDRESSES", "clear view")


def test_a_missing_parameter_is_named(asked: Graph) -> None:
    with pytest.raises(CallError, match=r"missing.*id"):
        answer(asked, "ties_of")


def test_an_unknown_parameter_is_named_with_the_nearest(asked: Graph) -> None:
    with pytest.raises(CallError, match="Did you mean market"):
        answer(asked, "who_produces_for_which_market", markt="x")


def test_an_unknown_question_is_answered_with_the_nearest(asked: Graph) -> None:
    with pytest.raises(CallError, match="Did you mean who_introduced_whom"):
        answer(asked, "who_introduces_whom")


def test_a_value_cannot_change_the_question(asked: Graph) -> None:
    assert not answer(asked, "ties_of", id="'}) DETACH DELETE n //")
    assert answer(asked, "count_by_type")


def test_a_dropped_in_file_is_read_with_its_parameters() -> None:
    question = parse(
        "who_is_near",
        f"{HEADER}// parameter steps: integer = 2 — 歩数 / steps\n"
        "// parameter close: boolean = true — 近く / close\nMATCH (n) RETURN n",
    )
    assert question.title.ja == "題"
    assert [(p.name, p.type, p.default) for p in question.parameters] == [
        ("steps", "integer", 2),
        ("close", "boolean", True),
    ]
    assert question.cypher == "MATCH (n) RETURN n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x", HEADER, "no statement"),
        ("x", HEADER.replace("// title-en: Title\n", "") + "RETURN 1", "no title-en"),
        ("x", HEADER + "// parameter a: thing — b / c\nRETURN 1", "cannot read"),
        ("X-1", HEADER + "RETURN 1", "lower case"),
    ],
)
def test_an_unfinished_file_is_named(name: str, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(name, text)
