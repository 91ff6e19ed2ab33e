"""Writing a backup: the ledger as it stands at one moment, and settings that are no secrets.

Others may go on writing meanwhile: all tables are read in one reading of the database. The graph
is left out, and so is all that was derived: both are made again from the ledger.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from kb.backup import file as backup_file
from kb.backup.file import MANIFEST, MIMETYPE, SETTINGS
from kb.backup.manifest import FORMAT, Manifest, Member, table_member
from kb.errors import BackupError, LedgerError
from kb.ledger import Ledger, Rows, Snapshot, file_of
from kb.progress import QUIET, Progress
from kb.settings import Settings
from kb.text import Text

WRITING = Text("バックアップに書いています", "Writing the backup")
CHECKING = Text("書いたものを読み直して確かめています。", "Reading back what was written.")
PARTIAL = ".partial"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was written: the file, its size in bytes and what it says of itself."""

    file: Path
    size: int
    manifest: Manifest


def require_ledger(settings: Settings) -> None:
    """Raise LedgerError where this home has no ledger yet, before one is made by opening it."""
    file = file_of(settings.ledger_url)
    if file is not None and not file.is_file():
        raise LedgerError(
            Text("ここにはまだ台帳がありません。", "There is no ledger here yet."),
            where=str(file),
            remedy=Text(
                "KAKEHASHI_HOME か KAKEHASHI_LEDGER_URL を確かめてください。",
                "Check KAKEHASHI_HOME and KAKEHASHI_LEDGER_URL.",
            ),
        )


def back_up(
    settings: Settings, ledger: Ledger, file: Path, *, at: str, progress: Progress = QUIET
) -> BackedUp:
    """Write the backup, read it back, and only then give it its name.

    `at` is the time (ISO). Raises BackupError where the file is there already or the ledger is
    empty, and OSError where it cannot be written; nothing is left behind then.
    """
    _require_new(file)
    with _replacing(file) as stream:
        with ledger.snapshot() as snapshot:
            _require_something(snapshot, settings)
            _write(stream, snapshot, settings, at, progress)
        backup_file.seal(stream)
        stream.flush()
        os.fsync(stream.fileno())
        progress(CHECKING)
        with backup_file.opened(Path(stream.name)) as written:
            manifest = written.manifest
    return BackedUp(file, file.stat().st_size, manifest)


def _write(
    stream: IO[bytes], snapshot: Snapshot, settings: Settings, at: str, progress: Progress
) -> None:
    made = datetime.fromisoformat(at).timetuple()[:6]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:

        def told(name: str, content: bytes, packing: int = zipfile.ZIP_DEFLATED) -> None:
            archive.writestr(_info(name, made), content, packing)

        told("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        members = _tables(archive, snapshot, made, progress)
        said = Manifest(
            FORMAT,
            version("kakehashi"),
            snapshot.revision,
            snapshot.version,
            snapshot.engine,
            at,
            snapshot.counters(),
            members,
        )
        told(SETTINGS, json.dumps(_plain(settings), ensure_ascii=False, indent=1).encode())
        told(MANIFEST, said.text().encode())
        archive.comment = backup_file.unsealed()


def _tables(
    archive: zipfile.ZipFile,
    snapshot: Snapshot,
    made: tuple[int, ...],
    progress: Progress,
) -> dict[str, Member]:
    total, done = sum(snapshot.counts().values()), 0

    def count() -> None:
        nonlocal done
        done += 1
        progress.advance(WRITING, done, total)

    members = {}
    for table in snapshot.tables():
        name = table_member(table.table)
        with archive.open(_info(name, made), "w", force_zip64=True) as stream:
            members[name] = _lines(stream, table, count)
    return members


def _lines(stream: IO[bytes], table: Rows, count: Callable[[], None]) -> Member:
    digest, size, rows = hashlib.sha256(), 0, -1
    for line in _encoded(table):
        digest.update(line)
        size += stream.write(line)
        rows += 1
        if rows:
            count()
    return Member(size, digest.hexdigest(), rows)


def _encoded(table: Rows) -> Iterator[bytes]:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    yield f"{encode(list(table.columns))}\n".encode()
    for row in table.rows:
        yield f"{encode(row)}\n".encode()


def _info(name: str, made: tuple[int, ...]) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (max(made[0], 1980), *made[1:]))  # type: ignore[arg-type]
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _plain(settings: Settings) -> dict[str, object]:
    """Give the settings that are no secrets: addresses and passwords stay at home."""
    return {
        "language": settings.language,
        "graph": "neo4j" if settings.neo4j_uri else "embedded",
        "neo4j_database": settings.neo4j_database if settings.neo4j_uri else None,
    }


def _require_something(snapshot: Snapshot, settings: Settings) -> None:
    if snapshot.version == 0:
        raise BackupError(
            Text(
                "台帳が空で、残すものがありません。",
                "The ledger is empty; there is nothing to back up.",
            ),
            where=str(settings.home),
            remedy=Text(
                "KAKEHASHI_HOME か KAKEHASHI_LEDGER_URL を確かめてください。",
                "Check KAKEHASHI_HOME and KAKEHASHI_LEDGER_URL.",
            ),
        )


def _require_new(file: Path) -> None:
    if not file.parent.is_dir():
        raise BackupError(
            Text("書く先のフォルダーがありません。", "The folder to write into is not there."),
            where=str(file.parent),
            remedy=Text(
                "フォルダーを作るか、別の場所を指定してください。",
                "Make the folder, or name another place.",
            ),
        )
    if file.exists():
        raise BackupError(
            Text("その名前のものがすでにあります。", "There is something of that name already."),
            expected=Text("まだないファイルの名前", "the name of a file that is not there yet"),
            found=Text("フォルダー", "a folder") if file.is_dir() else Text("ファイル", "a file"),
            where=str(file),
            remedy=Text(
                "別の名前にしてください（例: 日付を付ける）。",
                "Choose another name, with the day for instance.",
            ),
        )


@contextmanager
def _replacing(file: Path) -> Iterator[IO[bytes]]:
    """Give a new file that only its owner can read; it gets its name when all went well."""
    partial = file.with_name(f"{file.name}.{os.getpid()}{PARTIAL}")
    try:
        with open(partial, "w+b", opener=_private) as stream:
            yield stream
        _require_new(file)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
