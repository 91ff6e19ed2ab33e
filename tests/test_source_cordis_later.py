"""A later file of CORDIS: exactly what differs in it opens and closes claims, and is drawn again.

The later file is made here from a part of the published one: projects dropped, projects added, and
in each column of each table one cell changed, each in a project of its own.
"""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ingest.run import run
from ingest.sources.cordis import SOURCE
from kb.graph import Graph
from kb.graph.build import catch_up, rebuild
from kb.ledger import Ledger
from kb.network.slice import EVERYTHING
from kb.records import Entity, Link, Record
from kb.vocabulary import vocabulary
from tests.conftest import SHARED
from tests.graph_servers import embedded, graph, neo4j, server
from tests.small_cordis import Row, published

__all__ = ["embedded", "graph", "neo4j", "server"]

pytestmark = pytest.mark.shared

PUBLISHED = SHARED / "data" / "cordis" / "horizon-2025-11-csv.zip"
PART = replace(SOURCE, expect={})
PROJECTS, DROPPED, ADDED = 150, 12, 9
FIRST, LATER = "2026-11-01T00:00:00+00:00", "2026-12-01T00:00:00+00:00"
TABLES = ("project", "organization", "euroSciVoc")

REPEATED = {"projectAcronym"}
"""What organization.csv repeats of project.csv, and is not read."""
NAMING = {"id", "projectID", "organisationID"}
"""Another number is another thing: projects dropped and added show that."""
OTHER = {
    "status": "TERMINATED", "startDate": "2021-02-03", "endDate": "2039-04-05",
    "totalCost": "12345.5", "ecMaxContribution": "23456.5", "legalBasis": "HORIZON.1.1",
    "ecSignatureDate": "2020-06-07", "contentUpdateDate": "2026-01-02 03:04:05",
    "vatNumber": "FR40303265045", "SME": "", "activityType": "OTH", "country": "JP",
    "nutsCode": "IE061", "geolocation": "12.5,13.5", "organizationURL": "http://elsewhere.example",
    "contactForm": "https://elsewhere.example/form", "order": "97", "role": "thirdParty",
    "ecContribution": "345.25", "netEcContribution": "456.25", "endOfParticipation": "true",
    "active": "false", "frameworkProgramme": "EURATOM2027",
}  # fmt: skip
"""Another sound value of a column; of any other column its text with a word more."""


@dataclass(frozen=True)
class Tables:
    """The rows of the three tables."""

    project: list[Row]
    organization: list[Row]
    euroSciVoc: list[Row]  # noqa: N815 as the publisher writes it

    def of(self, numbers: set[str]) -> Tables:
        """Give the rows of some projects."""
        return Tables(
            [dict(row) for row in self.project if row["id"] in numbers],
            [dict(row) for row in self.organization if row["projectID"] in numbers],
            [dict(row) for row in self.euroSciVoc if row["projectID"] in numbers],
        )

    def write(self, folder: Path, name: str) -> Path:
        """Write them as the publisher does."""
        tables = (self.project, self.organization, self.euroSciVoc)
        return published(folder, *tables, name=name)


