"""Single bits that flip, and ends that go missing, in the files of a home."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.errors import LedgerError, MeasureError, SearchDamagedError
from kb.ledger import Ledger
from kb.ledger.content import to_row
from kb.measuring.derived import Derived, Result, Run
from kb.network.network import Network
from kb.search import Row, Search
from kb.text import Text
from tests.backup_files import fill
from tests.command import kakehashi
from tests.ledger_samples import WEDNESDAY, body, run

SEED = int(os.environ.get("KAKEHASHI_SEED", "20261121"))
FLIPS = 100
IDS = tuple(f"local:{number * 7919 % 10007}" for number in range(300))
VALUES = {"degree": [float(number % 11) for number in range(300)]}
MEASURES = ("degree", "betweenness", "constraint")
ROWS: list[Row] = [
    (id_, "Firm", f"株式会社 架空製作所{number}", (f"Kaku {number}",))
    for number, id_ in enumerate(IDS)
]
# All that verify can tell of a claim; no hash covers the day on which it was fetched.
CLAIMS = (
    "SELECT id, source, run, closed_by, opened, closed, claim_key, content_hash, type, subject, "
    "object, role, since, until, place, content FROM claim ORDER BY id"
)


def flipped(file: Path, copy: Path, times: int = FLIPS) -> Iterator[int]:
    """Make copies of the file, one after the other, in each of which one bit is another."""
    print(f"KAKEHASHI_SEED={SEED}")  # noqa: T201 shown where the test fails
    chance = random.Random(SEED)  # noqa: S311 any bit will do
    content = file.read_bytes()
    for _ in range(times):
        for ending in ("", "-wal", "-shm", "-journal"):
            copy.with_name(copy.name + ending).unlink(missing_ok=True)
        place = chance.randrange(len(content))
        other = bytearray(content)
        other[place] ^= 1 << chance.randrange(8)
        copy.write_bytes(other)
        yield place


def settle(file: Path) -> None:
    """Bring a database into its one file, without free pages in which nothing could break."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("VACUUM")


@pytest.fixture(scope="module")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ledger") / "ledger.sqlite"
    with Ledger.open(f"sqlite:///{file}") as ledger:
        fill(ledger)
        run(ledger, *(body(str(one), place=f"行{one}") for one in range(200)), when=WEDNESDAY)
    settle(file)
    return file


def served(file: Path) -> set[str | None]:
    """Give the hash of all that readers are given."""
    with Ledger.open(f"sqlite:///{file}") as ledger:
        return {to_row(claim.record)["content_hash"] for claim in ledger.claims()}


def rows(file: Path) -> list[tuple[object, ...]] | None:
    """Give the claims as they lie in the file, past the ledger's own code; None: unreadable."""
    with closing(sqlite3.connect(file)) as database:
        try:
            return database.execute(CLAIMS).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return None


def test_what_a_flipped_bit_made_of_a_claim_is_never_served(
    ledger_file: Path, tmp_path: Path
) -> None:
    copy, whole, caught = tmp_path / "ledger.sqlite", served(ledger_file), 0
    for place in flipped(ledger_file, copy):
        try:
            assert served(copy) <= whole, f"the bit at {place} was served as what was said"
        except LedgerError:
            caught += 1
    assert caught > FLIPS / 5


def test_verify_finds_every_claim_that_is_not_as_it_was_written(
    ledger_file: Path, tmp_path: Path
) -> None:
    copy, whole, found = tmp_path / "ledger.sqlite", rows(ledger_file), 0
    for place in flipped(ledger_file, copy):
        try:
            with Ledger.open(f"sqlite:///{copy}") as ledger:
                flaws = ledger.examine().flaws
        except LedgerError:
            found += 1
            continue
        found += bool(flaws)
        assert flaws or rows(copy) == whole, f"nobody noticed the bit at {place}"
    assert found > FLIPS / 4


