"""Faculties, graduate schools and campuses of MEXT's list of universities, as units."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.json_cells import items, text_in
from ingest.mext.cells import clean, post_code, prefecture_in, telephone
from ingest.prefectures import Prefecture, prefecture_named
from ingest.row import Row
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value

FACULTY, GRADUATE = "faculty", "graduate_course"
UNNAMED = "－"
SITE = "site"

_GRADUATE_SCHOOL = "大学院"
_MAJOR = frozenset({"name", "major", "pref", "city"})
_EVENING = frozenset({"day_night"})
_CAMPUS = frozenset({"name", "post", "addr", "tel"})


@dataclass(frozen=True, slots=True)
class Major:
    """One line of the list: a department or major of a faculty or graduate school, and its place."""

    unit: str
    text: str
    prefecture: Prefecture | None
    city: str


@dataclass(frozen=True, slots=True)
class Whole:
    """The university of which the units are parts; `post` is the postal code of its seat."""

    source: str
    key: Key
    name: str
    post: str = ""


def majors(row: Row, column: str) -> list[Major]:
    """Take the lines of the faculties or of the graduate schools."""
    found = []
    for one in items(row, column, _MAJOR, optional=_EVENING):
        # One line holds a number for its prefecture and no city: it then says nothing of its place.
        stated = isinstance(one["pref"], str)
        teaching = text_in(row, column, one, "day_night") if "day_night" in one else ""
        major = clean(text_in(row, column, one, "major"))
        found.append(
            Major(
                clean(text_in(row, column, one, "name")),
                f"{major}（{teaching}）" if major and teaching else major,
                prefecture_named(one["pref"]) if stated else None,
                clean(text_in(row, column, one, "city")) if stated else "",
            )
        )
    return found


def units(whole: Whole, column: str, lines: Iterable[Major]) -> Iterator[Record]:
    """Give a unit for each faculty or graduate school, part of the university."""
    by_unit: dict[str, list[Major]] = {}
    for line in lines:
        by_unit.setdefault(line.unit, []).append(line)
    for unit, said in by_unit.items():
        evidence = (Evidence(whole.source, f"{whole.key.value} {column} {unit}"),)
        properties: dict[str, Value] = {}
        if taught := tuple(dict.fromkeys(line.text for line in said if line.text)):
            properties["majors"] = taught
        places = {(line.prefecture, line.city): None for line in said if line.prefecture}
        if places:
            properties["address"] = "、".join(f"{p.name}{city}" for p, city in places if p)
        shown = _shown(whole.name, column, unit)
        name = Name(shown, original=unit if shown != unit else "")
        entity = Entity(_key(whole, column, unit), ("Unit",), (name,), evidence, properties)
        yield from _part(whole, entity, [one for one, _ in places if one])


def campuses(row: Row, whole: Whole) -> Iterator[Record]:
    """Give a unit for each campus; one without a name at the university's own seat is none."""
    seen = set()
    for one in items(row, "campus", _CAMPUS):
        name, line, tel = (
            clean(text_in(row, "campus", one, part)) for part in ("name", "addr", "tel")
        )
        code = post_code(text_in(row, "campus", one, "post"))
        if (name, line) in seen or (name == UNNAMED and code == whole.post):
            continue
        seen.add((name, line))
        shown = f"{whole.name}（{line}）" if name == UNNAMED else _shown(whole.name, "campus", name)
        stated = {"address": line, "postal_code": code, "telephone": telephone(tel)}
        entity = Entity(
            _key(whole, "campus", name, line),
            ("Unit",),
            (Name(shown, original=name if shown != name else ""),),
            (Evidence(whole.source, f"{whole.key.value} campus {name} {line}"),),
            {word: value for word, value in stated.items() if value},
        )
        within = prefecture_in(line)
        yield from _part(whole, entity, [within] if within else [])


def located(key: Key, within: Prefecture, evidence: Evidence, role: str) -> Link:
    """Tie a thing to its prefecture."""
    return Link("LOCATED_IN", key, within.key, (evidence,), role=role, basis="register")


def _part(whole: Whole, unit: Entity, within: Iterable[Prefecture]) -> Iterator[Record]:
    yield unit
    yield Link("PART_OF", unit.key, whole.key, unit.evidence, basis="register")
    for one in dict.fromkeys(within):
        yield located(unit.key, one, unit.evidence[0], SITE)


def _shown(university: str, column: str, unit: str) -> str:
    """Put the university's name before a unit's, as it is written in full."""
    if university in unit:
        return unit
    inner = _GRADUATE_SCHOOL if column == GRADUATE and not unit.startswith(_GRADUATE_SCHOOL) else ""
    return f"{university}{inner}{unit}"


def _key(whole: Whole, *parts: str) -> Key:
    digest = hashlib.sha256("\t".join((whole.key.value, *parts)).encode()).hexdigest()[:12]
    return Key("local", f"{whole.source}:{digest}")
