"""Rows that are gone: what the ledger recorded about itself, against what is still there.

A claim that was deleted leaves nothing that could be unsound; but its run recorded how many it
opened and closed, and the counter of ids how many were given out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import Column, Connection, func, select

from kb.ledger.portable import Snapshot
from kb.ledger.schema import claim, decision, entry, forgotten, run
from kb.text import Text

LOST = Text(
    "主張が失われたか、書き足された取り込みがあります（数が取り込みの記録と合いません）。",
    "There are runs whose claims were lost or added to: their number is not what the run recorded.",
)
LAST_LOST = Text(
    "最後に書かれた行が失われています（番号の控えはもっと先です）。",
    "Rows that were written last are lost: the counter of ids stands further on.",
)


def claims_unlike_runs(connection: Connection) -> Iterator[str]:
    """Name the runs that opened or closed another number of claims than there are.

    Forgetting takes claims away: runs before the newest tombstone are not looked at.
    """
    opened, closed = _by(connection, claim.c.run), _by(connection, claim.c.closed_by)
    since = connection.execute(select(func.max(forgotten.c.version))).scalar() or 0
    done = select(run.c.id, run.c.source, run.c.counts).where(run.c.version > since)
    for row in connection.execute(done.order_by(run.c.id)):
        said = _counts(row.counts)
        for verb, names, found in (
            ("opened", ("new", "changed"), opened),
            ("closed", ("closed", "changed"), closed),
        ):
            expected, there = sum(said.get(name, 0) for name in names), found.get(row.id, 0)
            if said.keys() >= {*names} and expected != there:
                yield f"{row.id} ({row.source}): {verb} {there:,} ≠ {expected:,}"


def last_rows_gone(connection: Connection) -> Iterator[str]:
    """Name the tables whose last row is older than the last id given out (SQLite).

    PostgreSQL gives an id out also where the change is then taken back, so it cannot tell.
    """
    forgot = connection.execute(select(func.count()).select_from(forgotten)).scalar_one()
    if connection.dialect.name != "sqlite" or forgot:
        return
    given = Snapshot(connection).counters()
    for table in (run, decision, entry):
        last = connection.execute(select(func.max(table.c.id))).scalar() or 0
        if last < given.get(table.name, 0):
            yield f"{table.name}: {last} < {given[table.name]}"


def _by(connection: Connection, column: Column[int]) -> dict[int, int]:
    counted = select(column, func.count()).where(column.is_not(None)).group_by(column)
    return {int(number): int(count) for number, count in connection.execute(counted)}


def _counts(text: str) -> Mapping[str, int]:
    """Read what a run counted; what cannot be read is told by the check of the runs."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    counts = found if isinstance(found, dict) else {}
    return {name: count for name, count in counts.items() if isinstance(count, int)}


LOSSES: tuple[tuple[Text, Callable[[Connection], Iterator[str]]], ...] = (
    (LOST, claims_unlike_runs),
    (LAST_LOST, last_rows_gone),
)
"""What may be lost, and who finds it."""
