"""The three tables of CORDIS wherever they lie: in the published zip, or as plain CSV files.

`;`, every field quoted, UTF-8. The published zip holds further members, which are not read:
topics.csv and legalBasis.csv repeat what project.csv says and add titles of calls; webLink.csv and
webItem.csv list pages and pictures; policyPriorities.csv holds scores that were computed from the
texts; what is no CSV describes the columns.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path, PurePosixPath

from ingest.archive import is_archive, lines, members, opened
from kb.errors import InputError
from kb.text import Text

Cells = Sequence[str]

MOST_NAMED = 30
"""Of columns that are not known, so many are told."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its file's name and its columns in the order in which rows are given.

    A column of `optional` may be missing (older files lack it); its cells are then empty.
    """

    name: str
    columns: tuple[str, ...]
    optional: frozenset[str] = frozenset()


def _columns(names: str) -> tuple[str, ...]:
    return tuple(names.split())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table lies: a file, and the member of it where the file is a zip."""

    file: Path
    member: str = ""

    def __str__(self) -> str:
        """Give the names of file and member for a message."""
        return f"{self.file.name}/{self.member}" if self.member else self.file.name


PROJECT = Table(
    "project.csv",
    _columns(
        "id acronym status title startDate endDate totalCost ecMaxContribution legalBasis topics"
        " ecSignatureDate frameworkProgramme masterCall subCall fundingScheme nature"
        " objective contentUpdateDate rcn grantDoi keywords"
    ),
    frozenset({"nature", "keywords"}),
)
ORGANISATION = Table(
    "organization.csv",
    _columns(
        "projectID projectAcronym organisationID vatNumber name shortName SME activityType street"
        " postCode city country nutsCode geolocation organizationURL contactForm contentUpdateDate"
        " rcn order role ecContribution netEcContribution totalCost endOfParticipation active"
        " departmentName"
    ),
    frozenset({"departmentName"}),
)
FIELD = Table(
    "euroSciVoc.csv",
    ("projectID", "euroSciVocCode", "euroSciVocPath", "euroSciVocTitle", "euroSciVocDescription"),
    frozenset({"euroSciVocDescription"}),
)
TABLES = (PROJECT, ORGANISATION, FIELD)


def find(files: Sequence[Path]) -> dict[str, Place]:
    """Tell by table where it lies among the files.

    Raises InputError where a zip lacks a table, a file is none of them, or one lies there twice.
    """
    found: dict[str, Place] = {}
    for file in files:
        for table, place in _in_zip(file) if is_archive(file) else [_plain(file)]:
            if table in found:
                raise _twice(table, found[table], place)
            found[table] = place
    return found


def cells(table: Table, place: Place) -> Iterator[Cells]:
    """Yield the rows of a table, each cell in the order of the table's columns.

    Raises InputError where the header is not the table's, a row has more or fewer cells than the
    header, or a quote is not closed.
    """
    with opened(place.file, place.member) as stream:
        reader = csv.reader(lines(stream, str(place)), delimiter=";", strict=True)
        try:
            header = next(reader, [])
            arrange = _arranged(table, header, place)
            for row in reader:
                if len(row) == len(header):
                    yield arrange(row)
                elif any(row):
                    raise _ragged(place, reader.line_num, len(header), len(row))
        except csv.Error as problem:
            raise _unreadable(place, reader.line_num, problem) from problem


def _in_zip(file: Path) -> list[tuple[str, Place]]:
    known = {table.name.lower(): table.name for table in TABLES}
    found = [
        (known[name], Place(file, member))
        for member in members(file)
        if (name := PurePosixPath(member).name.lower()) in known
    ]
    missing = {table.name for table in TABLES} - {table for table, _ in found}
    if missing:
        raise InputError(
            Text("zipに表が足りません。", "The zip lacks tables."),
            expected=", ".join(table.name for table in TABLES),
            found=Text(f"{', '.join(sorted(missing))} がない", f"no {', '.join(sorted(missing))}"),
            where=file.name,
        )
    return found


def _plain(file: Path) -> tuple[str, Place]:
    """Tell by its header which table a plain file is."""
    place = Place(file)
    with opened(file) as stream:
        try:
            first = next(lines(stream, str(place)), "")
            header = next(csv.reader([first], delimiter=";"), [])
        except csv.Error as problem:
            raise _unreadable(place, 1, problem) from problem
    best = max(TABLES, key=lambda table: len({*header} & {*table.columns}))
    _arranged(best, header, place)
    return best.name, place


def _arranged(table: Table, header: Cells, place: Place) -> Callable[[Cells], Cells]:
    """Check a header; give what brings a row into the order of the table's columns."""
    wanted = {*table.columns}
    missing = [one for one in table.columns if one not in header and one not in table.optional]
    times = Counter(header)
    strange = [one for one, count in times.items() if one not in wanted or count > 1]
    if missing or strange:
        raise _other_header(table, missing, strange, place)
    if tuple(header) == table.columns:
        return list
    absent = len(header)
    places = [header.index(one) if one in header else absent for one in table.columns]
    pick = itemgetter(*places)
    return lambda row: pick([*row, ""])


def _other_header(table: Table, missing: Cells, strange: Cells, place: Place) -> InputError:
    ja = [f"足りない列: {', '.join(missing)}"] if missing else []
    en = [f"missing: {', '.join(missing)}"] if missing else []
    if strange:
        shown = ", ".join(repr(one[:80]) for one in strange[:MOST_NAMED])
        shown += ", …" if strange[MOST_NAMED:] else ""
        ja.append(f"知らない列か二度ある列: {shown}")
        en.append(f"unknown or twice: {shown}")
    return InputError(
        Text(f"{table.name} の見出しが違います。", f"The header of {table.name} has changed."),
        expected=", ".join(table.columns),
        found=Text("。".join(ja), "; ".join(en)),
        where=f"{place}:1",
        remedy=Text(
            "公開されたままのファイルか確かめてください。形式が変わったのなら、読み方を直す必要があります。",
            "Check that it is the file as published; if its format has changed, the reader must follow.",
        ),
    )


def _ragged(place: Place, line: int, expected: int, found: int) -> InputError:
    return InputError(
        Text("行の列数が見出しと違います。", "A row has not as many cells as the header."),
        expected=str(expected),
        found=str(found),
        where=f"{place}:{line}",
        remedy=Text(
            "ファイルが途中で切れていないか確かめてください。", "Check that the file is whole."
        ),
    )


def _unreadable(place: Place, line: int, problem: csv.Error) -> InputError:
    return InputError(
        Text("CSVとして読めません。", "This cannot be read as CSV."),
        expected=Text("; で区切り、引用符の閉じたCSV", "CSV separated by ; with closed quotes"),
        found=str(problem),
        where=f"{place}:{line}",
        remedy=Text(
            "ファイルが途中で切れていないか確かめてください。", "Check that the file is whole."
        ),
    )


def _twice(table: str, first: Place, second: Place) -> InputError:
    return InputError(
        Text("同じ表が二つあります。", "One table is there twice."),
        expected=Text(f"{table} を一つ", f"one {table}"),
        found=f"{first}, {second}",
        where=str(second),
        remedy=Text("一つだけ指定してください。", "Name only one of them."),
    )
