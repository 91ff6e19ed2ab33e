"""Events of the register, each told once however many files tell it, and only of whom it matters.

A publication tells the events of a number in the register's order, the last being its latest. One
that begins with the assignment of the number (process 01) tells its whole history: so the register
publishes corrections, and what an older publication says otherwise no longer holds. Others tell one
event or the few of a day.

An event is known by its day and process, and by its place among the number's events of that day
counted from the last, so that the one row of a full file and the rows of a difference agree. The
later word sorts after the earlier. What a publication older than the one that is held says of an
event is passed over, and what it said before is closed, whichever was read first
(`ingest.houjin.editions`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from ingest.houjin.editions import Editions, place_of
from ingest.houjin.files import checked, publications
from ingest.houjin.kinds import is_support_foundation, matters
from ingest.houjin.line import Line
from ingest.houjin.mergers import Merger, mergers
from ingest.row import Row
from ingest.source import Asked
from kb.errors import KakehashiError

LAST = 99
ORDER = ("01", "13", "12", "11", "71", "72", "22", "21", "81", "99")
"""How events of one day and one number mostly follow each other, where no publication says."""
CLOSED, REOPENED, ASSIGNED = "21", "22", "01"
ENDINGS = (CLOSED, "81", "99")
MOST_PROBLEMS = 50

UNUSED = frozenset({"sequence", "correct", "updated", "latest"})
"""Columns about the publication itself; they order the publications and say nothing of the body."""
SAYING = tuple(name for name in Line._fields if name not in UNUSED)
_SAID = attrgetter(*SAYING)
_LETTERS = dict(zip(ORDER, "abcdefghij", strict=True))


def read(asked: Asked) -> Iterator[Row | KakehashiError]:
    """Yield one row for every region, event and body that is named only, or what is wrong."""
    survey = _Survey(asked.whole, frozenset(k.value for k in asked.named if k.scheme == "houjin"))
    for file in asked.files:
        survey.take(file)
    if survey.problems:
        yield from survey.problems
        return
    survey.follow_mergers()
    held = Editions.of(asked.held())
    yield from _Telling(survey, held, asked.outdated).rows()


def discriminators(group: list[Line]) -> list[str]:
    """Give what tells each event of a publication from the others and sorts them by time."""
    after: dict[str, int] = defaultdict(int)
    found: list[str] = []
    for line in reversed(group):
        day = line.changed or line.updated
        found.append(f"{day} {LAST - after[day]:02d}{_LETTERS[line.process]} {line.process}")
        after[day] += 1
    return found[::-1]


@dataclass(slots=True)
class _Survey:
    """What a first pass finds: what is wrong, how new each file is, and whom to take."""

    whole: bool
    named: frozenset[str]
    newest: dict[Path, str] = field(default_factory=dict)
    chosen: set[str] = field(default_factory=set)
    partners: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    problems: list[KakehashiError] = field(default_factory=list)

    def take(self, file: Path) -> None:
        newest = ""
        for line in checked(file):
            if isinstance(line, KakehashiError):
                self.problems.append(line)
                if len(self.problems) >= MOST_PROBLEMS:
                    return
                continue
            newest = max(newest, line.updated)
            if not self.whole and matters(line):
                self.chosen.add(line.number)
            for merger in mergers(line):
                self.partners[merger.absorbed].add(merger.survivor)
                self.partners[merger.survivor].add(merger.absorbed)
        self.newest[file] = newest

    def follow_mergers(self) -> None:
        """Take those named elsewhere, and whoever took over or was taken over by one chosen."""
        self.chosen |= self.named
        ahead = list(self.chosen)
        while ahead:
            for partner in self.partners.get(ahead.pop(), ()):
                if partner not in self.chosen:
                    self.chosen.add(partner)
                    ahead.append(partner)

    def wanted(self, number: str) -> bool:
        return self.whole or number in self.chosen

    def files(self) -> list[Path]:
        """Give the files, the newest first."""
        return sorted(self.newest, key=lambda file: (self.newest[file], file.name), reverse=True)


class _Telling:
    """The second pass: what is told, newest publication first, each thing once."""

    def __init__(self, survey: _Survey, held: Editions, outdated: set[str]) -> None:
        self._survey = survey
        self._held = held
        self._outdated = outdated
        self._told: set[tuple[str, str]] = set()
        self._whole: set[str] = set()
        self._regions: set[str] = set()
        self._named: dict[str, tuple[str, Merger]] = {}
        self._described: set[str] = set()

    def rows(self) -> Iterator[Row]:
        for file in self._survey.files():
            for group in publications(file):
                if self._survey.wanted(group[0].number) and group[0].number not in self._whole:
                    yield from self._events(group)
        for number, (place, merger) in sorted(self._named.items()):
            if number not in self._described:
                yield Row("named", place, {"number": number, "name": merger.name})

    def _events(self, group: list[Line]) -> Iterator[Row]:
        number = group[0].number
        for place, (line, discriminator) in enumerate(
            zip(group, discriminators(group), strict=True)
        ):
            if (number, discriminator) in self._told:
                continue
            self._told.add((number, discriminator))
            if self._held.newer(line):
                continue
            self._outdated.update(self._held.older(line))
            yield from self._seats(line)
            self._name_others(line)
            yield _event(line, discriminator, group[:place], group[place + 1 :])
        self._described.add(number)
        if group[0].process == ASSIGNED:
            self._whole.add(number)

    def _seats(self, line: Line) -> Iterator[Row]:
        """Tell a municipality and its prefecture where they are met for the first time."""
        code = line.prefecture_code
        if code and code not in self._regions:
            self._regions.add(code)
            yield Row("prefecture", f"prefecture {code}", {"code": code})
        code += line.city_code
        if line.city_code and code not in self._regions:
            self._regions.add(code)
            yield Row("municipality", f"municipality {code}", {"code": code, "name": line.city})

    def _name_others(self, line: Line) -> None:
        for merger in mergers(line):
            known = self._named.get(merger.other)
            if known is None or (merger.name and not known[1].name):
                self._named[merger.other] = place_of(line), merger


def _event(line: Line, discriminator: str, before: list[Line], after: list[Line]) -> Row:
    """Give the row of an event: the published columns, and what the events around it say."""
    values = dict(zip(SAYING, _SAID(line), strict=True))
    values["discriminator"] = discriminator
    values["stayed"] = "1" if before and _stayed(before[-1], line) else ""
    if line.process == CLOSED and any(later.process == REOPENED for later in after):
        values["reopened"] = "1"
    if is_support_foundation(line.name, line.prefecture, line.city):
        values["support"] = "1"
    return Row("event", place_of(line), values)


def _stayed(before: Line, line: Line) -> bool:
    """Tell whether an event left the seat as the event before it had it."""
    standing = before.process not in ENDINGS and line.process not in ENDINGS
    return standing and before.domestic == line.domestic
