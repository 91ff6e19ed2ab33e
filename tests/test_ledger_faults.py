"""When things break: a killed process, a damaged or protected file, a full disk, a busy ledger."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select

from kb.errors import LedgerError
from kb.ledger import Ledger, engines
from kb.ledger.schema import staged
from kb.records import Key
from tests.ledger_samples import MONDAY, body, described, held, run
from tests.ledger_servers import ENGINES, fresh_url

ROUNDS = 5
RECORDS = 6000

IMPORTER = """
import sys
from kb.ledger import Ledger
from tests.ledger_samples import body

url, name = sys.argv[1:]
with Ledger.open(url) as ledger:
    print("open", flush=True)
    number = ledger.begin("report", input_hash=name, software="1", at="2026-11-17")
    ledger.stage(number, (body(str(one), name=name) for one in range({records})))
    ledger.commit(number, at="2026-11-17")
    print("committed", flush=True)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return fresh_url("sqlite", tmp_path)


def start_import(url: str, name: str) -> subprocess.Popen[str]:
    code = IMPORTER.format(records=RECORDS)
    return subprocess.Popen(
        [sys.executable, "-c", code, url, name], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_killed_at_any_moment_is_committed_whole_or_not_at_all(
    engine: str, tmp_path: Path
) -> None:
    url = fresh_url(engine, tmp_path)
    with Ledger.open(url) as ledger:
        ledger.describe(described("report"))
        run(ledger, *(body(str(one), name="0") for one in range(RECORDS)))
    chance = random.Random(20261121)  # noqa: S311 - a moment to kill, not a secret
    name = "0"
    for number in range(1, ROUNDS + 1):
        importer = start_import(url, str(number))
        assert importer.stdout is not None
        assert importer.stdout.readline() == "open\n"
        time.sleep(chance.uniform(0, 0.5))
        importer.send_signal(signal.SIGKILL)
        said = importer.communicate()[0]
        with Ledger.open(url) as ledger:
            names = held(ledger)
            assert len(names) == RECORDS
            assert len(set(names.values())) == 1
            now = names["0"]
        assert now in {name, str(number)}
        assert now == str(number) or "committed" not in said
        name = now
    with Ledger.open(url) as ledger:
        outcome = run(ledger, *(body(str(one), name="end") for one in range(RECORDS)))
        assert (outcome.changed, outcome.closed, outcome.new) == (RECORDS, 0, 0)
        assert not [one for one in ledger.runs() if one.outcome == "running"]
    assert rows_left_staged(url) == 0


def rows_left_staged(url: str) -> int:
    engine = engines.engine_for(url)
    with engines.reading(engine) as connection:
        count = connection.execute(select(func.count()).select_from(staged)).scalar_one()
    engine.dispose()
    return count


def test_a_file_that_is_no_database_is_explained_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    file.write_text("id;name\n" * 500, encoding="utf-8")
    with pytest.raises(LedgerError, match=r"not a readable ledger.*ledger\.sqlite") as caught:
        Ledger.open(f"sqlite:///{file}")
    assert "バックアップ" in caught.value.sentence("ja")
    assert "sqlalche.me" not in str(caught.value)
    assert file.read_text(encoding="utf-8").startswith("id;name\n")


def test_a_damaged_file_is_explained(url: str) -> None:
    with Ledger.open(url) as ledger:
        ledger.describe(described("report"))
        run(ledger, *(body(str(one)) for one in range(2000)))
    file = Path(url.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    content[8192:-4096] = b"\xff" * (len(content) - 12288)
    file.write_bytes(content)
    with pytest.raises(LedgerError, match="not a readable ledger"), Ledger.open(url) as ledger:
        list(ledger.claims())


def test_a_folder_in_place_of_the_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger.open(f"sqlite:///{tmp_path}")


def test_a_file_in_place_of_the_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(LedgerError, match="folder cannot be made"):
        Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """Give a folder that an ordinary user may enter (pytest's own are closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Act as somebody whom file rights bind (they do not bind root)."""
    if os.getuid() != 0:
        yield
        return
    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_one_may_not_write_is_explained(open_to_all: Path, *, there: bool) -> None:
    home = open_to_all / "home"
    url = f"sqlite:///{home / 'ledger.sqlite'}"
    home.mkdir()
    if there:
        Ledger.open(url).close()
        (home / "ledger.sqlite").chmod(0o444)
    home.chmod(0o555)
    with ordinary_user(), pytest.raises(LedgerError) as caught, Ledger.open(url) as ledger:
        ledger.enter("note", {}, by="x", at=MONDAY)
    said = str(caught.value)
    assert "cannot be written" in said or "cannot be opened" in said
    assert str(home) in said
    assert "your rights" in said or "you may write" in said
    home.chmod(0o755)


def test_a_full_disk_is_explained_and_nothing_is_half_written(url: str) -> None:
    with Ledger.open(url) as ledger:
        ledger.describe(described("report"))
        run(ledger, body("a"))

    def fill(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 40}")

    event.listen(Engine, "connect", fill)
    try:
        with (
            pytest.raises(LedgerError, match=r"disk is full.*Free some space"),
            Ledger.open(url) as ledger,
        ):
            run(ledger, *(body(str(one)) for one in range(5000)))
    finally:
        event.remove(Engine, "connect", fill)
    with Ledger.open(url) as ledger:
        assert set(held(ledger)) == {"a"}
        run(ledger, body("b"))
        assert set(held(ledger)) == {"b"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_ledger_kept_busy_is_explained(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 0.2)
    url = fresh_url(engine, tmp_path)
    with Ledger.open(url) as ledger:
        holder = engines.engine_for(url)
        with engines.writing(holder), pytest.raises(LedgerError, match="busy for too long"):
            ledger.enter("note", {}, by="x", at=MONDAY)
        holder.dispose()
        assert ledger.enter("note", {}, by="x", at=MONDAY) == 1


def test_readers_never_wait_for_a_writer(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 0.2)
    with Ledger.open(url) as ledger:
        holder = engines.engine_for(url)
        with engines.writing(holder):
            assert ledger.version() == 0
            assert not list(ledger.claims(keys=[Key("local", "a")]))
        holder.dispose()


def test_a_server_that_is_not_there_is_explained_without_its_password() -> None:
    with pytest.raises(LedgerError, match="cannot be opened") as caught:
        Ledger.open("postgresql://kakehashi:secret@127.0.0.1:1/ledger")
    assert "secret" not in str(caught.value)
