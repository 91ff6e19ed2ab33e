"""The map as the server gives it: what is shown and cut, what the tables say, and bad addresses."""

from __future__ import annotations

import gzip
import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.measures.brokerage import TITLES
from kb.records import Key
from kb.structure.roles import ROLES
from web.app import create_app
from web.atlas.scene import atlas_of

HOSTILE = (
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "\u202egnp",
    "a" * 5000,
    "%00",
    "{{7*7}}",
    "-1",
    "1e9",
    "NaN",
)
NAMES = ("q", "community", "focus", "steps", "open", "most", "view", "type", "relation", "region", "field", "basis", "source", "reach", "year", "colour", "size", "role", "pick", "at")  # fmt: skip
FIRST_PAGE = 300 * 1024


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client()


@pytest.fixture(scope="module")
def public(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb, public=True).test_client()


def data(client: FlaskClient, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/map.json{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_the_map_begins_with_named_islands_and_says_how_much_it_shows(client: FlaskClient) -> None:
    found = data(client)
    assert len(found["isles"]) > 3
    assert all(isle["label"].strip() and isle["count"] > 0 for isle in found["isles"])
    assert found["ties"] == []
    assert len(found["nodes"]) == found["shown"] <= found["total"]
    page = client.get("/map?language=ja").text
    assert f"{found['total']:,}のうち{found['shown']:,}" in page
    rows = set(re.findall(r'data-node="isle:(\w+)"', page))
    assert rows == {isle["id"] for isle in found["isles"]}


@pytest.mark.parametrize("query", ["?view=whole", "?community={isle}", "?focus={node}&steps=2"])
def test_the_table_names_exactly_the_nodes_that_the_picture_shows(
    client: FlaskClient, query: str
) -> None:
    start = data(client)
    isle, node = start["isles"][0]["id"], start["nodes"][0]["id"]
    query = query.format(isle=isle, node=node)
    found, page = data(client, query), client.get(f"/map{query}").text
    ids = {one["id"] for one in found["nodes"]}
    table = page.partition('class="table table-map')[2].partition("</table>")[0]
    assert {html.unescape(one) for one in re.findall(r'data-node="([^"]+)"', table)} == ids
    assert all({tie["source"], tie["target"]} <= ids for tie in found["ties"])


def test_places_stay_from_view_to_view_and_from_call_to_call(client: FlaskClient) -> None:
    first = {one["id"]: (one["x"], one["y"]) for one in data(client, "?view=whole")["nodes"]}
    again = data(client, "?view=whole&colour=region&role=liaison&size=betweenness")["nodes"]
    assert {one["id"]: (one["x"], one["y"]) for one in again} == first


def test_a_filter_holds_in_picture_table_and_tiles(client: FlaskClient) -> None:
    found = data(client, "?type=Firm,University&basis=register,third_party,self_reported,observed")
    assert found["nodes"]
    page = client.get("/map?type=Firm,University&language=en").text
    chips = page.partition('class="map-chips"')[2].partition("</ul>")[0]
    assert "Firm" in chips
    assert "University" in chips
    assert {tie["basis"] for tie in found["ties"]} <= {"stated"}


def test_the_hub_is_cut_by_strength_and_the_cut_is_said(client: FlaskClient) -> None:
    whole = data(client, "?view=whole")
    hub = max(whole["nodes"], key=lambda node: node["degree"])["id"]
    found = data(client, f"?focus={hub}&steps=3")
    assert found["shown"] == len(found["nodes"]) <= 60 < found["total"]
    page = client.get(f"/map?focus={hub}&steps=3&language=en").text
    assert f"{found['shown']} of {found['total']} shown" in html.unescape(page)
    assert "show as list" in page
    assert "show 200" in page
    assert len(data(client, f"?focus={hub}&steps=3&most=200")["nodes"]) > found["shown"]


@pytest.mark.parametrize("value", HOSTILE)
def test_an_address_by_hand_is_answered_and_never_runs(client: FlaskClient, value: str) -> None:
    for asked in ({name: value} for name in ("focus", "community", "q", "pick", "at", "steps")):
        answer = client.get("/map.json", query_string=asked)
        assert answer.status_code in {200, 404, 414}
        assert answer.mimetype in {"application/json", "text/html"}
    asked = {name: value for name in NAMES if name not in {"focus", "community"}}
    answer = client.get("/map", query_string=asked)
    assert answer.status_code in {200, 404, 414}
    assert "<script>alert" not in answer.text
    assert "\u202e" not in answer.text


def test_what_cannot_be_read_is_said(client: FlaskClient) -> None:
    page = client.get("/map?type=Nobody&year=last&language=en").text
    assert "type=Nobody, year=last" in html.unescape(page)


def test_named_people_bear_no_value_where_anyone_may_look(
    kb: KnowledgeBase, client: FlaskClient, public: FlaskClient
) -> None:
    rows = kb.graph.read(
        "MATCH (n:Person) WHERE coalesce(n.aggregate, false) = false RETURN n.id AS id"
    ).rows
    people = {str(row["id"]) for row in rows}
    asked = "?view=whole&size=betweenness&role=liaison"
    lit = {one["id"] for one in data(client, asked)["nodes"] if one.get("bridge")}
    hidden = {one["id"]: one for one in data(public, asked)["nodes"]}
    assert lit & people, "on loopback they are lit"
    assert not [id_ for id_ in people & hidden.keys() if hidden[id_].get("bridge")]
    assert {hidden[id_]["size"] for id_ in people & hidden.keys()} == {0.0}


def test_a_role_lights_those_who_play_it_and_the_table_says_how_often(client: FlaskClient) -> None:
    page = client.get("/map?role=gatekeeper&language=en&format=json").get_json()
    table = next(block for block in page["blocks"] if block["block"] == "columns")["side"][0]
    values = [row["cells"][3]["value"] for row in table["rows"]]
    assert values
    assert all(value > 0 for value in values)
    assert values == sorted(values, reverse=True)


KYOTO = "?region=jis:26&role=gatekeeper"
IN_KYOTO = "?region=jis:26&role=coordinator"


def test_the_gatekeepers_of_kyoto_are_lit_with_a_sentence_each(client: FlaskClient) -> None:
    found = data(client, f"{KYOTO}&language=ja")
    lit = {one["id"] for one in found["nodes"] if one.get("bridge")}
    assert [one["label"] for one in found["nodes"] if one.get("bridge")] == ["孝本 浩基"]
    outside = [one for one in found["nodes"] if one.get("outside")]
    assert outside, "those whom they tie Kyoto to are shown too"
    assert not lit & {one["id"] for one in outside}
    page = client.get(f"/map{KYOTO}&language=en&format=json").get_json()
    table = next(block for block in page["blocks"] if block["block"] == "columns")["side"][0]
    told = {row["node"]: row["cells"][3]["text"] for row in table["rows"]}
    assert {id_ for id_, sentence in told.items() if sentence} == lit
    assert all(told[id_].startswith("Stands between ") for id_ in lit)
    assert [row["node"] for row in table["rows"]][: len(lit)] == list(
        dict.fromkeys(row["node"] for row in table["rows"] if row["node"] in lit)
    )
    assert not data(client, "?region=jis:26&reach=inside").get("outside")


def test_no_named_person_is_lit_or_named_in_a_sentence_where_anyone_may_look(
    public: FlaskClient,
) -> None:
    assert not [one for one in data(public, KYOTO)["nodes"] if one.get("bridge")]
    found = data(public, f"{IN_KYOTO}&language=ja")
    assert [one["label"] for one in found["nodes"] if one.get("bridge")] == [
        "公益財団法人京都高度技術研究所"
    ]
    page = public.get(f"/map{IN_KYOTO}&language=ja&format=json").get_json()
    table = next(block for block in page["blocks"] if block["block"] == "columns")["side"][0]
    sentences = "".join(row["cells"][3]["text"] for row in table["rows"])
    assert sentences.startswith("京都府の京都市（ほか1）のあいだに立つ。")
    assert "孝本" not in sentences


def test_every_role_has_one_name_on_every_page(client: FlaskClient) -> None:
    choices = client.get("/map?language=ja").text.partition('id="map-role"')[2]
    for role in ROLES:
        assert f">{TITLES[role].ja}（" in choices.partition("</select>")[0]


def test_an_id_that_was_merged_leads_to_what_it_is_now(kb: KnowledgeBase) -> None:
    atlas, _ = atlas_of(kb)
    astem = next(
        id_ for id_, name in zip(atlas.ids, atlas.names, strict=True) if "京都高度技術" in name
    )
    numbers = [str(key) for key in kb.identity.members(Key.parse(astem)) if str(key) != astem]
    if not numbers:
        pytest.skip("nothing was merged into it")
    answer = create_app(kb).test_client().get(f"/map?focus={numbers[0]}&steps=2")
    assert answer.status_code == 301
    assert f"focus={astem}" in answer.headers["Location"]
    assert "steps=2" in answer.headers["Location"]


def test_a_snapshot_with_people_is_kept_with_its_purpose_and_only_then(
    kb: KnowledgeBase, client: FlaskClient, public: FlaskClient
) -> None:
    form = {"view": "whole", "by": "試験", "csrf": token(client)}
    before = len(kb.ledger.entries("export"))
    assert client.post("/map/snapshot.html", data=form).status_code == 400
    assert client.post("/map/snapshot.html", data={"view": "whole"}).status_code in {400, 403}
    assert len(kb.ledger.entries("export")) == before
    kept = client.post("/map/snapshot.html?language=ja", data={**form, "purpose": "訪問の準備"})
    assert "attachment" in kept.headers["Content-Disposition"]
    assert "個人の名前が入っています" in kept.text
    entry = kb.ledger.entries("export")[-1]
    assert (entry.by, entry.content["purpose"]) == ("試験", "訪問の準備")
    refused = {**form, "purpose": "x", "csrf": "x"}
    assert public.post("/map/snapshot.html", data=refused).status_code in {400, 403}
    assert '<form class="entering"' not in public.get("/map/keep").text


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/map/keep").text)
    return found[1] if found else ""


def test_the_snapshot_opens_offline_and_leaves_people_out(
    kb: KnowledgeBase, client: FlaskClient
) -> None:
    answer = client.get("/map/snapshot.html?view=whole")
    assert "attachment" in answer.headers["Content-Disposition"]
    body = answer.text.partition("<script>")[0]
    assert not re.search(r"(src|href)\s*=", body)
    rows = kb.graph.read(
        "MATCH (n:Person) WHERE coalesce(n.aggregate, false) = false RETURN n.id AS id"
    ).rows
    assert not [row["id"] for row in rows if f'"{row["id"]}"' in answer.text]


def test_the_first_page_is_light(client: FlaskClient) -> None:
    files = ["/map", "/map.json", "/static/style.css", "/static/picture.css", "/static/types.css"]
    files += ["/static/marks.svg", "/static/bundle/picture.js", "/static/bundle/search.js"]
    sizes = {}
    for file in files:
        with client.get(file) as answer:
            assert answer.status_code == 200, file
            sizes[file] = len(gzip.compress(answer.data))
    assert sum(sizes.values()) <= FIRST_PAGE, sizes
