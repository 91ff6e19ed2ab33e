"""Courses that universities run together: every one of them states the course, all are one tie a pair."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from ingest.json_cells import items, text_in
from ingest.mext.cells import clean
from ingest.row import Row
from kb.text import Text

SECTIONS = {"UJIS-F": "共同実施制度利用（学部）", "UJIS-G": "共同実施制度利用（研究科）"}

_COURSE = frozenset({"name", "master"})
_KIND = re.compile("（[国公私]）$")
_GRADUATE_SCHOOL = "大学院"


@dataclass
class Courses:
    """The joint courses read so far; `rows` gives one row for each pair of universities."""

    _codes: dict[str, str] = field(default_factory=dict)
    _shared: list[tuple[Row, str, dict[str, set[str]]]] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """Take the joint courses out of a university's row; refuse one that was read before."""
        name, code = clean(row.values.get("name", "")), row.values.get("mext_code", "")
        if name in self._codes or code in self._codes.values():
            raise row.wrong(
                "mext_code", Text("大学ごとに一度", "each university once"), f"{code} {name}"
            )
        self._codes[name] = code
        for column in SECTIONS:
            bodies: dict[str, set[str]] = {}
            for one in items(row, column, _COURSE):
                course = clean(text_in(row, column, one, "name"))
                bodies.setdefault(course, {name}).add(clean(text_in(row, column, one, "master")))
            self._shared.append((row, column, bodies))

    def rows(self) -> Iterator[Row]:
        """Yield a row a pair; raise InputError at a university that the list does not hold."""
        pairs: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
        for row, column, bodies in self._shared:
            for course, names in bodies.items():
                codes = sorted({self._code(row, column, name) for name in names})
                for pair in combinations(codes, 2):
                    courses, places = pairs.setdefault(pair, (set(), set()))
                    courses.add(course)
                    places.add(f"{row.place} {column}")
        for (a, b), (courses, places) in sorted(pairs.items()):
            values = {"a": a, "b": b, "courses": _list(courses), "said": _list(places)}
            yield Row("joint", f"{a} {b}", values)

    def _code(self, row: Row, column: str, name: str) -> str:
        bare = _KIND.sub("", name)
        for known in (bare, bare.removesuffix(_GRADUATE_SCHOOL)):
            if known in self._codes:
                return self._codes[known]
        raise row.wrong(column, Text("一覧にある大学", "a university of the list"), name)


def _list(texts: set[str]) -> str:
    return json.dumps(sorted(texts), ensure_ascii=False)
