"""The funnel of a fiscal year: how many at each stage, in the stage's own unit, with its bounds.

The fiscal year of Japan runs from 1 April to 31 March. A date counts where all of it lies in the
year; one that is too imprecise to tell is counted apart. What was withdrawn is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.entering.desk import desk_of
from kb.entering.kind import Matter, day_of
from kb.entering.stages import STAGES, Stage, number_in
from kb.entering.steps import STEPS, Taken, taken
from kb.ledger import Entry, Ledger
from kb.when import FISCAL_START_MONTH, When

_NO_ENTRIES: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of introductions: how many took it in the year, and how many of those begun in it.

    `unclear` have a date that may lie in the year or beside it.
    """

    name: str
    in_year: int
    of_begun: int
    unclear: int


@dataclass(frozen=True, slots=True)
class Count:
    """A stage of inquiries: how many in the year, in its own unit, and how many may be."""

    stage: Stage
    number: float
    unclear: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """What a desk did in a fiscal year; consultations by number and by how many were helped."""

    year: int
    steps: tuple[Step, ...]
    declined: int
    counts: tuple[Count, ...]
    consultations: int
    clients: int
    unclear: int


def fiscal_year(day: date) -> int:
    """Give the fiscal year that a day lies in, by the year in which it began."""
    return day.year if day.month >= FISCAL_START_MONTH else day.year - 1


def years(ledger: Ledger) -> list[int]:
    """Give the fiscal years in which anything began, the latest first."""
    days = (one.day("on") for one in desk_of(ledger).matters())
    firsts = (when.first_day() for when in days if when)
    return sorted({fiscal_year(first) for first in firsts if first}, reverse=True)


def funnel(ledger: Ledger, year: int) -> Funnel:
    """Count what the desk's entries say of a fiscal year, whoever may see them."""
    desk = desk_of(ledger)
    made = _counting(desk.matters("introduction"))
    met = _counting(desk.matters("consultation"))
    asked = _counting(desk.matters("inquiry"))
    taken_by = [(one, taken(one)) for one in made]
    held = [one for one in met if _lies(one.day("on"), year)]
    return Funnel(
        year,
        tuple(_step(name, taken_by, year) for name in STEPS),
        sum(_declined_in(one, year) for one in made),
        tuple(_count(stage, asked, year) for stage in STAGES),
        len(held),
        len({id_ for one in held for id_ in one.ids("client")}),
        sum(_may(one.day("on"), year) for one in met),
    )


def _counting(matters: Iterable[Matter]) -> list[Matter]:
    return [one for one in matters if not one.withdrawn]


def _step(name: str, made: Iterable[tuple[Matter, Sequence[Taken]]], year: int) -> Step:
    found = [(one, step.when) for one, steps in made for step in steps if step.step == name]
    return Step(
        name,
        sum(_lies(when, year) for _, when in found),
        sum(_lies(one.day("on"), year) for one, _ in found),
        sum(_may(when, year) for _, when in found),
    )


def _declined_in(matter: Matter, year: int) -> bool:
    entries = matter.of("decline")
    return bool(entries) and _lies(day_of(entries[-1].content, "on"), year)


def _count(stage: Stage, asked: Iterable[Matter], year: int) -> Count:
    entries = [e for one in asked for e in _of_stage(one, stage)]
    dated = [(day_of(e.content, "on"), number_in(e)) for e in entries]
    if stage.name == "new":
        dated = [(one.day("on"), 1.0) for one in asked]
    return Count(
        stage,
        sum(number for when, number in dated if _lies(when, year)),
        sum(number for when, number in dated if _may(when, year)),
    )


def _of_stage(matter: Matter, stage: Stage) -> tuple[Entry, ...]:
    return matter.of(stage.name) if stage.name != "new" else _NO_ENTRIES


def _lies(when: When | None, year: int) -> bool:
    """Tell whether all of a date lies in a fiscal year."""
    first, last = (when.first_day(), when.last_day()) if when else (None, None)
    if first is None or last is None:
        return False
    return fiscal_year(first) == year == fiscal_year(last)


def _may(when: When | None, year: int) -> bool:
    """Tell whether a date lies partly in a fiscal year and partly beside it."""
    first, last = (when.first_day(), when.last_day()) if when else (None, None)
    if first is None or last is None or fiscal_year(first) == fiscal_year(last):
        return False
    return year in {fiscal_year(first), fiscal_year(last)}
