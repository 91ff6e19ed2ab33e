"""Blocks as data, tables as files, hostile text in both: without a knowledge base."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import flask
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import web.blocks
import web.pages
from kb.catalogue import units
from kb.text import Text
from web.answering.tables import as_csv, as_xlsx, grid
from web.blocks import Block, Cell, Column, Columns, Row, Table, Title
from web.blocks.data import as_data, every, kind_of
from web.page import Page

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    "{{7*7}}",
]
COLUMNS = (Column("name", Text("名前", "Name")), Column("n", Text("数", "Count"), numeric=True))


def table(*rows: Row, name: str = "t", caption: str = "表") -> Table:
    return Table(name, caption, COLUMNS, rows)


def row(text: str, value: float | None = None, group: str = "") -> Row:
    return Row((Cell(text), Cell("" if value is None else f"{value}", value=value)), group)


def test_every_block_has_its_template() -> None:
    folder = Path(web.__file__).parent / "templates" / "blocks"
    assert units(web.pages, "PAGE", Page), "so every module that pages are made of is known here"
    blocks = {
        kind_of(kind.__new__(kind))
        for kind in Block.__subclasses__()
        if kind.__module__.startswith("web.")
    }
    assert sorted(blocks) == sorted(file.stem for file in folder.glob("*.html"))


def test_data_speak_one_language_and_say_which_block_they_are() -> None:
    block = Title(Text("篠原 弘美", "Hiromi Shinohara"), under=("姉さん",))
    assert as_data(block, "en") == {
        "block": "title",
        "text": "Hiromi Shinohara",
        "chips": [],
        "under": ["姉さん"],
        "note": "",
    }


def test_what_is_no_word_number_or_block_is_refused() -> None:
    with pytest.raises(TypeError, match="found set"):
        as_data({1}, "ja")


def test_blocks_in_columns_are_found_in_reading_order() -> None:
    inner = table()
    assert list(every([Columns((Title("a"),), (inner,))]))[-1] is inner


def test_a_csv_opens_in_excel_with_its_groups_and_raw_numbers() -> None:
    content = as_csv(table(row("東大", 1234.5, "大学"), row("N社", 2, "企業")), "ja")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["つながり", "名前", "数"], ["大学", "東大", "1234.5"], ["企業", "N社", "2"]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_csv_calculates_nothing(text: str) -> None:
    rows = list(
        csv.reader(io.StringIO(as_csv(table(row(text)), "ja").decode("utf-8-sig"), newline=""))
    )
    assert rows[1][0] == f"'{text}"


def test_an_xlsx_keeps_text_as_text_and_numbers_as_numbers() -> None:
    content = as_xlsx([table(row("=1+1", 3.5), row("007", 2)), table(caption="[表]:*?")], "ja")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["1 表", "2 表"]
    rows = book.get_sheet_by_index(0).to_python()
    assert rows == [["名前", "数"], ["=1+1", 3.5], ["007", 2.0]]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=5))
def test_any_text_survives_the_way_into_a_csv(texts: list[str]) -> None:
    found = as_csv(table(*(row(text) for text in texts)), "en").decode("utf-8-sig", "surrogatepass")
    rows = list(csv.reader(io.StringIO(found, newline="")))
    assert [line[0].removeprefix("'") for line in rows[1:]] == [t.removeprefix("'") for t in texts]


def test_an_empty_table_still_has_its_columns() -> None:
    assert grid(table(), "ja") == [["名前", "数"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_stay_text(text: str) -> None:
    folder = Path(web.__file__).parent
    app = flask.Flask("blocks", root_path=str(folder))
    app.jinja_env.globals["_"] = lambda words, **_values: words
    app.jinja_env.filters["groupby_kept"] = lambda rows, _name: [("", rows)]
    data = as_data(table(Row((Cell(text, address=f"/entity/{text}"), Cell(note=text)))), "ja")
    with app.app_context():
        page = flask.render_template(
            "blocks/table.html",
            block=data,
            notes={},
            file_address=lambda *_: "/",
            marks_file="/m.svg",
        )
    assert "<script>" not in page
    assert "<img" not in page
    assert "49" not in page
