"""Texts written by an attacker: on no page, in no file and no picture do they do anything."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.serving import make_server

import web.pages
from kb.base import KnowledgeBase
from kb.catalogue import units
from kb.output import Options
from kb.outputs.jsonl import OUTPUT
from kb.questions import questions
from kb.text import LANGUAGES
from tests.hostile_ecosystem import AT, HOSTILE, TYPES, ecosystem_of, hostile, plain
from web.addresses import of_thing
from web.app import create_app
from web.blocks import harmless
from web.page import Page

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Request

SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
SAID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ASKED = f"?q={quote(HOSTILE[0])}"
QUESTIONS = ("count_by_type", "list_actors", "ties_of")


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with ecosystem_of(tmp_path_factory.mktemp("hostile") / "home", hostile) as made:
        yield made


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client(use_cookies=False)


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The same ecosystem with harmless texts: what the templates alone make of it."""
    with ecosystem_of(tmp_path_factory.mktemp("plain") / "home", plain) as made:
        yield create_app(made).test_client(use_cookies=False)


def addresses() -> list[str]:
    """Give every page, with things and questions enough for every block."""
    plain_pages = [
        page.path for page in units(web.pages, "PAGE", Page).values() if "<" not in page.path
    ]
    things = [of_thing(f"local:thing{number}") for number in range(len(HOSTILE))]
    asked = [f"/questions?question={name}" for name in QUESTIONS if name in questions()]
    types = [*(f"/search?type={one}" for one in TYPES), "/entity/local:thing0?all=1"]
    return [*plain_pages, *things, *asked, *types]


def echoed() -> list[str]:
    """Give addresses whose own words come back on the page, errors among them."""
    words = [quote(text[:300], safe="") for text in HOSTILE]
    return [
        *(f"/search?q={word}" for word in words),
        *(f"/entity/{word}" for word in words if word != "..%2F..%2Fetc%2Fpasswd"),
        *(f"/questions?question={word}" for word in words[:4]),
        *(f"/questions?question=ties_of&id={word}" for word in words[:4]),
        *(f"/sources?format={word}" for word in words[:4]),
        *(f"/sources?format=csv&table={word}" for word in words[:4]),
        *(f"/{word}" for word in words[:4]),
    ]


class Made(HTMLParser):
    """The elements and attributes that a browser would make of a page.

    Not those that mark a part as of the other language: they follow from the words themselves.
    """

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.led: set[str] = set()
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = tuple(sorted(name for name, _ in attrs if name != "lang"))
        if tag != "span" or names or not attrs:
            self.elements[tag, names] += 1
        self.led |= {
            value or ""
            for name, value in attrs
            if name in {"href", "src", "action", "data-picture"}
        }

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_makes_an_element_or_an_attribute(
    client: FlaskClient, twin: FlaskClient, language: str
) -> None:
    for path in addresses()[:: 1 if language == "ja" else 3]:
        pages = [one.get(path, headers={"Accept-Language": language}) for one in (client, twin)]
        assert [page.status_code for page in pages] == [200, 200], path
        ours, theirs = (Made(page.text) for page in pages)
        if (
            'id="candidates"' in pages[0].text
        ):  # these follow from the words of the texts themselves
            assert set(ours.elements) == set(theirs.elements), path
        else:
            assert ours.elements == theirs.elements, path
        assert not SAID.search(pages[0].text), "nothing that acts unseen stands on the page"


def test_no_text_of_the_address_itself_makes_an_element(client: FlaskClient) -> None:
    allowed = set[tuple[str, tuple[str, ...]]]()
    asked = "/questions?question=ties_of&id=zzz"
    for path in (
        "/search?q=zzz",
        asked,
        "/entity/zzz",
        "/questions?question=zzz",
        "/sources?format=zzz",
    ):
        allowed |= set(Made(client.get(path).text).elements)
    hit = set(Made(client.get("/search?q=a").text).elements)
    table = set(Made(client.get("/search?type=Firm").text).elements)
    for path in echoed():
        answer = client.get(path)
        assert answer.status_code in {200, 400, 404}, path
        if answer.mimetype == "text/html":
            made = set(Made(answer.text).elements)
            assert {tag for tag, _ in made} <= {tag for tag, _ in allowed | hit | table}, path
            assert not [names for _, names in made if any(one.startswith("on") for one in names)]
            assert not SAID.search(answer.text)


def test_every_address_leads_to_our_pages_or_the_web(client: FlaskClient) -> None:
    led = set[str]()
    for path in addresses():
        led |= Made(client.get(path).text).led
    assert len(led) > len(HOSTILE)
    for address in led:
        parts = urlsplit(address)
        assert parts.scheme in {"", "http", "https"}, address
        assert address.startswith(("/", "#", "https://", "http://")), address
        assert not address.startswith(("//", "/\\")), address


