"""Verify sees every kind of damage to the ledger, on either database."""

from __future__ import annotations

import sqlite3
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from kb.ledger import Ledger
from kb.ledger.engines import engine_for
from kb.ledger.soundness import examine
from kb.verifying.run import verify
from tests.backup_files import fill, forget, settings_of
from tests.command import kakehashi
from tests.ledger_samples import MONDAY, WEDNESDAY, body, run
from tests.ledger_servers import ENGINES, fresh_url

DAMAGES = {
    "UPDATE claim SET content = replace(content, '光学', '工学') WHERE id = 1": "content_hash",
    "UPDATE claim SET claim_key = 'x' WHERE id = 2": "claim_key",
    "UPDATE claim SET role = 'x' WHERE id = 2": "role",
    "UPDATE claim SET content = 'no JSON' WHERE id = 3": "cannot be read",
    "UPDATE claim SET closed = 0 WHERE closed IS NOT NULL": "first and last version",
    "UPDATE claim SET closed_by = NULL WHERE closed IS NOT NULL": "first and last version",
    "UPDATE claim SET opened = 2 WHERE id = 1": "first and last version",
    "UPDATE entry SET version = 9": "versions are not consecutive",
    "UPDATE entry SET version = 4": "versions are not consecutive",
    "UPDATE run SET version = NULL WHERE id = 2": "outcome and version do not fit",
    "UPDATE decision SET replaced_by = NULL": "chains of decisions",
    "UPDATE decision SET a = 'local:other' WHERE id = 1": "chains of decisions",
    "UPDATE entry SET content = '[1'": "entries that cannot be read",
    "DELETE FROM claim WHERE id = 1": "1 (report): opened 4 ≠ 5",
    "DELETE FROM claim WHERE closed IS NOT NULL": "2 (report): closed 0 ≠ 2",
    "DELETE FROM claim": "number is not what the run recorded",
}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_ledger_in_which_everything_occurs_is_sound(engine: str, tmp_path: Path) -> None:
    with Ledger.open(fresh_url(engine, tmp_path)) as ledger:
        fill(ledger)
        found = ledger.examine()
    assert (found.version, found.claims, found.held, found.flaws) == (5, 6, 4, ())


@pytest.mark.parametrize("engine", ENGINES)
def test_every_kind_of_damage_is_seen_and_named(engine: str, tmp_path: Path) -> None:
    url = fresh_url(engine, tmp_path)
    with Ledger.open(url) as ledger:
        fill(ledger)
    database = engine_for(url)
    for statement, said in DAMAGES.items():
        with database.connect() as connection, connection.begin() as damage:
            connection.execute(text(statement))
            flaws = examine(lambda held=connection: nullcontext(held)).flaws  # type: ignore[misc]
            damage.rollback()
        told = " ".join(f"{flaw.what.en} {' '.join(flaw.named)}" for flaw in flaws)
        assert said in told, (statement, told)
    database.dispose()


def test_two_open_claims_of_one_key_are_seen_though_the_index_was_lost(tmp_path: Path) -> None:
    url = fresh_url("sqlite", tmp_path)
    with Ledger.open(url) as ledger:
        fill(ledger)
        change(
            tmp_path,
            "DROP INDEX ix_claim_open",
            "UPDATE claim SET closed = NULL, closed_by = NULL",
        )
        assert any("two open claims" in flaw.what.en for flaw in ledger.examine().flaws)


def change(folder: Path, *statements: str) -> None:
    """Change the file with a tool that knows nothing of its rules."""
    with closing(sqlite3.connect(folder / "home" / "ledger.sqlite")) as db, db:
        for statement in statements:
            db.execute(statement)


def test_rows_that_refer_to_nothing_and_ids_given_twice_are_seen(tmp_path: Path) -> None:
    url = fresh_url("sqlite", tmp_path)
    with Ledger.open(url) as ledger:
        fill(ledger)
        change(
            tmp_path,
            "DELETE FROM run WHERE id = 2",
            "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'claim'",
        )
        told = {flaw.what.en for flaw in ledger.examine().flaws}
    assert any("refer to rows which are not there" in one for one in told)
    assert any("counter of ids" in one for one in told)


def test_the_last_entry_that_was_deleted_is_missed(tmp_path: Path) -> None:
    with Ledger.open(fresh_url("sqlite", tmp_path)) as ledger:
        fill(ledger)
        assert ledger.enter("note", {"text": "x"}, by="林", at=MONDAY) == 2
        change(tmp_path, "DELETE FROM entry WHERE id = 2")
        (flaw,) = ledger.examine().flaws
    assert "written last are lost" in flaw.what.en
    assert flaw.named == ("entry: 1 < 2",)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_forgotten_is_not_called_lost(engine: str, tmp_path: Path) -> None:
    url = fresh_url(engine, tmp_path)
    with Ledger.open(url) as ledger:
        fill(ledger)
        forget(url, "digest")
        assert ledger.examine().flaws == ()
        assert run(ledger, body("c"), when=WEDNESDAY).version == 7
        assert ledger.examine().flaws == ()


def test_nothing_is_to_be_drawn_from_a_ledger_that_lost_something(tmp_path: Path) -> None:
    with Ledger.open(fresh_url("sqlite", tmp_path)) as ledger:
        fill(ledger)
    change(tmp_path, "DELETE FROM claim WHERE id = 2")
    said = kakehashi(tmp_path / "home", "verify")
    assert said.status == 1
    assert "grave" in said.out
    assert "to mend it: kakehashi restore FILE" in said.out
    assert "move the home aside first" in said.out
    assert "Mend the ledger first" in said.out
    assert "graph start" not in said.out


def test_what_stops_a_check_is_told_with_its_remedy(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "home")
    with Ledger.open(settings.ledger_url) as ledger:
        fill(ledger)
    found = verify(replace(settings, neo4j_uri="bolt://127.0.0.1:1"))
    (said,) = found.checks["graph"][1].findings
    assert "cannot be reached" in said.what.en
    assert said.mend is not None
    assert "NEO4J_URI is right" in said.mend.en
    assert said.mend.en not in said.what.en


def test_a_page_of_the_file_that_was_overwritten_is_grave_and_restore_is_named(
    tmp_path: Path,
) -> None:
    url = fresh_url("sqlite", tmp_path)
    with Ledger.open(url) as ledger:
        fill(ledger)
    file = tmp_path / "home" / "ledger.sqlite"
    content = bytearray(file.read_bytes())
    place = content.find("高崎 花子".encode())
    assert place > 0
    content[place : place + 6] = "甲乙".encode()
    file.write_bytes(bytes(content))
    said = kakehashi(file.parent, "verify")
    assert said.status == 1
    assert "content does not fit their hash" in said.out
    assert "grave" in said.out
    assert "kakehashi restore" in said.out
    content[4096:] = bytes(len(content) - 4096)
    file.write_bytes(bytes(content))
    worse = kakehashi(file.parent, "verify")
    assert (worse.status, "Traceback" in worse.err) == (1, False)
    assert "backup" in worse.out + worse.err
