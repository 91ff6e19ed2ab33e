"""つなぐ: the question, its routes as cards, table and picture, and what is said where there is none."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.settings import Settings
from kb.text import LANGUAGES, Language
from tests.small_ecosystem import AT, SOURCE, ecosystem, thing, tie
from web.app import create_app
from web.connect.examples import examples
from web.connect.ways_picture import places
from web.connect.wish import Wish

FIRM, MAKER = "N社", "大手医療機器メーカー"
COORDINATOR = "篠原 弘美"


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client(use_cookies=False)


def blocks(
    client: FlaskClient, language: Language = "ja", /, **query: str
) -> dict[str, dict[str, Any]]:
    """Give the blocks of a page by their kind, those in columns too; notices by their state."""
    asked = urlencode({"from": query.pop("start", ""), **query, "format": "json"})
    answer = client.get(f"/connect?{asked}", headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return {_kind(block): block for block in _flat(answer.get_json()["blocks"])}


def _kind(block: Mapping[str, Any]) -> str:
    return str(block["state"] if block["block"] == "notice" else block["block"])


def _flat(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in found:
        yield block
        if block["block"] == "columns":
            yield from _flat([*block["main"], *block["side"]])


def words(cells: list[dict[str, Any]]) -> list[str]:
    return [str(cell["text"]) for cell in cells]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_question_shows_questions_that_are_answered(
    client: FlaskClient, language: Language
) -> None:
    links = blocks(client, language)["empty"]["links"]
    assert len(links) >= 3
    for link in links:
        page = client.get(link["address"], headers={"Accept-Language": language}).text
        assert page.count('class="way"') >= 1
        assert "stop between" in page


def test_half_a_question_asks_for_the_other_half(client: FlaskClient) -> None:
    assert "だれから" in blocks(client, to=MAKER)["empty"]["text"]
    assert "どこへ" in blocks(client, start=FIRM)["empty"]["text"]


def test_a_card_names_the_stops_the_ties_their_evidence_and_the_weakest(
    client: FlaskClient,
) -> None:
    found = blocks(client, start=FIRM, to=MAKER)
    card = next(one for one in found["ways"]["ways"] if len(one["stops"]) == 3)
    assert words(card["stops"]) == [FIRM, COORDINATOR, MAKER]
    assert [leg["kind"] in {"strong", "medium", "weak"} for leg in card["legs"]] == [True, True]
    assert [leg["weakest"] for leg in card["legs"]].count(True) == 1
    notes = {note["number"] for note in found["notes"]["notes"]}
    for leg in card["legs"]:
        assert leg["marks"]
        assert set(leg["marks"]) <= notes
        assert all("=" in made for made in leg["made"])
    assert card["weak"].startswith("弱いところ: ")
    assert card["fallback"].startswith("代わり: ")


def test_the_table_the_csv_and_the_picture_say_what_the_cards_say(client: FlaskClient) -> None:
    query = {"start": FIRM, "any_with": "market", "what": "医療機器"}
    found = blocks(client, **query)
    pairs = [
        (a["text"], b["text"]) for way in found["ways"]["ways"] for a, b in pairwise(way["stops"])
    ]
    rows = found["table"]["rows"]
    assert [tuple(words(row["cells"][:2])) for row in rows] == pairs
    answer = client.get(f"/connect?{_query(query)}&format=csv&table=routes")
    held = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [tuple(row[1:3]) for row in held[1:]] == pairs
    assert all(row[-2] for row in held[1:]), "every hop says where it stands"
    picture = client.get(found["picture"]["address"]).get_json()
    names = {node["id"]: node["label"] for node in picture["nodes"]}
    assert {name for pair in pairs for name in pair} <= set(names.values())
    drawn = {frozenset((names[t["source"]], names[t["target"]])) for t in picture["ties"]}
    assert {frozenset(pair) for pair in pairs} <= drawn
    weak = [tie for tie in picture["ties"] if tie["weakest"]]
    assert len(weak) == sum(leg["weakest"] for way in found["ways"]["ways"] for leg in way["legs"])


def _query(query: Mapping[str, str]) -> str:
    return urlencode({"from": query["start"], **{k: v for k, v in query.items() if k != "start"}})


def test_a_picture_runs_from_left_to_right(kb: KnowledgeBase) -> None:
    for one in examples(kb, people=True):
        spots = places(one.answer.routes)
        for route in one.answer.routes:
            across = [spots[id_][0] for id_ in route.nodes]
            assert across == sorted(across)
        assert len(set(spots.values())) == len(spots), "nobody stands on another"


def test_an_unknown_name_is_said_and_the_nearest_asks_again(client: FlaskClient) -> None:
    found = blocks(client, start=FIRM, to="大手医療機機メーカー")["error"]
    assert "「大手医療機機メーカー」" in found["text"]
    link = next(one for one in found["links"] if one["text"] == MAKER)
    assert 'class="way"' in client.get(link["address"]).text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"start": FIRM, "to": FIRM}, "同じ"),
        ({"start": FIRM, "to": MAKER, "any_with": "market", "what": "医療機器"}, "どちらか一方"),
        ({"start": FIRM, "to": MAKER, "via": COORDINATOR, "avoid": COORDINATOR}, "避ける"),
        ({"start": FIRM, "any_with": "market", "what": "ほげほげ"}, "ほげほげ"),
    ],
)
def test_what_contradicts_is_said(client: FlaskClient, query: dict[str, str], said: str) -> None:
    assert said in blocks(client, **query)["error"]["text"]


def test_without_a_route_it_says_whom_to_ask(client: FlaskClient) -> None:
    found = blocks(client, start=FIRM, to="中島 清一")
    assert "ways" not in found
    assert found["sentence"]["label"] == "道が見つかりません"
    assert found["facts"]["facts"] or found["paragraph"]["more"]


def test_a_condition_that_may_be_relaxed_is_offered_where_that_helps(client: FlaskClient) -> None:
    query = {"start": FIRM, "to": "国立研究開発法人日本医療研究開発機構"}
    assert "ways" not in blocks(client, **query)
    offered = blocks(client, **query)["paragraph"]["more"]
    assert "推定も使う" in words(offered)
    for cell in offered:
        assert 'class="way"' in client.get(cell["address"]).text


def test_an_inferred_leg_says_so(client: FlaskClient) -> None:
    query = {"start": FIRM, "to": "国立研究開発法人日本医療研究開発機構", "inferred": "1"}
    found = blocks(client, **query)
    legs = [leg for way in found["ways"]["ways"] for leg in way["legs"] if leg["inferred"]]
    assert legs
    assert {leg["basis"] for leg in legs} == {"推定"}
    page = client.get(f"/connect?{_query(query)}", headers={"Accept-Language": "ja"}).text
    assert "tie-inferred" in page


def test_more_routes_than_shown_are_said(client: FlaskClient) -> None:
    query = {
        "start": FIRM,
        "any_with": "market",
        "what": "医療機器",
        "inferred": "1",
        "between": "3",
    }
    found = blocks(client, **query)
    assert len(found["ways"]["ways"]) == 5
    link = found["truncated"]["links"][0]["address"]
    assert client.get(link).text.count('class="way"') > 5


def test_names_stand_in_the_form_where_the_address_holds_ids(client: FlaskClient) -> None:
    page = client.get("/connect?" + _query({"start": FIRM, "to": MAKER})).text
    match = re.search(r'href="(/connect/route\?[^"]+)"', page)
    assert match
    route = client.get(unescape(match[1])).text
    assert "<h1>" in route
    nodes = re.search(r"way=([^&\"]+)", match[1])
    assert nodes
    start = nodes[1].split("+")[0]
    page = client.get(f"/connect?from={start}&to={MAKER}").text
    assert f'value="{FIRM}"' in page


def test_where_anyone_may_look_no_person_stands_between(kb: KnowledgeBase) -> None:
    open_house = create_app(kb, public=True).test_client()
    for one in examples(kb, people=True):
        found = open_house.get(one.wish.at() + "&format=json").get_json()
        between = [
            stop
            for block in _flat(found["blocks"])
            if block["block"] == "ways"
            for way in block["ways"]
            for stop in way["stops"][1:-1]
        ]
        people = {
            stop["text"] for stop in between if stop["chip"]["type"] in {"Person", "Producer"}
        }
        assert not people
        hidden = [one.answer.actors[id_].name.ja for id_ in one.best.go_betweens]
        persons = [
            n
            for n, i in zip(hidden, one.best.go_betweens, strict=True)
            if one.answer.actors[i].person
        ]
        said = json.dumps(found, ensure_ascii=False)
        assert not [name for name in persons if name in said]


def test_the_address_holds_the_whole_question() -> None:
    wish = Wish(start="a:1", to="b:2; c:3", years="3", leave="1", way="a:1 b:2")
    assert wish.at() == "/connect?from=a%3A1&to=b%3A2%3B+c%3A3&leave=1&years=3&way=a%3A1+b%3A2"


def test_the_profile_and_the_first_page_lead_here(client: FlaskClient, kb: KnowledgeBase) -> None:
    one = next(one for one in examples(kb, people=True) if "Firm" in one.start.labels)
    profile = client.get(f"/entity/{one.start.id}").text
    assert f"/connect?to={urlencode({'': one.start.id})[1:]}" in profile
    home = client.get("/?format=json").get_json()["blocks"]
    doors = next(block for block in home if block["block"] == "doors")["doors"]
    door = next(door for door in doors if door["address"].startswith("/connect?"))
    assert 'class="way"' in client.get(door["address"]).text


def test_of_several_bearers_of_a_name_one_is_chosen(tmp_path: Path) -> None:
    with (
        ecosystem(tmp_path) as place,
        KnowledgeBase(Settings(tmp_path, f"sqlite:///{tmp_path / 'ledger.sqlite'}")) as base,
    ):
        begun = place.ledger.begin(SOURCE, input_hash="2", software="1", at=AT)
        twins = [thing(key, "Firm", "双子工業株式会社") for key in ("twin-a", "twin-b")]
        ties = [tie("SUPPORTS", f"hub {key}") for key in ("twin-a", "twin-b")]
        place.ledger.stage(begun, [*twins, *ties])
        place.ledger.commit(begun, scope="part", at=AT)
        base.catch_up()
        client = create_app(base).test_client(use_cookies=False)
        said = blocks(client, start="双子工業", to="架橋財団")["empty"]
        assert "双子工業" in said["text"]
        chosen = [link["address"] for link in said["links"]]
        assert [parse_qs(urlsplit(one).query)["from"] for one in chosen] == [
            ["local:twin-a"],
            ["local:twin-b"],
        ]
        assert client.get(chosen[0]).status_code == 200
        region = blocks(client, start="港町", to="架橋財団")["error"]
        assert "経路の端にも仲介者にもなれません" in region["text"]
