"""Tables as they are published: encodings, headers, and the place of every row."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.row import Row
from kb.encoding import text_of
from kb.errors import InputError
from kb.text import Text


def csv_rows(
    file: Path, table: str, *, required: Sequence[str], delimiter: str = ","
) -> Iterator[Row]:
    """Yield the rows of a CSV file with a header; wholly empty rows are passed over.

    UTF-8 (with or without BOM) and CP932 are read. Raises InputError where the header lacks a
    required column, or a row has more cells than the header.
    """
    reader = csv.reader(io.StringIO(text_of(file), newline=""), delimiter=delimiter, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, required, file)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(table, f"{file.name}:{reader.line_num}", header, cells)
    except csv.Error as problem:
        raise InputError(
            Text("CSVとして読めません。", "This cannot be read as CSV."),
            expected=Text("引用符の閉じたCSV", "CSV with closed quotes"),
            found=str(problem),
            where=f"{file.name}:{reader.line_num}",
        ) from problem


def fingerprint(files: Sequence[Path]) -> str:
    """Hash the names and contents of the files, in the given order (SHA-256, hexadecimal)."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode())
        with file.open("rb") as stream:
            for block in iter(lambda: stream.read(1 << 20), b""):
                digest.update(block)
    return digest.hexdigest()


def _check_header(header: Sequence[str], required: Sequence[str], file: Path) -> None:
    missing = [column for column in required if column not in header]
    if missing:
        raise InputError(
            Text("見出しの列が足りません。", "The header lacks columns."),
            expected=", ".join(required),
            found=", ".join(header) or Text("空のファイル", "an empty file"),
            where=f"{file.name}:1",
        )


def _row(table: str, place: str, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) > len(header):
        raise InputError(
            Text("列が見出しより多い行です。", "A row has more cells than the header."),
            expected=str(len(header)),
            found=str(len(cells)),
            where=place,
            remedy=Text(
                "カンマを含む値は引用符で囲んでください。",
                "Put quotes around a value that holds a comma.",
            ),
        )
    return Row(table, place, dict(zip(header, cells, strict=False)))
