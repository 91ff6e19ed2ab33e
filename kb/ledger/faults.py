"""The database's errors in words that a person can act on, translated once, at the ledger's door."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError

from kb.errors import InputError, LedgerError
from kb.ledger.limits import shortened, unkeepable
from kb.text import Text

_NOT_A_LEDGER = (
    Text(
        "台帳のファイルが壊れているか、台帳ではありません。", "This file is not a readable ledger."
    ),
    Text(
        "館のフォルダーをよけてバックアップから戻すか（kakehashi restore）、"
        "KAKEHASHI_HOME / KAKEHASHI_LEDGER_URL を確かめてください。",
        "Move the home aside and put a backup back (kakehashi restore), or check KAKEHASHI_HOME "
        "and KAKEHASHI_LEDGER_URL.",
    ),
)
_DAMAGED = (
    Text("台帳の行が壊れています。", "A row of the ledger is damaged."),
    Text(
        "kakehashi verify が壊れた所をすべて挙げます。館のフォルダーをよけて、バックアップから戻して"
        "ください（kakehashi restore、手順は docs/operations.md）。",
        "kakehashi verify lists all that is damaged; move the home aside and put a backup back "
        "(kakehashi restore; docs/operations.md has the steps).",
    ),
)
_READ_ONLY = (
    Text("台帳に書き込めません。", "The ledger cannot be written."),
    Text(
        "ファイルとフォルダーへの書き込み権限を確かめてください。",
        "Check that you may write the file and its folder.",
    ),
)
_READING_SERVER = (
    Text("台帳に書き込めません。", "The ledger cannot be written."),
    Text(
        "このサーバーは読み取り専用です。書き込めるサーバーを KAKEHASHI_LEDGER_URL に指定してください。",
        "This server only reads. Name one that may be written in KAKEHASHI_LEDGER_URL.",
    ),
)
_RIGHTS_TOO_SMALL = (
    Text(
        "台帳に対するデータベースの権限が足りません。",
        "The database user's rights to the ledger are too small.",
    ),
    Text(
        "その利用者をデータベースの所有者にするか、スキーマへの CREATE・USAGE と、"
        "表への SELECT・INSERT・UPDATE・DELETE と番号への USAGE の権限を与えてください。",
        "Make that user the database's owner, or grant CREATE and USAGE on its schema, SELECT, "
        "INSERT, UPDATE and DELETE on its tables and USAGE on their sequences.",
    ),
)
_TOO_SLOW = (
    Text(
        "サーバーの時間制限で止められました。台帳は変わっていません。",
        "The server's time limit ended it; the ledger was not changed.",
    ),
    Text(
        "この利用者の statement_timeout などを延ばすか外してください（ALTER ROLE … SET）。",
        "Lengthen or lift this user's statement_timeout and the like (ALTER ROLE … SET).",
    ),
)
_CUT_OFF = (
    Text("台帳のサーバーとの接続が切れました。", "The line to the ledger's server was cut."),
    Text(
        "サーバーの状態を確かめて、もう一度実行してください。終わった変更は残っています。",
        "See to the server, then run it again. What was committed is kept.",
    ),
)
_NO_WAY_IN = (
    Text("台帳を開けません。", "The ledger cannot be opened."),
    Text(
        "場所（KAKEHASHI_HOME / KAKEHASHI_LEDGER_URL）、利用者名とパスワード、権限を確かめてください。",
        "Check the place (KAKEHASHI_HOME, KAKEHASHI_LEDGER_URL), user, password and your rights to it.",
    ),
)
_FULL = (
    Text(
        "ディスクがいっぱいで、台帳に書けません。", "The disk is full; the ledger was not changed."
    ),
    Text("空きを作って、もう一度実行してください。", "Free some space and run it again."),
)
_DISK = (
    Text(
        "ディスクを読み書きできません（いっぱいか、故障しています）。台帳は変わっていません。",
        "The disk could not be read or written: it is full or failing. The ledger was not changed.",
    ),
    Text(
        "空きとディスクの状態を確かめて、もう一度実行してください。",
        "Check its free space and its health, then run it again.",
    ),
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

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, InputError)
"""What rebuilding a value from a row with a flipped bit may raise."""
_NO_TEXT = "Could not decode to UTF-8"  # SQLite's driver gives no code for it

# SQLite's error names by their beginning; PostgreSQL's five-character SQLSTATE codes.
EXPLAINED: dict[str, tuple[Text, Text]] = {
    "SQLITE_NOTADB": _NOT_A_LEDGER,
    "SQLITE_CORRUPT": _NOT_A_LEDGER,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_CANTOPEN": _NO_WAY_IN,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _DISK,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "53100": _FULL,
    "58030": _DISK,
    "55P03": _BUSY,
    "25006": _READING_SERVER,
    "0A000": _READING_SERVER,  # how a standby refuses to begin a change
    "42501": _RIGHTS_TOO_SMALL,
    "57014": _TOO_SLOW,
    "25P03": _TOO_SLOW,
    "25P04": _TOO_SLOW,
    "57P": _CUT_OFF,
    "40": _BUSY,
    "28": _NO_WAY_IN,
    "3D000": _NO_WAY_IN,
    "08": _NO_WAY_IN,
}

# An option in the address that PostgreSQL does not know is its driver's ProgrammingError.
_UNREACHED = {"sqlite3.OperationalError", "psycopg.OperationalError", "psycopg.ProgrammingError"}


@contextmanager
def door(place: str) -> Iterator[None]:
    """Raise what the database says inside as a LedgerError; `place` names the ledger."""
    try:
        yield
    except DBAPIError as problem:
        cut_off = problem.connection_invalidated
        raise explained(problem.orig or problem, place, cut_off=cut_off) from problem
    except (sqlite3.Error, NoFreeConnectionError) as problem:
        raise explained(problem, place) from problem
    except UnicodeEncodeError as problem:
        raise unkeepable(shortened(str(problem.object)), where=place) from problem


def explained(problem: BaseException, place: str, *, cut_off: bool = False) -> LedgerError:
    """Give the error in words for one of the driver's exceptions."""
    sign = getattr(problem, "sqlite_errorname", None) or getattr(problem, "sqlstate", None)
    if _NO_TEXT in str(problem):
        what, remedy = _DAMAGED
    elif sign is None:
        what, remedy = _CUT_OFF if cut_off else _unreached(problem)
    else:
        what, remedy = _by_sign(sign)
    return LedgerError(what, found=str(problem).strip(), where=place, remedy=remedy)


@contextmanager
def row_of(name: str) -> Iterator[None]:
    """Raise LedgerError naming the row where no value can be made of it."""
    try:
        yield
    except UNREADABLE as problem:
        raise damaged(name, problem) from problem


def damaged(row: str, problem: object) -> LedgerError:
    """Say that a row of the ledger is not what was once written there."""
    what, remedy = _DAMAGED
    said = problem if isinstance(problem, str) else f"{type(problem).__name__}: {problem}"
    return LedgerError(what, found=said, where=row, remedy=remedy)


def _by_sign(sign: str) -> tuple[Text, Text]:
    return next(
        (said for beginning, said in EXPLAINED.items() if sign.startswith(beginning)), _UNKNOWN
    )


def _unreached(problem: BaseException) -> tuple[Text, Text]:
    """Explain an error without a code: a PostgreSQL server that was never reached gives none."""
    kinds = {f"{kind.__module__}.{kind.__name__}" for kind in type(problem).__mro__}
    return _NO_WAY_IN if kinds & _UNREACHED else _UNKNOWN
