"""The processes of the documents: apart from each other, nothing read into their order."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.views.processes import processes
from kb.vocabulary import vocabulary
from tests.small_schemes import key, schemes_kb
from web.addresses import of_thing
from web.app import create_app

__all__ = ["schemes_kb"]


@pytest.fixture
def blocks(schemes_kb: KnowledgeBase) -> dict[str, Any]:
    client = create_app(schemes_kb).test_client(use_cookies=False)
    found = client.get("/process?format=json&language=ja").get_json()["blocks"]
    return {one["name"]: one for one in found if one["block"] == "table"}


def row(table: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    columns = [one["name"] for one in table["columns"]]
    cells = next(one["cells"] for one in table["rows"] if one["cells"][0]["text"] == name)
    return dict(zip(columns, cells, strict=True))


def test_every_process_of_the_vocabulary_is_drawn_apart(schemes_kb: KnowledgeBase) -> None:
    found = processes(schemes_kb.graph, schemes_kb.vocabulary)
    schemes = {one.name for one in vocabulary().scheme_words.values() if one.type == "Step"}
    assert {one.scheme.name for one in found} == schemes
    assert found[0].scheme.name == "five_steps", "the one with most on their way comes first"


def test_a_matrix_says_who_stands_where_and_what_they_lack(blocks: dict[str, Any]) -> None:
    matrix = blocks["matrix-five_steps"]
    project, firm = row(matrix, "鏡の共同研究"), row(matrix, "青空製作所")
    assert (project["at-development"]["text"], project["at-development"]["note"]) == ("○", "推定")
    assert firm["at-gap_analysis"]["text"] == "●"
    assert "2023-05" in firm["at-gap_analysis"]["note"]
    assert not firm["at-development"]["text"]
    assert project["gaps"]["more"][0]["address"] == of_thing(str(key("price")))
    assert project["evidence"]["marks"]
    assert [one["group"] for one in matrix["rows"]] == ["プロジェクト", "主体"]


def test_steps_are_numbered_only_where_the_document_states_an_order(blocks: dict[str, Any]) -> None:
    five = [one["cells"][0]["text"] for one in blocks["five_steps"]["rows"]]
    chamber = [one["cells"][0]["text"] for one in blocks["chamber_stages"]["rows"]]
    assert not any(text[0].isdigit() for text in five)
    assert [text[:2] for text in chamber] == ["0.", "1.", "2.", "3."]
    goal = blocks["five_steps"]["rows"][-1]["cells"][0]
    assert "目標" in goal["note"]


def test_a_process_without_anyone_says_so(schemes_kb: KnowledgeBase) -> None:
    client: FlaskClient = create_app(schemes_kb).test_client(use_cookies=False)
    page = client.get("/process?language=en").text
    assert "Nobody is on record at any of its steps yet." in page
    assert "states no order" in page
    assert page.count('id="five_steps"') == 1
