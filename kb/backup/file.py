"""A backup as one file: what it holds, how it is sealed, and how it is read again.

A ZIP archive whose first member, stored plainly, says what it is (as in OpenDocument files):

    mimetype              application/vnd.kakehashi.backup+zip
    ledger/<table>.jsonl  one table: a line with the columns, then one line a row (JSON lists)
    settings.json         settings that are no secrets
    manifest.json         format, software, schema revision, version, counters; of every member
                          its size, its SHA-256 and its number of rows

The archive's comment ends in the SHA-256 of all that stands before it. So a file that was cut off,
or in which a single bit is other than it was, is seen before anything of it is believed. Members
are only ever read by the names above and never unpacked to places that the file names.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from kb.backup.manifest import FORMAT, Manifest, table_member
from kb.errors import BackupError
from kb.text import Text

MIMETYPE = b"application/vnd.kakehashi.backup+zip"
SEAL = b"kakehashi-backup sha256:"
DIGEST = 64  # hexadecimal digits of a SHA-256
MANIFEST, SETTINGS = "manifest.json", "settings.json"
MOST_TOLD = 1 << 20
"""Bytes that the manifest and the settings may have."""
MOST_LINE = 1 << 26
"""Characters that one row may have."""
MOST_GROWTH, SMALL = 100, 1 << 26
"""How many times its size a backup may unpack to, and the bytes that need no such care."""

_TABLE = re.compile(r"ledger/([a-z][a-z0-9_]*)\.jsonl")
_CHUNK = 1 << 20
_HEAD = 64
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Backup:
    """An open backup file in which every hash was found right."""

    manifest: Manifest
    settings: Mapping[str, object]
    archive: zipfile.ZipFile
    file: Path

    def rows(self, table: str) -> tuple[tuple[str, ...], Iterator[list[Any]]]:
        """Give the columns and the rows of a table."""
        lines = self._lines(table_member(table))
        columns = tuple(str(name) for name in next(lines, []))
        return columns, lines

    def _lines(self, name: str) -> Iterator[list[Any]]:
        with _readable(self.file), self.archive.open(name) as stream:
            while line := stream.readline(MOST_LINE):
                row = json.loads(line)
                if not isinstance(row, list):
                    raise ValueError(f"{name}: a line is not a list")  # noqa: TRY004 - of the file, not of a caller
                yield row


@contextmanager
def opened(file: Path) -> Iterator[Backup]:
    """Open a backup after everything in it was checked; raise BackupError, having read only."""
    with _found(file) as stream:
        _require_backup(stream, file)
        _require_sealed(stream, file)
        with _readable(file):
            archive = zipfile.ZipFile(stream)
        with archive:
            with _readable(file):
                backup = _checked(archive, file)
            yield backup


def seal(stream: IO[bytes]) -> None:
    """Write the hash of all that stands before it at the end of a file that is complete."""
    stream.seek(0, 2)
    digest = _digest(stream, stream.tell() - DIGEST)
    stream.seek(-DIGEST, 2)
    stream.write(digest)


def unsealed() -> bytes:
    """Give the archive's comment before it is sealed."""
    return SEAL + b"0" * DIGEST


def _found(file: Path) -> IO[bytes]:
    try:
        return file.open("rb")
    except OSError as problem:
        raise BackupError(
            Text("バックアップが読めません。", "The backup cannot be read."),
            found=problem.strerror or str(problem),
            where=str(file),
            remedy=Text("ファイルの場所と権限を確かめてください。", "Check its place and rights."),
        ) from problem


def _require_backup(stream: IO[bytes], file: Path) -> None:
    head = stream.read(_HEAD + len(MIMETYPE))
    if not head.startswith(b"PK\x03\x04") or MIMETYPE not in head:
        other = Text("別のZIPファイル", "another ZIP file")
        unknown = Text(f"先頭 {head[:8].hex(' ')}", f"it begins with {head[:8].hex(' ')}")
        empty = Text("空のファイル", "an empty file")
        raise _not_a_backup(file, other if head[:2] == b"PK" else unknown if head else empty)


def _require_sealed(stream: IO[bytes], file: Path) -> None:
    size = stream.seek(0, 2)
    before = max(0, size - DIGEST - len(SEAL))
    stream.seek(before)
    comment = stream.read()
    if not comment.startswith(SEAL):
        _damaged(
            file, Text("末尾がありません（途中で切れています）。", "its end is missing (cut off)")
        )
    if _digest(stream, size - DIGEST) != comment[-DIGEST:]:
        _damaged(file, Text("封印（SHA-256）が合いません。", "its seal (SHA-256) does not fit"))


