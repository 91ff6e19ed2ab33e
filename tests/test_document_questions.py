"""The questions Q01–Q26 of shared/questions.md, asked of the bundled documents."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.question import Question
from kb.questions import ask, questions
from kb.text import LANGUAGES, Language
from tests import answers_of_people, answers_of_programmes
from tests.expected_answers import Expected
from web.app import create_app
from web.words.answer import NOBODY

EXPECTED = answers_of_people.EXPECTED | answers_of_programmes.EXPECTED
UNKNOWN_NAMES = ("name_maker_of_product", "list_cluster_members", "name_managing_body")
NOWHERE = "どこにもないもの"

each_question = pytest.mark.parametrize("name", EXPECTED)


@pytest.fixture
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client(use_cookies=False)


def answer(kb: KnowledgeBase, name: str, /, **parameters: object) -> list[dict[str, object]]:
    return ask(kb.graph, name, parameters).rows


def nowhere(question: Question) -> dict[str, str]:
    """Give a name that nothing bears for every name that the question takes."""
    return {one.name: NOWHERE for one in question.parameters if one.type == "text"}


def test_there_are_twenty_six() -> None:
    assert len(EXPECTED) == 26


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_the_documents_answer_the_question(
    kb: KnowledgeBase, name: str, expected: Expected
) -> None:
    found = answer(kb, name)
    assert not expected.missing(found), found
    assert not expected.strangers(found)
    if expected.ordered:
        pairs = zip(expected.rows, found, strict=True)
        assert all(expected.holds(wanted, row) for wanted, row in pairs)


@pytest.mark.parametrize("name", UNKNOWN_NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_document_says_is_answered_with_nothing_known(
    kb: KnowledgeBase, client: FlaskClient, name: str, language: Language
) -> None:
    assert answer(kb, name) == []
    said = questions()[name].nothing
    assert said is not None
    address = f"/questions?question={name}&language={language}"
    assert html.escape(said.get(language), quote=False) in client.get(address).text
    (table,) = tables(client, address)
    assert table["empty"] == said.get(language)
    assert table["rows"] == []


@each_question
def test_a_name_that_nothing_bears_has_no_answer(
    kb: KnowledgeBase, client: FlaskClient, name: str
) -> None:
    question = questions()[name]
    given = nowhere(question)
    assert given, "the question is general: it takes names"
    assert answer(kb, name, **given) == []
    query = "&".join(f"{key}={value}" for key, value in given.items())
    page = client.get(f"/questions?question={name}&{query}&language=ja")
    assert f"「{NOWHERE}」に合う名前は記録にありません。" in page.text
    assert (question.nothing or NOBODY).ja not in page.text, "nothing is told of what is not there"


@pytest.mark.parametrize(
    ("name", "given", "columns", "row"),
    [
        ("list_selected_producers", {"year": "2024"}, ("producer",), ("中島 清一",)),
        ("list_selected_producers", {"year": "令和5年度"}, (), None),
        ("name_maker_of_product", {"product": "ロケット"}, ("maker",), ("インターステラ",)),
        (
            "show_go_between",
            {"one": "大企業", "other": "認定", "field": ""},
            ("go_between",),
            ("孝本 浩基",),
        ),
        ("show_certification_scheme", {"programme": "くるみん"}, ("item",), ("condition",)),
        ("show_how_firm_changed_field", {"firm": "セツロテック"}, ("item",), ("technology",)),
        ("show_platform", {"platform": "Fraunhofer Match"}, ("answer",), ("フラウンホーファー",)),
        ("show_platform", {"platform": "ジェグテック"}, ("answer",), ("中小企業基盤整備機構",)),
        ("list_consortium_members", {"lead": "浅野撚糸"}, ("member",), ("名古屋大学",)),
        ("show_terms_of_programme", {"programme": "Go-Tech事業（出資獲得枠）"}, ("value",), (3e8,)),
        ("list_directions_of_strategies", {"strategy": "Ⅱ"}, ("no",), (5,)),
    ],
)
def test_a_question_is_general(
    kb: KnowledgeBase,
    name: str,
    given: dict[str, object],
    columns: tuple[str, ...],
    row: tuple[str | float, ...] | None,
) -> None:
    found = answer(kb, name, **given)
    if row is None:
        assert found == []
    else:
        assert not Expected(columns, (row,)).missing(found), found


def test_without_the_former_programme_its_firms_are_left_out(kb: KnowledgeBase) -> None:
    name = "list_firms_that_used_programme"

    def stated(*, include_former: bool) -> set[object]:
        found = answer(kb, name, include_former=include_former)
        return {row["firm"] for row in found if row["basis"] != "inferred"}

    left_out = stated(include_former=True) - stated(include_former=False)
    assert left_out == {"株式会社ノベルクリスタルテクノロジー"}


def test_a_guess_is_listed_as_inferred_and_never_as_the_managing_body(kb: KnowledgeBase) -> None:
    members = answer(kb, "list_consortium_members", lead="川崎製作所")
    guessed = [row for row in members if row["presumed_role"] == ["managing_body"]]
    assert [row["member"] for row in guessed] == ["株式会社ひたちなかテクノセンター"]
    assert [row["role"] for row in guessed] == [["partner"]], "stated and presumed stand apart"
    assert not any("managing_body" in str(row["role"]) for row in members)
    assert len({row["member_id"] for row in members}) == len(members), "each member once"


def test_what_is_known_of_an_unnamed_maker_stands_in_its_own_question(kb: KnowledgeBase) -> None:
    known = answer(kb, "show_what_is_known_of_product")
    assert ("磯部 晃一", False) in {(row["other"], row["unnamed"]) for row in known}
    assert [row["unnamed"] for row in known if row["relation"] == "DEVELOPED"] == [True]


@each_question
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_has_its_page(client: FlaskClient, name: str, language: Language) -> None:
    question = questions()[name]
    page = client.get(f"/questions?question={name}&language={language}")
    assert page.status_code == 200
    assert question.title.get(language) in html.unescape(page.text)
    assert '<form class="form"' in page.text
    assert question.cypher in html.unescape(page.text)
    blocks = client.get(f"/questions?question={name}&language={language}&format=json").get_json()
    assert question.cypher in [part.get("text") for part in blocks["blocks"]]


@each_question
def test_no_code_is_left_on_a_page(client: FlaskClient, name: str) -> None:
    """Every cell that the reader sees is in words; the codes stay in the files."""
    codes = {"third_party", "inferred", "self_reported", "exactly", *questions()[name].words}
    (table,) = tables(client, f"/questions?question={name}&language=ja")
    said = {cell["text"] for row in table["rows"] for cell in row["cells"]}
    assert not codes & (said | {row["group"] for row in table["rows"]})


def test_an_english_page_names_things_in_english(client: FlaskClient) -> None:
    (table,) = tables(client, "/questions?question=show_cluster&language=en")
    said = [cell["text"] for row in table["rows"] for cell in row["cells"]]
    assert "secretariat" in {row["group"] for row in table["rows"]}
    assert "Yamaguchi Industrial Promotion Foundation" in said
    assert any(re.search("about 540.*yen", text) for text in said)
    assert "Head, Business Support Department" in said


def test_a_page_says_once_what_its_rows_are_about(client: FlaskClient) -> None:
    page = client.get("/questions?question=show_cluster&format=json&language=ja").get_json()
    (facts,) = (block for block in page["blocks"] if block["block"] == "facts")
    ((fact,),) = [facts["facts"]]
    assert [cell["text"] for cell in fact["cells"]] == ["山口県航空・宇宙クラスター"]
    assert fact["cells"][0]["address"].startswith("/entity/")


def test_a_page_shows_where_each_row_stands(client: FlaskClient) -> None:
    """The managing body's rank stands on line 770 of the agency's materials."""
    page = client.get("/questions?question=rank_bodies_of_case_studies&format=json&language=ja")
    (notes,) = (block for block in page.get_json()["blocks"] if block["block"] == "notes")
    assert any("770" in note["place"] for note in notes["notes"])


def tables(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    blocks = client.get(f"{address}&format=json").get_json()["blocks"]
    return [block for block in blocks if block["block"] == "table"]
