"""Exports of gBizINFO's subsidies: one CSV a prefecture, one grant a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from ingest.gbizinfo.grants import Grant, day
from ingest.read import csv_rows
from ingest.row import Row
from kb.errors import InputError, KakehashiError
from kb.identity import normalise
from kb.text import Text

COLUMNS = ("corporate_number", "name", "subsidy_title", "amount", "date_of_approval")
NUMBERING = frozenset({""})
"""The column without a title counts the rows of one export; it says nothing of a grant."""

DAY = "YYYY-MM-DD"

Named = dict[str, dict[str, str]]
"""By corporate number: each name with the last day on which a grant was given under it."""


def grants_in(file: Path, grants: list[Grant], names: Named) -> Iterator[KakehashiError]:
    """Add the grants and the recipients' names of one export; yield what is wrong with a row."""
    row = None
    for row in csv_rows(file, "export", required=COLUMNS, published=True):
        try:
            grant, name = _grant(row)
        except KakehashiError as problem:
            yield problem
            continue
        grants.append(grant)
        known = names.setdefault(grant.number, {})
        known[name] = max(known.get(name, ""), grant.date)
    if row is None:
        yield _no_rows(file)


def _no_rows(file: Path) -> InputError:
    return InputError(
        Text("見出しだけで、行がありません。", "There is a header and no row."),
        expected=Text("補助金の行", "rows of grants"),
        found=Text("0 行", "no rows"),
        where=file.name,
        remedy=Text(
            "公開元からもう一度取ってください。何も書き込んでいません。",
            "Fetch it again from its publisher. Nothing was written.",
        ),
    )


def recipients(names: Mapping[str, Mapping[str, str]]) -> Iterable[Row]:
    """Yield each recipient; of several names the one used last comes first."""
    for number, known in names.items():
        ordered = sorted(known, key=lambda name: (known[name], name), reverse=True)
        yield Row(
            "recipient",
            f"subsidies {number}",
            {
                "number": number,
                "names": "\n".join(ordered),
            },
        )


def day_of(row: Row, column: str) -> str:
    """Take a day written as YYYY-MM-DD, or an empty cell; a time after the day is left out."""
    said = row.pop(column, "")
    text = said.partition("T")[0]
    try:
        if said and (len(text) != len(DAY) or day(text).precision != "day"):
            raise row.wrong(column, DAY, said)
    except InputError as problem:
        raise row.wrong(column, DAY, text) from problem
    return text


def number_of(row: Row, column: str) -> str:
    """Take a corporate number, its check digit verified."""
    text = row.pop(column)
    try:
        return _number(text)
    except InputError as problem:
        raise row.wrong(column, problem.parts["expected"], text) from problem


@lru_cache(maxsize=8192)
def _number(text: str) -> str:
    return normalise("houjin", text).value


def _grant(row: Row) -> tuple[Grant, str]:
    if cut := [column for column in COLUMNS if column not in row.said]:
        raise row.wrong(
            cut[0], Text("値", "a value"), Text("行が途中で切れている", "the row is cut off")
        )
    number, name = number_of(row, "corporate_number"), row.pop("name")
    title, amount = row.pop("subsidy_title"), row.pop_whole("amount")
    grant = Grant(number, title, amount, day_of(row, "date_of_approval"))
    if left := row.left(NUMBERING):
        raise row.wrong(left[0], Text("知られた列", "a known column"), row.said[left[0]])
    if any(character in name + title for character in "\t\n\r\0"):
        raise row.wrong("name", Text("一行の文字", "text of one line"), name + title)
    return grant, name