@dataclass(frozen=True)
class Change:
    """One cell that was changed, and what it says of which project or body."""

    table: str
    column: str
    about: frozenset[str]


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Give the first projects of the published file that have fields and participants."""
    dice = random.Random(11)  # noqa: S311 a choice of rows
    with zipfile.ZipFile(PUBLISHED) as archive:
        read = {name: list(_rows(archive, name)) for name in TABLES}
    full = {row["projectID"] for row in read["euroSciVoc"]}
    full &= {row["projectID"] for row in read["organization"]}
    numbers = sorted(row["id"] for row in read["project"] if row["id"] in full)
    chosen = set(dice.sample(numbers, PROJECTS + ADDED))
    return Tables(*(read[name] for name in TABLES)).of(chosen)


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[Row]:
    with archive.open(f"{name}.csv") as member:
        yield from csv.DictReader(io.TextIOWrapper(member, "utf-8-sig", newline=""), delimiter=";")


@dataclass(frozen=True)
class Later:
    """What a later file does: the keys of which it tells another thing, and what stands still."""

    ledger: Ledger
    before: dict[str, Record]
    after: dict[str, Record]
    changes: tuple[Change, ...]
    dropped: set[str]
    added: set[str]


def _later(tables: Tables) -> tuple[Tables, Tables, list[Change], set[str], set[str]]:
    dice = random.Random(5)  # noqa: S311 a choice of cells
    numbers = sorted(row["id"] for row in tables.project)
    dice.shuffle(numbers)
    added, dropped = set(numbers[:ADDED]), set(numbers[ADDED : ADDED + DROPPED])
    kept = numbers[ADDED + DROPPED :]
    first, later = tables.of({*numbers} - added), tables.of({*numbers} - dropped)
    changes = []
    for name in TABLES[:2]:
        rows: list[Row] = getattr(later, name)
        read = [column for column in rows[0] if column not in NAMING | REPEATED]
        changes += [_changed(name, rows, column, kept, later) for column in read]
    return first, later, [*changes, _classed_otherwise(later.euroSciVoc, kept)], dropped, added


def _classed_otherwise(rows: list[Row], kept: list[str]) -> Change:
    """Class a project under another field: code, path and title are one statement."""
    number = kept.pop()
    own = [row for row in rows if row["projectID"] == number]
    codes = {row["euroSciVocCode"] for row in own}
    other = next(row for row in rows if row["euroSciVocCode"] not in codes)
    own[0].update(other, projectID=number)
    return Change("euroSciVoc", "euroSciVocCode", frozenset({f"cordis:{number}"}))


def _changed(name: str, rows: list[Row], column: str, kept: list[str], later: Tables) -> Change:
    """Change one cell of a project that nothing else changes; bodies that stand there once."""
    times: dict[str, int] = {}
    for row in later.organization:
        times[row["organisationID"]] = times.get(row["organisationID"], 0) + 1
    while True:
        number = kept.pop()
        for row in rows:
            other = OTHER.get(column, f"{row[column]} changed".strip())
            body = row.get("organisationID", "")
            if row.get("projectID", row.get("id")) != number or row[column] == other:
                continue
            if body and times[body] > 1:
                continue
            row[column] = other
            about = {f"cordis:{number}", *([f"pic:{body}"] if body else [])}
            return Change(name, column, frozenset(about))


@pytest.fixture(scope="module")
def later(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Later]:
    folder = tmp_path_factory.mktemp("later")
    first, after, changes, dropped, added = _later(tables)
    with Ledger.open(f"sqlite:///{folder / 'ledger.sqlite'}") as ledger:
        _bring(ledger, first.write(folder, "first.zip"), FIRST)
        before = _held(ledger)
        _bring(ledger, after.write(folder, "later.zip"), LATER)
        yield Later(ledger, before, _held(ledger), tuple(changes), dropped, added)


def _bring(ledger: Ledger, file: Path, at: str) -> None:
    cache = file.parent / "cache"
    run(PART, (file,), ledger=ledger, vocabulary=vocabulary(), at=at, cache=cache)


def _held(ledger: Ledger) -> dict[str, Record]:
    return {str(claim.id): claim.record for claim in ledger.claims()}


def _about(record: Record) -> set[str]:
    ends = (record.key,) if isinstance(record, Entity) else (record.source, record.target)
    return set(map(str, ends))


def test_every_cell_of_every_column_changes_what_is_said_of_its_subject(later: Later) -> None:
    moved = [_about(later.before[one]) for one in later.before.keys() - later.after.keys()]
    moved += [_about(later.after[one]) for one in later.after.keys() - later.before.keys()]
    unseen = [one for one in later.changes if not any(one.about & ends for ends in moved)]
    assert not [f"{one.table}.{one.column}" for one in unseen]
    assert len(later.changes) == 43


def test_nothing_else_changes(later: Later) -> None:
    touched = {end for one in later.changes for end in one.about}
    touched |= {f"cordis:{number}" for number in later.dropped | later.added}
    strangers = []
    for held, other in ((later.before, later.after), (later.after, later.before)):
        for id_ in held.keys() - other.keys():
            record = held[id_]
            if isinstance(record, Link) and _about(record) & touched:
                continue
            if isinstance(record, Entity) and str(record.key) in touched:
                continue
            strangers.append(record)
    # Bodies and fields that only dropped or added projects name, and a body's latest word.
    assert not [one for one in strangers if _about(one) & {f"cordis:{n}" for n in later.dropped}]
    assert {key.partition(":")[0] for one in strangers for key in _about(one)} <= {
        "pic", "nuts", "country", "euroscivoc", "local",
    }  # fmt: skip


def test_the_ledger_holds_what_the_later_file_alone_would_give(
    later: Later, tables: Tables, tmp_path: Path
) -> None:
    _, after, *_ = _later(tables)
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        _bring(ledger, after.write(tmp_path, "later.zip"), LATER)
        alone = set(map(repr, _held(ledger).values()))
    assert not alone ^ set(map(repr, later.after.values()))


def test_dropped_projects_end_and_new_ones_begin(later: Later) -> None:
    said = [_about(one) for one in later.after.values()]
    there = {end for ends in said for end in ends if end.startswith("cordis:")}
    assert not there & {f"cordis:{number}" for number in later.dropped}
    assert {f"cordis:{number}" for number in later.added} <= there


def test_the_graph_that_follows_is_the_one_drawn_anew(
    tables: Tables, graph: Graph, tmp_path: Path
) -> None:
    first, after, *_ = _later(tables)
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        _bring(ledger, first.write(tmp_path, "first.zip"), FIRST)
        catch_up(ledger, graph, vocabulary())
        _bring(ledger, after.write(tmp_path, "later.zip"), LATER)
        report = catch_up(ledger, graph, vocabulary())
        followed = _drawn(graph)
        assert (report.kind, report.not_drawn) == ("difference", ())
        assert report.ties < len(followed[1]) / 3
        rebuild(ledger, graph, vocabulary())
    again = _drawn(graph)
    assert not [
        set(one) ^ set(other) for one, other in zip(again, followed, strict=True) if one != other
    ]


def _drawn(graph: Graph) -> tuple[list[str], list[str]]:
    asked = (
        "MATCH (n:Entity) RETURN n.id AS id, labels(n) AS labels, properties(n) AS said",
        "MATCH (a)-[e]->(b) RETURN a.id AS a, type(e) AS t, b.id AS b, properties(e) AS said",
    )
    found = [graph.read(one, limit=EVERYTHING).rows for one in asked]
    nodes, ties = ([_plain(row) for row in rows] for rows in found)
    return sorted(nodes), sorted(ties)


def _plain(row: Mapping[str, object]) -> str:
    said = {name: sorted(value) if name == "labels" else value for name, value in row.items()}  # type: ignore[call-overload]
    return json.dumps(said, sort_keys=True, ensure_ascii=False)
