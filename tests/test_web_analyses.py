"""The pages of what-if, communities and the matrix: what they say, to whom, and as files.

The small ecosystem: hub – producer, works, mill, aide, shed; works – project – university – mill;
producer – university: nine ties between eight; a ministry stands alone. A hidden firm that the hub
supports counts nowhere.
"""

from __future__ import annotations

import csv
import io
import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.measuring.derived import Derived
from kb.measuring.division import Divided, Division, divide
from kb.network.slice import DEFAULT
from kb.text import LANGUAGES, Language
from tests.small_departure import departing
from tests.small_ecosystem import AT
from web.app import create_app
from web.brokers.results import network_of
from web.pages.matrix import between


@pytest.fixture(scope="module")
def unmeasured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with departing(tmp_path_factory.mktemp("analyses") / "home") as made:
        yield made


@pytest.fixture(scope="module")
def early(unmeasured: KnowledgeBase) -> tuple[str, str]:
    """What stands there before anything was measured."""
    client = create_app(unmeasured).test_client(use_cookies=False)
    return client.get("/communities").text, client.get("/what-if/local:hub").text


@pytest.fixture(scope="module")
def base(unmeasured: KnowledgeBase, early: tuple[str, str]) -> KnowledgeBase:
    assert early
    unmeasured.measure(at=AT)
    return unmeasured


@pytest.fixture
def client(base: KnowledgeBase) -> FlaskClient:
    return create_app(base).test_client(use_cookies=False)


@pytest.fixture
def outside(base: KnowledgeBase) -> FlaskClient:
    return create_app(base, public=True).test_client(use_cookies=False)


def data(client: FlaskClient, path: str, language: Language = "ja") -> list[dict[str, Any]]:
    joint = "&" if "?" in path else "?"
    answer = client.get(f"{path}{joint}format=json", headers={"Accept-Language": language})
    assert answer.status_code == 200
    blocks: list[dict[str, Any]] = answer.get_json()["blocks"]
    return blocks


def table(blocks: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in blocks if one["block"] == "table" and one["name"] == name)


def texts(found: dict[str, Any]) -> list[list[str]]:
    return [[cell["text"] for cell in row["cells"]] for row in found["rows"]]


def test_before_measuring_what_if_answers_and_communities_say_how_they_come(
    early: tuple[str, str],
) -> None:
    communities, what_if = early
    assert "kakehashi measure refresh" in communities
    assert "9組が唯一の経路を失い" in what_if


def test_the_sentence_comes_first_and_the_formula_is_one_click_away(client: FlaskClient) -> None:
    blocks = data(client, "/what-if/local:hub")
    kinds = [one["block"] for one in blocks]
    assert kinds[:4] == ["title", "paragraph", "sentence", "notice"]
    assert blocks[0]["text"] == "架橋財団がいなくなったら"
    assert blocks[2]["bridges"] is True
    assert "順位とは呼ばない" in blocks[3]["text"]
    assert "別の道がありうる" in blocks[3]["more"]
    page = client.get("/what-if/local:hub").text
    assert '<details><summary><span class="label">唯一の経路を失う組</span>' in page


def test_parts_losses_and_stand_ins_are_tables_with_links_and_evidence(
    client: FlaskClient,
) -> None:
    blocks = data(client, "/what-if/local:hub")
    parts = table(blocks, "parts")
    assert texts(parts) == [["田中 港", "人"], ["物置工房", "企業"]]
    assert parts["rows"][0]["group"] == "ひとりで離れる者"
    assert parts["rows"][0]["cells"][0]["address"] == "/entity/local:aide"
    assert len(table(blocks, "losses")["rows"]) == 9
    near = table(blocks, "step_in")
    assert near["rows"][0]["group"] == "離れる部分 1 に"
    assert texts(near)[0][:3] == ["港大学", "大学", "2"]
    assert len(near["rows"][0]["cells"][4]["marks"]) == 3, (
        "two ends of the introduction, a contract"
    )
    notes = next(one for one in blocks if one["block"] == "notes")["notes"]
    assert "FUNDED_BY mill university" in {note["place"] for note in notes}


def test_what_if_and_communities_lead_to_a_picture(client: FlaskClient) -> None:
    picture = next(one for one in data(client, "/what-if/local:hub") if one["block"] == "picture")
    nodes = {one["id"] for one in client.get(picture["address"]).get_json()["nodes"]}
    assert {"local:hub", "local:works", "local:aide"} <= nodes
    assert "local:secret" not in nodes
    assert '"/map?colour=community"' in client.get("/communities").text
    assert '"/map?community=C1"' in client.get("/communities?community=C1").text


def test_a_page_of_what_if_is_a_file_too(client: FlaskClient) -> None:
    answer = client.get("/what-if/local:hub?format=csv&table=step_in")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0][:3] == ["つながり", "だれが", "種類"]
    assert "FUNDED_BY mill university" in rows[1][-2]
    assert client.get("/what-if/local:hub?format=xlsx").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_lost_isolates_and_things_outside_are_said(
    client: FlaskClient, language: Language
) -> None:
    said = {"ja": ("別の経路が残る", "関係がない", "答えられない"), "en": ("another route", "no contact", "no answer")}[language]  # fmt: skip
    for id_, words in zip(("mill", "ministry", "town"), said, strict=True):
        answer = client.get(f"/what-if/local:{id_}", headers={"Accept-Language": language})
        assert answer.status_code == 200
        assert words in answer.text


def test_old_keys_lead_on_and_unknown_or_hidden_ids_are_not_found(client: FlaskClient) -> None:
    moved = client.get("/what-if/local:works2")
    assert (moved.status_code, moved.location) == (301, "/what-if/local:works")
    for id_ in ("local:nobody", "local:secret", "架橋財団"):
        assert client.get(f"/what-if/{id_}").status_code == 404
    assert "/entity/local:hub" in client.get("/what-if/架橋財団").text


