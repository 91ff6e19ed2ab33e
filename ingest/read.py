"""Tables as they are published: encodings, headers, and the place of every row."""

from __future__ import annotations

import codecs
import csv
import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ingest.archive import lines, opened
from ingest.row import Row
from kb.encoding import ENCODINGS, NO_LETTER, beyond_ascii
from kb.errors import InputError
from kb.text import Text

MOST_FILE_BYTES = 4_000_000_000
"""The register of all corporations of Japan, the largest we read, takes some 1.3 GB unpacked."""

_BLOCK = 1 << 20
_SHOWN_BYTES = 16
_SHOWN_CHARACTERS = 500


def csv_rows(
    file: Path,
    table: str,
    *,
    required: Sequence[str],
    delimiter: str = ",",
    published: bool = False,
) -> Iterator[Row]:
    """Yield the rows of a CSV file with a header; wholly empty rows are passed over.

    UTF-8 (with or without BOM) and CP932 are read. Raises InputError where the header lacks a
    required column or names one twice, a row has more cells than the header, the last line of a
    `published` file has no end, or it is no text (`ingest.archive.lines`).
    """
    encoding = encoding_of(file)
    with opened(file) as stream:
        text = lines(stream, file.name, encoding=encoding, ended=published)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            header = [cell.strip() for cell in next(reader, [])]
            _check_header(header, required, file)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield _row(table, f"{file.name}:{reader.line_num}", header, cells)
        except csv.Error as problem:
            raise InputError(
                Text("CSVとして読めません。", "This cannot be read as CSV."),
                expected=Text("引用符の閉じたCSV", "CSV with closed quotes"),
                found=str(problem),
                where=f"{file.name}:{reader.line_num}",
            ) from problem


def encoding_of(file: Path) -> str:
    """Tell in which of the encodings that offices save a whole file can be read, UTF-8 first.

    Raises InputError where it is none. UTF-8 with a few broken bytes is not taken for CP932: as
    that it would be read without complaint, as half-width kana.
    """
    for encoding in ENCODINGS:
        if _decodes(file, encoding):
            return encoding
        if _is_mostly_utf8(file):
            break
    with opened(file) as stream:
        shown = stream.read(_SHOWN_BYTES)
    raise InputError(
        Text("文字コードが分かりません。", "The encoding of this file is not known."),
        expected="UTF-8 | CP932 (Shift_JIS)",
        found=shown.hex(" "),
        where=file.name,
        remedy=Text(
            "途中で切れたり壊れたりしていないか確かめ、取り直すか、UTF-8のCSVとして保存し直してください。",
            "It may be cut off or damaged: fetch it again, or save it again as CSV in UTF-8.",
        ),
    )


def fingerprint(files: Sequence[Path]) -> str:
    """Hash the names and contents of the files, in the given order (SHA-256, hexadecimal).

    Raises InputError where one cannot be read, is larger than any published file, or is being
    written.
    """
    digest = hashlib.sha256()
    for file in files:
        before = standing_of(file)
        if before.size > MOST_FILE_BYTES:
            raise _too_large(file, before.size)
        digest.update(os.fsencode(file.name))
        with opened(file) as stream:
            for block in iter(lambda: stream.read(_BLOCK), b""):
                digest.update(block)
        if standing_of(file) != before:
            raise being_written(file)
    return digest.hexdigest()


class Standing(NamedTuple):
    """What tells a file from what it becomes when somebody writes it: size, time, place on disk."""

    size: int
    written: int
    number: int


def standing_of(file: Path) -> Standing:
    """Tell how a file stands; raise InputError where it is not there."""
    try:
        found = file.stat()
    except OSError as problem:
        raise InputError(
            Text("ファイルが読めません。", "A file cannot be read."),
            expected=Text("読めるファイル", "a file that can be read"),
            found=problem.strerror or str(problem),
            where=file.name,
        ) from problem
    return Standing(found.st_size, found.st_mtime_ns, found.st_ino)


def being_written(file: Path) -> InputError:
    """Make the error over a file that changed while it was read."""
    return InputError(
        Text("読んでいる間にファイルが変わりました。", "A file changed while it was being read."),
        expected=Text("書き終わったファイル", "a file that nobody is writing"),
        found=Text("書き込み中のファイル", "a file that is being written"),
        where=file.name,
        remedy=Text(
            "ダウンロードや保存が終わってから、同じ命令をもう一度実行してください。何も書き込んでいません。",
            "Run the same command again when it is downloaded or saved. Nothing was written.",
        ),
    )


def _decodes(file: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with opened(file) as stream:
            for block in iter(lambda: stream.read(_BLOCK), b""):
                text = decoder.decode(block)
                if encoding != ENCODINGS[0] and NO_LETTER.search(text):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(file: Path) -> bool:
    """Tell whether most bytes beyond ASCII are kana and kanji of UTF-8, as they never are in CP932."""
    beyond = within = 0
    with opened(file) as stream:
        for block in iter(lambda: stream.read(_BLOCK), b""):
            more, of_these = beyond_ascii(block)
            beyond, within = beyond + more, within + of_these
    return within * 2 > beyond


def _too_large(file: Path, size: int) -> InputError:
    return InputError(
        Text("ファイルが大きすぎます。", "The file is larger than any published one."),
        expected=Text(f"{MOST_FILE_BYTES:,} バイト以下", f"at most {MOST_FILE_BYTES:,} bytes"),
        found=f"{size:,} bytes",
        where=file.name,
        remedy=Text(
            "公開元のファイルか確かめてください。", "Check that it is its publisher's file."
        ),
    )


def _check_header(header: Sequence[str], required: Sequence[str], file: Path) -> None:
    missing = [column for column in required if column not in header]
    twice = [column for column, count in Counter(header).items() if count > 1 and column]
    if missing or twice:
        raise InputError(
            Text("見出しの列が足りません。", "The header lacks columns.")
            if missing
            else Text("見出しに同じ列が二度あります。", "The header names a column twice."),
            expected=", ".join(required),
            found=", ".join((missing and header) or twice)[:_SHOWN_CHARACTERS]
            or Text("空のファイル", "an empty file"),
            where=f"{file.name}:1",
        )


def _row(table: str, place: str, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) > len(header):
        raise InputError(
            Text("列が見出しより多い行です。", "A row has more cells than the header."),
            expected=str(len(header)),
            found=str(len(cells)),
            where=place,
            remedy=Text(
                "カンマを含む値は引用符で囲んでください。",
                "Put quotes around a value that holds a comma.",
            ),
        )
    return Row(table, place, dict(zip(header, cells, strict=False)))