def test_a_ledger_whose_end_is_missing_is_said_with_the_remedy(
    ledger_file: Path, tmp_path: Path
) -> None:
    content, home = ledger_file.read_bytes(), tmp_path / "home"
    home.mkdir()
    for size in (100, 5000, len(content) // 2, len(content) - 4096):
        (home / "ledger.sqlite").write_bytes(content[:size])
        with pytest.raises(LedgerError) as caught:
            read_through(home)
        assert "バックアップ" in caught.value.sentence("ja")
    told = kakehashi(home, "verify")
    assert told.status == 1
    assert "backup" in told.err + told.out
    assert "Traceback" not in told.err


def read_through(home: Path) -> None:
    with Ledger.open(f"sqlite:///{home / 'ledger.sqlite'}") as ledger:
        list(ledger.claims())
        ledger.decisions()


def test_a_ledger_of_which_nothing_is_left_is_not_begun_anew_in_silence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "ledger.sqlite").write_bytes(b"")
    assert kakehashi(home, "ingest", "status").status == 0, "a start that was killed left this"
    for file in home.glob("ledger.sqlite*"):
        file.unlink()
    (home / "ledger.sqlite").write_bytes(b"")
    (home / "graph-mark").write_text("7 abc def 0.1.0 embedded")
    refused = kakehashi(home, "ingest", "status")
    assert refused.status == 1
    assert "backup" in refused.err
    assert (home / "ledger.sqlite").stat().st_size == 0


def result(measure: str) -> Result:
    kept = Run("f" * 64, measure, {"of": "all"}, "1+ab", '{"types": []}', None, 7, WEDNESDAY)
    return Result(kept, IDS, {name: list(VALUES["degree"]) for name in (measure,)})


def results(store: Derived) -> list[Result | None]:
    return [store.last('{"types": []}', measure, {"of": "all"}) for measure in MEASURES]


@pytest.fixture(scope="module")
def derived_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("derived") / "derived.sqlite"
    store = Derived(file)
    for measure in MEASURES:
        store.keep(result(measure))
    settle(file)
    return file


def test_a_result_with_a_flipped_bit_is_measured_again_not_shown(
    derived_file: Path, tmp_path: Path
) -> None:
    copy, whole = tmp_path / "derived.sqlite", results(Derived(derived_file))
    settle(derived_file)
    missing = 0
    said: list[Text] = []
    for place in flipped(derived_file, copy, 3 * FLIPS):
        store = Derived(copy, said.append)
        for found, kept in zip(results(store), whole, strict=True):
            assert kept is not None
            missing += found is None
            if found is not None:
                assert (found.ids, found.values) == (kept.ids, kept.values), place
                assert (found.run.measure, found.run.at) == (kept.run.measure, kept.run.at)
        if None in results(store):
            assert store.keep(result("degree")).values == VALUES
    assert missing
    assert any(str(copy) in text.en for text in said)


def test_names_with_a_flipped_bit_are_not_searched_and_are_made_again(tmp_path: Path) -> None:
    file, copy = tmp_path / "whole.sqlite", tmp_path / "derived.sqlite"
    Search.open(file).refresh(ROWS, 7)
    settle(file)
    found, damaged = every(Search.open(file)), 0
    assert len(found) == len(ROWS)
    for place in flipped(file, copy):
        search = Search.open(copy)
        try:
            assert every(search) in (found, set()), place
        except SearchDamagedError:
            damaged += 1
        if search.version != 7:
            search.refresh(ROWS, 7)
        assert every(Search.open(copy)) == found, place
    assert damaged > FLIPS / 2


def every(search: Search) -> set[tuple[Any, ...]]:
    hits = search.find("架空製作所", limit=10_000)
    return {(hit.id, hit.type, hit.name, hit.matched) for hit in hits}


def test_a_kept_network_with_a_flipped_bit_is_read_again(tmp_path: Path) -> None:
    ends = np.arange(299)
    network = Network(IDS, ends, ends + 1, directed=False, names=tuple(row[2] for row in ROWS))
    file, copy = tmp_path / "whole.npz", tmp_path / "kept.npz"
    network.save(file)
    refused = 0
    for place in flipped(file, copy):
        try:
            found = Network.load(copy)
        except MeasureError:
            refused += 1
        else:
            assert (found.fingerprint, found.names) == (network.fingerprint, network.names), place
    assert refused > FLIPS / 2
