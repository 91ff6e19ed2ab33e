"""Putting a backup back: into an empty home, whole or not at all.

The file is checked before anything is written. The ledger is filled under another name and gets its
own when it is complete (PostgreSQL: in one transaction), so that whatever is killed on the way
leaves no half of it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import portalocker

from kb.backup.file import Backup, opened
from kb.backup.manifest import Manifest, table_member
from kb.base import BUILD_LOCK
from kb.errors import BackupError, LedgerError
from kb.ledger import Rows, file_of, pour, require_empty_database, require_known
from kb.progress import QUIET, Progress
from kb.settings import Settings
from kb.text import Text

CHECKING = Text("バックアップを確かめています。", "Checking the backup.")
FILLING = Text("台帳を戻しています", "Restoring the ledger")
UNFINISHED = ".restoring"
NO_MATTER = ("log", BUILD_LOCK)
"""What may lie in a home that counts as empty."""
NAMED = 5


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the ledger's version, and what the backup said of itself."""

    version: int
    manifest: Manifest
    settings: dict[str, object]


def restore(settings: Settings, file: Path, *, progress: Progress = QUIET) -> Restored:
    """Fill the empty home of the settings; raise BackupError or LedgerError, nothing changed.

    Raises BackupError where the file is not a whole backup or the home is not empty, LedgerError
    where the schema is of newer software or the database cannot take it.
    """
    progress(CHECKING)
    with opened(file) as backup:
        require_known(backup.manifest.revision, str(file))
        with _empty_home(settings, file):
            version = _put_back(settings, backup, progress)
    return Restored(version, backup.manifest, dict(backup.settings))


def _put_back(settings: Settings, backup: Backup, progress: Progress) -> int:
    target = file_of(settings.ledger_url)
    if target is None:
        return _fill(settings.ledger_url, backup, progress)
    _require_room(target, backup)
    unfinished = target.with_name(target.name + UNFINISHED)
    try:
        _remove(unfinished)
        version = _fill(f"sqlite:///{unfinished}", backup, progress)
        unfinished.chmod(0o600)
        _to_disk(unfinished)
        unfinished.replace(target)
        _to_disk(target.parent)
    finally:
        _remove(unfinished)
    return version


def _fill(url: str, backup: Backup, progress: Progress) -> int:
    manifest = backup.manifest
    version = pour(url, manifest.revision, _tables(backup, progress), manifest.counters)
    if version != manifest.version:
        raise _unlike(backup, f"{manifest.version}", f"{version}")
    return version


def _tables(backup: Backup, progress: Progress) -> Iterator[Rows]:
    total = sum(member.rows for member in backup.manifest.members.values())
    done = 0

    def counted(rows: Iterator[list[Any]], width: int) -> Iterator[list[Any]]:
        nonlocal done
        for row in rows:
            if len(row) != width or not all(isinstance(value, str | int | None) for value in row):
                raise _unlike(backup, f"{width} × text | number", json.dumps(row)[:80])
            yield row
            done += 1
            progress.advance(FILLING, done, total)

    for name in backup.manifest.tables:
        before = done
        columns, rows = backup.rows(name)
        yield Rows(name, columns, counted(rows, len(columns)))
        expected = backup.manifest.members[table_member(name)].rows
        if done - before != expected:
            raise _unlike(backup, f"{name}: {expected}", f"{done - before}")


def _unlike(backup: Backup, expected: str, found: str) -> BackupError:
    return BackupError(
        Text(
            "バックアップの中身が目録と合いません。何も書いていません。",
            "What the backup holds does not fit its manifest. Nothing was written.",
        ),
        expected=expected,
        found=found,
        where=str(backup.file),
    )


@contextmanager
def _empty_home(settings: Settings, file: Path) -> Iterator[None]:
    """Hold a home that is empty; one that was made for it goes again where the work fails."""
    _require_empty(settings, file)
    made = not settings.home.exists()
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = settings.home / BUILD_LOCK
    try:
        with portalocker.Lock(lock, flags=portalocker.LockFlags.EXCLUSIVE):
            _require_empty(settings, file)
            yield
    except BaseException:
        if made:
            lock.unlink(missing_ok=True)
            _remove_if_empty(settings.home)
        raise


def _require_empty(settings: Settings, file: Path) -> None:
    """Refuse a home in which something lies, naming it; what an unfinished restore left may lie."""
    found = [] if not settings.home.exists() else sorted(settings.home.iterdir())
    target = file_of(settings.ledger_url)
    if target is None:
        require_empty_database(settings.ledger_url)
    elif target.exists() and target not in found:
        found.append(target)
    strange = [
        one.name
        for one in found
        if one.name not in NO_MATTER
        and UNFINISHED not in one.name
        and one.resolve() != file.resolve()
    ]
    if strange:
        strange.sort(key=lambda name: (not name.startswith("ledger"), name))
        more = len(strange) - NAMED
        rest = f" + {more}" if more > 0 else ""
        raise BackupError(
            Text("戻す先が空ではありません。", "The home to restore into is not empty."),
            expected=Text(
                "空のフォルダー、またはまだないフォルダー", "an empty folder, or none yet"
            ),
            found=", ".join(strange[:NAMED]) + rest,
            where=str(settings.home),
            remedy=Text(
                "止めてからこの館をよけるか（mv）、KAKEHASHI_HOME に空の場所を指定してください。"
                "何も書いていません。",
                "Stop what runs and move this home aside (mv), or name an empty place in "
                "KAKEHASHI_HOME. Nothing was written.",
            ),
        )


def _require_room(target: Path, backup: Backup) -> None:
    """Refuse before writing where the disk cannot hold what the backup unpacks to."""
    free = shutil.disk_usage(_nearest(target.parent)).free
    if free < backup.manifest.size:
        raise LedgerError(
            Text("ディスクに空きがありません。", "The disk has too little room."),
            expected=f"≥ {backup.manifest.size:,} B",
            found=f"{free:,} B",
            where=str(target.parent),
            remedy=Text(
                "空きを作って、もう一度実行してください。何も書いていません。",
                "Make room and run it again. Nothing was written.",
            ),
        )


def _nearest(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.exists())


def _remove(unfinished: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError as problem:
        if problem.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise


def _to_disk(place: Path) -> None:
    """Have the system write a file, or a folder's list of names, before going on."""
    if os.name == "nt" and place.is_dir():
        return
    handle = os.open(place, os.O_RDONLY if place.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
