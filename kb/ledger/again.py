"""What a source says again, word for word: staged by its key and hash alone.

A second reading of a register repeats nearly all of the first. What an open claim says already is
recognised while it is staged, so that its content is neither written nor compared afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from kb.errors import LedgerError
from kb.ledger.claims import batches
from kb.ledger.schema import SAID, claim, staged
from kb.ledger.values import Recalled
from kb.text import Text

_WITHOUT_CONTENT: dict[str, str | None] = {
    name: None if staged.c[name].nullable else "" for name in SAID
}


class NoLongerHeldError(LedgerError):
    """What a run recognised or recalled is not, or no longer, what the ledger holds."""


IN_FULL = staged.c.content != ""
"""The condition that a staged row is written in full: content is JSON and never empty."""


def lightened(
    connection: Connection, source: str, rows: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Give staging rows; those that an open claim of the source says already, without content.

    Raises NoLongerHeldError where a row came without content and no open claim says it.
    """
    held = _hashes(connection, source, [row["claim_key"] for row in rows])
    for row in rows:
        if not row["content"] and held.get(row["claim_key"]) != row["content_hash"]:
            raise _no_longer_held(source)
    return [
        row if held.get(row["claim_key"]) != row["content_hash"] else _without_content(row)
        for row in rows
    ]


def in_words(connection: Connection, source: str, row: Row[Any]) -> Row[Any]:
    """Give what a staged row says: itself, or the open claim that says it already."""
    if row.content:
        return row
    held = connection.execute(select(claim).where(*_open(source, row.claim_key))).first()
    return row if held is None else held


def refuse_lost(connection: Connection, number: int, source: str) -> None:
    """Raise NoLongerHeldError where a claim that was recognised is no longer open."""
    there = select(claim.c.id).where(*_open(source, staged.c.claim_key))
    lost = select(staged.c.id).where(
        staged.c.run == number, ~IN_FULL, ~exists(there.correlate(staged))
    )
    if connection.execute(lost.limit(1)).first() is not None:
        raise _no_longer_held(source)


def recalled(number: int, one: Recalled) -> dict[str, Any]:
    """Give the staging row of a record that is known only by its claim."""
    return {"run": number, **_WITHOUT_CONTENT, **one._asdict()}


def _no_longer_held(source: str) -> NoLongerHeldError:
    return NoLongerHeldError(
        Text(
            "この出典の前回の記録が、台帳から無くなっています。",
            "Records that this source said before have left the ledger.",
        ),
        found=source,
        remedy=Text(
            "もう一度実行してください。何も書いていません。",
            "Run it again. Nothing was written.",
        ),
    )


def _hashes(connection: Connection, source: str, keys: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    said = select(claim.c.claim_key, claim.c.content_hash)
    said = said.where(claim.c.source == source, claim.c.closed.is_(None))
    for some in batches(keys):
        found |= dict(map(tuple, connection.execute(said.where(claim.c.claim_key.in_(some)))))
    return found


def _without_content(row: dict[str, Any]) -> dict[str, Any]:
    return recalled(row["run"], Recalled(row["claim_key"], row["content_hash"]))


def _open(source: str, key: Any) -> tuple[Any, ...]:
    return claim.c.source == source, claim.c.closed.is_(None), claim.c.claim_key == key
