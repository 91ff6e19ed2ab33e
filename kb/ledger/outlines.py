"""What claims are about, read without their content: enough to find what is to be drawn."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from kb.ledger.claims import ROWS_AT_ONCE, batches, held_at
from kb.ledger.content import digest
from kb.ledger.faults import damaged, row_of
from kb.ledger.limits import askable
from kb.ledger.schema import claim
from kb.ledger.values import Outline
from kb.records import Key
from kb.words.word import ROOT

_NUMBERS = '"identifiers":'
"""How the content of a claim that states further numbers says so; escaped where it is text."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which outlines to read; None where any will do."""

    known_at: int
    moved_since: int | None = None
    keys: Collection[str] | None = None
    subjects: bool = False
    types: Collection[str] | None = None


def read(connection: Connection, sought: Sought) -> Iterator[Outline]:
    """Give each outline once, in no particular order."""
    said = select(*(claim.c[name] for name in Outline._fields)).where(_when(sought))
    if sought.types is not None:
        said = said.where(claim.c.type.in_(sought.types))
    if sought.keys is None:
        yield from _rows(connection, said)
        return
    keys = set(sought.keys)
    for some in batches(sorted(keys)):
        yield from _rows(connection, said.where(claim.c.subject.in_(some)))
        if not sought.subjects:
            about = _rows(connection, said.where(claim.c.object.in_(some)))
            # What has one of the keys as its subject too was given with that.
            yield from (one for one in about if one.subject not in keys)


def described(
    connection: Connection, known_at: int, among: Collection[str] | None = None
) -> set[str]:
    """Give the keys (of these) that an entity claim described at a version; correcting is not that."""
    said = select(claim.c.subject).where(held_at(known_at), claim.c.object.is_(None))
    said = said.where(claim.c.type != ROOT)
    if among is None:
        return set(connection.execute(said.distinct()).scalars())
    found: set[str] = set()
    for some in batches(sorted(among)):
        found.update(connection.execute(said.where(claim.c.subject.in_(some))).scalars())
    return found


def numbers(
    connection: Connection, known_at: int | None, moved_since: int | None = None
) -> Iterator[tuple[str, Key, tuple[Key, ...]]]:
    """Give source, key and further numbers of each entity claim that states such numbers."""
    if known_at is None or moved_since is None:
        which = held_at(known_at)
    else:
        which = _when(Sought(known_at, moved_since))
    columns = (claim.c[name] for name in ("id", "source", "content", "content_hash"))
    stating = claim.c.object.is_(None) & claim.c.content.contains(_NUMBERS)
    said = select(*columns).where(which, stating)
    for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(said):
        name = f"claim {row.id} ({row.source})"
        if digest(row.content) != row.content_hash:
            raise damaged(name, "content ≠ content_hash")
        with row_of(name):
            stated: dict[str, Any] = json.loads(row.content)
            further = tuple(map(Key.parse, stated.get("identifiers", ())))
            key = Key.parse(stated["key"])
        yield row.source, key, further


def _when(sought: Sought) -> ColumnElement[bool]:
    if sought.moved_since is None:
        return held_at(sought.known_at)
    first, last = askable(sought.moved_since), askable(sought.known_at)
    return or_(*((one > first) & (one <= last) for one in (claim.c.opened, claim.c.closed)))


def _rows(connection: Connection, statement: Select[Any]) -> Iterator[Outline]:
    with connection.execution_options(yield_per=ROWS_AT_ONCE).execute(statement) as rows:
        yield from map(Outline._make, rows)
