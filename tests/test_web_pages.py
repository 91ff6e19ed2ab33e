"""Every page found, in both languages, as HTML, JSON, CSV and XLSX, on the demo knowledge base."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

import web.pages
from kb.base import KnowledgeBase
from kb.catalogue import units
from kb.text import LANGUAGES, Language
from web.addresses import of_thing
from web.app import create_app
from web.blocks import Table
from web.blocks.data import as_data, every
from web.page import Page, Request

PAGES = units(web.pages, "PAGE", Page)
QUERIES = {
    "search": "?q=a",
    "questions": "?question=count_by_type",
    "connect": "?from=N社&to=大手医療機器メーカー",
}
PLACE = "jis:13"
VOID = {"meta", "link", "input", "br", "img", "hr"}
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


class Outline(HTMLParser):
    """What a reader that does not see relies on: tags in order with their attributes, and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    found.close()
    return found


@pytest.fixture(scope="module")
def app(kb: KnowledgeBase) -> flask.Flask:
    return create_app(kb)


@pytest.fixture
def client(app: flask.Flask) -> Iterator[FlaskClient]:
    with app.test_client(use_cookies=False) as client:
        yield client


@pytest.fixture(scope="module")
def producer(kb: KnowledgeBase) -> str:
    rows = kb.graph.read("MATCH (n:Producer) RETURN n.id AS id ORDER BY id LIMIT 1").rows
    return str(rows[0]["id"])


def address(name: str, producer: str) -> str:
    path = PAGES[name].path.replace("<path:id>", producer).replace("<path:code>", PLACE)
    return path + QUERIES.get(name, "")


def with_format(path: str, kind: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}format={kind}"


def get(client: FlaskClient, path: str, language: Language = "ja") -> TestResponse:
    return client.get(path, headers={"Accept-Language": language})


each_page = pytest.mark.parametrize("name", PAGES)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_page
@each_language
def test_a_page_reads_in_both_languages(
    client: FlaskClient, producer: str, name: str, language: Language
) -> None:
    answer = get(client, address(name, producer), language)
    assert answer.status_code == 200
    found = outline(answer.text)
    assert not found.open, "every tag is closed"
    assert dict(found.tags)["html"]["lang"] == language
    frame = re.search(r"<footer.*</footer>", answer.text, re.DOTALL)
    assert frame
    assert bool(JAPANESE.search(frame[0])) is (language == "ja")


@each_page
@each_language
def test_the_json_twin_says_what_the_page_says(
    client: FlaskClient, kb: KnowledgeBase, producer: str, name: str, language: Language
) -> None:
    path = address(name, producer)
    twin = get(client, with_format(path, "json"), language).get_json()
    assert (twin["page"], twin["language"], twin["version"]) == (name, language, kb.version_label)
    values = {
        word: value
        for word, value in (("id", producer), ("code", PLACE))
        if f"<path:{word}>" in PAGES[name].path
    }
    query = dict(pair.split("=") for pair in QUERIES.get(name, "?x=").lstrip("?").split("&"))
    blocks = PAGES[name].show(kb, Request(language, values, query))
    whole = PAGES[name].show(kb, Request(language, values, {**query, "format": "json"}))
    kinds = [block["block"] for block in twin["blocks"]]
    assert [as_data(block, language) for block in whole] == twin["blocks"][-len(blocks) :]
    assert len(kinds) - len(blocks) <= 1
    said = outline(get(client, path, language).text).text
    shown = f"{' '.join(said)} {''.join(said)}"  # a name of two languages stands in two parts
    for block in every(blocks):
        if isinstance(block, Table):
            for row in block.rows:
                text = str(as_data(row.cells[0].text, language)).split()
                assert all(word in shown for word in text)


@each_page
def test_every_table_is_a_csv_that_excel_reads_and_an_xlsx_sheet(
    client: FlaskClient, producer: str, name: str
) -> None:
    path = address(name, producer)
    tables = list(_tables(get(client, with_format(path, "json")).get_json()["blocks"]))
    for table in tables:
        answer = get(client, with_format(path, f"csv&table={table['name']}"))
        assert answer.mimetype == "text/csv"
        assert answer.data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
        assert {one["label"] for one in table["columns"]} <= set(rows[0])
        assert len(rows) - 1 == len(table["rows"])
        assert not [cell for row in rows for cell in row if re.match(r"[=@\t\r]", cell)]
    book = get(client, with_format(path, "xlsx"))
    assert book.status_code == 200
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book.data))
    heights = [len(sheets.get_sheet_by_index(n).to_python()) - 1 for n in range(len(tables))]
    assert heights == [len(one["rows"]) for one in tables]


@each_page
def test_a_page_is_closed_against_foreign_scripts(
    client: FlaskClient, producer: str, name: str
) -> None:
    answer = get(client, address(name, producer))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for tag, attributes in outline(answer.text).tags:
        assert "style" not in attributes, f"<{tag} style=…> is refused by the policy"
        assert not [key for key in attributes if key.startswith("on")]
        if tag in {"script", "link"}:
            assert str(attributes.get("src") or attributes.get("href")).startswith("/static/")


@each_page
def test_a_page_is_well_ordered_for_those_who_hear_it(
    client: FlaskClient, producer: str, name: str
) -> None:
    tags = outline(get(client, address(name, producer)).text).tags
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [tag for tag, _ in tags].count("main") == 1
    for tag, attributes in tags:
        if tag == "th":
            assert attributes["scope"] in {"col", "row", "rowgroup"}
        if tag == "nav":
            assert attributes["aria-label"]
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    labelled = {attributes["for"] for tag, attributes in tags if tag == "label"}
    fields = [a for tag, a in tags if tag == "input" and a.get("type") != "hidden"]
    assert {field["id"] for field in fields} <= labelled


