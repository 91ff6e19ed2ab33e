"""What both databases can keep, so that neither takes what the other refuses.

Text has no NUL (PostgreSQL takes none) and no half of a surrogate pair (it is no Unicode); what an
index holds is short (PostgreSQL's largest index row is 2,704 bytes, and a judgement's two keys
share one); ids and versions are PostgreSQL's integers.
"""

from __future__ import annotations

import re

from kb.errors import LedgerError
from kb.text import Text

LARGEST = 2**31 - 1
"""The largest id and version."""
LONGEST_KEY_BYTES = 1000
"""The longest key, source name or kind of entry, in UTF-8."""

_HALF = re.compile("[\ud800-\udfff]")
_SHOWN = 60
VALUES = Text(
    "文字（Unicode、NUL を除く）・有限の数・真偽・文字の並び",
    "Unicode text without NUL, finite numbers, true/false, lists of text",
)
SHORT = Text(
    f"UTF-8 で {LONGEST_KEY_BYTES} バイト以内の識別子",
    f"an id of at most {LONGEST_KEY_BYTES} bytes in UTF-8",
)


def askable(version: int) -> int:
    """Give the nearest version that a database can be asked about; all beyond are alike."""
    return max(0, min(version, LARGEST))


def keepable(text: str) -> bool:
    """Tell whether either database takes a text."""
    return "\0" not in text and (text.isascii() or not _HALF.search(text))


def require_keepable(text: str) -> None:
    """Raise LedgerError for a text that one of the databases cannot keep."""
    if not keepable(text):
        raise unkeepable(shortened(text))


def require_short(name: str, *, where: str | None = None) -> None:
    """Raise LedgerError for what is too long for an index: a key, a source's name, a kind."""
    size = len(name.encode("utf-8", "replace"))
    if size > LONGEST_KEY_BYTES:
        found = f"{shortened(name)} ({size} bytes)"
        raise unkeepable(found, expected=SHORT, where=where)


def unkeepable(found: str, *, expected: Text = VALUES, where: str | None = None) -> LedgerError:
    """Give the error for a value that the ledger does not keep."""
    return LedgerError(
        Text("台帳に書けない値があります。", "A record holds a value that cannot be kept."),
        expected=expected,
        found=found,
        where=where,
        remedy=Text(
            "値を直して、もう一度実行してください。何も書いていません。",
            "Correct it and run it again. Nothing was written.",
        ),
    )


def shortened(text: str) -> str:
    """Give the beginning of a text, with what cannot be kept made visible."""
    visible = _HALF.sub("�", text[:_SHOWN]).replace("\0", "␀")
    return visible if len(text) <= _SHOWN else f"{visible}…"
