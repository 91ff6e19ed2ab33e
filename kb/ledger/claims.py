"""Reading claims whole: open ones, those held at a version, those about some keys."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from kb.ledger.content import digest, to_record
from kb.ledger.faults import damaged, row_of
from kb.ledger.limits import LARGEST, askable, keepable
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
        paged = connection.execution_options(yield_per=ROWS_AT_ONCE)
        with paged.execute(statement) as rows:
            yield from map(_claim, rows)


def of_ids(connection: Connection, ids: Iterable[int]) -> Iterator[Claim]:
    """Give the claims of these ids, whether or not they are still held, in no particular order."""
    for some in batches(sorted({one for one in ids if 0 < one <= LARGEST})):
        rows = connection.execute(_every().where(claim.c.id.in_(some)))
        yield from map(_claim, rows)


def held_at(known_at: int | None) -> ColumnElement[bool]:
    """Give the condition that a claim is held now, or was at a version."""
    if known_at is None:
        return claim.c.closed.is_(None)
    version = askable(known_at)
    return (claim.c.opened <= version) & or_(claim.c.closed.is_(None), claim.c.closed > version)


def places(connection: Connection, source: str) -> Iterator[str]:
    """Give the places in which a source's open claims about things stand first."""
    said = select(claim.c.place).where(claim.c.source == source, claim.c.object.is_(None))
    paged = connection.execution_options(yield_per=ROWS_AT_ONCE)
    yield from paged.scalars(said.where(claim.c.closed.is_(None)))


def named(connection: Connection, schemes: Collection[str], *, except_by: str) -> frozenset[Key]:
    """Give the keys of some schemes that open claims of other sources or decisions name."""
    pattern = re.compile(rf'"((?:{"|".join(map(re.escape, schemes))}):[^"\\]+)"')
    found: set[str] = set()
    others = (claim.c.closed.is_(None), claim.c.source != except_by)
    for scheme in schemes:
        said = select(claim.c.content).where(*others, claim.c.content.contains(f'"{scheme}:'))
        for content in connection.execution_options(yield_per=ROWS_AT_ONCE).scalars(said):
            found.update(pattern.findall(content))
        for end in (decision.c.a, decision.c.b):
            judged = select(end).where(end.startswith(f"{scheme}:", autoescape=True))
            found.update(
                connection.execute(judged.where(decision.c.replaced_by.is_(None))).scalars()
            )
    return frozenset(map(Key.parse, found))


def _statements(connection: Connection, wanted: Wanted) -> Iterator[Select[Any]]:
    everything = _held(wanted).order_by(claim.c.id)
    ids = _named(connection, wanted)
    if ids is None:
        yield everything
        return
    for some in batches(sorted(ids)):
        yield everything.where(claim.c.id.in_(some))


def _every() -> Select[Any]:
    columns = (claim.c[name] for name in ("id", "source", "run", "opened", "closed"))
    return select(*columns, claim.c.content, claim.c.content_hash, claim.c.retrieved)


def _held(wanted: Wanted) -> Select[Any]:
    statement = _every()
    if wanted.source is not None:
        statement = statement.where(claim.c.source == wanted.source)
    return statement.where(held_at(wanted.known_at))


def _named(connection: Connection, wanted: Wanted) -> Collection[int] | None:
    """Give the ids of the claims that keys and ids both allow, None where neither is given."""
    given = wanted.ids and {one for one in wanted.ids if 0 < one <= LARGEST}
    if wanted.keys is None:
        return given
    named = about(connection, map(str, wanted.keys))
    return named if given is None else named & set(given)


def about(connection: Connection, keys: Iterable[str]) -> set[int]:
    """Give the ids of all claims, held or not, about one of these keys."""
    found: set[int] = set()
    for some in batches(sorted({key for key in keys if keepable(key)})):
        for end in (claim.c.subject, claim.c.object):
            found.update(connection.execute(select(claim.c.id).where(end.in_(some))).scalars())
    return found


def batches(values: Iterable[T]) -> Iterator[tuple[T, ...]]:
    """Cut into parts of which one statement can name each."""
    rest = iter(values)
    while some := tuple(islice(rest, NAMED_AT_ONCE)):
        yield some


def beginning_with(beginnings: Collection[str]) -> Iterator[ColumnElement[bool]]:
    """Give conditions, at most one of which holds: that a claim's place begins with one of these."""
    lengths = {len(one) for one in beginnings}
    for length in sorted(lengths):
        start = func.substr(claim.c.place, 1, length)
        for some in batches(sorted(one for one in beginnings if len(one) == length)):
            yield start.in_(some)


def _claim(row: Row[Any]) -> Claim:
    """Give a claim; raise LedgerError where its content is no longer what was kept."""
    name = f"claim {row.id} ({row.source})"
    if digest(row.content) != row.content_hash:
        raise damaged(name, "content ≠ content_hash")
    with row_of(name):
        record = to_record(row.content, row.retrieved)
        return Claim(row.id, row.source, row.run, record, row.opened, row.closed)
