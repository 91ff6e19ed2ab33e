"""A run: it stages what a source says, then commits the difference or is abandoned.

The comparison with what the source said before is done by the database: what it says again is
recognised while it is staged, the rest at the commit. Nobody sees what is staged; what a dead run
left of it the next run of its source clears.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy import Text as TextType

from kb.errors import LedgerError
from kb.ledger.again import IN_FULL, lightened, recalled, refuse_lost
from kb.ledger.claims import batches, beginning_with
from kb.ledger.content import require_kept_alike, to_row
from kb.ledger.contradictions import refuse_contradictions
from kb.ledger.engines import count_rows_for_planner, insert_many
from kb.ledger.schema import SAID, claim, run, source, staged
from kb.ledger.values import Outcome, Recalled, Scope
from kb.ledger.versions import newest
from kb.records import Record
from kb.text import Text

BATCH_ROWS = 2000
MANY = 5_000  # after so many new claims the next run's planner is told of them
INTERRUPTED = "interrupted"


def begin(
    connection: Connection, source_name: str, *, input_hash: str, software: str, at: str
) -> int:
    """Open a run and give its id; runs of that source that never ended count as failed."""
    if (
        connection.execute(select(source.c.name).where(source.c.name == source_name)).first()
        is None
    ):
        raise LedgerError(
            Text("台帳に説明のない出典です。", "The ledger does not know this source."),
            found=source_name,
            remedy=Text("先に出典を登録してください。", "Describe the source first."),
        )
    left = (run.c.source == source_name) & (run.c.outcome == "running")
    _clear(connection, select(run.c.id).where(left))
    connection.execute(
        update(run).where(left).values(outcome="failed", ended=at, reason=INTERRUPTED)
    )
    opened = connection.execute(
        insert(run).values(
            source=source_name,
            started=at,
            outcome="running",
            input_hash=input_hash,
            software=software,
            counts="{}",
            reason="",
        )
    )
    return int(opened.inserted_primary_key[0])  # type: ignore[index]


def rows_of(number: int, records: Iterable[Record | Recalled]) -> list[dict[str, Any]]:
    """Give the staging rows of one batch."""
    rows = []
    for record in records:
        if isinstance(record, Recalled):
            rows.append(recalled(number, record))
        else:
            row = to_row(record)
            require_kept_alike(record, row)
            rows.append({"run": number, **row})
    return rows


def stage(connection: Connection, number: int, rows: list[dict[str, Any]]) -> None:
    """Keep one batch of rows for the commit of its run."""
    source_name = source_of_running(connection, number)
    insert_many(connection, staged, lightened(connection, source_name, rows))


def commit(
    connection: Connection,
    number: int,
    *,
    scope: Scope,
    at: str,
    rows: int | None = None,
    outdated: Collection[str] = (),
    covered: Collection[str] = (),
) -> Outcome:
    """Turn what was staged into claims; `whole` closes what the source no longer says.

    Of a part, what stands in one of the `outdated` places, or in one that begins like one of the
    `covered`, and is not said again is closed.
    """
    source_name = source_of_running(connection, number)
    count_rows_for_planner(connection, staged.name, claim.name)
    read = _count_distinct(connection, number)
    if read < _count(connection, number):
        refuse_contradictions(connection, number, source_name)
    refuse_lost(connection, number, source_name)
    version = newest(connection) + 1
    closed = _close_outdated(connection, number, source_name, version, outdated)
    for places in beginning_with(covered):
        closed += _close(connection, number, source_name, version, places & ~_said_again(number))
    if scope == "whole":
        closed += _close_unsaid(connection, number, source_name, version)
    changed = _close_changed(connection, number, source_name, version)
    _drop_held(connection, number, source_name)
    opened = _open(connection, number, source_name, version)
    _clear(connection, select(run.c.id).where(run.c.id == number))
    outcome = Outcome(
        run=number,
        version=version if opened or closed else version - 1,
        new=opened - changed,
        changed=changed,
        unchanged=read - opened,
        closed=closed,
    )
    _end(connection, outcome, scope=scope, at=at, rows=rows)
    return outcome


def abandon(connection: Connection, number: int, *, at: str, reason: str) -> None:
    """End a run as failed: nothing is opened or closed."""
    source_of_running(connection, number)
    _clear(connection, select(run.c.id).where(run.c.id == number))
    connection.execute(
        update(run).where(run.c.id == number).values(outcome="failed", ended=at, reason=reason)
    )


def source_of_running(connection: Connection, number: int) -> str:
    """Give the source of a run; raise LedgerError unless it is still running."""
    found = connection.execute(
        select(run.c.source, run.c.outcome, run.c.reason).where(run.c.id == number)
    ).first()
    if found is None or found.outcome != "running":
        raise LedgerError(
            Text("この取り込みは続けられません。", "This run cannot go on."),
            expected=Text("実行中の取り込み", "a run that is still running"),
            found=f"run {number}: {_state(found)}",
            remedy=Text(
                "同じ出典の取り込みは一度に一つです。もう一度実行してください。",
                "One run of a source at a time; run it again.",
            ),
        )
    return str(found.source)


def _state(found: Any) -> str:
    return "-" if found is None else f"{found.outcome} {found.reason}".strip()


def _count(connection: Connection, number: int) -> int:
    return connection.scalar(select(func.count(staged.c.id)).where(staged.c.run == number)) or 0


def _count_distinct(connection: Connection, number: int) -> int:
    kinds = func.count(staged.c.claim_key.distinct())
    return connection.scalar(select(kinds).where(staged.c.run == number)) or 0


def _said_again(number: int) -> Any:
    """Give the condition that this run staged the claim."""
    said = select(staged.c.id).where(
        staged.c.run == number, staged.c.claim_key == claim.c.claim_key
    )
    return exists(said.correlate(claim))


def _close_unsaid(connection: Connection, number: int, source_name: str, version: int) -> int:
    return _close(connection, number, source_name, version, ~_said_again(number))


def _close_outdated(
    connection: Connection, number: int, source_name: str, version: int, places: Collection[str]
) -> int:
    unsaid = ~_said_again(number)
    return sum(
        _close(connection, number, source_name, version, claim.c.place.in_(some) & unsaid)
        for some in batches(sorted(places))
    )


def _close_changed(connection: Connection, number: int, source_name: str, version: int) -> int:
    """Close what this run says otherwise: only what it staged in full can be that."""
    full = select(staged.c.claim_key).where(staged.c.run == number, IN_FULL)
    other = select(staged.c.id).where(
        staged.c.run == number,
        staged.c.claim_key == claim.c.claim_key,
        staged.c.content_hash != claim.c.content_hash,
    )
    condition = claim.c.claim_key.in_(full) & exists(other.correlate(claim))
    return _close(connection, number, source_name, version, condition)


def _close(
    connection: Connection, number: int, source_name: str, version: int, condition: Any
) -> int:
    return connection.execute(
        update(claim)
        .where(claim.c.source == source_name, claim.c.closed.is_(None), condition)
        .values(closed=version, closed_by=number)
    ).rowcount


def _drop_held(connection: Connection, number: int, source_name: str) -> None:
    """Take out of what was staged in full what an open claim says all the same."""
    held = select(claim.c.id).where(
        claim.c.source == source_name,
        claim.c.closed.is_(None),
        claim.c.claim_key == staged.c.claim_key,
    )
    again = exists(held.correlate(staged))
    connection.execute(delete(staged).where(staged.c.run == number, IN_FULL, again))


def _open(connection: Connection, number: int, source_name: str, version: int) -> int:
    """Open a claim for everything that is still staged in full; give how many."""
    # The claims are not read here: PostgreSQL would scan the rows that this adds again and again.
    rest = (
        select(
            literal(source_name, TextType),
            staged.c.run,
            literal(version, Integer),
            *(staged.c[name] for name in SAID),
        )
        .where(staged.c.id.in_(_once_each(number)))
        .order_by(staged.c.id)
    )
    connection.execute(insert(claim).from_select(["source", "run", "opened", *SAID], rest))
    count = select(func.count()).where(claim.c.opened == version)
    opened = connection.execute(count).scalar_one()
    if opened >= MANY:
        count_rows_for_planner(connection, claim.name)
    return opened


def _once_each(number: int) -> Select[Any]:
    firsts = select(func.min(staged.c.id)).where(staged.c.run == number, IN_FULL)
    return firsts.group_by(staged.c.claim_key)


def _clear(connection: Connection, numbers: Select[Any]) -> None:
    connection.execute(delete(staged).where(staged.c.run.in_(numbers)))


def _end(
    connection: Connection, outcome: Outcome, *, scope: Scope, at: str, rows: int | None
) -> None:
    counts = {name: getattr(outcome, name) for name in ("new", "changed", "unchanged", "closed")}
    moved = bool(outcome.new or outcome.changed or outcome.closed)
    if rows is not None:
        counts["rows"] = rows
    connection.execute(
        update(run)
        .where(run.c.id == outcome.run)
        .values(
            ended=at,
            outcome="done" if moved else "unchanged",
            scope=scope,
            counts=json.dumps(counts),
            version=outcome.version if moved else None,
        )
    )
