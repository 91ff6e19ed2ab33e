"""The shared password: without it nothing is seen; with it, for a day, under a name."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import flask
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import web.pages
from kb.base import KnowledgeBase
from kb.catalogue import units
from tests.small_schemes import schemes_kb
from web.app import create_app
from web.door import Door, name
from web.door.addresses import own_path
from web.door.password import LONGEST, Password
from web.door.tries import PER_ADDRESS
from web.door.visit import LET_IN_SECONDS
from web.page import Page

__all__ = ["schemes_kb"]

PHRASE = "川に架ける橋 ときどき渡る"
KEY = bytes(range(32))
PUBLIC = "https://bridge.example"
PASSWORD = Password.of(PHRASE, b"salt")
OFFICE = Door(KEY, PASSWORD, host="192.168.1.5", outside=True)
PATHS = [page.path.replace("<path:id>", "local:report:ono").replace("<path:code>", "kinki") for page in units(web.pages, "PAGE", Page).values()]  # fmt: skip
KNOWN = ("小野", "青空製作所", "橋財団", "2026-11-21-")


@pytest.fixture(scope="module")
def app(schemes_kb: KnowledgeBase) -> flask.Flask:
    return create_app(schemes_kb, door=OFFICE)


@pytest.fixture
def client(app: flask.Flask) -> FlaskClient:
    return app.test_client()


def token(client: FlaskClient) -> str:
    page = client.get("/login").text
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def log_in(client: FlaskClient, text: str = PHRASE, wanted: str = "/") -> TestResponse:
    form = {"password": text, "csrf": token(client), "next": wanted}
    return client.post("/login", data=form)


def be_called(client: FlaskClient, called: str, wanted: str = "/") -> TestResponse:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/name").text)
    assert found
    return client.post("/name", data={"name": called, "csrf": found[1], "next": wanted})


def come_in(client: FlaskClient) -> None:
    log_in(client)
    assert be_called(client, "小川 渡").status_code == 303


@pytest.mark.parametrize("path", [*PATHS, "/no/such/page", "/entity/local:report:none"])
def test_without_the_password_a_page_shows_only_where_to_give_it(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/login")
    page = client.get(answer.location)
    assert page.status_code == 200
    assert not [word for word in KNOWN if word in answer.text + page.text]


@pytest.mark.parametrize(
    "path",
    [
        *(f"{path}?format={kind}" for path in PATHS for kind in ("json", "csv", "xlsx")),
        "/picture.json",
        "/picture.json?around=local:report:ono",
        "/search.json?q=小",
        "/metrics",
    ],
)
def test_without_the_password_no_file_and_no_picture_leaves(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 401
    assert not [word.encode() for word in KNOWN if word.encode() in answer.data]


def test_without_the_password_only_what_the_password_page_needs_is_given(
    client: FlaskClient, app: flask.Flask
) -> None:
    given = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/login").text))
    for path in given:
        with client.get(path) as answer:
            assert answer.status_code == 200
    others = {f"/static/{one.name}" for one in Path(app.static_folder or "").iterdir()} - given
    for path in {*others, "/static/types.css", "/static/bundle/picture.js"}:
        assert client.get(path).status_code in {303, 401}


def test_with_the_password_and_a_name_everything_opens_where_it_was_wanted(
    client: FlaskClient,
) -> None:
    wanted = "/entity/local:report:ono?language=en"
    first = client.get(wanted)
    answer = client.post(
        "/login",
        data={
            "password": PHRASE,
            "csrf": token(client),
            "next": parse_qs(urlsplit(first.location).query)["next"][0],
        },
    )
    assert answer.location.startswith("/name?next=")
    assert client.get("/sources").location.startswith("/name?next=")
    assert be_called(client, "小川 渡", wanted).location == wanted
    page = client.get(wanted)
    assert page.status_code == 200
    assert "小川 渡" in page.text
    for path in PATHS:
        assert client.get(path).status_code == 200
        assert client.get(f"{path}?format=json").headers["Cache-Control"] == "private, no-store"
    assert client.get("/brokers").status_code == 200


def test_whoever_follows_a_link_in_a_mail_is_not_asked_again(client: FlaskClient) -> None:
    wanted = "/search?q=%E5%B0%8F%22%3E"
    answer = client.get(wanted, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers, "the visit's cookie is not overwritten"
    assert f'content="0; url={wanted}"' in answer.text
    assert client.get(wanted, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_people_are_ranked_only_for_those_who_may_know(
    schemes_kb: KnowledgeBase, client: FlaskClient
) -> None:
    come_in(client)
    on_this_machine = create_app(schemes_kb).test_client()
    open_to_all = create_app(schemes_kb, public=True).test_client()
    ranked, alike, without = (
        one.get("/entity/local:report:scheme?format=json").get_data(as_text=True)
        for one in (client, on_this_machine, open_to_all)
    )
    assert ranked == alike
    assert _rankings(ranked) > _rankings(without)


def test_the_name_is_there_for_what_a_person_enters(client: FlaskClient) -> None:
    come_in(client)
    with client:
        client.get("/sources")
        assert name() == "小川 渡"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  小川\t渡\n", "小川 渡"),
        ("小\u202e川\x00", "小川"),
        ("か\u3099き", "がき"),
        ("<b>小川</b>", "<b>小川</b>"),
        ("あ" * 500, "あ" * 80),
        ("\u202e \u200b", None),
        ("", None),
    ],
)
def test_a_name_is_kept_as_it_can_be_read(
    client: FlaskClient, given: str, kept: str | None
) -> None:
    log_in(client)
    answer = be_called(client, given)
    assert answer.status_code == (303 if kept else 400)
    with client.session_transaction() as visit:
        assert visit.get("name") == kept
    if kept:
        assert "<b>小川" not in client.get("/sources").text


@pytest.mark.parametrize(
    "wrong", ["", "x", PHRASE[:-1], PHRASE + " ", PHRASE.upper() + "a", "\ud800"]
)
def test_a_wrong_password_opens_nothing(client: FlaskClient, wrong: str) -> None:
    assert not PASSWORD.fits(wrong)
    if wrong.isprintable():
        assert log_in(client, wrong).status_code == 401
        assert client.get("/sources").status_code == 303


def test_the_same_letters_composed_otherwise_are_the_same_password() -> None:
    assert Password.of("がっこうの橋", b"salt").fits("か\u3099っこうの橋")
    assert not Password.of("a" * LONGEST, b"salt").fits("a" * (LONGEST + 1))


def test_the_cookie_cannot_be_read_sent_elsewhere_or_kept_for_ever(
    schemes_kb: KnowledgeBase,
) -> None:
    client = create_app(schemes_kb, door=Door(KEY, PASSWORD, address=PUBLIC)).test_client()
    page = client.get("/login", base_url=PUBLIC)
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    form = {"password": PHRASE, "csrf": found[1]}
    answer = client.post("/login", data=form, base_url=PUBLIC, headers={"Origin": PUBLIC})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-kakehashi=")
    for part in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/", "Expires="):
        assert part in cookie
    assert "Domain" not in cookie
    assert PHRASE not in cookie


def test_after_a_working_day_the_password_is_asked_again_and_the_name_is_not(
    client: FlaskClient,
) -> None:
    come_in(client)
    with client.session_transaction() as visit:
        visit["in"] -= LET_IN_SECONDS
    assert client.get("/sources").location.startswith("/login")
    assert log_in(client, wanted="/sources").location == "/sources"


def test_a_forged_cookie_and_one_of_another_password_open_nothing(
    schemes_kb: KnowledgeBase, app: flask.Flask
) -> None:
    client = app.test_client()
    come_in(client)
    kept = client.get_cookie("kakehashi")
    assert kept
    changed = Door(KEY, Password.of("another", b"salt"), host="192.168.1.5", outside=True)
    for other in (changed, Door(KEY[::-1], PASSWORD, host="192.168.1.5", outside=True)):
        stranger = create_app(schemes_kb, door=other).test_client()
        stranger.set_cookie("kakehashi", kept.value)
        assert stranger.get("/sources").status_code == 303
    forged = app.test_client()
    forged.set_cookie("kakehashi", kept.value[:-2] + "xx")
    assert forged.get("/sources").status_code == 303


def test_whoever_leaves_is_asked_again(client: FlaskClient) -> None:
    come_in(client)
    page = client.get("/sources").text
    found = re.search(r'action="/logout" method="post"><input[^>]*value="([^"]+)"', page)
    assert found
    assert client.get("/logout").status_code == 405
    assert client.post("/logout", data={"csrf": found[1]}).status_code == 303
    assert client.get("/sources").status_code == 303


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "evil.example",
        "",
        "/login",
        "/logout?x=1",
        "/a\\b",
        "/" + "a" * 3000,
    ],
)
def test_the_door_leads_nowhere_but_to_our_own_pages(client: FlaskClient, wanted: str) -> None:
    assert own_path(wanted) == "/"
    come_in(client)
    assert client.get("/login", query_string={"next": wanted}).location == "/"
    assert be_called(client, "小川", wanted).location == "/"


def test_too_many_wrong_passwords_wait_and_are_told_how_long(schemes_kb: KnowledgeBase) -> None:
    client = create_app(schemes_kb, door=OFFICE).test_client()
    here = {"REMOTE_ADDR": "192.168.1.20"}
    form = {"password": "wrong", "csrf": token(client)}
    tried = [client.post("/login", data=form, environ_base=here) for _ in range(PER_ADDRESS)]
    assert {answer.status_code for answer in tried} == {401}
    assert len({re.sub(r'"csrf" value="[^"]*"', "", one.text) for one in tried}) == 1
    right = client.post("/login", data=form | {"password": PHRASE}, environ_base=here)
    assert right.status_code == 429, "even the right one, or the limit would tell it"
    assert 0 < int(right.headers["Retry-After"]) <= 900
    assert re.search(r"15\s*(分|min)", right.text)
    other = {"REMOTE_ADDR": "192.168.1.21"}
    answer = client.post("/login", data=form | {"password": PHRASE}, environ_base=other)
    assert answer.status_code == 303, "somebody else is not kept out"


def _rankings(page: str) -> int:
    return page.count('"text":"小野 渡"')
