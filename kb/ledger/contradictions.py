"""One source may not say two different things about one claim in one run."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select

from kb.errors import LedgerError
from kb.ledger.again import in_words
from kb.ledger.schema import staged
from kb.text import Text


def refuse_contradictions(connection: Connection, number: int, source_name: str) -> None:
    """Raise LedgerError where what a run staged contradicts itself; the first is told."""
    twice = connection.execute(
        select(func.min(staged.c.id))
        .where(staged.c.run == number)
        .group_by(staged.c.claim_key)
        .having(func.min(staged.c.content_hash) != func.max(staged.c.content_hash))
        .order_by(func.min(staged.c.id))
    ).scalars()
    firsts = list(twice)
    if firsts:
        first = connection.execute(select(staged).where(staged.c.id == firsts[0])).one()
        second = connection.execute(
            select(staged)
            .where(
                staged.c.run == number,
                staged.c.claim_key == first.claim_key,
                staged.c.content_hash != first.content_hash,
            )
            .order_by(staged.c.id)
            .limit(1)
        ).one()
        told = [in_words(connection, source_name, one) for one in (first, second)]
        raise _contradiction(told[0], told[1], len(firsts))


def _contradiction(first: Row[Any], other: Row[Any], count: int) -> LedgerError:
    of = f"{first.type} {first.object}" if first.object else f"({first.type})"
    called = f"{first.subject} {of}"
    return LedgerError(
        Text(
            f"同じ記録が違う内容で二度出ています（全部で {count} 件）。",
            f"The same record is stated twice with different content ({count} in all).",
        ),
        found=f"{called} {first.role}".strip(),
        where=f"{first.place} | {other.place}",
        remedy=Text(
            "一つにまとめるか、関係なら discriminator で区別してください。",
            "State it once, or tell links apart by their discriminator.",
        ),
    )
