"""The files of one curated document: four tables, read in an order that lets ids be checked."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ingest.read import csv_rows
from ingest.row import Row
from kb.errors import InputError, KakehashiError
from kb.text import Text

NOTHING_FOUND = "nothing_found"

REQUIRED: Mapping[str, Sequence[str]] = {
    "entities": ("id", "types", "name", "lines"),
    "ties": ("source", "relation", "target", "lines"),
    "statistics": ("id", "about", "what_ja", "what_en", "value", "unit", "lines"),
    NOTHING_FOUND: ("lines", "why", "why_en"),
}
"""The tables, things before ties before figures, and the columns none of them can do without."""

REFERS = {"ties": ("source", "target"), "statistics": ("about",)}
"""Columns that name ids of the table of entities."""


def rows(files: Sequence[Path], document: str) -> Iterator[Row | KakehashiError]:
    """Yield the rows of all tables, whatever the order of the files.

    A row that names an unknown id is yielded as its error. What nothing was found in is put on the
    row of the document itself (`document`: its id), as it says something about that document.
    """
    tables = _by_name(files)
    silent = list(_rows(tables, NOTHING_FOUND))
    known: set[str] = set()
    for row in _rows(tables, "entities"):
        known.add(row.values["id"].strip())
        yield _with_silence(row, silent) if row.values["id"] == document else row
    if document not in known:
        yield _no_document(tables["entities"], document, known)
    for table, columns in REFERS.items():
        for row in _rows(tables, table):
            yield _unknown(row, columns, known) or row


def _by_name(files: Sequence[Path]) -> dict[str, Path]:
    tables = {file.stem: file for file in files}
    if set(tables) != set(REQUIRED) or len(tables) != len(files):
        raise InputError(
            Text(
                "四つの表が一つずつそろっていません。足りない表の内容は終わったものとみなされてしまいます。",
                "The four tables are not all there once each; what a missing one says would be closed.",
            ),
            expected=", ".join(f"{table}.csv" for table in REQUIRED),
            found=", ".join(file.name for file in files),
        )
    return tables


def _rows(tables: Mapping[str, Path], table: str) -> Iterator[Row]:
    return csv_rows(tables[table], table, required=REQUIRED[table])


def _with_silence(row: Row, silent: Iterable[Row]) -> Row:
    spans = [(one.pop("lines"), one.pop("why"), one.pop("why_en")) for one in silent]
    row.values[NOTHING_FOUND] = "\n".join(f"{lines}: {why}" for lines, why, _ in spans)
    row.values[f"{NOTHING_FOUND}_en"] = "\n".join(f"{lines}: {why}" for lines, _, why in spans)
    return row


def _unknown(row: Row, columns: Sequence[str], known: Collection[str]) -> InputError | None:
    """Give the error of a row that names an id which no row of the entities bears."""
    for column in columns:
        for found in row.values.get(column, "").split(";"):
            id_ = found.strip()
            if id_ and ":" not in id_ and id_ not in known:
                return row.wrong(column, nearest(id_, known), id_)
    return None


def nearest(word: str, known: Collection[str]) -> Text | str:
    """Say which known words come closest; where none does, name the first few."""
    close = difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.5)
    return ", ".join(close or sorted(known)[:3]) or Text("（一つもない）", "(there is none)")


def _no_document(file: Path, document: str, known: Collection[str]) -> InputError:
    return InputError(
        Text("文書そのものの行がありません。", "The row of the document itself is missing."),
        expected=document,
        found=nearest(document, known),
        where=f"{file.name}:1",
    )
