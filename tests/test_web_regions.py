"""The pages of regions: who is where, by the tables that people read, and what cannot be said."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.areas import AREAS, area_of
from kb.base import KnowledgeBase
from web.app import create_app
from web.pictures.tiles import PLACES, full_name

# Counted by hand in ingest/curated/*/ties.csv: what is LOCATED_IN the prefecture now, in any role but
# activity and venue, and (of Yamaguchi) who belongs to it: the head of division and his division, and
# the workshop of Takahashi Sangyo. All, firms, universities and institutes.
COUNTED = {
    "北海道": (1, 1, 0),
    "宮城県": (1, 0, 0),
    "埼玉県": (1, 1, 0),
    "石川県": (1, 1, 0),
    "岐阜県": (2, 0, 1),
    "大阪府": (1, 0, 0),
    "徳島県": (5, 1, 2),
    "山口県": (10, 3, 0),
}


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client(use_cookies=False)


@pytest.fixture(scope="module")
def public(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb, public=True).test_client(use_cookies=False)


def get(client: FlaskClient, path: str, language: str = "ja") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def sheet(client: FlaskClient, path: str, table: str) -> list[dict[str, str]]:
    sign = "&" if "?" in path else "?"
    answer = client.get(f"{path}{sign}format=csv&table={table}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def tables(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if block["block"] == "columns":
            yield from tables([*block["main"], *block["side"]])
        elif block["block"] == "table":
            yield block


def test_every_prefecture_stands_in_one_region() -> None:
    held = [code for area in AREAS.values() for code in area.prefectures]
    assert sorted(held) == sorted(PLACES)
    assert len(AREAS) == 8
    assert {full_name(code).ja for code in ("jis:01", "jis:13", "jis:26", "jis:35")} == {
        "北海道", "東京都", "京都府", "山口県",
    }  # fmt: skip
    kyoto = area_of("jis:26")
    assert kyoto
    assert kyoto.name.ja == "近畿"


def test_the_prefectures_hold_what_the_documents_place_there(client: FlaskClient) -> None:
    rows = {row["地域"]: row for row in sheet(client, "/regions", "prefectures")}
    found = {
        name: tuple(int(rows[name][word]) for word in ("全部", "企業", "大学・研究機関"))
        for name in COUNTED
    }
    assert found == COUNTED
    assert "沖縄県" not in rows
    assert rows["近畿の全体"]["全部"] == str(
        sum(int(rows[name]["全部"]) for name in ("滋賀県", "京都府", "大阪府"))
    )


@pytest.mark.parametrize(("language", "said"), [("ja", "まだ記録のない都道府県"), ("en", "nobody")])
def test_the_page_of_all_says_what_it_cannot_place(
    client: FlaskClient, language: str, said: str
) -> None:
    page = get(client, "/regions", language)
    assert said in page
    assert {"ja": "所在地の記録がない", "en": "no place on record"}[language] in page
    assert {"ja": "沖縄県", "en": "Okinawa Prefecture"}[language] in page
    assert 'href="/region/jis:35"' in page
    thailand = next(row for row in sheet(client, "/regions", "abroad") if row["国"] == "タイ")
    assert int(thailand["全部"]) > 0


def test_a_prefecture_says_who_is_there_on_what_evidence(client: FlaskClient) -> None:
    rows = {row["名前"]: row for row in sheet(client, "/region/jis:35", "here")}
    assert len(rows) == COUNTED["山口県"][0]
    assert rows["株式会社高橋産業"]["根拠"] == "第三者の記述"
    assert "914" in rows["株式会社高橋産業"]["根拠の場所"]
    assert rows["公益財団法人やまぐち産業振興財団"]["根拠"] == "推定"
    assert rows["松田 正樹"]["根拠"] == "所属先の所在地", "his own place is where he is active"
    cluster = sheet(client, "/region/jis:35", "support")[0]
    assert cluster["名前"] == "山口県航空・宇宙クラスター"


def test_ties_to_other_regions_are_counted_and_shown_by_a_stated_one(client: FlaskClient) -> None:
    # Matsuda knows firms in Tokyo (stated) and start-ups there (inferred); nothing else crosses.
    there = {row["相手の地域"]: row for row in sheet(client, "/region/jis:35", "across")}
    assert (there["東京都"]["関係"], there["東京都"]["うち推定"]) == ("2", "1")
    assert "面識がある" in there["東京都"]["いちばん強いもの"]
    assert "685" in there["東京都"]["根拠の場所"]
    back = {row["相手の地域"]: row for row in sheet(client, "/region/jis:13", "across")}
    assert back["山口県"]["関係"] == "2"


def test_what_is_had_and_needed_names_whose_it_is(client: FlaskClient) -> None:
    had = {row["なにを"]: row for row in sheet(client, "/region/jis:35", "had")}
    assert "山口県航空・宇宙クラスター" in had["リングの軽量化"]["だれが"]
    assert had["リングの軽量化"]["根拠の場所"]
    needed = {row["なにを"] for row in sheet(client, "/region/jis:35", "needed")}
    assert "造船・公共工事市場の縮小に伴う成長市場への進出" in needed


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_region_of_several_prefectures_has_a_page(client: FlaskClient, language: str) -> None:
    page = get(client, "/region/kinki", language)
    assert {"ja": "近畿に所在地", "en": "in Kinki"}[language] in page
    assert 'href="/region/jis:25"' in page, "Shiga is one of its prefectures"
    assert {"ja": "公益財団法人京都高度技術研究所", "en": "ASTEM"}[language] in page


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("26", "jis:26"),
        ("京都", "jis:26"),
        ("京都府", "jis:26"),
        ("Kyoto", "jis:26"),
        ("近畿", "kinki"),
    ],
)
def test_other_ways_to_say_a_region_lead_to_it(client: FlaskClient, asked: str, code: str) -> None:
    answer = client.get(f"/region/{asked}")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"/region/{code}")


def test_an_unknown_region_and_an_empty_one_are_two_screens(client: FlaskClient) -> None:
    assert client.get("/region/jis:99").status_code == 404
    assert client.get("/region/%3Cscript%3E").status_code == 404
    page = get(client, "/region/jis:47", "en")
    assert "Nobody on record has a seat in Okinawa Prefecture yet." in page


def test_the_map_and_the_brokers_open_on_the_region(client: FlaskClient) -> None:
    page = get(client, "/region/jis:13")
    assert 'href="/map?region=jis%3A13"' in page
    assert 'href="/brokers?region=jis%3A13"' in page
    assert client.get("/map?region=jis%3A13").status_code == 200
    assert client.get("/brokers?region=jis%3A13").status_code == 200


def test_named_people_stand_in_no_list_where_anyone_may_look(
    client: FlaskClient, public: FlaskClient
) -> None:
    assert "松田 正樹" in get(client, "/region/jis:35")
    page = get(public, "/region/jis:35")
    assert "松田 正樹" not in page
    assert "個人の名前は、ここでは並べていません（1人）" in page


def test_what_is_cut_is_said_and_all_of_it_can_be_had(client: FlaskClient) -> None:
    page = client.get("/region/jis:13?format=json&language=en").get_json()
    whole = {one["name"]: one for one in tables(page["blocks"])}
    assert whole["had"]["total"] == len(whole["had"]["rows"])
    shown = get(client, "/region/jis:13", "en")
    assert f"12 of {whole['had']['total']} shown" in shown
    assert "/region/jis:13?all=1" in shown