def test_a_language_that_was_chosen_stays_and_the_address_is_kept(app: flask.Flask) -> None:
    client = app.test_client()
    page = client.get("/search?q=a", headers={"Accept-Language": "ja"}).text
    assert "/search?q=a&amp;language=en" in page
    chosen = client.get("/search?q=a&language=en", headers={"Accept-Language": "ja"})
    cookie = chosen.headers["Set-Cookie"]
    assert "SameSite=Strict" in cookie
    assert "HttpOnly" in cookie
    assert '<html lang="en">' in client.get("/", headers={"Accept-Language": "ja"}).text


def test_japanese_is_what_a_browser_without_a_wish_gets(client: FlaskClient) -> None:
    assert '<html lang="ja">' in client.get("/").text


def test_an_unknown_address_offers_the_nearest_names(
    client: FlaskClient, kb: KnowledgeBase, producer: str
) -> None:
    rows = kb.graph.read("MATCH (n {id: $id}) RETURN n.name AS name", {"id": producer}).rows
    for path in (of_thing(str(rows[0]["name"])), "/no/such/page"):
        answer = get(client, path)
        assert answer.status_code == 404
        assert 'class="notice error"' in answer.text
    assert of_thing(producer) in get(client, of_thing(str(rows[0]["name"]))).text


def test_an_old_id_leads_to_the_present_one(kb: KnowledgeBase, producer: str) -> None:
    class Merged:
        """A knowledge base in which a key was once an id of its own."""

        identity = SimpleNamespace(present=lambda _id: producer)

        def __getattr__(self, name: str) -> object:
            return getattr(kb, name)

    client = create_app(Merged()).test_client()  # type: ignore[arg-type]
    answer = client.get(of_thing("local:before:1"))
    assert (answer.status_code, answer.location) == (301, of_thing(producer))


def test_evidence_opens_where_the_fact_stands(client: FlaskClient, producer: str) -> None:
    page = get(client, of_thing(producer)).text
    marks = re.findall(r'<details class="evidence"><summary[^>]*>［(\d+)］</summary>', page)
    notes = re.findall(r'<li id="note-(\d+)">', page)
    assert marks
    assert set(marks) <= set(notes)
    assert re.search(r'<span class="said">.*?\d+行', page)


def test_a_picture_has_its_data_and_a_table_that_says_the_same(
    client: FlaskClient, producer: str
) -> None:
    page = outline(get(client, of_thing(producer)).text)
    figure = next(attributes for tag, attributes in page.tags if tag == "figure")
    picture = client.get(str(figure["data-picture"])).get_json()
    ids = {node["id"] for node in picture["nodes"]}
    assert producer in ids
    assert all({tie["source"], tie["target"]} <= ids for tie in picture["ties"])
    assert {tie["strength"] for tie in picture["ties"]} <= {"strong", "medium", "weak"}
    assert {tie["basis"] for tie in picture["ties"]} <= {"stated", "inferred"}
    assert {node["type"] for node in picture["nodes"]} == {
        one["type"] for one in picture["legend"]["types"]
    }
    rows = {attributes["data-node"] for tag, attributes in page.tags if "data-node" in attributes}
    assert ids - {producer} <= rows


def test_the_colours_of_the_types_come_from_the_vocabulary(
    client: FlaskClient, kb: KnowledgeBase
) -> None:
    style = client.get("/static/types.css")
    assert style.mimetype == "text/css"
    assert f".type-Firm {{ --type: {kb.vocabulary.types['Firm'].colour}; }}" in style.text


def test_people_are_not_ranked_where_anyone_may_look(kb: KnowledgeBase) -> None:
    open_house = create_app(kb, public=True).test_client()
    named = "MATCH (n:Person) WHERE coalesce(n.aggregate, false) = false RETURN n.name AS name"
    people = {str(row["name"]) for row in kb.graph.read(named).rows}
    assert people
    bodies = kb.graph.read("MATCH (n:Organisation) RETURN n.name AS name").rows
    for kind in ("html", "json", "csv"):
        text = get(open_house, f"/brokers?format={kind}").data.decode()
        for body in bodies:  # a firm may bear its owner's family name
            text = text.replace(str(body["name"]), "")
        assert not [name for name in people if name in text]


def test_suggestions_find_what_is_typed(client: FlaskClient, kb: KnowledgeBase) -> None:
    row = kb.graph.read("MATCH (n:Producer) RETURN n.name AS name, n.id AS id LIMIT 1").rows[0]
    hits = client.get("/search.json", query_string={"q": str(row["name"])}).get_json()["hits"]
    assert hits[0]["url"] == of_thing(str(row["id"]))
    assert client.get("/search.json?q=").get_json()["hits"] == []


@pytest.mark.parametrize(
    "query", ["format=exe", "format=csv&table=none", "question=ties_of&id=x&format=csv&table=y"]
)
def test_a_wrong_call_is_refused_in_words(client: FlaskClient, query: str) -> None:
    answer = get(client, f"/questions?{query}")
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def _tables(blocks: object) -> Iterator[dict[str, Any]]:
    """Give the tables among blocks in reading order, those in columns too."""
    assert isinstance(blocks, list)
    for block in blocks:
        if block["block"] == "table":
            yield block
        if block["block"] == "columns":
            yield from _tables([*block["main"], *block["side"]])
