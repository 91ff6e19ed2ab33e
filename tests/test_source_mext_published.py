"""MEXT's published list, whole, against a direct count of the file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ingest.run import preview
from ingest.sources.mext_universities import SOURCE
from kb.records import Entity, Link, Record
from kb.vocabulary import vocabulary


@pytest.fixture(scope="module")
def file(shared: Path) -> Path:
    return shared / "data" / "japan" / "universities_mext_r4.json"


@pytest.fixture(scope="module")
def published(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def records(file: Path) -> tuple[Record, ...]:
    seen = preview(SOURCE, [file], vocabulary=vocabulary(), samples=100_000)
    assert seen.problems == ()
    assert all(seen.counts[word] in expected for word, expected in SOURCE.expect.items())
    return seen.samples


@pytest.mark.shared
def test_universities_and_presidents_are_those_of_the_list(
    published: list[dict[str, Any]], records: tuple[Record, ...]
) -> None:
    found = [one for one in records if isinstance(one, Entity) and one.types == ("University",)]
    assert {one.key.value for one in found} == {one["mext_code"] for one in published}
    assert len(found) == 813
    kinds = Counter(str(one.properties["establishment"]) for one in found)
    direct = Counter(one["type"] for one in published)
    assert kinds == {"national": 86, "public": 101, "private": 626}
    assert sorted(kinds.values()) == sorted(direct.values())
    people = [one for one in records if isinstance(one, Entity) and one.types == ("Person",)]
    posts = [one for one in records if isinstance(one, Link) and one.type == "AFFILIATED_WITH"]
    assert len(people) == len({one.key for one in people}) == len(posts) == 813
    assert all(one.properties["ground"] == "public_role" for one in people)
    assert sum("doubt" in one.properties for one in posts) == 38


@pytest.mark.shared
def test_units_and_joint_courses_are_those_of_the_list(
    published: list[dict[str, Any]], records: tuple[Record, ...]
) -> None:
    places = [one.evidence[0].place for one in records if isinstance(one, Entity)]
    for column, count in (("faculty", 2_610), ("graduate_course", 1_967)):
        direct = {
            (one["mext_code"], line["name"]) for one in published for line in one[column]["rows"]
        }
        told = sum(place.split(" ")[1:2] == [column] for place in places)
        assert told == len(direct) == count
    ties = [one for one in records if isinstance(one, Link) and one.type == "COLLABORATES_WITH"]
    courses: dict[str, set[str]] = {}
    for one in published:
        for section in ("UJIS-F", "UJIS-G"):
            for line in one[section]["rows"]:
                bare = line["master"][: line["master"].rindex("（")].removesuffix("大学院")
                courses.setdefault(f"{section} {line['name']} {one['name']}", {one["name"]}).add(
                    bare
                )
    pairs = {
        frozenset((a, b)) for names in courses.values() for a in names for b in names if a != b
    }
    assert len(ties) == len(pairs) == 44
