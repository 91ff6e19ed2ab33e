"""A source, a measure, a question and a page each take one new file and no edited one.

The rooms are copied, one file is dropped into each, and a new process must find all four.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import Answer, kakehashi, python
from tests.conftest import ROOT

ROOMS = ("kb", "ingest", "web", "ontology", "cypher")

SOURCE = '''
"""Invented clubs, one a line."""

from ingest.read import csv_rows
from ingest.source import Source
from kb.records import Entity, Evidence, Key, Name
from kb.text import Text


def read(asked):
    for file in asked.files:
        yield from csv_rows(file, "clubs", required=["name"])


def club(row):
    name = row.pop("name")
    yield Entity(Key("local", f"clubs:{row.place}"), ("Association",), (Name(name),),
                 (Evidence("clubs", row.place),))


SOURCE = Source(
    name="clubs", title=Text("架空の会", "Invented clubs"), publisher=Text("架空", "nobody"),
    licence="CC0", address="", rhythm=Text("一度", "once"), read=read, map=club,
    expect={"Association": range(1, 100)}, accepts=Text("name の列", "a column name"),
)
'''

MEASURE = '''
"""How often a node's name says 会: a measure nobody needs."""

from kb.measure import Column, Measure
from kb.text import Text


def clubs(network):
    return {"clubness": [float(name.count("会")) for name in network.names]}


MEASURE = Measure(
    name="clubs", title=Text("会らしさ", "clubness"),
    sentence=Text("{name}は{clubness}", "{name} has {clubness}"),
    definition=Text("名前の中の「会」の数。", "How many 会 a name holds."),
    formula="n(会)", reference="none", columns=(Column("clubness", Text("会", "clubs")),),
    compute=clubs,
)
'''

QUESTION = """\
// title-ja: 会はどれか
// title-en: Which clubs are there
// sentence-ja: 経済団体・業界団体・組合を名前の順に並べます。
// sentence-en: Every association by name.
// column name: 名前 / name
MATCH (a:Association) RETURN a.name AS name ORDER BY name
"""

PAGE = '''
"""A page that says one sentence."""

from kb.text import Text
from web.blocks import Paragraph
from web.page import Page


def show(kb, request):
    return (Paragraph(Text("落とし込んだ頁です", "This page was dropped in")),)


PAGE = Page(path="/dropped", title=Text("新しい頁", "A new page"), show=show)
'''

OPEN_PAGE = """
from kb.base import KnowledgeBase
from kb.settings import Settings
from web.app import create_app
with KnowledgeBase(Settings.from_environment()) as kb:
    answer = create_app(kb).test_client().get("/dropped?language=en")
    print(answer.status_code, answer.get_data(as_text=True))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    folder = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(
            ROOT / room,
            folder / room,
            ignore=shutil.ignore_patterns("node_modules", "__pycache__"),
        )
    for place, text in {
        "ingest/sources/clubs.py": SOURCE,
        "kb/measures/clubs.py": MEASURE,
        "cypher/which_clubs_are_there.cypher": QUESTION,
        "web/pages/dropped.py": PAGE,
    }.items():
        file = folder / place
        assert not file.exists()
        file.write_text(text, encoding="utf-8")
    (folder / "clubs.csv").write_text("name\n朝の会\n夕べの会\n", encoding="utf-8")
    home = folder / "home"
    yield folder, home
    kakehashi(home, "graph", "stop")


def call(house: tuple[Path, Path], *arguments: str) -> Answer:
    folder, home = house
    return kakehashi(home, *arguments, env={"PYTHONPATH": str(folder)}, folder=folder)


def test_a_dropped_source_is_listed_read_and_asked_about_by_a_dropped_question(
    house: tuple[Path, Path],
) -> None:
    assert "clubs" in call(house, "ingest", "list").out
    brought = call(house, "ingest", "run", "clubs", "clubs.csv")
    assert brought.status == 0, brought.err
    answer = call(house, "ask", "which_clubs_are_there", "--format", "csv")
    assert answer.out.splitlines() == ["name", "夕べの会", "朝の会"]


def test_a_dropped_measure_is_listed_and_measured(house: tuple[Path, Path]) -> None:
    assert "clubness" in call(house, "measure", "list").out
    call(house, "ingest", "run", "clubs", "clubs.csv")
    answer = call(house, "measure", "run", "clubs", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert {row["name"]: float(row["clubness"]) for row in rows} == {"朝の会": 1.0, "夕べの会": 1.0}


def test_a_dropped_page_is_served(house: tuple[Path, Path]) -> None:
    folder, home = house
    answer = python(home, OPEN_PAGE, env={"PYTHONPATH": str(folder)}, folder=folder)
    assert answer.out.startswith("200"), answer.err
    assert "This page was dropped in" in answer.out
