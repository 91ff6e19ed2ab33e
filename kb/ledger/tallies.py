"""How much each source holds, and what of it would go: counted by the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, case, exists, func, select, true

from kb.ledger.claims import ROWS_AT_ONCE, beginning_with
from kb.ledger.engines import count_rows_for_planner
from kb.ledger.schema import claim, run, staged

CORRECTION = "Entity"
"""The type of a claim that corrects what others say: the type above all types."""

Said = tuple[str, str, str, str | None]
"""Source, type (the relation, or an entity's types), subject, object (None for an entity)."""


def held(connection: Connection) -> dict[str, int]:
    """Give the number of open claims of every source that has any."""
    counted = select(claim.c.source, func.count()).where(claim.c.closed.is_(None))
    rows = connection.execute(counted.group_by(claim.c.source))
    return {source: number for source, number in rows}  # noqa: C416 a row is no pair to dict()


def loss(
    connection: Connection, number: int, covered: Collection[str] | None = None
) -> tuple[int, int]:
    """Give how many claims the source of a staged run holds, and how many the run does not say.

    `covered`: of those alone whose places begin like that.
    """
    count_rows_for_planner(connection, staged.name, claim.name)
    source = select(run.c.source).where(run.c.id == number).scalar_subquery()
    stated = exists(
        select(staged.c.id)
        .where(staged.c.run == number, staged.c.claim_key == claim.c.claim_key)
        .correlate(claim)
    )
    counted = select(func.count(), func.count(case((~stated, 1))))
    ours = counted.where(claim.c.closed.is_(None), claim.c.source == source)
    parts = [true()] if covered is None else beginning_with(covered)
    found = [connection.execute(ours.where(part)).one() for part in parts]
    return sum(held for held, _ in found), sum(lost for _, lost in found)


def said(connection: Connection) -> Iterator[Said]:
    """Give what every open claim is about, without its content, in no particular order.

    Corrections are left out: they speak of what others say.
    """
    columns = (claim.c[name] for name in ("source", "type", "subject", "object"))
    statement = select(*columns).where(claim.c.closed.is_(None), claim.c.type != CORRECTION)
    with connection.execution_options(yield_per=ROWS_AT_ONCE).execute(statement) as rows:
        yield from ((source, type_, about, object_) for source, type_, about, object_ in rows)
