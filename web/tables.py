"""The tables of a page as files: CSV that Excel opens rightly, and XLSX with a sheet per table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

import xlsxwriter

from kb.text import Language, Text
from web.blocks import Cell, Note, Row, Table, Words

Value = str | int | float

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
SHEET_NAME_LENGTH = 31
RELATION = Text("つながり", "Tie")
EVIDENCE = Text("根拠の場所", "Where it stands")
ID = Text("番号", "Id")


def grid(table: Table, language: Language, notes: Sequence[Note] = ()) -> list[list[Value]]:
    """Give the table as rows of values under headings in the language.

    A group stands first; the evidence of a row (source and place) and the id of what it is about
    stand last, where there are any.
    """
    grouped = any(row.group for row in table.rows)
    proven = any(cell.marks for row in table.rows for cell in row.cells)
    named = any(row.node for row in table.rows)
    said = {
        note.number: f"{_say(note.source, language)} {_say(note.place, language)}" for note in notes
    }
    heading: list[Value] = [
        *([_say(RELATION, language)] if grouped else []),
        *(_say(column.label, language) for column in table.columns),
        *([_say(EVIDENCE, language)] if proven else []),
        *([_say(ID, language)] if named else []),
    ]
    rows = [
        [
            *([_say(row.group, language)] if grouped else []),
            *(
                _value(cell, language, numeric=column.numeric)
                for cell, column in zip(row.cells, table.columns, strict=True)
            ),
            *([_proof(row, said)] if proven else []),
            *([row.node] if named else []),
        ]
        for row in table.rows
    ]
    return [heading, *rows]


def _proof(row: Row, said: Mapping[int, str]) -> str:
    marks = dict.fromkeys(mark for cell in row.cells for mark in cell.marks)
    return "; ".join(said.get(mark, f"[{mark}]") for mark in marks)


def as_csv(table: Table, language: Language, notes: Sequence[Note] = ()) -> bytes:
    """Write UTF-8 with a byte order mark; text that a spreadsheet would calculate is quoted."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([[_harmless(value) for value in row] for row in grid(table, language, notes)])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(tables: Sequence[Table], language: Language, notes: Sequence[Note] = ()) -> bytes:
    """Write one sheet per table; text stays text (no formulas, no links)."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        for number, table in enumerate(tables, 1):
            sheet = book.add_worksheet(_sheet_name(number, table, language))
            for place, row in enumerate(grid(table, language, notes)):
                sheet.write_row(place, 0, row, bold if place == 0 else None)
            sheet.freeze_panes(1, 0)
            sheet.autofit()
        if not tables:
            book.add_worksheet()
    return file.getvalue()


def _sheet_name(number: int, table: Table, language: Language) -> str:
    caption = _NOT_IN_SHEET_NAMES.sub(" ", _say(table.caption, language)).strip("' ")
    return f"{number} {caption}"[:SHEET_NAME_LENGTH].rstrip("' ")


def _value(cell: Cell, language: Language, *, numeric: bool) -> Value:
    """Give what a file gets of a cell; a quiet remark follows the text it stands with."""
    if numeric and cell.value is not None:
        return cell.value
    text, note = _say(cell.text, language), _say(cell.note, language)
    return f"{text} ({note})" if text and note else text or note


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _say(words: Words, language: Language) -> str:
    return words.get(language) if isinstance(words, Text) else words