def _digest(stream: IO[bytes], size: int) -> bytes:
    stream.seek(0)
    digest, left = hashlib.sha256(), size
    while left > 0 and (chunk := stream.read(min(_CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest().encode()


def _checked(archive: zipfile.ZipFile, file: Path) -> Backup:
    members = {info.filename: info for info in archive.infolist()}
    known = {"mimetype", MANIFEST, SETTINGS}
    strange = [n for n in members if n not in known and not _TABLE.fullmatch(n)]
    if strange or len(members) != len(archive.infolist()) or not known <= members.keys():
        named = ", ".join(repr(name) for name in sorted(strange or members)[:5])
        _damaged(file, Text(f"バックアップにない名前: {named}", f"names no backup holds: {named}"))
    manifest = _manifest(archive, members[MANIFEST], file)
    _require_sizes(manifest, members, file)
    for name, member in manifest.members.items():
        if _hash_of(archive, name, member.size) != member.sha256:
            _damaged(
                file, Text(f"{name} のハッシュが合いません。", f"the hash of {name} does not fit")
            )
    settings = _told(archive, members[SETTINGS], file)
    return Backup(manifest, settings, archive, file)


def _manifest(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: Path) -> Manifest:
    said = _told(archive, info, file)
    number = said.get("format")
    if isinstance(number, int) and number > FORMAT:
        raise BackupError(
            Text(
                "このバックアップは新しい版のソフトで作られています。",
                "This backup was made by newer software.",
            ),
            expected=f"format ≤ {FORMAT}",
            found=f"format {number} (Kakehashi {said.get('software')})",
            where=str(file),
            remedy=Text("Kakehashi を新しくしてください。", "Upgrade Kakehashi."),
        )
    try:
        return Manifest.read(said)
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"{MANIFEST}: {problem}") from problem


def _told(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: Path) -> dict[str, Any]:
    if info.file_size > MOST_TOLD:
        _damaged(file, Text(f"{info.filename} が大きすぎます。", f"{info.filename} is too large"))
    with archive.open(info) as stream:
        said = json.loads(stream.read(MOST_TOLD))
    if not isinstance(said, dict):
        _damaged(file, Text(f"{info.filename} が読めません。", f"{info.filename} cannot be read"))
    return said


def _require_sizes(manifest: Manifest, members: Mapping[str, zipfile.ZipInfo], file: Path) -> None:
    """See that what is declared agrees, and that nothing unpacks to more than a backup would."""
    declared = {name: info.file_size for name, info in members.items() if _TABLE.fullmatch(name)}
    if declared != {name: member.size for name, member in manifest.members.items()}:
        _damaged(file, Text("大きさが目録と合いません。", "its sizes do not fit its manifest"))
    most = max(SMALL, MOST_GROWTH * file.stat().st_size)
    if manifest.size > most:
        said = f"{manifest.size:,} > {most:,}"
        _damaged(
            file,
            Text(f"展開後が大きすぎます（{said} バイト）。", f"it would unpack to {said} bytes"),
        )


def _hash_of(archive: zipfile.ZipFile, name: str, size: int) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as stream:
        while (chunk := stream.read(_CHUNK)) and size >= 0:
            digest.update(chunk)
            size -= len(chunk)
    return digest.hexdigest()


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    """Say in one way that the archive itself cannot be read."""
    try:
        yield
    except _BROKEN as problem:
        _damaged(file, Text(f"読めません: {problem}", f"it cannot be read: {problem}"), problem)


def _damaged(file: Path, found: Text, cause: BaseException | None = None) -> NoReturn:
    raise BackupError(
        Text(
            "バックアップが壊れています。何も書いていません。",
            "This backup is damaged. Nothing was written.",
        ),
        expected=Text("作られたときのままのファイル", "the file as it was made"),
        found=found,
        where=str(file),
        remedy=Text(
            "もう一度写すか、別のバックアップを使ってください。",
            "Copy it again, or use another backup.",
        ),
    ) from cause


def _not_a_backup(file: Path, found: Text) -> BackupError:
    return BackupError(
        Text(
            "Kakehashi のバックアップではありません。何も書いていません。",
            "This is not a backup of Kakehashi. Nothing was written.",
        ),
        expected=Text("kakehashi backup が作ったファイル", "a file made by kakehashi backup"),
        found=found,
        where=str(file),
    )
