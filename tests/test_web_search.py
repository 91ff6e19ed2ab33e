"""The search page: groups with reasons, who has what was found, and four different screens."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.search import Hit
from web.app import create_app
from web.blocks import Table
from web.page import Request
from web.pages import search
from web.words.hits import why

ASTEM = "公益財団法人京都高度技術研究所"
BOTH = pytest.mark.parametrize("language", ["ja", "en"])


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client()


def blocks(client: FlaskClient, **query: str) -> list[dict[str, Any]]:
    answer = client.get("/search", query_string={"format": "json", "language": "ja", **query})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.get_json()["blocks"]
    return found


def tables(client: FlaskClient, **query: str) -> list[dict[str, Any]]:
    return [block for block in blocks(client, **query) if block["block"] == "table"]


@pytest.mark.parametrize("typed", ["あすてむ", "アステム", "astem", "ASTEM", "Astem", "ｱｽﾃﾑ"])
def test_astem_is_the_first_hit(client: FlaskClient, typed: str) -> None:
    first = tables(client, q=typed)[0]
    assert first["caption"] == "産業支援財団"
    assert first["rows"][0]["cells"][0]["text"] == ASTEM
    assert "ASTEM" in first["rows"][0]["cells"][-1]["text"]
    assert (
        client.get("/search.json", query_string={"q": typed}).get_json()["hits"][0]["name"] == ASTEM
    )


def shown(kb: KnowledgeBase, **query: str) -> list[Table]:
    """Give the tables as the page shows them: a file is whole, the page is cut."""
    made = search.show(kb, Request("ja", {}, query))
    return [block for block in made if isinstance(block, Table)]


@BOTH
def test_hits_stand_in_groups_each_cut_with_the_way_to_all(
    client: FlaskClient, kb: KnowledgeBase, language: str
) -> None:
    whole = next(one for one in tables(client, q="企業") if one["name"] == "found-Firm")
    cut = next(one for one in shown(kb, q="企業") if one.name == "found-Firm")
    assert len(whole["rows"]) == whole["total"] == cut.total
    assert len(cut.rows) == 5 < len(whole["rows"])
    assert cut.rest == f"/search?q={quote('企業')}&type=Firm"
    page = client.get(f"/search?q={quote('企業')}&language={language}").text
    assert f"{cut.total:,}" in page
    (alone,) = shown(kb, q="企業", type="Firm")
    assert [row.cells[0] for row in alone.rows[:5]] == [row.cells[0] for row in cut.rows]


def test_a_thing_says_who_has_it(client: FlaskClient) -> None:
    market = next(one for one in tables(client, q="医療機器") if one["name"] == "found-Market")
    assert [column["name"] for column in market["columns"]] == ["who", "about", "who_has_it", "why"]
    who = market["rows"][0]["cells"][2]
    assert who["more"][0]["address"].startswith("/entity/")
    assert who["value"] >= len(who["more"]) - 1


@pytest.mark.parametrize(
    ("typed", "matched", "kind", "said"),
    [
        ("京都高度", ASTEM, "official", "名前"),
        ("ASTEM", "ASTEM", "alias", "略称「ASTEM」"),
        ("京高研", "京高研", "alias", "略称「京高研」"),
        ("産業支援センター", "産業支援センター", "alias", "別名「産業支援センター」"),
        ("サポイン", "サポイン補助金", "former", "以前の名「サポイン補助金」"),
        ("やまぐち", "やまぐち", "reading", "読み「やまぐち」"),
        ("Kyoto", "Kyoto City", "english", "英語名「Kyoto City」"),
        ("澤田製作所", "沢田製作所", "official", "旧字体・異体字"),
        ("㈱沢田", "株式会社沢田", "official", "法人格の書き方"),
        ("ろぼっと", "ロボット", "official", "かなの書き方"),
        ("ＡＢＣ　工業", "ABC工業", "official", "名前"),
    ],
)
def test_every_hit_says_why_it_was_found(typed: str, matched: str, kind: str, said: str) -> None:
    name = matched if kind == "official" else ASTEM
    assert why(typed, Hit("local:1", "Firm", name, matched, 0.5, kind)).ja == said


@pytest.mark.parametrize(
    ("typed", "matched", "said"),
    [
        ("あすてむ", "ASTEM", "音の近さ「ASTEM」"),
        ("robotto", "東亜ロボット工業", "名前のかなの読み"),
        ("robot", "東亜ロボット工業", "音の近さ「東亜ロボット工業」"),
    ],
)
def test_what_is_found_by_ear_says_so(typed: str, matched: str, said: str) -> None:
    assert why(typed, Hit("local:1", "Firm", ASTEM, matched, 0.2, alike=True)).ja == said


@BOTH
def test_empty_nothing_cut_and_found_are_different_screens(
    client: FlaskClient, language: str
) -> None:
    def page(query: str) -> str:
        return client.get(f"/search?language={language}{query}").text

    empty, found = page(""), page("&q=ASTEM")
    nothing, cut = page(f"&q={quote('ほげらほげら')}"), page("&q=" + "x" * 1_000)
    assert "/search?type=" in empty
    assert "notice" not in empty.split("<main")[1].split("</main")[0]
    assert "table-found-SupportFoundation" in found
    assert 'class="notice empty"' in nothing
    assert 'class="notice truncated"' in cut
    assert "200" in cut


def test_more_than_can_be_counted_is_said(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST", 10)
    notices = [block for block in blocks(client, q="企業") if block["block"] == "notice"]
    assert [one["state"] for one in notices] == ["truncated"]
    assert "10" in notices[0]["text"]
    assert sum(table["total"] for table in tables(client, q="企業")) == 10


def test_what_comes_near_is_offered_where_nothing_is_found(client: FlaskClient) -> None:
    (notice,) = [one for one in blocks(client, q="京都高度技術研究書") if one["block"] == "notice"]
    assert ASTEM in [link["text"] for link in notice["links"]]


@pytest.mark.parametrize(
    "typed", ["a.*(b+)+$", "' OR 1=1 --", "😀" * 99, "\u202eexe", "a\0b", "<b>x</b>", "あ" * 9_999]
)
def test_hostile_text_is_answered_harmlessly_and_soon(client: FlaskClient, typed: str) -> None:
    began = time.perf_counter()
    for path in ("/search", "/search.json"):
        answer = client.get(path, query_string={"q": typed})
        assert answer.status_code in {200, 414}, "a giant address is refused before it is read"
        assert answer.mimetype == "application/json" or "<b>x</b>" not in answer.text
    assert time.perf_counter() - began < 5


@BOTH
@pytest.mark.parametrize(
    ("path", "offered", "not_offered"),
    [
        ("/serch", "/search", ""),
        ("/questoins", "/questions", ""),
        ("/ASTEM", "/entity/houjin:3130005002942", ""),
        ("/entity/houjin:3130005002924", "/entity/houjin:3130005002942", ""),
        ("/entity/houjin:9999999999999", "/search?q=", "/entity/"),
        ("/matters/astem", "/search", "/entity/"),
        ("/wp-admin/setup.php", "/search", "/entity/"),
        ("/.env", "/search", "/entity/"),
        ("/entity/" + "x" * 3_000, "/search?q=", "/entity/houjin"),
    ],
)
def test_an_unknown_address_offers_only_what_is_near(
    client: FlaskClient, path: str, offered: str, not_offered: str, language: str
) -> None:
    answer = client.get(f"{path}?language={language}")
    assert answer.status_code == 404
    notice = answer.text.split('class="notice error"')[1].split("</main")[0]
    assert f'href="{offered}' in notice
    assert not not_offered or f'href="{not_offered}' not in notice
