"""Files of the corporate numbers as the tax agency publishes them: zips, encodings, publications.

Full files have one row a number (its latest event), differences of a day one row an event; neither
has a header. Files up to 2016 have the first 23 columns, later ones 30. Differences are published
in CP932 and in UTF-8.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.archive import is_archive, lines, members, opened
from ingest.houjin.line import Line, problem, wrong
from ingest.prefectures import PREFECTURES
from kb.errors import InputError, KakehashiError
from kb.text import Text

WIDTHS = (23, 30)
ENCODINGS = ("utf-8-sig", "cp932")
HEAD_BYTES = 1 << 16


def publications(file: Path) -> Iterator[list[Line]]:
    """Yield the rows of a sound file, those of one number together, in the register's order."""
    group: list[Line] = []
    for place, cells in _rows(file):
        line = _line(cells)
        if refused := problem(line, place):
            raise refused
        if group and group[0].number != line.number:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def checked(file: Path) -> Iterator[Line | KakehashiError]:
    """Yield every row of a file, or what is wrong with it; rows are numbered without a gap."""
    width, before = 0, ""
    for place, cells in _rows(file):
        width = width or len(cells)
        if refused := _width_problem(place, cells, width):
            yield refused
            continue
        line = _line(cells)
        yield problem(line, place) or _gap(before, line, place) or line
        before = line.sequence
    if not width:
        raise wrong(file.name, Text("行", "rows"), Text("空のファイル", "an empty file"))


def _rows(file: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the place and the cells of every row of every table in a file."""
    for member in _tables(file) if is_archive(file) else ("",):
        where = f"{file.name}/{member}" if member else file.name
        encoding = _encoding(file, member, where)
        with opened(file, member) as stream:
            text = lines(stream, where, encoding=encoding, ended=True)
            reader = csv.reader(text, strict=True)
            try:
                for cells in reader:
                    if cells:
                        yield f"{where}:{reader.line_num}", cells
            except csv.Error as broken:
                place = f"{where}:{reader.line_num}"
                expected = Text("引用符の閉じたCSV", "CSV with closed quotes")
                raise wrong(place, expected, str(broken)) from broken


def _tables(file: Path) -> tuple[str, ...]:
    found = tuple(name for name in members(file) if name.lower().endswith(".csv"))
    if not found:
        raise wrong(file.name, Text("CSVの入ったzip", "a zip with a CSV"), ", ".join(members(file)))
    return found


def _encoding(file: Path, member: str, where: str) -> str:
    """Tell the encoding from the beginning of a table: strict UTF-8 first, else CP932.

    A short text in CP932 may happen to be valid UTF-8 and the other way round; what is read wrongly
    names no prefecture by its code.
    """
    with opened(file, member) as stream:
        head = stream.read(HEAD_BYTES)
    end = head.rfind(b"\n") + 1
    whole = head[:end] if end and len(head) == HEAD_BYTES else head
    for encoding in ENCODINGS:
        try:
            text = whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _names_prefectures(text):
            return encoding
    raise wrong(
        where,
        Text("都道府県名の読めるUTF-8かCP932", "UTF-8 or CP932 in which prefectures can be read"),
        whole[:16].hex(" "),
    )


def _names_prefectures(text: str) -> bool:
    """Tell whether no row that can be read contradicts the table of prefectures."""
    try:
        rows = [cells for cells in csv.reader(text.splitlines()) if len(cells) in WIDTHS]
    except csv.Error:
        return True
    said = [(cells[13], cells[9]) for cells in rows if cells[13] in PREFECTURES]
    return not said or any(PREFECTURES[code].name == name for code, name in said)


def _line(cells: list[str]) -> Line:
    return Line._make([*cells, *[""] * (WIDTHS[1] - len(cells))][: WIDTHS[1]])


def _width_problem(place: str, cells: list[str], width: int) -> InputError | None:
    if len(cells) == width and width in WIDTHS:
        return None
    return wrong(
        place,
        Text(
            f"{width if width in WIDTHS else '23か30'}列（見出しなし）",
            f"{width if width in WIDTHS else '23 or 30'} columns, no header",
        ),
        Text(f"{len(cells)}列", f"{len(cells)} columns"),
    )


def _gap(before: str, line: Line, place: str) -> InputError | None:
    """Find rows that were lost; parts of one file may go on counting, tables of a zip begin anew."""
    this = line.sequence
    following = str(int(before) + 1) if _COUNT.fullmatch(before) else ""
    if _COUNT.fullmatch(this) and (this == "1" or not before or this == following):
        return None
    return wrong(f"{place} sequenceNumber", following or "1, 2, 3 …", this)


_COUNT = re.compile("[0-9]{1,9}")
