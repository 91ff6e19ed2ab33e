"""The database's errors in words that a person can act on, translated once, at the ledger's door."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError

from kb.errors import LedgerError
from kb.text import Text

_NOT_A_LEDGER = (
    Text(
        "台帳のファイルが壊れているか、台帳ではありません。", "This file is not a readable ledger."
    ),
    Text(
        "バックアップから戻すか、KAKEHASHI_HOME / KAKEHASHI_LEDGER_URL を確かめてください。",
        "Restore it from a backup, or check KAKEHASHI_HOME and KAKEHASHI_LEDGER_URL.",
    ),
)
_READ_ONLY = (
    Text("台帳に書き込めません。", "The ledger cannot be written."),
    Text(
        "ファイルとフォルダーへの書き込み権限を確かめてください。",
        "Check that you may write the file and its folder.",
    ),
)
_NO_WAY_IN = (
    Text("台帳を開けません。", "The ledger cannot be opened."),
    Text(
        "場所（KAKEHASHI_HOME / KAKEHASHI_LEDGER_URL）と権限を確かめてください。",
        "Check the place (KAKEHASHI_HOME, KAKEHASHI_LEDGER_URL) and your rights to it.",
    ),
)
_FULL = (
    Text(
        "ディスクがいっぱいで、台帳に書けません。", "The disk is full; the ledger was not changed."
    ),
    Text("空きを作って、もう一度実行してください。", "Free some space and run it again."),
)
_BUSY = (
    Text(
        "他の処理が台帳を使い続けています。",
        "Another process kept the ledger busy for too long.",
    ),
    Text("それが終わってから、もう一度実行してください。", "Run it again when that one is done."),
)
_UNKNOWN = (
    Text("台帳の読み書きに失敗しました。", "The ledger could not be read or written."),
    Text(
        "下の内容を確かめて、もう一度実行してください。", "See what was found, then run it again."
    ),
)

# SQLite's error names by their beginning; PostgreSQL's five-character SQLSTATE codes.
EXPLAINED: dict[str, tuple[Text, Text]] = {
    "SQLITE_NOTADB": _NOT_A_LEDGER,
    "SQLITE_CORRUPT": _NOT_A_LEDGER,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_CANTOPEN": _NO_WAY_IN,
    "SQLITE_FULL": _FULL,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "53100": _FULL,
    "55P03": _BUSY,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "28": _NO_WAY_IN,
    "3D000": _NO_WAY_IN,
    "08": _NO_WAY_IN,
}


@contextmanager
def door(place: str) -> Iterator[None]:
    """Raise what the database says inside as a LedgerError; `place` names the ledger."""
    try:
        yield
    except DBAPIError as problem:
        raise explained(problem.orig or problem, place) from problem
    except (sqlite3.Error, NoFreeConnectionError) as problem:
        raise explained(problem, place) from problem


def explained(problem: BaseException, place: str) -> LedgerError:
    """Give the error in words for one of the driver's exceptions."""
    sign = getattr(problem, "sqlite_errorname", None) or getattr(problem, "sqlstate", None)
    what, remedy = _unreached(problem) if sign is None else _by_sign(sign)
    return LedgerError(what, found=str(problem).strip(), where=place, remedy=remedy)


def _by_sign(sign: str) -> tuple[Text, Text]:
    return next(
        (said for beginning, said in EXPLAINED.items() if sign.startswith(beginning)), _UNKNOWN
    )


def _unreached(problem: BaseException) -> tuple[Text, Text]:
    """Explain an error without a code: a PostgreSQL server that was never reached gives none."""
    return _NO_WAY_IN if type(problem).__name__ == "OperationalError" else _UNKNOWN
