"""The chapters of a thing's page: what a coordinator reads before the table of all ties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

import web.profile.portrait
from kb.base import KnowledgeBase
from kb.text import LANGUAGES, Language
from tests.small_schemes import key, schemes_kb
from web.addresses import of_thing
from web.app import create_app
from web.chapter import Chapter
from web.profile.portrait import chapters

__all__ = ["schemes_kb"]

Table = dict[str, Any]


@pytest.fixture
def client(schemes_kb: KnowledgeBase) -> FlaskClient:
    return create_app(schemes_kb).test_client(use_cookies=False)


def tables(
    client: FlaskClient, name: str, *, language: Language = "ja", query: str = ""
) -> dict[str, Table]:
    """Give the tables of a thing's page by name, in their order."""
    path = f"{of_thing(str(key(name)))}?format=json&language={language}{query}"
    return {one["name"]: one for one in _tables(client.get(path).get_json()["blocks"])}


def _tables(blocks: list[dict[str, Any]]) -> Iterator[Table]:
    for block in blocks:
        if block["block"] == "table":
            yield block
        yield from _tables([*block.get("main", []), *block.get("side", [])])


def names(table: Table) -> list[str]:
    return [str(row["cells"][0]["text"]) for row in table["rows"]]


def cell(table: Table, row: int, column: str) -> dict[str, Any]:
    place = [one["name"] for one in table["columns"]].index(column)
    found: dict[str, Any] = table["rows"][row]["cells"][place]
    return found


def several(table: Table, row: int, column: str) -> list[str]:
    return [str(one["text"]) for one in cell(table, row, column)["more"]]


def test_a_scheme_says_whom_it_selected_the_selected_before_the_trial(client: FlaskClient) -> None:
    selected = tables(client, "scheme")["selected"]
    assert names(selected) == ["小野 渡", "伊藤 試", "阿部 結"]
    assert [row["group"] for row in selected["rows"]] == ["採択", "トライアル", "共同応募"]
    assert cell(selected, 0, "post")["more"][0]["note"] == "部長"
    assert cell(selected, 0, "field")["text"] == "光学機器", "the market at selection"
    assert cell(selected, 0, "when")["text"] == "2024"
    assert cell(selected, 0, "who")["address"] == of_thing(str(key("ono")))


def test_groups_stand_last_among_the_selected_and_are_not_counted(client: FlaskClient) -> None:
    page = client.get(f"{of_thing(str(key('rent')))}?language=ja").text
    heading = r'{} <span class="count">(\d+)</span>'
    assert re.findall(heading.format("区分の記録なし"), page) == ["1"]
    assert "集まり・名前のないもの" in page
    assert not re.findall(heading.format("集まり・名前のないもの"), page)


def test_a_long_page_leads_to_its_chapters_and_folds_the_table_of_ties(client: FlaskClient) -> None:
    page = client.get(f"{of_thing(str(key('scheme')))}?language=ja").text
    for name in ("running", "selected", "projects", "ties"):
        assert f'href="#{name}"' in page
        assert page.count(f'id="{name}"') == 1
    assert '<details class="fold"><summary><h2 id="ties">' in page
    whole = client.get(f"{of_thing(str(key('scheme')))}?all=1").text
    assert '<details class="fold" open>' in whole
    assert 'class="fold"' not in client.get(of_thing(str(key("works")))).text


def test_a_scheme_says_who_runs_it_once_each_with_what_it_requires(client: FlaskClient) -> None:
    running = tables(client, "scheme")["running"]
    assert names(running) == ["産業省", "橋財団", "上限"]
    assert "所管" in cell(running, 0, "as")["text"]
    assert "運営(推定)" in cell(running, 0, "as")["text"], "the inferred half is marked"
    assert not running["rows"][0]["guess"]
    assert cell(running, 2, "as")["text"] == "条件 · 9,750万円以下"


def test_a_vision_says_what_it_is_made_of_in_its_own_order(client: FlaskClient) -> None:
    parts = tables(client, "vision")["parts"]
    assert names(parts) == ["方向一", "方向二"]
    assert several(parts, 0, "inner") == ["施策い"]


def test_a_scheme_shows_each_project_with_team_result_step_and_gap(client: FlaskClient) -> None:
    projects = tables(client, "scheme")["projects"]
    assert names(projects) == ["鏡の共同研究"]
    assert several(projects, 0, "team") == ["青空製作所", "白雲工業"]
    assert several(projects, 0, "made") == ["曇らない鏡"]
    assert several(projects, 0, "stands") == ["技術・ビジネスモデルの開発", "値段が高い"]
    assert "推定" in cell(projects, 0, "stands")["more"][0]["note"]


def test_a_project_shows_its_team_by_role_and_what_it_lacks(client: FlaskClient) -> None:
    page = tables(client, "joint")
    assert names(page["members"]) == ["青空製作所", "白雲工業"]
    assert cell(page["members"], 0, "as")["text"] == "代表者"
    assert names(page["steps"]) == ["技術・ビジネスモデルの開発", "値段が高い"]
    assert [row["guess"] for row in page["steps"]["rows"]] == [True, False]
    assert "費用" in cell(page["steps"], 1, "as")["text"]
    assert several(page["work"], 0, "needs") == ["曇りを防ぐ"], "what is kept private stays untold"


