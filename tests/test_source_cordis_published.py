"""The published CORDIS file whole: what we keep of it, against counts of the file itself."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest

from ingest.reading import Reading
from ingest.source import Asked
from ingest.sources.cordis import SOURCE
from kb.records import Entity, Key, Link
from kb.vocabulary import vocabulary
from tests.conftest import SHARED
from tests.small_cordis import claims, packed, records

pytestmark = pytest.mark.shared

PUBLISHED = SHARED / "data" / "cordis" / "horizon-2025-11-csv.zip"
VERBATIM = SHARED / "data" / "cordis" / "official_organization_csv_verbatim_rows.csv"
NAMES = ("project.csv", "organization.csv", "euroSciVoc.csv")
FRAUNHOFER = Key("pic", "999984059")


@dataclass
class Kept:
    """What is counted of the records, which are too many to hold."""

    counts: Counter[str] = field(default_factory=Counter)
    parts: list[tuple[str, str, str]] = field(default_factory=list)
    apart: set[tuple[str, str, str, str]] = field(default_factory=set)
    country: dict[str, object] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    money: float = 0.0


@pytest.fixture(scope="module")
def kept() -> Kept:
    reading = Reading(SOURCE, Asked([PUBLISHED]), vocabulary())
    found = Kept()
    for record in reading.records():
        if isinstance(record, Link) and record.type == "PARTICIPATES_IN":
            part = (record.source.value, record.target.value, record.role)
            found.parts.append(part)
            found.apart.add((*part, record.discriminator))
            found.money += float(record.properties.get("eu_contribution", 0))  # type: ignore[arg-type]
        elif isinstance(record, Entity) and record.key.scheme == "pic":
            found.country[record.key.value] = record.properties.get("country")
            found.names[record.key.value] = [name.text for name in record.names]
            found.types[record.key.value] = record.types
    reading.refuse_if_wrong()
    found.counts = reading.counts
    return found


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    with zipfile.ZipFile(PUBLISHED) as archive:
        return {
            name: pl.read_csv(archive.read(name), separator=";", infer_schema=False).fill_null("")
            for name in NAMES
        }


def test_every_project_participation_and_field_is_kept(
    kept: Kept, tables: dict[str, pl.DataFrame]
) -> None:
    projects, bodies, fields = (tables[name] for name in NAMES)
    assert kept.counts["Project"] == projects["id"].n_unique() == 18_940
    assert kept.counts["PARTICIPATES_IN"] == bodies.height == 118_425
    assert len(kept.apart) == 118_425
    assert kept.counts["HAS_TECHNOLOGY"] == fields.height == 38_486
    assert len(kept.types) == bodies["organisationID"].n_unique() == 30_580
    codes = {code for path in fields["euroSciVocCode"] for code in path.strip("/").split("/")}
    assert kept.counts["Technology"] == len(codes) == 963
    assert round(kept.money, 2) == round(
        sum(float(one or 0) for one in bodies["ecContribution"]), 2
    )


def test_roles_and_types_are_those_of_the_rows(kept: Kept, tables: dict[str, pl.DataFrame]) -> None:
    bodies = tables["organization.csv"]
    roles = dict(bodies["role"].value_counts().iter_rows())
    assert Counter(role for _, _, role in kept.parts) == {
        "participant": roles["participant"],
        "associated_partner": roles["associatedPartner"],
        "coordinator": roles["coordinator"],
        "third_party": roles["thirdParty"],
    }
    kinds = Counter(bodies.unique("organisationID")["activityType"])
    assert kept.counts["University"] == kinds["HES"]
    assert kept.counts["GovernmentBody"] == kinds["PUB"]
    assert kept.counts["ResearchInstitute"] == kinds["REC"]
    assert kept.counts["Organisation"] == kinds["OTH"] + kinds[""]
    people = kept.counts["Person"] + kept.counts["Agent"]
    assert kept.counts["Firm"] == kinds["PRC"] - people
    assert people == 257


def test_the_persons_are_those_of_whom_the_register_withholds_all(
    kept: Kept, tables: dict[str, pl.DataFrame]
) -> None:
    bodies = tables["organization.csv"]
    told = pl.concat_str("vatNumber", "SME", "street", "postCode", "city", "nutsCode")
    withheld = bodies.filter((told == "") & (pl.col("activityType") == "PRC"))
    signed = withheld.filter(pl.col("role") != "associatedPartner")["organisationID"].unique()
    persons = {body for body, types in kept.types.items() if types == ("Person",)}
    assert set(signed) <= persons <= set(withheld["organisationID"])
    assert len(persons) == 215
    spelt_out = re.compile(r"universit|gmbh|limited|hospital|corporation", re.IGNORECASE)
    assert not any(spelt_out.search(kept.names[person][0]) for person in persons)


def test_japanese_bodies_are_counted_as_in_the_file(kept: Kept) -> None:
    japanese = {body for body, country in kept.country.items() if country == "JP"}
    parts = [part for part in kept.parts if part[0] in japanese]
    assert len(japanese) == 83
    assert len({project for _, project, _ in parts}) == 141
    assert Counter(role for _, _, role in parts) == {"associated_partner": 166, "participant": 10}
    most: dict[str, set[str]] = defaultdict(set)
    for body, project, _ in parts:
        most[kept.names[body][0]].add(project)
    assert sorted(((len(one), name) for name, one in most.items()), reverse=True)[:3] == [
        (19, "NATIONAL UNIVERSITY CORPORATION THEUNIVERSITY OF TOKYO"),
        (14, "NATIONAL UNIVERSITY CORPORATION KYOTO UNIVERSITY"),
        (8, "WASEDA UNIVERSITY"),
    ]


def test_fraunhofer_takes_part_in_its_roles(kept: Kept) -> None:
    parts = [part for part in kept.parts if part[0] == FRAUNHOFER.value]
    assert len({project for _, project, _ in parts}) == 625
    assert Counter(role for _, _, role in parts) == {
        "associated_partner": 20,
        "coordinator": 72,
        "participant": 527,
        "third_party": 6,
    }


def test_the_rows_as_published_are_read() -> None:
    found = records(VERBATIM)
    parts = [one for one in found if isinstance(one, Link) and one.type == "PARTICIPATES_IN"]
    assert len(parts) == 7
    assert {part.role for part in parts} == {
        "coordinator",
        "participant",
        "partner",
        "third_party",
    }
    assert {part.properties.get("total_cost") for part in parts} >= {960619.95, 51611.25, None}
    assert all("contact_form" in part.properties for part in parts)


Cells = list[str]


def rows_of(name: str) -> list[Cells]:
    """Give header and rows of one table, of one project in twenty-five."""
    with zipfile.ZipFile(PUBLISHED) as archive:
        text = io.StringIO(archive.read(name).decode(), newline="")
    header, *rows = csv.reader(text, delimiter=";")
    return [header, *(row for row in rows if row[0].endswith(("07", "27", "57", "77")))]


def written(file: Path, tables: dict[str, list[Cells]]) -> Path:
    def text(rows: list[Cells]) -> str:
        made = io.StringIO()
        csv.writer(made, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
        return made.getvalue()

    return packed(file, {name: text(rows) for name, rows in tables.items()})


def changed_as(
    tables: dict[str, list[Cells]], change: Callable[[str, Cells], Iterator[Cells]]
) -> dict[str, list[Cells]]:
    """Give the tables with every row replaced, and shuffled."""
    found = {}
    for name, (header, *rows) in tables.items():
        new = [other for row in rows for other in change(name, list(row))]
        random.Random(name).shuffle(new)  # noqa: S311 no secret
        found[name] = [header, *new]
    return found


def test_a_later_file_changes_exactly_the_claims_whose_rows_changed(tmp_path: Path) -> None:
    tables = {name: rows_of(name) for name in NAMES}
    members = Counter(row[2] for row in tables["organization.csv"][1:])
    staff: dict[str, list[str]] = defaultdict(list)
    for row in tables["organization.csv"][1:]:
        staff[row[0]].append(row[2])
    alone = [project for project, bodies in sorted(staff.items())
             if len(bodies) == 1 and members[bodies[0]] > 1]  # fmt: skip
    changed, removed = alone[0], alone[1]
    added = "101999997"

    def change(name: str, row: Cells) -> Iterator[Cells]:
        if row[0] == changed and name == "project.csv":
            row[3] += " (amended)"
        if row[0] != removed:
            yield row
        if row[0] == removed and name != "euroSciVoc.csv":
            yield [added, *row[1:]]

    before = claims(records(written(tmp_path / "a.zip", tables)))
    same = claims(
        records(written(tmp_path / "b.zip", changed_as(tables, lambda _, row: iter([row]))))
    )
    assert same == before
    after = claims(records(written(tmp_path / "c.zip", changed_as(tables, change))))
    classed = sum(row[0] == removed for row in tables["euroSciVoc.csv"])
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    other = [key for key in before.keys() & after.keys() if before[key] != after[key]]
    # The project, its programme and its only participant's part; its fields leave with it.
    assert (len(gone), len(new), len(other)) == (3 + classed, 3, 1)
