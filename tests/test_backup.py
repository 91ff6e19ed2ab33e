"""A backup is the whole ledger at one moment, and comes back in either database."""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.backup.restoring import restore
from kb.backup.writing import back_up
from kb.errors import BackupError, LedgerError
from kb.ledger import Ledger
from kb.settings import Settings
from tests.backup_files import (
    AT,
    backed_up,
    backup,
    empty,
    everything,
    fill,
    forget,
    settings_of,
)
from tests.command import kakehashi
from tests.ledger_samples import MONDAY, WEDNESDAY, body, described, run
from tests.ledger_servers import ENGINES, fresh_url

__all__ = ["backup", "empty"]


@pytest.mark.parametrize("target", ENGINES)
@pytest.mark.parametrize("origin", ENGINES)
def test_what_either_database_kept_comes_back_in_either(
    origin: str, target: str, tmp_path: Path
) -> None:
    url = fresh_url(origin, tmp_path)
    with Ledger.open(url) as ledger:
        fill(ledger)
    forget(url, "digest of somebody")
    before = everything(url)
    assert [len(rows) for rows in before.values()] == [1, 3, 5, 2, 1, 1]
    home = tmp_path / "restored"
    there = fresh_url(target, home)
    restored = restore(settings_of(home, there), backed_up(url, tmp_path))
    assert restored.version == 6
    assert everything(there) == before
    with Ledger.open(there) as ledger:
        assert ledger.examine().flaws == ()
        # The claim that was forgotten bore 6: whoever noted that number must never meet another.
        run(ledger, body("new"), scope="part", when=WEDNESDAY)
        assert max(claim.id for claim in ledger.claims()) == 7


def test_a_backup_taken_while_another_writes_is_one_moment_of_the_ledger(tmp_path: Path) -> None:
    url = fresh_url("sqlite", tmp_path)
    with Ledger.open(url) as ledger:
        ledger.describe(described("report"))
        run(ledger, *(body(f"{i}", name="0") for i in range(300)))
    code = (
        "import sys; from kb.ledger import Ledger; from tests.ledger_samples import body, run\n"
        "ledger = Ledger.open(sys.argv[1])\n"
        "for n in range(1, 10000):\n"
        "    run(ledger, *(body(f'{i}', name=str(n)) for i in range(300)))\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, url], cwd=Path(__file__).parents[1])
    try:
        versions = []
        with Ledger.open(url) as ledger:
            wait_for(lambda: ledger.version() > 2)
            for number in range(3):
                file = tmp_path / f"{number}.zip"
                made = back_up(settings_of(tmp_path, url), ledger, file, at=AT)
                versions.append(made.manifest.version)
                home = settings_of(tmp_path / f"home {number}")
                restore(home, file)
                with Ledger.open(home.ledger_url) as restored:
                    assert restored.examine().flaws == ()
                    names = {claim.record.names[0].text for claim in restored.claims()}  # type: ignore[union-attr]
                    assert names == {str(versions[-1] - 1)}
        assert writer.poll() is None
        assert versions == sorted(set(versions))
    finally:
        writer.kill()
        writer.wait()


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    last = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.02)


def test_no_password_leaves_with_a_backup_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    settings = Settings(
        home,
        f"sqlite:///{home / 'ledger.sqlite'}",
        neo4j_uri="bolt://user:geheim1@host:7687",
        neo4j_password="geheim2",
        password="geheim3",
    )
    with Ledger.open(settings.ledger_url) as ledger:
        fill(ledger)
        made = back_up(settings, ledger, tmp_path / "b.zip", at=AT)
    assert made.file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(made.file) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    assert b"geheim" not in text
    assert str(tmp_path).encode() not in text


def test_an_existing_file_is_not_overwritten_and_an_empty_ledger_not_backed_up(
    backup: Path, tmp_path: Path
) -> None:
    before = backup.read_bytes()
    with Ledger.open(fresh_url("sqlite", tmp_path / "none")) as ledger:
        with pytest.raises(BackupError, match="already"):
            back_up(settings_of(tmp_path), ledger, backup, at=AT)
        with pytest.raises(BackupError, match="empty"):
            back_up(settings_of(tmp_path), ledger, tmp_path / "new.zip", at=AT)
    assert backup.read_bytes() == before
    assert not list(tmp_path.glob("new.zip*"))


def test_a_folder_that_is_not_there_is_said_and_nothing_logged(tmp_path: Path) -> None:
    with Ledger.open(fresh_url("sqlite", tmp_path)) as ledger:
        ledger.describe(described("report"))
        run(ledger, body("a"))
    target = tmp_path / "no" / "folder" / "backup"
    told = kakehashi(tmp_path / "home", "backup", str(target))
    assert told.status == 1
    assert "folder to write into is not there" in told.err
    assert str(target.parent) in told.err
    assert "Errno" not in told.err
    assert not (tmp_path / "home" / "log" / "error.log").exists()


def test_a_home_in_which_something_lies_is_refused_by_name(backup: Path, empty: Settings) -> None:
    empty.home.mkdir(parents=True)
    (empty.home / "家計簿.xlsx").write_bytes(b"mine")
    with pytest.raises(BackupError, match=r"not empty.*家計簿\.xlsx.*move this home aside"):
        restore(empty, backup)
    assert [one.name for one in empty.home.iterdir()] == ["家計簿.xlsx"]


@pytest.mark.postgres
def test_a_server_that_holds_a_ledger_is_refused(backup: Path, tmp_path: Path) -> None:
    url = fresh_url("postgresql", tmp_path)
    with Ledger.open(url) as ledger:
        ledger.enter("note", {"text": "残る"}, by="林", at=MONDAY)
    with pytest.raises(LedgerError, match="not empty"):
        restore(settings_of(tmp_path / "home", url), backup)
    with Ledger.open(url) as ledger:
        assert len(ledger.entries()) == 1
