"""Who was merged into whom, out of the register's remark on a closing or a merger (column 22).

The remark on a closing reads: date, address, name, number of the survivor, 「に合併し解散」; that on a
merger gives one such passage, ending in 「を合併」, for every body taken over. Religious bodies give
no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.houjin.line import Line, sound
from kb.errors import InputError
from kb.identity.legal_forms import JAPANESE
from kb.when import When, between

CLOSED, MERGER = "21", "71"


@dataclass(frozen=True, slots=True)
class Merger:
    """One body taken over by another: their numbers, since when, and the other party's name.

    `other` is the number that the remark names; its `name` is "" where it cannot be told from the
    address before it.
    """

    absorbed: str
    survivor: str
    when: When
    other: str
    name: str


def mergers(line: Line) -> Iterator[Merger]:
    """Give the mergers that an event tells of; none of a body with itself."""
    if line.process == CLOSED and line.successor:
        passage = next((one for one in _passages(line.cause) if one[0] == line.successor), None)
        day, name = passage[1:] if passage else ("", "")
        if line.successor != line.number:
            when = _since(day, line.closed or line.changed)
            yield Merger(line.number, line.successor, when, line.successor, name)
    elif line.process == MERGER:
        told: set[str] = {line.number}
        for number, day, name in _passages(line.cause):
            if number not in told and sound(number):
                told.add(number)
                yield Merger(number, line.number, _since(day, line.changed), number, name)


def _passages(remark: str) -> Iterator[tuple[str, str, str]]:
    """Yield number, day as written, and name for every party that a remark names."""
    start = 0
    for found in _NUMBER.finditer(remark):
        said = _DAY.match(remark, start)
        told = remark[said.end() if said else start : found.start()]
        yield found[1].translate(_DIGITS), said[0] if said else "", _name(told)
        end = _END.match(remark, found.end())
        start = end.end() if end else found.end()


def _name(told: str) -> str:
    """Give the name at the end of an address; "" where the two cannot be told apart."""
    address = 0
    for found in _ADDRESS_END.finditer(told):
        address = found.end()
    name = told[address:]
    if not name.endswith(_FORMS) and (starts := [found.start() for found in _FORM.finditer(name)]):
        return name[starts[-1] :]
    return name if address and name not in _FORMS and name[:1] not in _NO_BEGINNING else ""


def _since(day: str, otherwise: str) -> When:
    try:
        return between(day, "") if day else between(otherwise, "")
    except InputError:
        return between(otherwise, "")


_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_NUMBER = re.compile(r"（([0-9０-９]{13})）")
_DAY = re.compile(r"(?:令和|平成|昭和)[0-9０-９元]{1,2}年[0-9０-９]{1,2}月[0-9０-９]{1,2}日")
_END = re.compile(r"(?:に合併し解散|を合併)")
_FORMS = tuple(sorted(JAPANESE, key=len, reverse=True))
_FORM = re.compile("|".join(map(re.escape, _FORMS)))
_NO_BEGINNING = tuple("－‐-のノ、")
# Where a postal address ends: the number of a lot or house, a room or a storey.
_ADDRESS_END = re.compile(
    r"[0-9０-９]+(?:番(?:地?|[0-9０-９]+号)|号室?|階|Ｆ|[－‐-][0-9０-９]+)"
    r"(?:[の－‐-]?[0-9０-９]+(?:号室?|階|Ｆ)?)*"
)
