"""What a question says of names, of what we derived, and of more rows than a page shows."""

from __future__ import annotations

import csv
import html
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.commands.graph import ask as command
from kb.errors import CallError
from kb.questions import ask, questions
from web.app import create_app


@pytest.fixture
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client(use_cookies=False)


def asked(kb: KnowledgeBase, *words: str) -> Result:
    done = CliRunner().invoke(command, words, obj=replace(kb.settings, language="ja"))
    assert done.exit_code == 0, done.output
    return done


def table(client: FlaskClient, address: str) -> dict[str, Any]:
    blocks = client.get(address).get_json()["blocks"]
    (found,) = (block for block in blocks if block["block"] == "table")
    return dict(found)


ASTRAY = pytest.mark.parametrize(
    ("name", "parameter", "value", "said", "near"),
    [
        ("name_maker_of_product", "product", "ダンボール標敵", "合う名前は記録にありません", ["ダンボール標的"]),
        ("list_cluster_members", "cluster", "ロボット", "この質問が尋ねるもの", []),
        ("name_managing_body", "lead", "トヨタ", "合う名前は記録にありません", []),
        ("name_managing_body", "lead", "中小企業庁", "この質問が尋ねるもの", []),
    ],
)  # fmt: skip


@ASTRAY
def test_nothing_is_told_of_what_is_not_recorded(  # noqa: PLR0917 one case, six parts
    kb: KnowledgeBase,
    client: FlaskClient,
    name: str,
    parameter: str,
    value: str,
    said: str,
    near: list[str],
) -> None:
    unknown = questions()[name].nothing
    assert unknown
    done = asked(kb, name, "-p", f"{parameter}={value}", "--format", "json")
    answer = json.loads(done.stdout)
    assert answer["answer"] == []
    assert said in answer["not_recorded"][0]
    assert answer["close"] == near
    assert "unknown" not in answer
    in_words = asked(kb, name, "-p", f"{parameter}={value}").stderr
    assert said in in_words
    assert unknown.ja not in in_words
    address = f"/questions?question={name}&{parameter}={value}&language=ja"
    page = html.unescape(client.get(address).text)
    assert said in page
    assert unknown.ja not in page
    assert said in table(client, f"{address}&format=json")["empty"]


def test_unknown_stands_in_the_answer_itself(kb: KnowledgeBase) -> None:
    done = asked(kb, "name_maker_of_product", "--format", "json")
    unknown = questions()["name_maker_of_product"].nothing
    assert unknown
    assert json.loads(done.stdout) == {"answer": [], "unknown": unknown.ja}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_files_say_where_each_row_stands(kb: KnowledgeBase, form: str) -> None:
    """The managing body's rank stands on line 770 of the agency's materials."""
    done = asked(kb, "rank_bodies_of_case_studies", "--format", form)
    rows = json.loads(done.stdout) if form == "json" else csv.DictReader(io.StringIO(done.stdout))
    places = [str(row["places"]) for row in rows]
    assert all("sme_agency_materials lines" in place for place in places)
    assert any("770" in place for place in places)


def test_a_platform_does_not_show_all_that_its_users_have(kb: KnowledgeBase) -> None:
    """Of J-GoodTech the materials print 38,000 firms, of three kinds, and 1,000 support bodies."""
    rows = ask(kb.graph, "show_platform", {"platform": "J-GoodTech"}).rows
    figures = [row["value"] for row in rows if row["item"] == "figure"]
    assert sorted(map(str, figures)) == ["1000.0", "1000.0", "28000.0", "38000.0", "9000.0"]
    assert not [row for row in rows if row["item"] == "technology"]


@pytest.mark.parametrize(
    "name", ["show_go_between", "show_go_between_networks", "show_go_between_activities"]
)
def test_what_breaks_is_said_to_be_derived(
    kb: KnowledgeBase, client: FlaskClient, name: str
) -> None:
    rows = ask(kb.graph, name).rows
    assert {row["basis"] for row in rows if row["item"] == "breaks"} <= {
        "derived",
        "derived_inferred",
    }
    assert not any("derived" in str(row["basis"]) for row in rows if row["item"] != "breaks")
    assert "架け橋の導き出し" in client.get(f"/questions?question={name}&language=ja").text


def test_a_product_is_listed_once_with_its_most_specific_need(kb: KnowledgeBase) -> None:
    rows = ask(kb.graph, "list_products_and_needs").rows
    (stopper,) = (row for row in rows if row["product"] == "鉗子栓")
    assert stopper["need"] == "胃カメラからのガス漏れと二次感染の防止"
    assert stopper["linked_by"] == ["プロジェクト ENGINE"]
    assert stopper["presumed"] == ["中島 清一"]


@pytest.mark.parametrize("form", ["", "&format=json", "&format=csv"])
def test_a_page_refuses_what_its_question_does_not_take(client: FlaskClient, form: str) -> None:
    address = "/questions?question=show_certification_scheme&language=en"
    refused = client.get(f"{address}&scheme=くるみん{form}")
    assert refused.status_code == 400
    assert "programme" in refused.text
    assert client.get(f"{address}&programme=くるみん{form}").status_code == 200


def test_a_long_answer_shows_its_beginning_and_where_the_rest_is(client: FlaskClient) -> None:
    address = "/questions?question=what_rests_on_inference&language=en"
    whole = table(client, f"{address}&format=json")["rows"]
    page = client.get(address).text
    assert f"100 of {len(whole):,} shown" in page
    assert "Show all" in page
    assert page.count("<tr") < 110
    assert client.get(f"{address}&all=1").text.count("<tr") > len(whole)
    assert client.get(f"{address}&format=csv").text.count("\n") > len(whole)


def test_an_unknown_question_names_the_nearest_three(kb: KnowledgeBase) -> None:
    with pytest.raises(CallError) as typed:
        ask(kb.graph, "show_platfrom")
    near = str(typed.value.parts["expected"]).split(", ")
    assert near[0] == "show_platform"
    assert len(near) <= 3
    with pytest.raises(CallError, match=r"kakehashi ask$") as name:
        ask(kb.graph, "中島")
    assert "expected" not in name.value.parts


def test_the_search_page_speaks_english_and_tells_two_of_one_name_apart(
    client: FlaskClient,
) -> None:
    blocks = client.get("/search?q=ロケット&language=en&format=json").get_json()["blocks"]
    rows = [row["cells"] for block in blocks for row in block.get("rows", ())]
    rockets = [cells for cells in rows if cells[0]["note"] == "ロケット"]
    assert len(rockets) == len({cells[1]["text"] for cells in rockets}) > 1
    assert all(cells[0]["text"].isascii() for cells in rockets)


def test_an_empty_search_says_how_readings_are_held(client: FlaskClient) -> None:
    blocks = client.get("/search?q=ダンボール標敵&language=en&format=json").get_json()["blocks"]
    (notice,) = (block for block in blocks if block["block"] == "notice")
    assert "Readings are held only where a source prints them" in notice["more"]
    assert [cell["note"] for cell in notice["links"]] == ["ダンボール標的"]
    assert notice["links"][0]["text"].isascii()
    assert "Names that come close" not in client.get("/search?q=Toyota&language=en").text
