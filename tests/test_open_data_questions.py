"""The questions Q27–Q36 of shared/questions.md, asked of the registers and the documents together."""

from __future__ import annotations

import pytest

from kb.base import KnowledgeBase
from kb.questions import ask, questions, values_of
from kb.views.naming import unnamed
from tests.answers_of_open_data import ABSORBED, CUT_OFF, EXPECTED, NAMESAKES, WITH_JAPAN
from tests.expected_answers import Expected
from tests.open_data import open_data_home, open_data_kb
from web.app import create_app

__all__ = ["open_data_home", "open_data_kb"]

pytestmark = pytest.mark.shared

Rows = list[dict[str, object]]


def answer(kb: KnowledgeBase, name: str, /, **parameters: object) -> Rows:
    return ask(kb.graph, name, parameters).rows


def of(rows: Rows, item: str) -> Rows:
    return [row for row in rows if row["item"] == item]


def test_there_are_ten() -> None:
    assert len(EXPECTED) == 10


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_the_open_data_answer_the_question(
    open_data_kb: KnowledgeBase, name: str, expected: Expected
) -> None:
    found = answer(open_data_kb, name)
    assert not expected.missing(found), found
    assert not expected.strangers(found)


def test_nobody_else_is_in_most_themes(open_data_kb: KnowledgeBase) -> None:
    bodies = of(answer(open_data_kb, "count_research_themes"), "body")
    assert [row["number"] for row in bodies[:3]] == [30, 18, 10]
    assert all(int(str(row["number"])) < 10 for row in bodies[3:])


def test_what_is_cut_off_is_exactly_that(open_data_kb: KnowledgeBase) -> None:
    cut: dict[str, set[frozenset[str]]] = {}
    for row in answer(open_data_kb, "show_cut_points_of_consortia"):
        names = row["cut_off"]
        assert isinstance(names, list)
        cut.setdefault(str(row["organisation"]), set()).add(frozenset(names))
    assert cut == {
        name: {frozenset(part) for part in parts} for name, (_, _, parts) in CUT_OFF.items()
    }


def test_the_smaller_part_hangs_on_two_themes_only(open_data_kb: KnowledgeBase) -> None:
    rows = answer(open_data_kb, "show_cut_points_of_consortia")
    assert {row["themes"] for row in rows if row["organisation"] == "宮城県"} == {2}


def test_a_body_in_a_title_is_shown_as_inferred(open_data_kb: KnowledgeBase) -> None:
    client = create_app(open_data_kb).test_client()
    address = "/questions?question=list_bodies_named_in_grant_titles&language=ja"
    blocks = client.get(f"{address}&format=json").get_json()["blocks"]
    (table,) = (block for block in blocks if block["block"] == "table")
    assert [row["guess"] for row in table["rows"]] == [True]
    assert "推定" in client.get(address).text


def test_no_other_project_joins_the_two(open_data_kb: KnowledgeBase) -> None:
    assert len(answer(open_data_kb, "list_projects_shared_with_country")) == len(WITH_JAPAN)


@pytest.mark.parametrize("said", ["pic:999984059", "999984059", "ror:05hkkdn48"])
def test_a_body_is_found_by_any_of_its_numbers(open_data_kb: KnowledgeBase, said: str) -> None:
    found = answer(open_data_kb, "list_projects_shared_with_country", body=said)
    assert len(found) == len(WITH_JAPAN)


def test_a_part_that_bears_the_name_is_not_called_the_same(open_data_kb: KnowledgeBase) -> None:
    rows = answer(open_data_kb, "find_participants_by_name", names="名古屋大学")
    assert {row["found"] for row in rows} == {"name", "none"}


def test_roles_add_up_and_namesakes_stand_apart(open_data_kb: KnowledgeBase) -> None:
    rows = answer(open_data_kb, "count_roles_of_participant")
    assert sum(int(str(row["number"])) for row in of(rows, "role")) == 625
    assert {str(row["organisation"]) for row in of(rows, "namesake")} == set(NAMESAKES)


def test_what_only_a_document_names_is_said_to_stand_there(open_data_kb: KnowledgeBase) -> None:
    rows = answer(open_data_kb, "look_up_corporate_numbers")
    (none,) = (row for row in rows if row["found"] == "none")
    assert none["recorded"] == ["やまぐち産業技術財団"]
    assert not none["number"]


def test_nobody_else_absorbed_three(open_data_kb: KnowledgeBase) -> None:
    rows = of(answer(open_data_kb, "list_absorbing_companies"), "absorbed")
    assert {str(row["survivor_id"]): set(_texts(row["absorbed"])) for row in rows} == {
        id_: names for id_, (_, names) in ABSORBED.items()
    }
    assert all(row["survivor_id"] not in _texts(row["absorbed_id"]) for row in rows)


def test_another_number_of_absorbed_may_be_asked_for(open_data_kb: KnowledgeBase) -> None:
    every = of(answer(open_data_kb, "list_absorbing_companies", at_least=1), "absorbed")
    assert len(every) == 250
    assert sum(int(str(row["number"])) for row in every) == 274


@pytest.mark.parametrize("country", ["DE", "ドイツ", "germany", "country:DE"])
def test_any_country_may_be_asked_for(open_data_kb: KnowledgeBase, country: str) -> None:
    rows = answer(open_data_kb, "count_participants_of_country", country=country, most=3)
    bodies = of(rows, "body")
    assert len(bodies) == 3
    assert bodies[0]["organisation_id"] == "ror:05hkkdn48"


def test_natural_persons_are_counted_and_not_named(open_data_kb: KnowledgeBase) -> None:
    """The register holds some under their own names, in every large country."""
    people = open_data_kb.graph.read(
        "MATCH (p:Person)-[:PARTICIPATES_IN]->(:Project) WHERE p.country = 'NL' "
        "AND p.ground = 'public_register' RETURN p.id AS id"
    ).rows
    assert people, "the country has some"
    rows = answer(open_data_kb, "count_participants_of_country", country="NL", most=100_000)
    named = {row["organisation_id"] for row in of(rows, "body")}
    assert named
    assert not named & {row["id"] for row in people}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_misspelt_name_is_said_to_lead_to_nothing(open_data_kb: KnowledgeBase, name: str) -> None:
    kb, question = open_data_kb, questions()[name]
    for parameter in question.named:
        given = {parameter: "どこにもないもの"}
        found = unnamed(kb.graph, kb.search, kb.vocabulary, question, values_of(question, given))
        assert [one.parameter.name for one in found] == [parameter]


@pytest.mark.parametrize("name", EXPECTED)
def test_without_open_data_the_question_says_so(kb: KnowledgeBase, name: str) -> None:
    """The bundled documents hold none of it: no row with a figure, and words for that."""
    said = questions()[name].nothing
    assert said is not None
    rows = answer(kb, name)
    assert all(_unread(row) for row in rows), rows


def _unread(row: dict[str, object]) -> bool:
    """Tell whether a row holds what a recorded judgement names, and nothing of the register."""
    return row.get("found") in {"none", "elsewhere"} or ("ror" in row and row["state"] is None)


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
