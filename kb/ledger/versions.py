"""The ledger's version: a number that grows by one with every committed change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, func, select, union_all

from kb.errors import LedgerError
from kb.ledger.limits import LARGEST, askable
from kb.ledger.schema import decision, entry, forgotten, run
from kb.text import Text

_STAMPED: tuple[tuple[ColumnElement[int | None], ColumnElement[str | None]], ...] = (
    (run.c.version, run.c.ended),
    (decision.c.version, decision.c.at),
    (entry.c.version, entry.c.at),
    (forgotten.c.version, forgotten.c.at),
)

_HISTORY: Mapping[Table, tuple[str, ...]] = {
    run: ("version", "source", "input_hash", "software", "scope", "counts"),
    decision: ("version", "a", "b", "verdict", "by", "at", "why", "source"),
    entry: ("version", "kind", "content", "by", "at"),
    forgotten: ("version", "digest"),
}


def newest(connection: Connection) -> int:
    """Give the version of the last committed change, 0 where there is none."""
    last = union_all(*(select(func.max(number).label("version")) for number, _ in _STAMPED))
    return connection.execute(select(func.max(last.subquery().c.version))).scalar() or 0


def last_on(connection: Connection, day: str) -> int:
    """Give the last version made on a day (YYYY-MM-DD) or before it, 0 where there is none."""
    until = union_all(
        *(
            select(func.max(number).label("version")).where(func.substr(at, 1, len(day)) <= day)
            for number, at in _STAMPED
        )
    )
    return connection.execute(select(func.max(until.subquery().c.version))).scalar() or 0


def time_of(connection: Connection, version: int) -> str:
    """Give the ISO time of a version; raise LedgerError where there is no such version."""
    when = union_all(*(select(at).where(number == version) for number, at in _STAMPED))
    found = connection.execute(when).scalar() if 0 < version <= LARGEST else None
    if found is None:
        raise LedgerError(
            Text("台帳にその版はありません。", "The ledger has no such version."),
            expected=f"1 … {newest(connection)}",
            found=str(version),
        )
    return found


def times(connection: Connection, since: int) -> dict[int, str]:
    """Give the ISO time of every version after one."""
    stamps = union_all(
        *(select(number, at).where(number > askable(since)) for number, at in _STAMPED)
    )
    return {version or 0: at or "" for version, at in connection.execute(stamps)}


def fingerprint(connection: Connection) -> str:
    """Give the hash (SHA-256) of everything that made the present version, in its order.

    What was read (by its own hash), judged, entered and taken out: two ledgers with one history
    have one fingerprint, whatever database keeps them.
    """
    found = hashlib.sha256()
    for table, names in _HISTORY.items():
        columns = [table.c[name] for name in names]
        made = select(*columns).where(columns[0].is_not(None))
        for row in sorted(connection.execute(made), key=_order):
            found.update(json.dumps(list(row), ensure_ascii=False).encode())
    return found.hexdigest()


def _order(row: Row[Any]) -> tuple[int, str]:
    """Sort by version, then as texts: each database has a sort order of its own."""
    return row[0], json.dumps(list(row[1:]), ensure_ascii=False)
