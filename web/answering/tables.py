"""The tables of a page as files: CSV that Excel opens rightly, and XLSX with a sheet per table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

import xlsxwriter

from kb.text import Language, Text
from web.blocks import Cell, Note, Row, Table, Words
from web.blocks.harmless import calculates, readable
from web.blocks.harmless import cell as as_cell

Value = str | int | float

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\s]")
SHEET_NAME_LENGTH = 31
CELL_LENGTH = 32_767
"""UTF-16 units, as Excel counts; what is longer is cut and ends in an ellipsis."""
RELATION = Text("つながり", "Tie")
EVIDENCE = Text("根拠の場所", "Where it stands")
ID = Text("番号", "Id")
REMARK = Text("※ {said}", "Note: {said}")
REMARKS = Text("おことわり", "Please note")


def grid(table: Table, language: Language, notes: Sequence[Note] = ()) -> list[list[Value]]:
    """Give the table as rows of values under headings in the language.

    A group stands first; the evidence of a row (source and place) and the id of what it is about
    stand last, where there are any.
    """
    grouped = any(row.group for row in table.rows)
    proven = any(_marks(row) for row in table.rows)
    named = any(row.node for row in table.rows)
    said = {
        note.number: f"{_say(note.source, language)} {_say(note.place, language)}" for note in notes
    }
    heading: list[Value] = [
        *([_say(table.group or RELATION, language)] if grouped else []),
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
    return "; ".join(said.get(mark, f"[{mark}]") for mark in dict.fromkeys(_marks(row)))


def _marks(row: Row) -> list[int]:
    """Give the marks of a row, those of further things in its cells too."""
    parts = (one for cell in row.cells for one in (cell, *cell.more))
    return [mark for one in parts for mark in one.marks]


def as_csv(
    table: Table, language: Language, notes: Sequence[Note] = (), remarks: Sequence[Words] = ()
) -> bytes:
    """Write UTF-8 with a byte order mark; what a spreadsheet would calculate is `harmless.cell`.

    Remarks, which say what the table is not, stand below it after an empty line.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([[_harmless(value) for value in row] for row in grid(table, language, notes)])
    writer.writerows(
        [[], *([_harmless(one)] for one in _said(remarks, language))] if remarks else ()
    )
    return text.getvalue().encode("utf-8-sig")


def _said(remarks: Sequence[Words], language: Language) -> list[str]:
    return [REMARK.get(language).format(said=_say(one, language)) for one in remarks]


def as_xlsx(
    tables: Sequence[Table],
    language: Language,
    notes: Sequence[Note] = (),
    remarks: Sequence[Words] = (),
) -> bytes:
    """Write one sheet per table, and one of remarks, which opens first; text stays text (no formulas).

    What Excel would calculate once somebody edits the cell bears Excel's own mark of a text.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        for number, table in enumerate(tables, 1):
            sheet = book.add_worksheet(_sheet_name(number, table, language))
            for place, row in enumerate(grid(table, language, notes)):
                for column, value in enumerate(row):
                    usual = quoted if isinstance(value, str) and calculates(value) else None
                    sheet.write(place, column, _fitting(value), usual if place else bold)
            sheet.freeze_panes(1, 0)
            sheet.autofit()
        if remarks:
            sheet = book.add_worksheet(REMARKS.get(language))
            sheet.write_column(0, 0, _said(remarks, language), quoted)
            sheet.activate()
        elif not tables:
            book.add_worksheet()
    return file.getvalue()


def _sheet_name(number: int, table: Table, language: Language) -> str:
    caption = _NOT_IN_SHEET_NAMES.sub(" ", _say(table.caption, language)).strip("' ")
    return _cut(f"{number} {readable(caption)}", SHEET_NAME_LENGTH).rstrip("' ")


def _fitting(value: Value) -> Value:
    """Give a value as a cell of Excel can hold it."""
    if not isinstance(value, str) or len(value) <= CELL_LENGTH // 2:
        return value
    cut = _cut(value, CELL_LENGTH)
    return value if cut == value else f"{_cut(value, CELL_LENGTH - 1)}…"


def _cut(text: str, units: int) -> str:
    """Cut a text to so many UTF-16 units, between characters."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _value(cell: Cell, language: Language, *, numeric: bool) -> Value:
    """Give what a file gets of a cell; a quiet remark follows the text it stands with.

    Further things in the same cell follow after semicolons.
    """
    if numeric and cell.value is not None:
        return cell.value
    return "; ".join(filter(None, (_written(one, language) for one in (cell, *cell.more))))


def _written(cell: Cell, language: Language) -> str:
    text, note = _say(cell.text, language), _say(cell.note, language)
    return f"{text} ({note})" if text and note else text or note


def _harmless(value: Value) -> Value:
    return as_cell(value) if isinstance(value, str) else value


def _say(words: Words, language: Language) -> str:
    return words.get(language) if isinstance(words, Text) else words
