"""The ledger's version: a number that grows by one with every committed change."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, func, select, union_all

from kb.errors import LedgerError
from kb.ledger.limits import LARGEST
from kb.ledger.schema import decision, entry, forgotten, run
from kb.text import Text

_STAMPED: tuple[tuple[ColumnElement[int | None], ColumnElement[str | None]], ...] = (
    (run.c.version, run.c.ended),
    (decision.c.version, decision.c.at),
    (entry.c.version, entry.c.at),
    (forgotten.c.version, forgotten.c.at),
)


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
