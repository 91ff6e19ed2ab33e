"""Text files as offices save them: UTF-8 with or without BOM, or CP932 as Excel in Japan writes."""

from __future__ import annotations

import re
from pathlib import Path

from kb.errors import InputError
from kb.text import Text

ENCODINGS = ("utf-8-sig", "cp932")
SHOWN_BYTES = 16
NO_LETTER = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
"""What the bytes 80, A0 and FD to FF become in CP932, where they stand for nothing."""

_ASCII = bytes(range(0x80))
_THREE_BYTES = re.compile(rb"[\xe1-\xef][\x80-\xbf]{2}")
"""Every kana and kanji in UTF-8, and hardly any two of them in CP932."""


def text_of(file: Path) -> str:
    """Decode a whole file; raise InputError where it cannot be read or its encoding is not known.

    UTF-8 with a few broken bytes is not taken for CP932, as which it would be read without complaint.
    """
    content = _bytes(file)
    beyond, within = beyond_ascii(content)
    for encoding in ENCODINGS[: 1 if within * 2 > beyond else 2]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == ENCODINGS[0] or not NO_LETTER.search(text):
            return text
    raise InputError(
        Text("文字コードが分かりません。", "The encoding of this file is not known."),
        expected="UTF-8 | CP932 (Shift_JIS)",
        found=content[:SHOWN_BYTES].hex(" "),
        where=str(file),
        remedy=Text("UTF-8のCSVとして保存し直してください。", "Save it again as CSV in UTF-8."),
    )


def beyond_ascii(content: bytes) -> tuple[int, int]:
    """Give how many bytes are no ASCII, and how many of these are kana and kanji of UTF-8."""
    return len(content.translate(None, _ASCII)), len(content) - len(_THREE_BYTES.sub(b"", content))


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
