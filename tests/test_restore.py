"""Restoring: into an empty home, upgraded, drawn and verified; whole or not at all."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.backup.restoring import restore
from kb.errors import KakehashiError
from kb.ledger import Ledger, upgrade
from kb.ledger.engines import engine_for
from kb.records import Entity, Key
from kb.settings import Settings
from tests.backup_files import AT, backed_up, backup, empty, everything, settings_of
from tests.command import Answer, kakehashi, python
from tests.ledger_samples import body, described, run
from tests.ledger_servers import fresh_url

__all__ = ["backup", "empty"]

OLD = Path(__file__).parent / "data" / "backup-1.zip"
"""Made by version 0.1.0 from invented data; it must open for ever."""
RESTORE = """
import sys
from pathlib import Path
from kb.backup.restoring import restore
from kb.settings import Settings
restore(Settings.from_environment(), Path(sys.argv[1]))
"""
LIMITED = """
import resource, sys
from kb.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
main(sys.argv[2:])
"""
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup whose restoring takes a while: 8,000 claims."""
    folder = tmp_path_factory.mktemp("large")
    url = fresh_url("sqlite", folder)
    with Ledger.open(url) as ledger:
        ledger.describe(described("report"))
        run(ledger, *(body(f"{i}", name=f"会社{i}" * 9) for i in range(8000)))
    return backed_up(url, folder)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home on another machine, its graph's server stopped afterwards."""
    yield tmp_path / "other machine"
    if (tmp_path / "other machine").exists():
        kakehashi(tmp_path / "other machine", "graph", "stop")


def test_the_first_backup_ever_made_still_restores_with_all_it_held(empty: Settings) -> None:
    assert restore(empty, OLD).version == 7
    with Ledger.open(empty.ledger_url) as ledger:
        now, then = ({n for n, _ in _held(ledger, version)} for version in (None, 1))
        assert (now - then, then - now) == ({"白雲精機"}, {"白雲工業"})
        assert len(now) == 13
        (standing,) = ledger.decisions()
        assert (standing.a, standing.verdict) == (Key("local", "mill"), "different")
        assert [one.verdict for one in ledger.decisions(active=False)] == [
            "same",
            "withdrawn",
            "different",
        ]
        assert ledger.entries()[0].content == {"text": "電話で確かめた"}
        assert ledger.version_at(1) == "2026-11-16T09:00:00+00:00"
        assert ledger.examine().flaws == ()
    assert everything(empty.ledger_url)["forgotten"] == [
        ("5f" * 16, "2026-11-20T10:00:00+00:00", 7)
    ]


def _held(ledger: Ledger, version: int | None) -> Iterator[tuple[str, str]]:
    for claim in ledger.claims(known_at=version):
        if isinstance(claim.record, Entity):
            yield claim.record.names[0].text, str(claim.record.key)


def test_one_command_backs_up_and_one_restores_draws_and_verifies(home: Path) -> None:
    done = kakehashi(home, "restore", str(OLD))
    assert (done.status, "restored at version 7" in done.err) == (0, True), done.err
    assert "All is well" in done.out
    assert "13 nodes" in done.out
    again = kakehashi(home, "restore", str(OLD))
    assert (again.status, "ledger.sqlite" in again.err) == (1, True)
    named = kakehashi(home, "cypher", "MATCH (n:Firm) RETURN n.name AS name", "--format", "csv")
    assert "白雲精機" in named.out
    copy = home.parent / "copy.zip"
    assert kakehashi(home, "backup", str(copy)).out.strip() == str(copy)
    twice = settings_of(home.parent / "third")
    restore(twice, copy)
    assert everything(twice.ledger_url) == everything(settings_of(home).ledger_url)


