"""The questions of cypher/: each is complete, can be asked, and says what it needs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.base import KnowledgeBase
from kb.commands.graph import ask as command
from kb.errors import CallError, NotKnownError
from kb.graph.build import rebuild
from kb.graph.door import Graph
from kb.ledger import Ledger
from kb.question import Question, id_columns, parse
from kb.questions import ask, questions
from kb.text import LANGUAGES
from kb.views.answers import wording
from kb.vocabulary import vocabulary
from tests.graph_samples import INTRODUCTION, key, thing, tie
from tests.graph_servers import embedded, graph, neo4j, server
from tests.ledger_samples import described, run
from web.app import create_app

__all__ = ["embedded", "graph", "neo4j", "server"]

HEADER = """// title-ja: 題
// title-en: Title
// sentence-ja: 文
// sentence-en: Sentence
"""


WORDED = parse(
    "worded",
    f"{HEADER}// column chosen: 区分 / chosen [tier]\n// column item: 項目 / item\n"
    "// word secretariat: 事務局 / secretariat\nRETURN 1",
)


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


each_question = pytest.mark.parametrize(
    "question", questions().values(), ids=lambda question: question.name
)


@each_question
def test_every_question_can_be_asked(asked: Graph, question: Question) -> None:
    needed = {p.name: "hospital" for p in question.parameters if p.default is None}
    if "id" in needed:
        needed["id"] = str(key("hospital"))
    found = ask(asked, question.name, needed)
    assert found.columns == tuple(question.columns), "each column has its word, in its order"
    for language in LANGUAGES:
        assert len({label.get(language) for label in question.columns.values()}) == len(
            found.columns
        )
    links = id_columns(found.columns)
    assert not set(links.values()) & set(links), "an id stands beside the name of its thing"


@each_question
def test_every_question_is_answered_as_it_stands(kb: KnowledgeBase, question: Question) -> None:
    """With what it is asked by default; only what says what nothing means may know nothing."""
    needed = {p.name: "京都市" for p in question.parameters if p.default is None}
    if "id" in needed:
        found = kb.graph.read("MATCH (n:Cluster) RETURN n.id AS id ORDER BY id LIMIT 1").rows
        needed["id"] = str(found[0]["id"])
    assert ask(kb.graph, question.name, needed).rows or question.nothing


@each_question
def test_the_codes_of_a_column_are_in_the_vocabulary(question: Question) -> None:
    assert set(question.codes.values()) <= {*vocabulary().schemes, "type", "relation", "role"}
    assert question.codes.keys() <= question.columns.keys()


@each_question
def test_a_column_in_english_stands_beside_the_japanese_one(question: Question) -> None:
    columns = list(question.columns)
    twins = [column for column in columns if column.endswith("_en")]
    assert all(columns[columns.index(twin) - 1] == twin.removesuffix("_en") for twin in twins)


def test_who_introduced_whom(asked: Graph) -> None:
    (row,) = answer(asked, "who_introduced_whom", name="PROD")
    assert row["maker"] == "producer"
    assert row["brought_together"] == ["hospital", "maker firm"]
    assert row["brought_together_id"] == [str(key("hospital")), str(key("maker firm"))]
    assert (row["introduction_id"], row["introduction"]) == (
        str(key("introduction")),
        "introduction",
    )
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


def test_an_id_that_nothing_bears_is_told_from_a_thing_without_ties(asked: Graph) -> None:
    with pytest.raises(NotKnownError, match=r"Nothing bears this id.*what_is_known_about"):
        answer(asked, "ties_of", id="local:test:nobody")


def test_an_empty_answer_still_names_its_columns(asked: Graph) -> None:
    found = ask(asked, "who_introduced_whom", {"name": "nobody"})
    assert not found.rows
    assert "brought_together" in found.columns


@pytest.mark.parametrize(
    ("column", "value", "relation", "said"),
    [
        ("basis_maker", "third_party", "", "第三者の記述"),
        ("status", "former", "", "以前"),
        ("other_type", "Introduction", "", "紹介"),
        ("role", "venue", "INTRODUCED", "場"),
        ("outward", True, "", "はい"),
        ("name", "Introduction", "", None),
        ("role", "a role nobody knows", "INVOLVES", None),
        ("chosen", "trial", "", "トライアル"),
        ("item", "secretariat", "", "事務局"),
        ("item", "トライアル", "", None),
    ],
)
def test_codes_are_said_in_words_and_names_are_left(
    column: str, value: object, relation: str, said: str | None
) -> None:
    found = wording(WORDED, vocabulary(), column, value, {"relation": relation})
    assert (found and found.ja) == said


def test_a_tie_is_read_from_the_side_that_the_row_stands_on() -> None:
    row = {"relation": "MANAGES", "outward": False}
    found = wording(WORDED, vocabulary(), "relation", "MANAGES", row)
    assert found == vocabulary().relations["MANAGES"].inverse


@pytest.mark.parametrize(
    ("columns", "links"),
    [
        (("other_id", "relation", "other"), {"other": "other_id"}),
        (("id", "name"), {"name": "id"}),
        (("a_id", "b_id", "b"), {"a_id": "a_id", "b": "b_id"}),
    ],
)
def test_an_id_leads_from_the_name_beside_it(
    columns: tuple[str, ...], links: dict[str, str]
) -> None:
    assert id_columns(columns) == links


def test_a_page_says_columns_and_codes_in_words_and_leads_on(kb: KnowledgeBase) -> None:
    client = create_app(kb).test_client()
    page = client.get("/questions?question=who_introduced_whom&language=ja").text
    assert "紹介した主体" in page
    assert "第三者の記述" in page
    assert not re.search(r"third_party|brought_together<|>\s*maker\s*<", page)
    blocks = client.get("/questions?question=who_introduced_whom&format=json").get_json()["blocks"]
    (table,) = (block for block in blocks if block["block"] == "table")
    cells = {
        column["name"]: cell
        for column, cell in zip(table["columns"], table["rows"][0]["cells"], strict=True)
    }
    assert cells["introduction"]["address"].startswith("/entity/")
    assert cells["maker"]["address"].startswith("/entity/")
    assert cells["basis_maker"]["value"] in {code.code for code in vocabulary().schemes["basis"]}
    file = client.get("/questions?question=who_introduced_whom&format=csv").text
    assert cells["maker"]["address"].removeprefix("/entity/") in file, "files hold the ids"


def test_a_page_says_that_nothing_bears_an_id(kb: KnowledgeBase) -> None:
    client = create_app(kb).test_client()
    page = client.get("/questions?question=ties_of&id=local:nobody&language=en").text
    assert "Nothing bears this id." in page
    assert "The records hold no answer." not in page


def test_the_command_says_words_in_a_table_and_codes_in_files(
    kb: KnowledgeBase,
) -> None:
    settings = replace(kb.settings, language="ja")

    def asked_as(form: str) -> str:
        done = CliRunner().invoke(command, ["who_introduced_whom", "--format", form], obj=settings)
        assert done.exit_code == 0, done.output
        return done.stdout

    table, file = asked_as("table"), asked_as("csv")
    assert "紹介した主体" in table
    assert "第三者の記述" in table
    assert "third_party" not in table
    assert file.startswith("introduction_id,introduction,maker_id,maker,basis_maker")
    assert "third_party" in file


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
    assert not answer(asked, "who_introduced_whom", name="'}) DETACH DELETE n //")
    with pytest.raises(NotKnownError):
        answer(asked, "ties_of", id="'}) DETACH DELETE n //")
    assert answer(asked, "count_by_type")
