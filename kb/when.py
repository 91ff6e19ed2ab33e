"""Intervals of time as sources state them: with a precision, open ends, and ends nobody dated."""

from __future__ import annotations

import calendar
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from kb.errors import InputError
from kb.text import Text

Precision = Literal["fiscal_year", "year", "month", "day"]

_ERAS = {"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}
_LETTERS = dict(zip("RHSTM", _ERAS.values(), strict=True))
ERA_START = _ERAS | _LETTERS | {letter.lower(): year for letter, year in _LETTERS.items()}
FISCAL_START_MONTH = 4

_ERA = rf"(?:(?P<era>{'|'.join(ERA_START)})\s*(?P<era_year>元|\d{{1,2}})|(?P<year>\d{{4}}))"
_MONTH = r"(?P<month>\d{1,2})\s*月?\s*(?:末|[-/.]?\s*(?P<day>\d{1,2})\s*日?)?"
_POINT = re.compile(
    rf"^(?:FY\s*(?P<fy>\d{{4}})|{_ERA}\s*(?:(?P<fiscal>年度)|(?:年\s*|[-/.]\s*){_MONTH}|年)?)$"
)


def today() -> date:
    """Give the day of this moment where this machine stands: early on it is still yesterday in UTC."""
    return datetime.now(UTC).astimezone().date()


def day_here(moment: str) -> date:
    """Give the day of a moment (ISO 8601 with its offset) where this machine stands."""
    return datetime.fromisoformat(moment).astimezone().date()


def minute_here(moment: str) -> str:
    """Give the day and the minute of a moment (ISO 8601 with its offset) where this machine stands."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class When:
    """An interval; both ends are included.

    `since` and `until` are ISO texts as precise as the source (`2021`, `2021-03`, `2021-03-18`);
    a fiscal year is written out as its first and last day. None means open; `ended` means that it
    is over at a date nobody stated (元所長). `original` keeps the source's wording; `inferred`
    marks a date that the source implies rather than says.
    """

    since: str | None = None
    until: str | None = None
    ended: bool = False
    precision: Precision | None = None
    original: str = ""
    inferred: bool = False

    def __post_init__(self) -> None:
        first, last = self.first_day(), self.last_day()
        if first and last and first > last:
            raise InputError(
                Text("期間の終わりが始まりより前です。", "An interval ends before it begins."),
                expected=Text("始まり ≦ 終わり", "start on or before the end"),
                found=f"{self.since} … {self.until}",
            )

    def first_day(self) -> date | None:
        """Give the first day it covers, or None if its start is open."""
        return None if self.since is None else _edge(self.since, last=False)

    def last_day(self) -> date | None:
        """Give the last day it covers, or None if its end is open or undated."""
        return None if self.until is None else _edge(self.until, last=True)

    def covers(self, day: date) -> bool:
        """Tell whether the day lies inside; an undated end counts as over, so it covers no day."""
        first, last = self.first_day(), self.last_day()
        return not self.ended and (first is None or first <= day) and (last is None or day <= last)


ALWAYS = When()
ENDED = When(ended=True)


def at(text: str, *, inferred: bool = False) -> When:
    """Read one stated point as the interval it covers: 令和6年度, 2021年3月, 2021, FY2024."""
    since, until, precision = _read(text)
    return When(since, until, precision=precision, original=text, inferred=inferred)


def between(since: str, until: str, *, inferred: bool = False) -> When:
    """Read two stated points, either of which may be empty (open); `元` as an end: undated."""
    start, _, precision = _read(since) if since else (None, None, None)
    if until == "元":
        return When(start, ended=True, precision=precision, original=f"{since}–", inferred=inferred)
    _, end, end_precision = _read(until) if until else (None, None, None)
    original = f"{since}–{until}" if since or until else ""
    return When(
        start, end, precision=precision or end_precision, original=original, inferred=inferred
    )


def days_of(text: str) -> tuple[date, date]:
    """Read one stated point, or a day in any form of ISO 8601, as its first and last day."""
    with suppress(ValueError):
        return (date.fromisoformat(text),) * 2
    first, last, _ = _read(text)
    return _edge(first, last=False), _edge(last, last=True)


def _read(text: str) -> tuple[str, str, Precision]:
    """Give the first and last ISO text of one stated point, and its precision."""
    found = _POINT.match(unicodedata.normalize("NFKC", text).strip())
    if not found:
        raise InputError(
            Text("日付が読めません。", "A date cannot be read."),
            expected="令和6年度 | R6.4.1 | 2021 | 2021-03 | 2021-03-18 | 2021年3月18日 | FY2024",
            found=text,
        )
    year = _year(found)
    if found["fy"] or found["fiscal"]:
        return f"{year}-04-01", f"{year + 1}-03-31", "fiscal_year"
    if not found["month"]:
        return f"{year}", f"{year}", "year"
    month = f"{year}-{int(found['month']):02d}"
    if not found["day"]:
        _edge(month, last=True)
        return month, month, "month"
    day = f"{month}-{int(found['day']):02d}"
    _edge(day, last=True)
    return day, day, "day"


def _year(found: re.Match[str]) -> int:
    if found["fy"] or found["year"]:
        return int(found["fy"] or found["year"])
    count = 1 if found["era_year"] == "元" else int(found["era_year"])
    return ERA_START[found["era"]] + count - 1


def _edge(text: str, *, last: bool) -> date:
    """Give the first or last day that an ISO text of any precision covers."""
    try:
        parts = [int(part) for part in text.split("-")]
        year, month, day = [*parts, 0, 0][:3]
        if day:
            return date(year, month, day)
        if not month:
            return date(year, 12, 31) if last else date(year, 1, 1)
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except ValueError as problem:
        raise InputError(
            Text("この日付はありません。", "There is no such date."),
            expected="YYYY | YYYY-MM | YYYY-MM-DD",
            found=text,
        ) from problem
