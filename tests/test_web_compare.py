"""Two things side by side: sentences, tables with their evidence, and what cannot be compared."""

from __future__ import annotations

import csv
import html
import io
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.records import Key
from web.app import create_app

# In ingest/curated/innovation_producer_report/ties.csv firm_n and producer_shiga_core_technology
# both have a tie with these actors, clusters and projects; eight ties run between the two themselves
# (BRINGS_FORWARD, KNOWS, SUPPORTS three times, TRAINS, and one for each of two introductions).
MAKER, PLAZA, TRIAL = (
    "大手医療機器メーカー",
    "公益財団法人滋賀県産業支援プラザ",
    "大手医療機器メーカーとの共同開発",
)
DIRECT = 8
FIRM, PRODUCER = "N社", "篠原 弘美"


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client(use_cookies=False)


def address(a: str = "", b: str = "", **more: str) -> str:
    values = {"a": a, "b": b, **more}
    return "/compare?" + "&".join(f"{name}={quote(value)}" for name, value in values.items())


def get(client: FlaskClient, path: str, language: str = "ja") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def sheet(
    client: FlaskClient, table: str, a: str = FIRM, b: str = PRODUCER
) -> list[dict[str, str]]:
    answer = client.get(address(a, b, format="csv", table=table))
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def id_of(kb: KnowledgeBase, name: str) -> str:
    rows = kb.graph.read("MATCH (n:Entity {name: $name}) RETURN n.id AS id", {"name": name}).rows
    return str(rows[0]["id"])


def test_sentences_come_first(client: FlaskClient) -> None:
    page = get(client, address(FIRM, PRODUCER))
    assert f"二つを直接結ぶ記録が{DIRECT}件ある。" in page
    assert f"共通の相手は3（{MAKER}、{PLAZA}、{TRIAL}）。" in page
    english = get(client, address(FIRM, PRODUCER), "en")
    assert f"{DIRECT} recorded ties join the two directly." in english
    assert "They have 3 contacts in common" in english


def test_common_contacts_show_both_sides_with_their_evidence(client: FlaskClient) -> None:
    rows = {row["相手"].partition(" (")[0]: row for row in sheet(client, "contacts")}
    assert set(rows) == {MAKER, PLAZA, TRIAL}
    assert "協力する" in rows[MAKER][FIRM]
    assert "面識がある" in rows[MAKER][PRODUCER]
    assert "推定" in rows[MAKER][PRODUCER], "that she knows the maker is inferred"
    assert "所属する" in rows[PLAZA][PRODUCER]
    assert all(row["根拠の場所"] for row in rows.values())


def test_what_each_has_and_needs_stands_side_by_side(client: FlaskClient) -> None:
    rows = {row["なに"]: row for row in sheet(client, "held")}
    assert len(sheet(client, "direct")) == DIRECT
    needs = {name for name, row in rows.items() if "ニーズを持つ" in row[FIRM]}
    assert len(needs) == 2
    assert not any(rows[name]["共通"] for name in needs)
    # Matsuda and his cluster are in the same three markets.
    common = {
        row["なに"]
        for row in sheet(client, "held", "松田 正樹", "山口県航空・宇宙クラスター")
        if row["共通"]
    }
    assert {"航空", "宇宙", "航空・宇宙"} <= common


def test_only_the_others_contacts_stand_under_their_side(client: FlaskClient) -> None:
    rows = sheet(client, "only")
    by_side = {
        side: {row["相手"] for row in rows if row["だれの相手か"] == side}
        for side in (f"{FIRM}だけ", f"{PRODUCER}だけ")
    }
    assert by_side[f"{FIRM}だけ"]
    assert by_side[f"{PRODUCER}だけ"]
    assert not any({MAKER, PLAZA, TRIAL} & some for some in by_side.values())


def test_the_way_between_two_leads_on_to_all_ways(client: FlaskClient, kb: KnowledgeBase) -> None:
    maker = id_of(kb, MAKER)
    page = get(client, address("株式会社高橋産業", "松田 正樹"))
    assert "二つを直接結ぶ記録はない。" in page
    found = get(client, address(FIRM, maker))
    assert "二つをつなぐ、いちばん確かな道" in found
    assert f"/connect?from={quote(id_of(kb, FIRM), safe='')}" in found


def test_things_that_are_no_actors_are_compared_too(client: FlaskClient) -> None:
    page = get(client, address("jis:13", "jis:35"))
    assert "東京" in page
    assert "山口県" in page
    assert "いちばん確かな道" not in page


def test_an_old_id_leads_to_the_present_one(client: FlaskClient, kb: KnowledgeBase) -> None:
    old = next(str(key) for key in kb.identity.members(Key.parse("jis:13")) if str(key) != "jis:13")
    answer = client.get(address(old, "jis:35"))
    assert answer.status_code == 301
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked == {"a": ["jis:13"], "b": ["jis:35"]}


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("", "", "二つ選ぶと"),
        (FIRM, "", "もう一つを書いてください。"),
        (FIRM, FIRM, "同じものを二つ選んでいます。"),
        (FIRM, "zzzzqqq", "「zzzzqqq」に当たるものは記録にありません。"),
        ("東京都", PRODUCER, "「東京都」という名前のものはいくつもあります。"),
    ],
)
def test_what_cannot_be_compared_is_said_and_the_question_stays(
    client: FlaskClient, a: str, b: str, said: str
) -> None:
    page = get(client, address(a, b))
    assert said in page
    assert 'name="a"' in page
    assert f'value="{b}"' in page


def test_a_name_of_several_offers_each_of_them(client: FlaskClient) -> None:
    page = get(client, address("東京都", PRODUCER), "en")
    assert "Several things are called" in page
    assert "/compare?a=jis%3A13&b=" in page


def test_a_name_of_several_stands_in_its_field_with_the_id_and_leads_back(
    client: FlaskClient, kb: KnowledgeBase
) -> None:
    rows = kb.graph.read("MATCH (n:Entity {name: 'ロケット'}) RETURN n.id AS id ORDER BY id").rows
    first, second = (str(row["id"]) for row in rows[:2])
    page = get(client, address(first, second))
    fields = re.findall(r'name="[ab]" value="([^"]+)"', page)
    assert fields == [f"ロケット [{first}]", f"ロケット [{second}]"]
    again = get(client, address(*fields))
    assert re.findall("<h1>.*</h1>", again) == re.findall("<h1>.*</h1>", page)
    alone = get(client, address(PRODUCER, first))
    assert f'name="a" value="{PRODUCER}"' in alone, "a name of one alone needs no id"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "' OR 1=1", "a" * 3000, "\u202egnp"])
def test_hostile_names_are_answered_and_never_run(client: FlaskClient, text: str) -> None:
    answer = client.get(address(text, FIRM))
    assert answer.status_code in {200, 414}
    assert "<script>alert" not in answer.text
    assert "\u202e" not in answer.text


def test_named_people_have_no_values_where_anyone_may_look(kb: KnowledgeBase) -> None:
    public = create_app(kb, public=True).test_client(use_cookies=False)
    answer = public.get(address(PRODUCER, "松田 正樹", format="json")).get_json()
    names = [block.get("name") for block in answer["blocks"]]
    assert "measures" not in names
    loopback = create_app(kb).test_client(use_cookies=False)
    told = loopback.get(address(PRODUCER, "松田 正樹", format="json")).get_json()
    assert "measures" in [block.get("name") for block in told["blocks"]]
