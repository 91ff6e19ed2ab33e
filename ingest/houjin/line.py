"""One row of the corporate numbers: its columns, the codes in them, and what may be wrong with it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ingest.prefectures import PREFECTURES
from kb.errors import InputError
from kb.text import Text

PROCESSES = {
    "01": "assigned",
    "11": "renamed",
    "12": "moved",
    "13": "moved_abroad",
    "21": "closed",
    "22": "reopened",
    "71": "merger",
    "72": "merger_annulled",
    "81": "name_struck_off",
    "99": "withdrawn",
}
"""Code of an event in column 3: its word in the list `register_event`."""
KINDS = ("101", "201", "301", "302", "303", "304", "305", "399", "401", "499")
CAUSES = {"01": "liquidated", "11": "merged", "21": "by_registrar", "31": "otherwise_liquidated"}
WITHDRAWN = "99"
DIGITS = 13
LONGEST_CELL = 2000
"""In characters; the register's longest columns have some 600."""
NUMBER = Text("13桁で検査数字の合う番号", "13 digits with the right check digit")


class Line(NamedTuple):
    """One row, in the order of the published columns; columns that a file lacks are empty."""

    sequence: str
    number: str
    process: str
    correct: str
    updated: str
    changed: str
    name: str
    name_image: str
    kind: str
    prefecture: str
    city: str
    street: str
    address_image: str
    prefecture_code: str
    city_code: str
    post_code: str
    outside: str
    outside_image: str
    closed: str
    close_cause: str
    successor: str
    cause: str
    assigned: str
    latest: str
    en_name: str
    en_prefecture: str
    en_city: str
    en_outside: str
    furigana: str
    hidden: str

    @property
    def domestic(self) -> tuple[str, ...]:
        """The address in Japan, with its codes."""
        return self[9:16]


def sound(number: str) -> bool:
    """Tell whether a corporate number has 13 digits and the right check digit.

    The first digit is 9 − (Σ Pn·Qn mod 9) over the others, counted from the last: Qn is 1 for odd
    n and 2 for even n.
    """
    if len(number) != DIGITS or not number.isascii() or not number.isdigit():
        return False
    total = sum(map(int, number[2::2])) + 2 * sum(map(int, number[1::2]))
    return int(number[0]) == 9 - total % 9


def problem(line: Line, place: str) -> InputError | None:
    """Give what is wrong with a row, or None."""
    if len(longest := max(line, key=len)) > LONGEST_CELL:
        column = Line._fields[line.index(longest)]
        found = f"{longest[:_SHOWN]}… ({len(longest):,})"
        return wrong(f"{place} {column}", f"≤ {LONGEST_CELL:,}", found)
    if not sound(line.number):
        return wrong(f"{place} corporateNumber", NUMBER, line.number)
    if line.process not in PROCESSES:
        return wrong(f"{place} process", " | ".join(PROCESSES), line.process)
    return (
        _unknown_code(line, place)
        or _unknown_place(line, place)
        or _wrong_day(line, place)
        or _nameless(line, place)
    )


def _unknown_code(line: Line, place: str) -> InputError | None:
    nearly_empty = line.process == WITHDRAWN
    lists: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("kind", line.kind, (*KINDS, "") if nearly_empty else KINDS),
        ("closeCause", line.close_cause, ("", *CAUSES)),
        ("correct", line.correct, ("0", "1")),
        ("latest", line.latest, ("", "0", "1")),
        ("hihyoji", line.hidden, ("", "0", "1")),
    )
    for column, value, known in lists:
        if value not in known:
            return wrong(f"{place} {column}", " | ".join(code for code in known if code), value)
    if line.successor and not sound(line.successor):
        return wrong(f"{place} successorCorporateNumber", NUMBER, line.successor)
    return None


def _unknown_place(line: Line, place: str) -> InputError | None:
    code = line.prefecture_code
    if not code and not line.prefecture:
        return None
    known = PREFECTURES.get(code)
    if known is None:
        return wrong(f"{place} prefectureCode", "01 – 47", code)
    if known.name != line.prefecture:
        return wrong(f"{place} prefectureName", f"{code} {known.name}", line.prefecture)
    if line.city_code and not (_THREE.match(line.city_code) and line.city):
        found = f"{line.city_code} {line.city}"
        return wrong(f"{place} cityCode", Text("3桁と名前", "three digits and a name"), found)
    return None


def _wrong_day(line: Line, place: str) -> InputError | None:
    days = (
        ("updateDate", line.updated, True),
        ("changeDate", line.changed, line.process != WITHDRAWN),
        ("closeDate", line.closed, False),
        ("assignmentDate", line.assigned, False),
    )
    for column, day, required in days:
        if not _is_day(day) and (day or required):
            return wrong(f"{place} {column}", "YYYY-MM-DD", day)
    return None


def _nameless(line: Line, place: str) -> InputError | None:
    if line.name.strip() or line.process == WITHDRAWN:
        return None
    return wrong(f"{place} name", Text("名前", "a name"), Text("空", "empty"))


@lru_cache(maxsize=20_000)
def _is_day(text: str) -> bool:
    if not _DAY.match(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def wrong(where: str, expected: Text | str, found: Text | str) -> InputError:
    """Make the error over a file or a row that is not what the format says."""
    return InputError(
        Text(
            "法人番号のファイルの内容が形式に合いません。",
            "A file of corporate numbers is not what its format says.",
        ),
        expected=expected,
        found=found or Text("空", "empty"),
        where=where,
        remedy=Text(
            "公表サイトからもう一度取ってください。符号が増えていれば、符号表に加えてください。",
            "Fetch it again from the register; if a code is new, add it to the table of codes.",
        ),
    )


_SHOWN = 80
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_THREE = re.compile(r"[0-9]{3}\Z")
