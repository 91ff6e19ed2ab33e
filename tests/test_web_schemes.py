"""The index of schemes: each under whose it is, by what the record says."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

import web.pages.schemes
from kb.base import KnowledgeBase
from kb.views.schemes import GROUPS, schemes
from tests.small_schemes import key, schemes_kb
from web.addresses import of_thing
from web.app import create_app

__all__ = ["schemes_kb"]


@pytest.fixture
def client(schemes_kb: KnowledgeBase) -> FlaskClient:
    return create_app(schemes_kb).test_client(use_cookies=False)


def index(client: FlaskClient, query: str = "") -> dict[str, dict[str, Any]]:
    found = client.get(f"/schemes?format=json&language=ja{query}").get_json()["blocks"]
    return {one["name"]: one for one in found if one["block"] == "table"}


def listed(client: FlaskClient, query: str = "") -> dict[str, list[str]]:
    return {
        name: [str(row["cells"][0]["text"]) for row in table["rows"]]
        for name, table in index(client, query).items()
    }


def test_each_scheme_stands_under_whose_it_is(client: FlaskClient) -> None:
    assert listed(client) == {
        "national": ["仲介者事業", "相談窓口"],
        "local": ["港の戦略"],
        "project": ["鏡の共同研究"],
        "cluster": ["港クラスター"],
        "support": ["橋財団", "全国支援拠点"],
        "certification": ["港認定"],
        "abroad": ["遠国マッチ"],
        "unknown": ["担い手のない制度"],
    }


def test_a_units_scheme_is_its_organisations(schemes_kb: KnowledgeBase) -> None:
    found = {one.thing.id: one for one in schemes(schemes_kb.graph, schemes_kb.vocabulary).schemes}
    assert found[str(key("desk"))].group == "national"
    assert found[str(key("inner"))].group == "local", "a part asks upwards whose it is"
    assert {one.group for one in found.values()} <= set(GROUPS)


def test_a_part_without_figures_stands_within_the_whole(client: FlaskClient) -> None:
    row = index(client)["local"]["rows"][0]["cells"]
    assert [one["text"] for one in row[3]["more"]] == ["方向一", "方向二"]
    assert listed(client, "&name=施策") == {"local": ["施策い"]}, "but is found by its name"


def test_a_row_leads_on_and_counts(client: FlaskClient) -> None:
    cells = index(client)["national"]["rows"][0]["cells"]
    assert cells[0]["address"] == of_thing(str(key("scheme")))
    assert cells[1]["text"] == "仲介者を選ぶ。"
    assert [one["text"] for one in cells[2]["more"]] == ["産業省", "橋財団"]
    assert cells[5]["value"] == 4, "three ranked figures and a ceiling"


def test_what_has_no_name_is_left_out_and_counted(client: FlaskClient) -> None:
    page = client.get("/schemes?language=en").text
    assert "諸制度" not in page
    assert "1 more, written of as groups or without a name" in page


def test_an_unknown_word_says_so(client: FlaskClient) -> None:
    assert "No recorded scheme fits “zzz”." in client.get("/schemes?language=en&name=zzz").text


def test_a_long_group_says_how_many(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web.pages.schemes, "SHOWN", 1)
    page = client.get("/schemes?language=en").text
    assert "1 of 2 shown · most ties and figures first" in page
    assert 'href="/schemes?all=1#national"' in page