def test_every_text_can_still_be_read(client: FlaskClient) -> None:
    for number, text in enumerate(HOSTILE):
        page = "".join(Made(client.get(of_thing(f"local:thing{number}")).text).text)
        shown = harmless.readable(text).replace("\r\n", "\n").replace("\r", "\n")
        assert shown in page.replace("\r\n", "\n"), text[:40]


def test_json_and_pictures_hold_texts_as_texts(client: FlaskClient) -> None:
    for path in addresses():
        answer = client.get(f"{path}{'&' if '?' in path else '?'}format=json")
        assert answer.mimetype == "application/json"
        for address in _values(answer.get_json(), "address"):
            assert harmless.address(address) == address
    names = _values(client.get("/entity/local:thing15?format=json").get_json(), "text")
    assert HOSTILE[15] in names, "JSON keeps what the source wrote"
    for path in ("/picture.json", "/picture.json?around=local:thing15", "/search.json?q=safe"):
        answer = client.get(path)
        assert answer.mimetype == "application/json"
        assert not TURNING.search(answer.text)
        for address in _values(answer.get_json(), "url"):
            assert address.startswith("/entity/")
    assert "safe‹U+202E›exe" in client.get("/search.json?q=safe").text


def test_no_cell_is_calculated_and_every_text_comes_back(client: FlaskClient) -> None:
    kept = set[str]()
    for path in addresses():
        join = "&" if "?" in path else "?"
        tables = _tables(client.get(f"{path}{join}format=json").get_json()["blocks"])
        for table in tables:
            answer = client.get(f"{path}{join}format=csv&table={table}")
            rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
            cells = [cell for row in rows for cell in row]
            assert not [cell for cell in cells if FORMULA.match(cell)], path
            kept |= {re.sub("^'(?='*[=+\\-@\t\r\n＝＋－＠])", "", cell) for cell in cells}
        book = client.get(f"{path}{join}format=xlsx").data
        _no_formula(book)
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(book))
        assert all(len(name) <= 31 for name in sheets.sheet_names)
    for text in HOSTILE:
        assert text in kept, text[:40]


def _no_formula(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/"):
                root = ET.fromstring(parts.read(name))  # noqa: S314 written by us a moment ago
                assert root.find(f".//{SHEETS}f") is None, name
                assert root.find(f".//{SHEETS}hyperlink") is None, name
            assert "externalLink" not in name


def test_the_export_in_lines_keeps_one_thing_a_line(kb: KnowledgeBase, tmp_path: Path) -> None:
    options = Options(people=True, purpose="検査", by="検査", at=AT)
    OUTPUT.write(kb.ledger, kb.graph, kb.vocabulary, tmp_path / "out", options)
    lines = (tmp_path / "out" / "nodes.jsonl").read_bytes().rstrip(b"\n").split(b"\n")
    names = {json.loads(line)["name"] for line in lines}
    assert set(HOSTILE) <= names


@pytest.mark.browser
def test_in_a_browser_nothing_runs_and_nothing_is_fetched_from_elsewhere(kb: KnowledgeBase) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # conftest skips without it

    server = make_server("127.0.0.1", 0, create_app(kb), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    home = f"http://127.0.0.1:{server.port}"
    seen: list[str] = []
    asked: list[str] = []

    def dialog(one: Dialog) -> None:
        seen.append(one.message)
        one.dismiss()

    def request(one: Request) -> None:
        asked.append(one.url)

    try:
        with sync_playwright() as playwright:
            flags = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
            chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
            page = chromium.new_page()
            page.on("dialog", dialog)
            page.on("request", request)
            for path in (*addresses()[::2], f"/search{ASKED}", f"/entity/{quote(HOSTILE[1])}"):
                page.goto(home + path, wait_until="load")
                assert page.evaluate("window.ran") is None, path
            page.goto(f"{home}/search", wait_until="load")
            page.locator("#page-search").press_sequentially("safe")
            page.locator(".suggestions li").first.wait_for()
            assert page.evaluate("window.ran") is None
            chromium.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert not seen
    assert not [url for url in asked if not url.startswith((home, "data:"))]


def _values(data: Any, name: str) -> list[str]:
    if isinstance(data, dict):
        own = [data[name]] if isinstance(data.get(name), str) else []
        return own + [one for value in data.values() for one in _values(value, name)]
    return [one for value in data for one in _values(value, name)] if isinstance(data, list) else []


def _tables(blocks: Any) -> list[str]:
    found: list[str] = []
    for block in blocks:
        if block["block"] == "table":
            found.append(block["name"])
        if block["block"] == "columns":
            found += _tables([*block["main"], *block["side"]])
    return found
