"""Reading claims: open ones, those held at a version, those about some keys, those touched since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, or_, select, union

from kb.ledger.content import to_record
from kb.ledger.schema import claim, decision
from kb.ledger.values import Claim
from kb.records import Key

T = TypeVar("T")

ROWS_AT_ONCE = 1000
NAMED_AT_ONCE = 400
"""How many keys or ids one statement names."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims to read; None where any will do. `known_at` is a version."""

    keys: Collection[Key] | None = None
    ids: Collection[int] | None = None
    known_at: int | None = None
    source: str | None = None


def read(connection: Connection, wanted: Wanted) -> Iterator[Claim]:
    """Give the claims ordered by id, each once."""
    for statement in _statements(connection, wanted):
        rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(statement)
        yield from map(_claim, rows)


def touched(connection: Connection, after_version: int) -> set[Key]:
    """Give the keys of entities and link ends in claims opened or closed since, and of decisions."""
    moved = or_(claim.c.opened > after_version, claim.c.closed > after_version)
    judged = decision.c.version > after_version
    keys = union(
        select(claim.c.subject).where(moved),
        select(claim.c.object).where(moved, claim.c.object.is_not(None)),
        select(decision.c.a).where(judged),
        select(decision.c.b).where(judged),
    )
    return {Key.parse(text) for text in connection.execute(keys).scalars()}


def _statements(connection: Connection, wanted: Wanted) -> Iterator[Select[Any]]:
    everything = _held(wanted).order_by(claim.c.id)
    ids = _named(connection, wanted)
    if ids is None:
        yield everything
        return
    for some in _batches(sorted(ids)):
        yield everything.where(claim.c.id.in_(some))


def _held(wanted: Wanted) -> Select[Any]:
    columns = (claim.c[name] for name in ("id", "source", "run", "opened", "closed"))
    statement = select(*columns, claim.c.content, claim.c.retrieved)
    if wanted.source is not None:
        statement = statement.where(claim.c.source == wanted.source)
    if wanted.known_at is None:
        return statement.where(claim.c.closed.is_(None))
    return statement.where(
        claim.c.opened <= wanted.known_at,
        or_(claim.c.closed.is_(None), claim.c.closed > wanted.known_at),
    )


def _named(connection: Connection, wanted: Wanted) -> Collection[int] | None:
    """Give the ids of the claims that keys and ids both allow, None where neither is given."""
    if wanted.keys is None:
        return wanted.ids
    about = _about(connection, {str(key) for key in wanted.keys})
    return about if wanted.ids is None else about & set(wanted.ids)


def _about(connection: Connection, keys: Iterable[str]) -> set[int]:
    found: set[int] = set()
    for some in _batches(sorted(keys)):
        for end in (claim.c.subject, claim.c.object):
            found.update(connection.execute(select(claim.c.id).where(end.in_(some))).scalars())
    return found


def _batches(values: Iterable[T]) -> Iterator[tuple[T, ...]]:
    rest = iter(values)
    while some := tuple(islice(rest, NAMED_AT_ONCE)):
        yield some


def _claim(row: Row[Any]) -> Claim:
    return Claim(
        row.id,
        row.source,
        row.run,
        to_record(row.content, row.retrieved),
        row.opened,
        row.closed,
    )
