"""Who may call the explorer, by which name, with what: a page elsewhere must not read or send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from tests.small_schemes import schemes_kb
from web.app import create_app
from web.door import Door
from web.door.password import Password
from web.door.watch import LONGEST_QUERY

__all__ = ["schemes_kb"]

KEY = bytes(range(32))
PASSWORD = Password.of("bridge over the river", b"salt")
PUBLIC = "https://bridge.example"
KNOWN = "小野"
SHOWING = ("/", "/search.json?q=小野", "/picture.json", "/sources?format=json", "/no/such/ono")


ON_THIS_MACHINE = Door(KEY)
BEHIND_A_PROXY = Door(KEY, PASSWORD, address=PUBLIC)
IN_AN_OFFICE = Door(KEY, PASSWORD, host="0.0.0.0", outside=True)  # noqa: S104
Clients = Callable[[Door], FlaskClient]


@pytest.fixture(scope="module")
def clients(schemes_kb: KnowledgeBase) -> Clients:
    """Give a new browser before one of the doors."""
    app_of = cache(lambda door: create_app(schemes_kb, door=door))
    return lambda door: app_of(door).test_client()


@pytest.fixture
def client(clients: Clients) -> FlaskClient:
    return clients(ON_THIS_MACHINE)


@pytest.mark.parametrize("host", ["localhost:8420", "127.0.0.1:8420", "[::1]:8420"])
def test_its_own_names_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/sources", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8420", "127.0.0.1.evil.example"])
@pytest.mark.parametrize("path", SHOWING)
def test_a_name_that_was_bent_to_lead_here_is_refused(
    client: FlaskClient, host: str, path: str
) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert KNOWN not in answer.get_data(as_text=True)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_proxy_that_nobody_told_of_cannot_open_it_to_the_world(
    client: FlaskClient, header: str
) -> None:
    answer = client.get("/sources", headers={header: "203.0.113.9"})
    assert answer.status_code == 403
    assert "KAKEHASHI_PASSWORD" in answer.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("bridge.example", 303),
        ("bridge.example:443", 303),
        ("localhost", 400),
        ("127.0.0.1:8420", 400),
        ("other.example", 400),
    ],
)
def test_behind_a_proxy_only_the_public_name_is_answered(
    clients: Clients, host: str, status: int
) -> None:
    answer = clients(BEHIND_A_PROXY).get("/sources", headers={"Host": host})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("192.168.1.5:8420", True),
        ("[2001:db8::1]:8420", True),
        ("localhost", True),
        ("evil.example", False),
        ("192.168.1.5.evil.example", False),
        ("[::1", False),
    ],
)
def test_in_an_office_it_is_called_by_its_number(
    clients: Clients, host: str, *, known: bool
) -> None:
    answer = clients(IN_AN_OFFICE).get("/sources", headers={"Host": host})
    assert answer.status_code == (303 if known else 400)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/sources", "/picture.json", "/healthz", "/metrics"])
def test_what_can_only_be_read_refuses_other_methods(
    client: FlaskClient, path: str, method: str
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "Content-Security-Policy" in answer.headers


def test_a_query_a_path_and_a_body_have_bounds(client: FlaskClient) -> None:
    assert client.get(f"/search?q={'a' * (LONGEST_QUERY - 10)}").status_code == 200
    assert client.get(f"/search?q={'a' * LONGEST_QUERY}").status_code == 414
    assert client.get(f"/entity/{'a' * 5000}").status_code == 414
    assert client.post("/name", data={"name": "a" * 70_000}).status_code == 413


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/sources?format=json", 200),
        ("/sources?format=csv", 200),
        ("/sources?format=xlsx", 200),
        ("/picture.json", 200),
        ("/static/style.css", 200),
        ("/static/types.css", 200),
        ("/static/none.css", 404),
        ("/entity/local:none", 404),
        ("/questions?format=exe", 400),
        ("/login", 303),
        ("/name", 200),
        ("/healthz", 200),
        ("/metrics", 200),
    ],
)
def test_every_answer_bears_the_headers_that_protect_it(
    client: FlaskClient, path: str, status: int
) -> None:
    with client.get(path) as answer:
        assert answer.status_code == status
    policy = _directives(answer.headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert not [word for words in policy.values() for word in words if "unsafe" in word]
    for header, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ):
        assert answer.headers[header] == value
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers, "only where there is TLS"
    assert "Server" not in answer.headers


def test_behind_tls_browsers_are_told_to_stay_there(clients: Clients) -> None:
    answer = clients(BEHIND_A_PROXY).get("/login", base_url=PUBLIC)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


OWN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_form_of_another_page_changes_nothing(
    client: FlaskClient, headers: Mapping[str, str]
) -> None:
    form = {"name": "小川", "csrf": token(client)}
    assert client.post("/name", data=form, headers=OWN | dict(headers)).status_code == 403
    assert client.post("/name", data=form, headers=OWN).status_code == 303


@pytest.mark.parametrize("sent", [None, "", "guess", "あ"])
def test_a_form_without_its_token_changes_nothing(
    clients: Clients, client: FlaskClient, sent: str | None
) -> None:
    assert token(client) != token(clients(ON_THIS_MACHINE))
    form = {"name": "小川"} | ({} if sent is None else {"csrf": sent})
    assert client.post("/name", data=form).status_code == 403
    assert client.post("/logout", data=form).status_code == 403


def token(client: FlaskClient) -> str:
    client.get("/name")
    with client.session_transaction() as kept:
        return str(kept["csrf"])


def _directives(policy: str) -> dict[str, list[str]]:
    parts = (part.split() for part in policy.split(";"))
    return {words[0]: words[1:] for words in parts}
