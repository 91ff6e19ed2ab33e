"""The page of brokers: the sentence that chooses, what is made beside it, and how sure a rank is.

Two prefectures, each a star of 155 firms around its foundation, both held together by one producer;
a network of its own that is large and diverse enough for ranks.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from kb.base import KnowledgeBase
from kb.graph import stop
from kb.ledger import SourceDescription
from kb.measures.brokerage import MEASURE, TITLES
from kb.network.slice import DEFAULT
from kb.records import Record
from kb.settings import Settings
from kb.structure.roles import ROLES
from kb.text import LANGUAGES, Text
from tests.small_ecosystem import AT, thing, tie
from web.app import create_app
from web.making.wanted import View, Wanted, wanted

FIRMS = 155
SOURCES = ("report", "register", "survey")
THINGS: tuple[Record, ...] = (
    thing("north", "Region", "北県", english="North", level="prefecture"),
    thing("south", "Region", "南県", english="South", level="prefecture"),
    thing("parts", "Market", "部品", english="Parts"),
    thing("upper", "SupportFoundation", "北財団", english="Northern Foundation"),
    thing("lower", "SupportFoundation", "南財団", english="Southern Foundation"),
    thing("producer", "Producer", "橋本 渡", english="Wataru Hashimoto"),
    thing("stall", "Firm", "屋台工房"),
    thing("secret", "Firm", "秘密工業", visibility="private"),
    thing("form", "Document", "つながりの調査", english="Survey of ties", asked=400, answered=100),
    tie("LOCATED_IN", "upper north"),
    tie("LOCATED_IN", "lower south"),
    tie("OPERATES_IN", "lower parts"),
    tie("AFFILIATED_WITH", "producer upper"),
    tie("KNOWS", "producer lower"),
    tie("SUPPORTS", "lower stall"),
    tie("SUPPORTS", "lower secret"),
    tie("SUPPORTS", "upper secret"),
    tie("COLLABORATES_WITH", "north0 south0", visibility="private"),
)


def firms(side: str, region: str) -> Iterator[Record]:
    for number in range(FIRMS):
        yield thing(f"{region}{number}", "Firm", f"{region}製作所{number}")
        yield tie("SUPPORTS", f"{side} {region}{number}")
        yield tie("LOCATED_IN", f"{region}{number} {region}")


PARTS: dict[str, tuple[Record, ...]] = {
    "report": THINGS,
    "register": tuple(firms("upper", "north")),
    "survey": tuple(firms("lower", "south")),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    home = tmp_path_factory.mktemp("brokers") / "home"
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(home)})
    with KnowledgeBase(settings) as kb:
        for name, records in PARTS.items():
            said = Text(name, name)
            kb.ledger.describe(SourceDescription(name, said, said, "CC0", "", said))
            run = kb.ledger.begin(name, input_hash="1", software="1", at=AT)
            kb.ledger.stage(run, (_from(name, record) for record in records))
            kb.ledger.commit(run, at=AT)
        kb.catch_up()
        kb.measure(at=AT)
        yield kb
        wanted(kb).settle()
    stop(settings)


def _from(source: str, record: Record) -> Record:
    evidence = tuple(replace(one, source=source) for one in record.evidence)
    return replace(record, evidence=evidence)


@pytest.fixture
def client(base: KnowledgeBase) -> FlaskClient:
    return create_app(base).test_client(use_cookies=False)


def blocks(client: FlaskClient, query: str = "", language: str = "ja") -> list[dict[str, Any]]:
    address = f"/brokers?format=json&{query}"
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["blocks"]
    inside = [one for block in found if block["block"] == "columns" for one in block["main"]]
    return [*found, *inside]


def table(found: list[dict[str, Any]]) -> dict[str, Any]:
    return next(one for one in found if one["block"] == "table")


def said(found: list[dict[str, Any]]) -> str:
    return " ".join(str(one.get("text")) for one in found)


def cells(found: dict[str, Any], row: int = 0) -> dict[str, dict[str, Any]]:
    names = [column["name"] for column in found["columns"]]
    return dict(zip(names, found["rows"][row]["cells"], strict=True))


def names(found: dict[str, Any]) -> list[str]:
    return [row["node"].removeprefix("local:") for row in found["rows"]]


def test_ranks_come_with_the_interval_of_sensitivity_and_its_whisker(client: FlaskClient) -> None:
    found = table(blocks(client))
    assert names(found)[:3] == ["lower", "upper", "producer"]
    first = cells(found)
    assert first["rank"]["value"] == 1
    # Without a tenth of its ties either star may be the larger; the producer stays third or falls.
    assert (first["low_10"]["value"], first["high_10"]["value"]) == (1, 2)
    assert first["betweenness"]["whisker"][1] == pytest.approx(1)
    third = cells(found, 2)
    assert third["low_20"]["value"] == 3
    page = client.get("/brokers").text
    assert 'class="whisker"' in page
    assert "信頼区間ではない" in page
    assert "割合ごとに100回" in page
    assert "感度区間は、まだ" not in page
    assert "low_10" not in page


def test_between_whom_is_chips_and_the_reason_has_its_evidence(client: FlaskClient) -> None:
    found = blocks(client)
    row = cells(table(found), 2)
    assert {one["text"] for one in row["between"]["more"]} == {"北財団", "南財団"}
    assert all(one["chip"]["type"] == "SupportFoundation" for one in row["between"]["more"])
    notes = next(one for one in found if one["block"] == "notes")["notes"]
    places = {note["number"]: note["place"] for note in notes}
    assert {places[mark] for mark in row["reason"]["marks"]} == {
        "AFFILIATED_WITH producer upper",
        "KNOWS producer lower",
    }


def test_region_and_field_choose_who_is_listed_and_leave_the_ranks(client: FlaskClient) -> None:
    south = table(blocks(client, "region=local:south"))
    assert names(south) == ["lower"]
    north = table(blocks(client, "region=local:north"))
    assert names(north) == ["upper", "producer"], "who has no place is where the body is"
    assert cells(north)["rank"]["value"] == 2, "of the whole, not of the region"
    assert names(table(blocks(client, "field=local:parts"))) == ["lower"]
    assert names(table(blocks(client, "field=local:parts&region=local:north"))) == []
    asking = blocks(client)[1]
    options = asking["sentence"][0]["choices"]
    assert [one["label"] for one in options] == ["すべての地域", "北県（157）", "南県（156）"]
    assert "所在地の記録があるのは、主体 314 のうち 313" in said(
        blocks(client, "region=local:north")
    )


def test_a_grouping_that_is_not_measured_is_said_to_be_made_and_then_shown(
    base: KnowledgeBase, client: FlaskClient
) -> None:
    first = client.get("/brokers?between=prefecture&role=gatekeeper")
    assert first.status_code == 200
    assert "いま作っています" in first.text
    assert 'http-equiv="refresh"' not in first.text, "nobody's choices are taken from under them"
    assert "もう一度見る" in first.text
    wanted(base).settle()
    made = blocks(client, "between=prefecture&role=gatekeeper")
    assert "いま作っています" not in said(made)
    found = table(made)
    # The producer is of the north, as its foundation is. From outside into the own group: lower lets
    # it reach each firm of the south; the producer lets lower reach upper.
    assert names(found) == ["lower", "producer"]
    assert [cells(found, row)["gatekeeper"]["value"] for row in (0, 1)] == [FIRMS, 1]
    assert cells(found, 1)["roles"]["text"] == "G 1 · R 1"
    assert "のうち 313" in said(made), (
        "all but the firm without a place; the private one is nowhere"
    )
    upper = cells(table(blocks(client, "between=prefecture&role=coordinator")), 0)
    # Ordered pairs of its 156 contacts, none tied to another.
    assert upper["coordinator"]["value"] == 156 * 155


def test_a_day_is_a_network_of_its_own(base: KnowledgeBase, client: FlaskClient) -> None:
    assert "いま作っています" in client.get("/brokers?as_of=2026-01-01").text
    wanted(base).settle()
    found = blocks(client, "as_of=2026-01-01")
    assert "2026-01-01 に成り立っていた" in said(found)
    assert names(table(found))[:3] == ["lower", "upper", "producer"]


@pytest.mark.parametrize("query", ["between=colour", "role=boss", "as_of=2990-01-01", "as_of=soon"])
def test_what_cannot_be_chosen_is_refused_with_what_can(client: FlaskClient, query: str) -> None:
    assert client.get(f"/brokers?{query}").status_code == 400


def test_people_and_what_is_private_stay_out_where_anyone_may_look(base: KnowledgeBase) -> None:
    outside = create_app(base, public=True).test_client(use_cookies=False)
    for kind in ("html", "json", "csv"):
        text = outside.get(f"/brokers?all=1&format={kind}").data.decode()
        assert not [word for word in ("橋本", "Hashimoto", "秘密") if word in text], kind
    found = table(blocks(outside))
    assert names(found) == ["lower", "upper"]
    own = create_app(base).test_client(use_cookies=False)
    assert "秘密" not in own.get("/brokers?all=1").text


def test_a_stranger_makes_nobody_measure(base: KnowledgeBase) -> None:
    """Where anyone may look, an address with a new day or grouping starts no work."""
    before = base.derived.newest(replace(DEFAULT, as_of="2024-05-05").description)
    outside = create_app(base, public=True).test_client(use_cookies=False)
    page = outside.get("/brokers?as_of=2024-05-05")
    assert page.status_code == 200
    assert "計算を始めない" in page.text
    assert "もう一度見る" not in page.text
    wanted(base).settle()
    after = base.derived.newest(replace(DEFAULT, as_of="2024-05-05").description)
    assert before == after == ()
    assert names(table(blocks(outside, "as_of=2024-05-05"))) == ["lower", "upper"], "the usual ones"


def test_files_say_that_what_was_asked_for_is_not_in_them_yet(
    base: KnowledgeBase, client: FlaskClient
) -> None:
    """Whoever asks first gets the usual grouping: a file must not pass for what was asked."""
    english = {"Accept-Language": "en"}
    told = client.get("/brokers?between=municipality&format=json").get_json()
    assert told["state"] == "loading"
    answer = client.get("/brokers?between=country&format=csv")
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert "いま作っています" in lines[-1][0]
    assert lines[-2] == [], "apart from the rows of the table"
    answer = client.get("/brokers?between=cluster&format=xlsx", headers=english)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert "being worked out now" in str(book.get_sheet_by_name("Please note").to_python())
    assert len(book.get_sheet_by_index(0).to_python()) > 2, "the table stays the first sheet"
    wanted(base).settle()
    assert "state" not in client.get("/brokers?between=municipality&format=json").get_json()
    made = client.get("/brokers?between=country&format=csv").data.decode("utf-8-sig")
    assert "いま作っています" not in made


def test_the_five_roles_bear_one_set_of_names(client: FlaskClient) -> None:
    for language in LANGUAGES:
        found = blocks(client, language=language)
        roles = [one["label"] for one in found[1]["sentence"][3]["choices"]][1:]
        letters = next(str(one["text"]) for one in found if "C " in str(one.get("text")))
        answer = client.get("/brokers?format=csv", headers={"Accept-Language": language})
        heads = answer.data.decode("utf-8-sig").partition("\r\n")[0]
        for role, said in zip(ROLES, roles, strict=True):
            title = TITLES[role].get(language)
            for text in (said, letters, heads, MEASURE.sentence.get(language)):
                assert title in text, (role, text)


def test_the_survey_behind_the_ties_is_said(client: FlaskClient) -> None:
    assert "つながりの調査: 関係は調査で尋ねたもの: 尋ねた 400 のうち 100 が回答（25 %）" in said(
        blocks(client)
    )
    for path in ("/matrix", "/communities", "/what-if/local:upper"):
        assert "尋ねた 400 のうち 100 が回答" in client.get(path).text, path
    english = said(blocks(client, language="en"))
    assert (
        "Survey of ties: The ties were asked for in a survey: of 400 asked, 100 answered" in english
    )


def test_files_hold_every_end_of_every_interval(client: FlaskClient) -> None:
    answer = client.get("/brokers?format=csv", headers={"Accept-Language": "en"})
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert "high, 20 % fewer" in rows[0]
    assert "Role: coordinator" in rows[0]
    assert client.get("/brokers?format=xlsx").status_code == 200


def test_no_file_has_two_columns_of_one_name(client: FlaskClient) -> None:
    for address in ("/brokers?format=csv&role=liaison", "/matrix?format=csv"):
        for language in ("ja", "en"):
            answer = client.get(address, headers={"Accept-Language": language})
            heads = next(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
            assert len(heads) == len(set(heads)), heads


def test_what_failed_is_told_once_and_then_tried_again(base: KnowledgeBase) -> None:
    queue = Wanted(base)
    view = View(group="colour")
    assert queue.ask(view) == "making"
    queue.settle()
    with pytest.raises(Exception, match="colour"):
        queue.ask(view)
    assert queue.ask(view) == "making"
    queue.settle()


def test_the_matrix_names_regions_and_says_who_has_none(client: FlaskClient) -> None:
    page = client.get("/matrix?group=prefecture").text
    assert "北県" in page
    assert "一つに決まるのは" in page
    assert client.get("/matrix?group=region").status_code == 400