def test_people_are_neither_named_nor_looked_at_where_anyone_may_look(
    outside: FlaskClient,
) -> None:
    pages = ("/what-if/local:hub", "/communities", "/communities?community=C1", "/matrix")
    for path in pages:
        for kind in ("html", "json", "csv"):
            joint = "&" if "?" in path else "?"
            text = outside.get(f"{path}{joint}format={kind}").data.decode()
            assert not [one for one in ("橋本", "田中", "秘密") if one in text], path
    blocks = data(outside, "/what-if/local:producer")
    assert [one["block"] for one in blocks] == ["title", "paragraph", "notice"]
    assert "1人の名前" in outside.get("/what-if/local:hub").text


def test_what_is_not_to_be_shown_is_on_no_page(client: FlaskClient) -> None:
    for path in ("/what-if/local:hub?all=1", "/communities", "/communities?community=C1"):
        assert "秘密" not in client.get(path).text


def test_communities_are_those_kept_and_together_hold_every_tie(client: FlaskClient) -> None:
    blocks = data(client, "/communities")
    rows = table(blocks, "communities")["rows"]
    assert [row["cells"][0]["text"] for row in rows] == [f"C{n + 1}" for n in range(len(rows))]
    nodes = [row["cells"][2]["value"] for row in rows]
    assert sum(nodes) == 8, "hub, producer, aide, shed, works, mill, university, project"
    inside = sum(row["cells"][3]["value"] for row in rows)
    leaving = sum(row["cells"][4]["value"] for row in rows)
    assert inside + leaving / 2 == 9
    for row in rows:
        share = (
            2 * row["cells"][3]["value"] / (2 * row["cells"][3]["value"] + row["cells"][4]["value"])
        )
        assert row["cells"][5]["value"] == pytest.approx(share, abs=1e-4)
    members = [table(data(client, f"/communities?community={row['cells'][0]['text']}"), "members") for row in rows]  # fmt: skip
    named = {row["node"] for one in members for row in one["rows"]}
    assert named == {f"local:{one}" for one in ("hub", "producer", "aide", "shed", "works", "mill", "university", "project")}  # fmt: skip
    assert client.get("/communities?community=C99").status_code == 404


def test_refreshing_keeps_communities_and_a_new_version_their_names(base: KnowledgeBase) -> None:
    kept = base.derived.divided(DEFAULT.description)
    assert kept is not None
    base.measure(at="2027-01-01T00:00:00")
    again = base.derived.divided(DEFAULT.description)
    assert again == kept, "nothing changed, so nothing is computed again"
    stale = Division(kept.division.all, None, 40)
    base.derived.keep_divided(DEFAULT.description, Divided("other", kept.software, 0, AT, stale))
    base.measure(at=AT)
    fresh = base.derived.divided(DEFAULT.description)
    assert fresh is not None
    names = [one.name for one in fresh.division.all]
    assert names == [one.name for one in kept.division.all], "names go on"
    assert fresh.division.given == 40, "no name is given twice"
    assert divide(network_of(base), stale.names) == fresh.division


def test_a_damaged_division_is_made_again(base: KnowledgeBase, tmp_path: Path) -> None:
    store = Derived(tmp_path / "derived.sqlite")
    kept = base.derived.divided(DEFAULT.description)
    assert kept is not None
    store.keep_divided("{}", kept)
    assert store.divided("{}") == kept
    with sqlite3.connect(store.file) as db:
        db.execute("UPDATE divided SET content = ?", (b"damaged",))
    assert store.divided("{}") is None


def test_the_matrix_counts_each_pair_of_types_against_both_ideas_of_chance(
    base: KnowledgeBase, client: FlaskClient
) -> None:
    cells = {(one.group, one.other): one for one in between(network_of(base), "type")}
    assert sum(one.ties for one in cells.values()) == 9
    found = cells["Firm", "SupportFoundation"]
    # Three firms, one foundation; nine nodes (the ministry is alone), 36 pairs, 9 ties.
    # The firms have 5 ends (works 2, mill 2, shed 1), the foundation 5, of 18.
    assert (found.ties, found.possible) == (3, 3)
    assert found.by_sizes == pytest.approx(3 * 9 / 36)
    assert found.by_degrees == pytest.approx(5 * 5 / 18)
    blocks = data(client, "/matrix")
    assert "企業と産業支援財団のあいだの関係は3で、偶然なら1.39。" in {
        one["text"] for one in blocks if one["block"] == "paragraph"
    }
    row = next(row for row in texts(table(blocks, "matrix")) if row[:2] == ["企業", "産業支援財団"])
    assert row == ["企業", "産業支援財団", "3", "1.39", "2.16", "0.75", "4", "3", "1"]
    heat = next(one for one in blocks if one["block"] == "heat")
    assert heat["groups"][:2] == ["企業", "産業支援財団"], "most ends of ties first"
    fields = {(one["row"], one["column"]): one for one in heat["fields"]}
    assert fields[0, 1]["text"] == fields[1, 0]["text"] == "3", "both halves"
    assert fields[0, 1]["shade"] == pytest.approx(math.log2(3 * 18 / 25) / 2), "4 times is full"
    assert fields[0, 1]["sentence"] == "企業と産業支援財団のあいだの関係は3で、偶然なら1.39。"
    drawn = client.get("/matrix").text.partition('class="heat"')[2].partition("</figure>")[0]
    assert drawn.count("<rect") == len(fields) + 3, "every field is drawn, and three in the legend"
    english = data(client, "/matrix", "en")
    assert any("chance would give 1.39" in str(one.get("text")) for one in english)
    assert client.get("/matrix?group=none").status_code == 400