def test_a_backup_of_an_older_schema_is_upgraded(
    empty: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrations = tmp_path / "migrations"
    shutil.copytree(upgrade.MIGRATIONS, migrations)
    newest = upgrade.known_revisions()[-1]
    (migrations / "versions" / "9998_later.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '9998_later'\ndown_revision = '{newest}'\n"
        "branch_labels = depends_on = None\n"
        "def upgrade():\n"
        "    op.add_column('entry', sa.Column('tone', sa.Text, server_default='plain'))\n"
    )
    monkeypatch.setattr(upgrade, "MIGRATIONS", migrations)
    restore(empty, OLD)
    engine = engine_for(empty.ledger_url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT tone FROM entry").scalar() == "plain"
        version = connection.exec_driver_sql("SELECT version_num FROM ledger_version").scalar()
        assert version == "9998_later"
    engine.dispose()


def test_killed_anywhere_a_restore_leaves_nothing_or_everything(
    large: Path, tmp_path: Path
) -> None:
    dice, killed = random.Random(5), 0  # noqa: S311 - moments, no secrets
    for number in range(8):
        home = tmp_path / f"home {number}"
        process = _started(home, large)
        unfinished = home / "ledger.sqlite.restoring"
        while process.poll() is None and not unfinished.exists():
            time.sleep(0.002)
        time.sleep(dice.uniform(0, 0.35))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        settings = settings_of(home)
        if not (home / "ledger.sqlite").exists():
            restore(settings, large)
        with Ledger.open(settings.ledger_url) as ledger:
            assert sum(1 for _ in ledger.claims()) == 8000
        assert not list(home.glob("*.restoring*"))
        shutil.rmtree(home)
    assert killed >= 4


def _started(home: Path, file: Path) -> subprocess.Popen[bytes]:
    environment = {"KAKEHASHI_HOME": str(home), "PATH": "/usr/bin:/bin"}
    return subprocess.Popen([sys.executable, "-c", RESTORE, str(file)], cwd=ROOT, env=environment)


def test_two_restores_at_once_do_not_mix(large: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    both = [_started(home, large), _started(home, large)]
    ended = sorted(process.wait(60) for process in both)
    assert ended == [0, 1]
    with Ledger.open(settings_of(home).ledger_url) as ledger:
        assert ledger.examine().held == 8000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this machine does not let a test mount a disk of its own")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_said_and_leaves_nothing(large: Path, small_disk: Path) -> None:
    with pytest.raises(KakehashiError, match=r"too little room|disk is full"):
        restore(settings_of(small_disk / "home"), large)
    assert list(small_disk.iterdir()) == []
    # So little is left that the database itself meets the end of the disk.
    (small_disk / "other's").write_bytes(bytes((3 << 20) - 90_000))
    with pytest.raises(KakehashiError, match="disk is full"):
        restore(settings_of(small_disk / "home"), OLD)
    assert [one.name for one in small_disk.iterdir()] == ["other's"]
    full = kakehashi(large.parent / "home", "backup", str(small_disk / "backup.zip"))
    assert (full.status, "disk is full" in full.err) == (1, True)
    assert [one.name for one in small_disk.iterdir()] == ["other's"]


def limited(home: Path, *arguments: str, most: int) -> Answer:
    """Run a command that may write files of so many bytes and no more."""
    return python(home, LIMITED, str(most), *arguments)


def test_a_backup_or_restore_that_cannot_be_written_to_its_end_leaves_nothing(
    large: Path, tmp_path: Path
) -> None:
    home = large.parent / "home"
    failed = limited(home, "backup", str(tmp_path / "b.zip"), most=20_000)
    assert (failed.status, "Traceback" in failed.err) == (1, False), failed.err
    assert list(tmp_path.iterdir()) == []
    failed = limited(tmp_path / "home", "restore", str(large), most=500_000)
    assert (failed.status, "Traceback" in failed.err) == (1, False), failed.err
    assert not (tmp_path / "home" / "ledger.sqlite").exists()
    assert not list(tmp_path.glob("home/*.restoring*"))
    assert restore(settings_of(tmp_path / "home"), large).version == 1


def test_a_home_that_may_not_be_written_is_said(large: Path, tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.write_text(AT)
    done = kakehashi(file / "home", "restore", str(large))
    assert (done.status, "Traceback" in done.err) == (1, False)
    assert str(file) in done.err
