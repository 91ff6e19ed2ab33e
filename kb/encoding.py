"""Text files as offices save them: UTF-8 with or without BOM, or CP932 as Excel in Japan writes."""

from __future__ import annotations

from pathlib import Path

from kb.errors import InputError
from kb.text import Text

ENCODINGS = ("utf-8-sig", "cp932")
SHOWN_BYTES = 16


def text_of(file: Path) -> str:
    """Decode a whole file; raise InputError where it cannot be read or its encoding is not known."""
    content = _bytes(file)
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        Text("文字コードが分かりません。", "The encoding of this file is not known."),
        expected="UTF-8 | CP932 (Shift_JIS)",
        found=content[:SHOWN_BYTES].hex(" "),
        where=str(file),
        remedy=Text("UTF-8のCSVとして保存し直してください。", "Save it again as CSV in UTF-8."),
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise InputError(
            Text("ファイルが読めません。", "A file cannot be read."),
            found=problem.strerror or str(problem),
            where=str(file),
            remedy=Text("ファイルの場所と権限を確かめてください。", "Check its place and rights."),
        ) from problem