def test_a_producer_is_shown_with_work_introductions_and_abilities(client: FlaskClient) -> None:
    page = tables(client, "ono")
    order = list(page)
    assert order.index("work") < order.index("introductions_made") < order.index("abilities")
    assert order.index("abilities") < order.index("ties"), "chapters stand before the full table"
    work = page["work"]
    assert names(work) == ["曇らない鏡", "鏡の共同研究"]
    assert several(work, 0, "needs") == several(work, 1, "needs") == ["曇りを防ぐ"]
    assert several(work, 0, "told") == ["160,000個"]
    assert not work["rows"][1]["guess"], "that he supports the project is stated"
    assert "プロデュースする(推定)" in cell(work, 1, "who")["note"]
    made = page["introductions_made"]
    assert several(made, 0, "seeker") == ["港病院"]
    assert several(made, 0, "provider") == ["青空製作所"]
    assert (cell(made, 0, "outcome")["text"], several(made, 0, "outcome")) == ("試作", ["相談窓口"])
    assert page["abilities"]["rows"][0]["guess"]


def test_a_party_sees_who_introduced_it(client: FlaskClient) -> None:
    had = tables(client, "hospital")["introductions_had"]
    assert several(had, 0, "maker") == ["小野 渡"]


def test_what_is_asked_about_it_names_who_asks_whom(client: FlaskClient) -> None:
    asked = tables(client, "desk")["requests"]
    assert (several(asked, 0, "by"), several(asked, 0, "to")) == (["港商工会議所"], ["産業省"])
    assert tables(client, "ministry")["requests"]["rows"][0]["group"] == "ここに宛てた要望"


def test_a_funnel_is_told_stage_by_stage_and_says_where_the_unit_changes(
    client: FlaskClient,
) -> None:
    page = tables(client, "desk")
    funnel = page["funnel"]
    assert names(funnel) == ["1", "2", "3"]
    assert [cell(funnel, row, "value")["text"] for row in range(3)] == [
        "162件（申請）",
        "513件（回答）",
        "50件（回答）",
    ]
    assert "件（申請） → 件（回答）" in cell(funnel, 1, "change")["text"]
    assert cell(funnel, 2, "change")["text"] == "前の段の9.7%"
    assert cell(funnel, 1, "value")["bar"] == 1
    assert "figures" not in page, "no figure stands twice"


def test_bodies_stand_in_the_sources_order_with_ties_marked(client: FlaskClient) -> None:
    ranking = tables(client, "scheme")["ranking"]
    assert names(ranking) == ["1位", "1位", "3位"]
    assert cell(ranking, 0, "rank")["note"] == "同順位あり"
    assert [cell(ranking, row, "who")["text"] for row in range(3)] == [
        "白雲工業",
        "青空製作所",
        "小野 渡",
    ]
    assert cell(ranking, 0, "who")["address"] == of_thing(str(key("mill")))


def test_people_stand_in_no_ranking_where_anyone_may_look(schemes_kb: KnowledgeBase) -> None:
    open_house = create_app(schemes_kb, public=True).test_client(use_cookies=False)
    ranking = tables(open_house, "scheme")["ranking"]
    assert [cell(ranking, row, "who")["text"] for row in range(2)] == ["白雲工業", "青空製作所"]
    assert len(ranking["rows"]) == 2


def test_a_bodys_own_page_tells_its_rank(client: FlaskClient) -> None:
    figures = tables(client, "mill")["figures"]
    assert cell(figures, 0, "value")["note"] == "1位 · 同順位あり"
    assert several(figures, 0, "others") == ["仲介者事業"]


def test_judgements_say_what_it_is_the_same_as_and_why(client: FlaskClient) -> None:
    judged = tables(client, "works")["judgements"]
    assert [row["group"] for row in judged["rows"]] == ["同じもの", "同じかもしれない", "別のもの"]
    assert cell(judged, 0, "why")["text"] == "同じ代表"
    assert cell(judged, 1, "who")["address"] == of_thing(str(key("mill")))
    assert cell(judged, 2, "by")["text"] == "編集"
    english = tables(client, "works", language="en")["judgements"]
    assert cell(english, 0, "why")["text"] == "The same head"
    assert cell(english, 1, "why")["text"] == "似た名", "a person's words stay as they are"


def test_the_other_side_of_a_doubt_sees_it_too(client: FlaskClient) -> None:
    judged = tables(client, "mill")["judgements"]
    assert cell(judged, 0, "who")["text"] == "青空製作所", "the thing that bears the key by now"


def test_every_row_leads_to_its_evidence(client: FlaskClient) -> None:
    for name in ("scheme", "ono", "joint", "desk"):
        for table in tables(client, name).values():
            for row in table["rows"]:
                assert any(one["marks"] for one in row["cells"]), (name, table["name"])


def test_a_long_chapter_says_how_many_and_where_the_rest_is(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web.profile.portrait, "SHOWN", 1)
    page = client.get(f"{of_thing(str(key('vision')))}?language=en").text
    assert "1 of 2 shown · as the source lists" in page
    assert f"{of_thing(str(key('vision')))}?all=1#parts" in page
    assert len(tables(client, "vision", query="&all=1")["parts"]["rows"]) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_written_out_in_both_languages(client: FlaskClient, language: Language) -> None:
    for name in ("scheme", "ono", "joint", "desk", "vision", "works"):
        answer = client.get(f"{of_thing(str(key(name)))}?language={language}")
        assert answer.status_code == 200
        assert " style=" not in answer.text


def test_a_chapter_is_one_file() -> None:
    found = chapters()
    assert all(isinstance(one, Chapter) for one in found.values())
    places = [one.place for one in found.values()]
    assert len(set(places)) == len(places), "two chapters in one place have no order"


def test_a_step_leads_to_the_process_it_is_part_of(client: FlaskClient) -> None:
    page = client.get("/entity/concept:five_steps/development").text
    assert 'href="/process#five_steps"' in page
