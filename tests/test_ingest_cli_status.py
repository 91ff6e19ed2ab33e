"""`kakehashi ingest status`: how each source stands, told without starting the graph."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from ingest.register import source_named
from ingest.run import run
from kb.errors import InputError
from kb.ledger import Ledger
from kb.settings import Settings
from kb.standing import days_of, standings
from kb.vocabulary import vocabulary
from tests.clubs import clubs, table
from tests.command import Answer, kakehashi

DOCUMENTS = ("tokyo_vision_growth", "tokyo_vision_management")
LONG_AGO, LATER = "2026-01-02T09:00:00+00:00", "2026-01-03T09:00:00+00:00"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents, a club table that failed later, and nothing drawn."""
    folder = tmp_path_factory.mktemp("status")
    place = folder / "home"
    words, club = vocabulary(), clubs()
    with Ledger.open(f"sqlite:///{place / 'ledger.sqlite'}") as ledger:
        for name in DOCUMENTS:
            run(source_named(name), (), ledger=ledger, vocabulary=words, at=LONG_AGO)
        file = table(folder / "clubs.csv", 30)
        run(club, [file], ledger=ledger, vocabulary=words, at=LONG_AGO)
        with pytest.raises(InputError):
            run(club, [table(file, 3)], ledger=ledger, vocabulary=words, at=LATER)
    return place


@functools.cache
def asked(home: Path, *arguments: str, language: str = "en") -> Answer:
    answer = kakehashi(home, "ingest", "status", *arguments, env={"KAKEHASHI_LANGUAGE": language})
    assert answer.status == 0, answer.err
    assert not (home / "graph").exists(), "status starts no graph"
    return answer


def rows(home: Path) -> Mapping[str, Mapping[str, object]]:
    return {str(row["name"]): row for row in json.loads(asked(home, "--format", "json").out)}


def test_every_source_tells_its_last_run_and_what_it_holds(home: Path) -> None:
    told = rows(home)
    assert set(told) == {*DOCUMENTS, "clubs"}
    club = told["clubs"]
    assert club["last_run"] == LONG_AGO
    assert (club["outcome"], club["rows"], club["records"]) == ("done", 30, 59)
    assert (club["things"], club["things_alone"], club["ties_alone"]) == (30, 30, 29)
    assert (club["licence"], club["address"]) == ("CC0", "https://data.example.org/clubs")
    assert club["overdue"] is True
    assert isinstance(club["age_days"], int)
    assert club["failed_at"] == LATER
    assert "more than a third" in str(club["error"])
    assert told[DOCUMENTS[0]]["error"] is None
    assert told[DOCUMENTS[0]]["overdue"] is False, "what was published once does not grow old"


def test_the_table_says_the_same_for_the_eye_in_both_languages(home: Path) -> None:
    english, japanese = asked(home).out, asked(home, language="ja").out
    for part in ("Invented clubs", "30 rows", "59 records", "30 of 30 things", "CC0", "monthly"):
        assert part in english
    for part in ("架空の会", "30 行", "記録 59 件", "30 / 30", "毎月", "2026-01-03 09:00 に失敗"):
        assert part in japanese
    assert "failed 2026-01-03" in english
    assert "not yet brought in" in asked(home).err
    assert "who_is_who" in asked(home).err


def test_candidates_are_pairs_of_different_sources_with_their_reason(home: Path) -> None:
    answer = asked(home, "--candidates", "--format", "json", "--limit", "0")
    pairs = json.loads(answer.out)
    assert pairs
    for pair in pairs:
        assert len({*pair["a_sources"], *pair["b_sources"]}) > 1
        assert "=" in pair["reason"]
    assert f"{len(pairs):,} pairs" in answer.err
    few = asked(home, "--candidates", "--format", "csv", "--limit", "2")
    assert len(few.out.splitlines()) == 3
    assert f"2 of {len(pairs):,} pairs" in few.err


def test_a_home_without_anything_says_what_could_be_brought(tmp_path: Path) -> None:
    answer = asked(tmp_path / "home")
    assert answer.out == ""
    assert "not yet brought in" in answer.err


def test_a_confirmed_file_is_as_young_as_its_confirmation(home: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path, ledger_url="")
    folder = settings.fetched_folder / DOCUMENTS[0]
    folder.mkdir(parents=True)
    one = dict.fromkeys(("address", "name", "final", "etag", "last_modified", "sha256"), "x")
    told = {**one, "size": 1, "fetched": LONG_AGO, "checked": "2026-03-01T00:00:00"}
    (folder / "index.json").write_text(json.dumps([told]))
    with Ledger.open(f"sqlite:///{home / 'ledger.sqlite'}") as ledger:
        found = {one.source.name: one for one in standings(ledger, vocabulary(), settings)}
    today = date(2026, 3, 5)
    assert found[DOCUMENTS[0]].age(today) == 4
    assert found[DOCUMENTS[1]].age(today) == 62


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        ("monthly", 31),
        ("Daily differences, a full file monthly", 1),
        ("half-yearly", 184),
        ("yearly", 366),
        ("about every month", None),
        ("published once", None),
    ],
)
def test_a_rhythm_is_read_where_it_is_one(rhythm: str, days: int | None) -> None:
    assert days_of(rhythm) == days
