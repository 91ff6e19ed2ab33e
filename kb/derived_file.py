"""The file derived.sqlite: all that lies in it can be made again, so damage costs only time."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

BUSY_SECONDS = 60.0

# What we ask of these tables is always the same: where SQLite finds it wrong, the tables are.
_DAMAGE = (
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_TOOBIG,
)
_TROUBLE = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}
_NO_TEXT = "Could not decode to UTF-8"  # what was text is no longer; Python gives no code for it
_CODE = 0xFF  # an extended error code's plain part


def is_damage(problem: sqlite3.DatabaseError) -> bool:
    """Tell whether the file is no sound database, so that only dropping it helps."""
    return _code(problem) in _DAMAGE or _NO_TEXT in str(problem)


def trouble(problem: sqlite3.DatabaseError, file: Path) -> OSError:
    """Give the system's error behind one of SQLite's: full disk, missing rights, else EIO."""
    return OSError(_TROUBLE.get(_code(problem), errno.EIO), str(problem), str(file))


def drop(file: Path) -> None:
    """Remove the file and its journals."""
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _code(problem: sqlite3.DatabaseError) -> int:
    return int(getattr(problem, "sqlite_errorcode", 0)) & _CODE
