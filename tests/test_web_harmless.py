"""Text from outside made harmless: cells that give their text back, addresses that lead nowhere bad."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from web.answering.tables import CELL_LENGTH, as_xlsx
from web.blocks import Cell, Column, Row, Table, harmless

FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")


@given(st.text(st.characters(codec="utf-8"), max_size=30))
@settings(max_examples=200, deadline=None)
def test_a_cell_gives_its_text_back(text: str) -> None:
    cell = harmless.cell(text)
    assert not FORMULA.match(cell)
    assert re.sub("^'(?='*[=+\\-@\t\r\n＝＋－＠])", "", cell) == text


def test_a_cell_that_excel_could_not_hold_is_cut_and_says_so() -> None:
    long = "あ" * CELL_LENGTH + "い"
    table = Table("t", "[😀]*" * 20, (Column("c", "c"),), (Row((Cell(long),)),))
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx([table], "ja")))
    assert len(book.sheet_names[0].encode("utf-16-le")) <= 62
    (cell,) = book.get_sheet_by_index(0).to_python()[1]
    assert str(cell).endswith("あ…")
    assert len(str(cell)) == CELL_LENGTH


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("http://example.org", "http://example.org"),
        ("/entity/local:x", "/entity/local:x"),
        ("/process#five_steps", "/process#five_steps"),
        ("#note-1", "#note-1"),
        ("//evil.example", ""),
        ("https:evil", ""),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("/\\evil.example", ""),
        ("https://[bad", ""),
        ("evil.example", ""),
        ("", ""),
    ],
)
def test_an_address_leads_to_the_web_or_to_us_or_nowhere(text: str, address: str) -> None:
    assert harmless.address(text) == address
