"""Published files as they come, read piece by piece: one member of a zip, or a plain file.

Nothing here holds a file in memory. What is cut off, damaged, encrypted, or unpacks to more than
any published file would (a zip bomb) is an InputError; so are bytes that are not text, NULs and
lines without an end.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from kb.errors import InputError
from kb.text import Text

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_BYTES = 2_000_000_000  # of one member
MOST_RATIO = 150
"""Tables of repeated words pack to a fiftieth; what packs tighter is no table."""
SMALL_BYTES = 1_000_000
"""A member below this may pack as tightly as it likes."""
MOST_UNPACKED_BYTES = 4_000_000_000
"""The most that all members of a zip together unpack to."""
MOST_MEMBERS = 10_000
MOST_DIRECTORY_BYTES = 8_000_000
"""The list of members is read at once; ten thousand need a megabyte."""
LONGEST_LINE = 2_000_000
"""In characters; the longest published lines have some 10,000."""
MOST_EMPTY_LINES = 10_000

_BLOCK = 1 << 18
_MAGIC = b"PK\x03\x04"
_END = struct.Struct("<4s4H2LH")
_SHOWN_BYTES = 16
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    MemoryError,
)
"""What the standard library raises over damaged, encrypted or unknown archives."""


def is_archive(file: Path) -> bool:
    """Tell whether a file is a zip, by its name or its first bytes."""
    if file.suffix.lower() == ".zip":
        return True
    with _reading(file) as stream:
        return stream.read(len(_MAGIC)) == _MAGIC


def members(file: Path) -> tuple[str, ...]:
    """Name the files in a zip, in its order; raise InputError where it cannot be read."""
    with _archive(file) as archive:
        return tuple(one.filename for one in archive.infolist() if not one.is_dir())


@contextmanager
def opened(file: Path, member: str = "", *, most_bytes: int = MOST_BYTES) -> Iterator[BinaryIO]:
    """Open a plain file, or one member of a zip, to be read as bytes from front to end.

    Raises InputError at once where the member is missing, encrypted or too large, and while it is
    read where it is cut off or its checksum is wrong.
    """
    if not member:
        with _reading(file) as plain:
            yield _buffered(plain, file.name)
        return
    where = f"{file.name}/{member}"
    with _archive(file) as archive:
        _require_sound(_found(archive, file, member), where, most_bytes)
        with _explained(where):
            packed = archive.open(member)
        with packed:
            yield _buffered(packed, where)


def lines(
    stream: BinaryIO, where: str, *, encoding: str = "utf-8-sig", ended: bool = False
) -> Iterator[str]:
    """Yield the lines of a text with their ends, whatever mix of ends they have.

    Raises InputError naming the line where bytes are not of that encoding, where a NUL stands, or
    where a line is longer than any published one; of texts that are `ended` by their publisher
    also where the last line has no end, since it may have lost more than that.
    """
    # Python's own utf-8-sig passes over half a byte order mark.
    text = io.TextIOWrapper(stream, encoding.removesuffix("-sig"), newline="")
    number, filled, line = 0, 0, "\n"
    try:
        while found := text.readline(LONGEST_LINE):
            number, line = number + 1, found if number else found.removeprefix("\ufeff")
            if "\0" in line or len(line) == LONGEST_LINE:
                raise _no_text(f"{where}:{number}", nul="\0" in line)
            if not line.isspace():
                filled = number
            elif number - filled > MOST_EMPTY_LINES:
                raise _empty(f"{where}:{number}")
            yield line
        if ended and line[-1:] not in ("\r", "\n"):
            raise _cut_off(f"{where}:{number}", line)
    except UnicodeDecodeError as problem:
        raise _not_encoded(problem, f"{where}:{number + 1}") from problem


class _Explained(io.RawIOBase):
    """A stream whose failures are said as InputErrors, wherever it is read."""

    def __init__(self, source: IO[bytes], where: str) -> None:
        super().__init__()
        self.source, self.where = source, where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        with _explained(self.where):
            found = self.source.read(len(view))
        view[: len(found)] = found
        return len(found)


def _buffered(source: IO[bytes], where: str) -> BinaryIO:
    return io.BufferedReader(_Explained(source, where), _BLOCK)


@contextmanager
def _reading(file: Path) -> Iterator[BinaryIO]:
    with _explained(file.name):
        stream = file.open("rb")
    with stream:
        yield stream


@contextmanager
def _archive(file: Path) -> Iterator[zipfile.ZipFile]:
    with _explained(file.name):
        _require_short_directory(file)
        archive = zipfile.ZipFile(file)
    with archive:
        if len(archive.filelist) > MOST_MEMBERS:
            raise _too_large(file.name, f"{len(archive.filelist):,} files", f"{MOST_MEMBERS:,}")
        unpacked = sum(one.file_size for one in archive.filelist)
        _require_believable(unpacked, file.stat().st_size, MOST_UNPACKED_BYTES, file.name)
        yield archive


@contextmanager
def _explained(where: str) -> Iterator[None]:
    """Turn what the standard library says of a broken file into an InputError."""
    try:
        yield
    except OSError as problem:
        raise _unread(where, problem.strerror or str(problem)) from problem
    except _BROKEN as problem:
        raise InputError(
            Text("ファイルが壊れているか、途中で切れています。", "A file is damaged or cut off."),
            expected=Text("公開されたままのファイル", "the file as it was published"),
            found=str(problem) or type(problem).__name__,
            where=where,
            remedy=Text(
                "公開元からもう一度取り、同じ命令を実行してください。何も書き込んでいません。",
                "Fetch it again from its publisher and run the same command; nothing was written.",
            ),
        ) from problem


def _unread(where: str, found: str) -> InputError:
    return InputError(
        Text("ファイルが読めません。", "A file cannot be read."),
        expected=Text("読めるファイル", "a file that can be read"),
        found=found,
        where=where,
        remedy=Text(
            "ファイルの場所と権限を確かめてください。何も書き込んでいません。",
            "Check its place and rights. Nothing was written.",
        ),
    )


def _require_short_directory(file: Path) -> None:
    """Refuse a list of members that would fill the memory before one is opened."""
    with file.open("rb") as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(0, size - (1 << 16) - _END.size))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise zipfile.BadZipFile("no list of members at its end")
    listed = _END.unpack_from(tail, at)[5]
    # A zip64 archive says 0xFFFFFFFF here; its list can then take no more than the file.
    if min(listed, size) > MOST_DIRECTORY_BYTES:
        raise _too_large(file.name, f"{min(listed, size):,} bytes", f"{MOST_DIRECTORY_BYTES:,}")


def _found(archive: zipfile.ZipFile, file: Path, member: str) -> zipfile.ZipInfo:
    found = [one for one in archive.infolist() if one.filename == member]
    if len(found) != 1:
        raise InputError(
            Text("zipの中身が形式に合いません。", "The zip does not hold what its format says."),
            expected=Text(f"{member} が一つ", f"one {member}"),
            found=Text(f"{len(found)}個", str(len(found))),
            where=file.name,
        )
    return found[0]


def _require_sound(one: zipfile.ZipInfo, where: str, most_bytes: int) -> None:
    if one.flag_bits & 1:
        raise InputError(
            Text("暗号化されていて読めません。", "It is encrypted and cannot be read."),
            expected=Text("暗号化されていない、公開されたままのzip", "the zip as it was published"),
            found=Text("暗号化されたファイル", "an encrypted member"),
            where=where,
            remedy=Text("公開元から取り直してください。", "Fetch it again from its publisher."),
        )
    _require_believable(one.file_size, one.compress_size, most_bytes, where)


def _require_believable(unpacked: int, packed: int, most_bytes: int, where: str) -> None:
    """Refuse what would unpack to more than any published file, or from almost nothing."""
    tight = unpacked > SMALL_BYTES and unpacked > MOST_RATIO * max(packed, 1)
    if unpacked > most_bytes or tight:
        found = f"{unpacked:,} bytes of {packed:,}"
        raise _too_large(where, found, f"{most_bytes:,} bytes, {MOST_RATIO} times")


def _too_large(where: str, found: str, most: str) -> InputError:
    return InputError(
        Text("展開すると大きすぎます。", "It unpacks to more than a published file would."),
        expected=Text(f"{most} 以下", f"at most {most}"),
        found=found,
        where=where,
        remedy=Text(
            "公開元のファイルか確かめてください。", "Check that it is its publisher's file."
        ),
    )


def _no_text(where: str, *, nul: bool) -> InputError:
    return InputError(
        Text("文字の行として読めません。", "This cannot be read as a line of text."),
        expected=Text(
            f"{LONGEST_LINE:,}字より短い行", f"a line of less than {LONGEST_LINE:,} characters"
        ),
        found="NUL (U+0000)" if nul else Text("終わりのない行", "a line without an end"),
        where=where,
    )


def _empty(where: str) -> InputError:
    return InputError(
        Text("空の行ばかり続いています。", "There are empty lines without an end."),
        expected=Text(f"{MOST_EMPTY_LINES:,} 行まで", f"at most {MOST_EMPTY_LINES:,} of them"),
        found=Text("それより多い空の行", "more empty lines"),
        where=where,
        remedy=Text("公開元から取り直してください。", "Fetch it again from its publisher."),
    )


def _cut_off(where: str, line: str) -> InputError:
    return InputError(
        Text("最後の行が途中で切れています。", "The last line is cut off."),
        expected=Text("行末の改行", "the end of the line"),
        found=f"…{line[-_SHOWN_BYTES:]}",
        where=where,
        remedy=Text(
            "公開元からもう一度取り、同じ命令を実行してください。何も書き込んでいません。",
            "Fetch it again from its publisher and run the same command; nothing was written.",
        ),
    )


def _not_encoded(problem: UnicodeDecodeError, where: str) -> InputError:
    found = problem.object[problem.start : problem.start + _SHOWN_BYTES]
    return InputError(
        Text("文字コードが形式に合いません。", "The encoding is not the one of this format."),
        expected=problem.encoding,
        found=bytes(found).hex(" "),
        where=Text(f"{where} のあたり", f"about {where}"),
        remedy=Text(
            "公開されたままのファイルを使ってください。", "Use the file just as it was published."
        ),
    )
