"""Forms and pages of what people enter, through the real application, in both languages."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import flask
import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from kb.base import KnowledgeBase
from kb.entering.desk import desk_of
from kb.text import LANGUAGES, Language
from tests.small_desk import (
    BRIDGE,
    INTRODUCTION,
    MAKER,
    WORKS,
    desk_kb,
    introduced,
    put,
    step,
)
from tests.test_web_pages import Outline, outline
from web.addresses import of_thing
from web.app import create_app

__all__ = ["desk_kb"]

FORM = "/enter?kind=introduction"
SECRET = "だれにも言えない試作"
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


@pytest.fixture(scope="module")
def app(desk_kb: KnowledgeBase) -> flask.Flask:
    return create_app(desk_kb)


@pytest.fixture
def client(app: flask.Flask) -> FlaskClient:
    return app.test_client()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def send(
    client: FlaskClient, path: str, typed: Mapping[str, object], by: str = "小野"
) -> TestResponse:
    page = client.get(path).text
    own = {"csrf": hidden(page, "csrf"), "subject": hidden(page, "subject")}
    if 'name="by"' in page:
        own["by"] = by
    form = re.search(r'<form class="entering" action="([^"]+)"', page)
    assert form
    return client.post(form[1].replace("&amp;", "&"), data={**own, **typed})


def fields(found: Outline) -> dict[str, dict[str, str | None]]:
    return {str(a["name"]): a for tag, a in found.tags if tag in {"input", "textarea", "select"} and "name" in a}  # fmt: skip


# --- forms


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["introduction", "consultation", "inquiry", "do_not_contact"])
def test_every_field_of_a_form_has_its_label_in_both_languages(
    client: FlaskClient, kind: str, language: Language
) -> None:
    page = client.get(f"/enter?kind={kind}", headers={"Accept-Language": language})
    found = outline(page.text)
    labelled = {a["for"] for tag, a in found.tags if tag == "label"}
    shown = [a for a in fields(found).values() if a.get("type") != "hidden"]
    assert {a["id"] for a in shown} <= labelled
    form = page.text[page.text.index('<form class="entering"') : page.text.rindex("</form>")]
    words = re.sub(r"<[^>]+>", " ", form).replace("令和", "").replace("年", "").replace("月", "")
    assert bool(JAPANESE.search(words)) is (language == "ja")


def test_what_is_entered_leads_to_its_page_and_stands_on_both_sides(client: FlaskClient) -> None:
    kept = send(client, FORM, {**INTRODUCTION, "on": "令和8年10月1日"})
    assert kept.status_code == 303
    page = client.get(kept.location)
    assert page.status_code == 200
    assert "2026-10-01" in page.text
    assert "小野" in page.text
    for id_ in (WORKS, MAKER):
        assert "青空製作所と大海医機の紹介" in client.get(of_thing(id_)).text


def test_the_name_is_asked_once_and_then_remembered(client: FlaskClient) -> None:
    assert "by" in fields(outline(client.get(FORM).text))
    nameless = send(client, FORM, INTRODUCTION, by="")
    assert nameless.status_code == 422
    assert send(client, FORM, INTRODUCTION, by="大川").status_code == 303
    assert "by" not in fields(outline(client.get(FORM).text))


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, desk_kb: KnowledgeBase
) -> None:
    before = desk_kb.ledger.version()
    wrong = {**INTRODUCTION, "seeker": "青空製作処", "on": "きのう", "about": "<b>試作</b>"}
    answer = send(client, FORM, wrong)
    assert (answer.status_code, desk_kb.ledger.version()) == (422, before)
    found = outline(answer.text)
    shown = fields(found)
    assert shown["on"]["value"] == "きのう"
    assert shown["on"]["aria-invalid"] == "true"
    described = str(shown["on"]["aria-describedby"]).split()
    ids = {a["id"] for _, a in found.tags if "id" in a}
    assert set(described) <= ids
    assert "&lt;b&gt;試作&lt;/b&gt;" in answer.text
    choices = [a for tag, a in found.tags if tag == "input" and a.get("type") == "radio"]
    assert WORKS in {a["value"] for a in choices}
    assert [a for _, a in found.tags if a.get("role") == "alert"]


def test_a_name_that_several_bear_is_chosen_from_a_list(client: FlaskClient) -> None:
    answer = send(client, FORM, {**INTRODUCTION, "seeker": "白雲"})
    radios = re.findall(r'type="radio" name="seeker" value="([^"]+)"', answer.text)
    assert len(radios) == 2
    again = send(client, FORM, {**INTRODUCTION, "seeker": [radios[0], "白雲"]})
    assert again.status_code == 303


def test_a_link_fills_the_form_with_names(client: FlaskClient) -> None:
    shown = fields(outline(client.get(f"{FORM}&maker={BRIDGE}&seeker={WORKS}").text))
    assert shown["maker"]["value"] == f"架橋財団 [{BRIDGE}]"
    typed = {**INTRODUCTION, "maker": str(shown["maker"]["value"])}
    assert send(client, FORM, typed).status_code == 303


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=1>', "{{7*7}}"]
)
def test_hostile_text_stays_text(client: FlaskClient, text: str) -> None:
    kept = send(client, FORM, {**INTRODUCTION, "about": text})
    page = client.get(kept.location).text
    assert text not in page or text == "{{7*7}}"
    refused = send(client, FORM, {**INTRODUCTION, "seeker": text})
    assert refused.status_code == 422
    assert "<script>alert" not in refused.text
    assert "<img src=x" not in refused.text


def test_a_form_without_the_visits_token_changes_nothing(
    client: FlaskClient, desk_kb: KnowledgeBase
) -> None:
    before = desk_kb.ledger.version()
    assert client.post("/enter?kind=introduction&action=new", data=INTRODUCTION).status_code == 403
    page = client.get(FORM).text
    foreign = {"csrf": hidden(page, "csrf"), **INTRODUCTION}
    headers = {"Origin": "https://evil.example"}
    answer = client.post("/enter?kind=introduction&action=new", data=foreign, headers=headers)
    assert answer.status_code == 403
    assert desk_kb.ledger.version() == before


def test_unknown_kinds_and_matters_are_not_found(client: FlaskClient) -> None:
    for path in (
        "/enter?kind=nothing",
        "/enter?kind=introduction&action=nothing",
        "/enter?kind=introduction&action=step&subject=local:entered:introduction-000000000000",
        "/entered?id=nothing",
        "/entered?kind=nothing",
    ):
        assert client.get(path).status_code == 404, path
    assert client.get("/funnel?year=次").status_code == 400


# --- the steps


def test_the_next_step_is_one_press_away_and_told_with_its_day(
    client: FlaskClient, desk_kb: KnowledgeBase
) -> None:
    subject = introduced(desk_kb)
    page = client.get(f"/entered?id={subject}").text
    ways = [a.replace("&amp;", "&") for a in re.findall(r'href="(/enter\?[^"]*step=[^"]*)"', page)]
    assert [parse_qs(urlsplit(way).query)["step"][0] for way in ways][:2] == ["consent", "sounding"]
    too_early = send(client, ways[1], {"step": "sounding", "on": "2026-10-05"})
    assert too_early.status_code == 422
    assert "同意" in too_early.text
    kept = send(client, ways[0], {"step": "consent", "on": "2026-10-05"})
    assert "2026-10-05" in client.get(kept.location).text


# --- who sees what


@pytest.fixture(scope="module")
def secret(desk_kb: KnowledgeBase) -> str:
    subject = introduced(desk_kb, visibility="private", about=SECRET, provider="港大学")
    step(desk_kb, subject, "meeting", "2026-11-02", note=SECRET)
    return subject


def test_the_desk_sees_what_is_private_and_no_file_does(client: FlaskClient, secret: str) -> None:
    assert SECRET in client.get(f"/entered?id={secret}").text
    assert secret.rsplit(":", maxsplit=1)[-1] in client.get("/introductions").text
    for path in (f"/entered?id={secret}", "/introductions?", "/entered?kind=introduction"):
        for kind in ("json", "csv", "xlsx"):
            answer = client.get(f"{path}&format={kind}")
            if kind == "xlsx" and answer.status_code == 200:
                sheets = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
                text = str(
                    [sheets.get_sheet_by_name(one).to_python() for one in sheets.sheet_names]
                )
            else:
                text = answer.text
            assert SECRET not in text
            assert "青空製作所と港大学" not in text
            assert secret.rsplit(":", maxsplit=1)[-1] not in text


def test_what_is_private_stands_on_nobodys_page(client: FlaskClient, secret: str) -> None:
    for path in (
        of_thing(WORKS),
        of_thing("local:report:university"),
        of_thing(BRIDGE),
        "/search?q=青空製作所と港大学",
        f"/picture.json?around={WORKS}",
    ):
        text = client.get(path).text
        assert SECRET not in text
        assert secret not in text
    assert client.get(of_thing(secret)).status_code == 404


def test_an_explorer_open_to_all_shows_only_what_is_public_and_takes_nothing(
    desk_kb: KnowledgeBase, secret: str
) -> None:
    put(desk_kb, "do_not_contact", {"whom": "橋本 渡", "reason": "療養中", "since": "2026-01-01"})
    open_to_all = create_app(desk_kb, public=True).test_client()
    before = desk_kb.ledger.version()
    assert '<form class="entering"' not in open_to_all.get(FORM).text
    assert open_to_all.get(f"/entered?id={secret}").status_code == 404
    for path in ("/introductions", "/consultations", "/entered?kind=do_not_contact", "/funnel"):
        text = open_to_all.get(path).text
        assert SECRET not in text
        assert "療養中" not in text
    assert "療養中" not in open_to_all.get(of_thing("local:report:producer")).text
    assert desk_kb.ledger.version() == before


def test_not_to_be_contacted_stands_on_the_desks_page_of_them_alone(
    client: FlaskClient, desk_kb: KnowledgeBase
) -> None:
    put(desk_kb, "do_not_contact", {"whom": "港商工会議所", "reason": "担当が交代中", "since": "2026-01-01"})  # fmt: skip
    chamber = of_thing("local:report:chamber")
    assert "担当が交代中" in client.get(chamber).text
    assert "担当が交代中" not in client.get(f"{chamber}?format=json").text
    refused = send(client, FORM, {**INTRODUCTION, "provider": "港商工会議所"})
    assert "担当が交代中" in refused.text
    assert refused.status_code == 422


def test_a_declined_reason_is_read_at_the_desk_only(
    client: FlaskClient, desk_kb: KnowledgeBase
) -> None:
    subject = introduced(desk_kb)
    typed = {"side": "provider", "on": "2026-10-10", "reason": "価格が合わない"}
    put(desk_kb, "introduction", typed, action="decline", subject=subject)
    assert "価格が合わない" in client.get(f"/entered?id={subject}").text
    assert "価格が合わない" not in client.get(f"/entered?id={subject}&format=json").text


# --- lists and the funnel


def test_what_is_due_stands_by_its_day(client: FlaskClient, desk_kb: KnowledgeBase) -> None:
    introduced(desk_kb, next_action="あとで電話", next_on="2099-12-31")
    introduced(desk_kb, next_action="すぐ電話", next_on="2026-11-01")
    page = client.get("/consultations").text
    assert page.index("すぐ電話") < page.index("あとで電話")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_funnel_of_a_year_is_a_sheet_with_the_same_numbers(
    client: FlaskClient, desk_kb: KnowledgeBase, language: Language
) -> None:
    headers = {"Accept-Language": language}
    path = "/funnel?year=2026"
    twin = client.get(f"{path}&format=json", headers=headers).get_json()
    tables = [one for one in twin["blocks"] if one["block"] == "table"]
    book = client.get(f"{path}&format=xlsx", headers=headers)
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book.data))
    for place, table in enumerate(tables):
        rows = sheets.get_sheet_by_index(place).to_python()[1:]
        said = [[cell["value"] for cell in row["cells"] if cell["value"] is not None] for row in table["rows"]]  # fmt: skip
        assert [[one for one in row if isinstance(one, float)] for row in rows] == said
    consulted = tables[0]["rows"][0]["cells"][1]["value"]
    count = len(
        [one for one in desk_of(desk_kb.ledger).matters("introduction") if not one.withdrawn]
    )
    assert consulted == count
