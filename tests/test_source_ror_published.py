"""The published records of ROR, whole, against a direct count of the file."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kb.records import Key, Record
from tests.ror_samples import entities, links, told

COUNTED = ("id", "status", "types", "relationships", "locations")


def _counted(one: dict[str, Any]) -> dict[str, Any]:
    return {name: one[name] for name in COUNTED}


@pytest.fixture(scope="module")
def extract(shared: Path) -> Path:
    return shared / "data" / "ror" / "ror-v2-extract.jsonl.zip"


@pytest.fixture(scope="module")
def published(extract: Path) -> list[dict[str, Any]]:
    with zipfile.ZipFile(extract) as release, release.open(release.namelist()[0]) as lines:
        return [_counted(json.loads(line)) for line in lines]


@pytest.fixture(scope="module")
def records(extract: Path) -> list[Record]:
    return told(extract)


@pytest.mark.shared
def test_the_extract_gives_the_bodies_and_ties_that_a_direct_count_finds(
    published: list[dict[str, Any]], records: list[Record]
) -> None:
    described = {one["id"] for one in published}
    stated = [
        (one["id"], tie["type"], tie["id"]) for one in published for tie in one["relationships"]
    ]
    ties = [(a, kind, b) for a, kind, b in stated if a != b]
    parts = {(a, b) for a, kind, b in ties if kind == "parent"}
    parts |= {(b, a) for a, kind, b in ties if kind == "child"}
    heirs = {(a, b) for a, kind, b in ties if kind == "successor"}
    heirs |= {(b, a) for a, kind, b in ties if kind == "predecessor"}
    related = {frozenset((a, b)) for a, kind, b in ties if kind == "related"}
    bodies = [one for one in entities(records).values() if one.key.scheme == "ror"]
    named = [one for one in bodies if one.properties.get("named_only")]
    assert len(bodies) - len(named) == len(described) == 26_413
    assert len(named) == len({b for _, _, b in ties} - described) == 9_133
    tied_bodies = [one for one in links(records, "PART_OF") if one.source.scheme == "ror"]
    assert len(tied_bodies) == len(parts) == 17_539
    assert len(links(records, "SUCCEEDED_BY")) == len(heirs) == 529
    assert len(links(records, "RELATED_TO")) == len(related) == 4_382


@pytest.mark.shared
def test_the_extract_gives_the_states_kinds_and_places_that_a_direct_count_finds(
    published: list[dict[str, Any]], records: list[Record]
) -> None:
    found = entities(records)
    states = Counter(one.properties.get("state") for one in found.values())
    assert all(
        states[state] == count
        for state, count in Counter(one["status"] for one in published).items()
    )
    assert (states["active"], states["inactive"], states["withdrawn"]) == (25_746, 524, 143)
    kinds = Counter(type_ for one in published for type_ in one["types"])
    types = Counter(type_ for one in found.values() for type_ in one.types)
    assert types["University"] == kinds["education"] == 7_546
    assert types["Firm"] == kinds["company"] == 4_196
    assert types["ResearchInstitute"] == kinds["facility"] == 4_578
    assert types["GovernmentBody"] == kinds["government"] == 2_218
    spots = {(one["id"], place["geonames_id"]) for one in published for place in one["locations"]}
    assert len(links(records, "LOCATED_IN")) == len(spots) == 26_535
    places = {place for _, place in spots}
    assert sum(key.startswith("geonames:") for key in found) == len(places) == 6_764


@pytest.mark.shared
def test_spiber_is_two_records_and_the_old_one_leads_to_the_new(records: list[Record]) -> None:
    old, new = Key("ror", "0096s3190"), Key("ror", "02sw2gr16")
    found = entities(records)
    assert found[str(old)].properties["state"] == "withdrawn"
    assert found[str(old)].names[0].text == "Spiber Incorporated (Japan)"
    assert found[str(new)].properties["state"] == "active"
    assert found[str(new)].names[0].text == "Spiber (Japan)"
    (tie,) = [one for one in links(records, "SUCCEEDED_BY") if old in (one.source, one.target)]
    assert (tie.source, tie.target) == (old, new)
    assert len(tie.evidence) == 2
