"""What moved between two versions: counted by the database, and read a few at a time.

A move is what one source said anew at one version: something it did not hold just before (`new`),
something it no longer says (`gone`), or other words in place of its earlier ones (`changed`). Read
from when claims were opened and closed, so that a version of many thousand moves is counted, never
read whole.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    String,
    cast,
    func,
    literal,
    or_,
    select,
)

from kb.ledger.claims import about, batches, of_ids
from kb.ledger.limits import LARGEST, askable
from kb.ledger.schema import claim, run
from kb.ledger.values import Claim

State = Literal["new", "changed", "gone"]
MANY = 20_000
"""More moves than this are counted by indexes alone: reading each to its source takes seconds."""
STATES: tuple[State, ...] = ("new", "changed", "gone")


@dataclass(frozen=True, slots=True)
class Span:
    """Which moves: those after the version `since`, up to `until`; None where any will do.

    `types` are types of things and relations as records name them; `about` are keys, of which a
    thing bears one or a tie has one as an end.
    """

    since: int
    until: int = LARGEST
    source: str | None = None
    types: Collection[str] | None = None
    about: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many things (or ties, where `link`) of one source moved at one version."""

    version: int
    source: str
    link: bool
    new: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True)
class Move:
    """One move; `before` is None where it is new, `after` where it is gone."""

    version: int
    source: str
    before: Claim | None
    after: Claim | None

    @property
    def state(self) -> State:
        """What happened to it."""
        if self.before is None:
            return "new"
        return "gone" if self.after is None else "changed"

    @property
    def claim(self) -> Claim:
        """The words that stand, or the last that stood."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a move has a claim on one of its sides at least")
        return found


def tally(connection: Connection, span: Span) -> list[Count]:
    """Count the moves by version, source and whether they are ties; the latest version first."""
    where = _conditions(connection, span)
    opened = _counted(connection, claim.c.opened, span, where)
    closed = _counted(connection, claim.c.closed, span, where)
    found = []
    for key in sorted(opened.keys() | closed.keys(), reverse=True):
        came, went = opened.get(key, 0), closed.get(key, 0)
        both = _both(connection, key, where) if came and went else 0
        found.append(Count(*key, came - both, both, went - both))
    return found


def read(
    connection: Connection, span: Span, counts: Iterable[Count], state: State, most: int
) -> list[Move]:
    """Give the first so many moves of one state, in the order of these counts of the span."""
    where = _conditions(connection, span)
    ids: list[int] = []
    for one in counts:
        if getattr(one, state) and (left := most - len(ids)) > 0:
            ids += _ids(connection, one, where, state, left)
    return _moves(connection, ids, state)


def last_words(connection: Connection, keys: Collection[str]) -> dict[str, tuple[Claim, ...]]:
    """Give the entity claims held about each key, or where none is, those that were held last."""
    ids: dict[str, tuple[int | None, list[int]]] = {}
    for some in batches(sorted(keys)):
        said = select(claim.c.subject, claim.c.id, claim.c.closed).where(
            claim.c.object.is_(None), claim.c.subject.in_(some)
        )
        for subject, number, closed in connection.execute(said.order_by(claim.c.id)):
            last, found = ids.setdefault(subject, (closed, []))
            if closed == last:
                found.append(number)
            elif last is not None and (closed is None or closed > last):
                ids[subject] = closed, [number]
    every = {
        one.id: one for one in of_ids(connection, (n for _, some in ids.values() for n in some))
    }
    return {subject: tuple(every[one] for one in some) for subject, (_, some) in ids.items()}


def _counted(
    connection: Connection,
    version: ColumnElement[Any],
    span: Span,
    where: Sequence[ColumnElement[bool]],
) -> dict[tuple[int, str, bool], int]:
    if span.types is None and span.about is None:
        all_ = _by_version(connection, _within(version, span))
        if sum(all_.values()) > MANY:
            return _counted_by_index(connection, version, span, all_)
    link = claim.c.object.is_not(None)
    within = (version > askable(span.since), version <= askable(span.until))
    said = select(version, claim.c.source, link, func.count()).where(*within, *where)
    rows = connection.execute(said.group_by(version, claim.c.source, link))
    return {(number, source, bool(is_link)): many for number, source, is_link, many in rows}


def _counted_by_index(
    connection: Connection,
    version: ColumnElement[Any],
    span: Span,
    all_: Mapping[int, int],
) -> dict[tuple[int, str, bool], int]:
    """Count the same where nothing is asked of what moved: by indexes, hardly a claim is read.

    A version is one run's, so that the run knows the source of all that moved at it.
    """
    first, last = askable(span.since), askable(span.until)
    made = select(run.c.version, run.c.source).where(run.c.version > first, run.c.version <= last)
    sources = {number: source for number, source in connection.execute(made)}  # noqa: C416 rows
    # The sum keeps SQLite from the version's own index: of the two, that of things is the shorter.
    plain = version + 0
    things = select(plain, func.count()).where(claim.c.object.is_(None), plain > first)
    of_things = _by_version(connection, things.where(plain <= last).group_by(plain))
    found: dict[tuple[int, str, bool], int] = {}
    for number, many in all_.items():
        source = sources.get(number, "")
        if source and span.source in {None, source}:
            mine = of_things.get(number, 0)
            counts = {(number, source, False): mine, (number, source, True): many - mine}
            found |= {key: many for key, many in counts.items() if many}
    return found


def _within(version: ColumnElement[Any], span: Span) -> Select[Any]:
    counted = select(version, func.count()).group_by(version)
    return counted.where(version > askable(span.since), version <= askable(span.until))


def _by_version(connection: Connection, counted: Select[Any]) -> dict[int, int]:
    return {number: many for number, many in connection.execute(counted)}  # noqa: C416 rows


def _both(
    connection: Connection, key: tuple[int, str, bool], where: Sequence[ColumnElement[bool]]
) -> int:
    """Count what was said anew in other words."""
    version, source, link = key
    said = select(func.count()).where(*_at(claim.c.opened, version, source, link=link), *where)
    return int(
        connection.execute(said.where(claim.c.claim_key.in_(_closed(version, source)))).scalar_one()
    )


def _ids(
    connection: Connection,
    one: Count,
    where: Sequence[ColumnElement[bool]],
    state: State,
    most: int,
) -> list[int]:
    side = claim.c.closed if state == "gone" else claim.c.opened
    said = select(claim.c.id).where(*_at(side, one.version, one.source, link=one.link), *where)
    other = (
        _opened(one.version, one.source) if state == "gone" else _closed(one.version, one.source)
    )
    if state == "changed":
        said = said.where(claim.c.claim_key.in_(other))
    elif one.changed:
        said = said.where(claim.c.claim_key.not_in(other))
    return list(connection.execute(said.order_by(claim.c.id).limit(most)).scalars())


def _moves(connection: Connection, ids: Sequence[int], state: State) -> list[Move]:
    found = {one.id: one for one in of_ids(connection, ids)}
    if state == "gone":
        return [Move(one.closed or 0, one.source, one, None) for one in _in(ids, found)]
    before = _before(connection, ids) if state == "changed" else {}
    return [Move(one.opened, one.source, before.get(one.id), one) for one in _in(ids, found)]


def _in(ids: Iterable[int], found: Mapping[int, Claim]) -> Iterator[Claim]:
    return (found[number] for number in ids)


def _before(connection: Connection, ids: Sequence[int]) -> dict[int, Claim]:
    """Give, by the claim that took its place, what was closed when it was opened."""
    after, before = claim.alias("after"), claim.alias("before")
    pairs: dict[int, int] = {}
    for some in batches(ids):
        own = (
            select(after.c.id, after.c.source, after.c.claim_key, after.c.opened)
            .where(after.c.id.in_(some))
            .subquery()
        )
        said = select(own.c.id, before.c.id).where(
            before.c.closed == own.c.opened,
            before.c.source == own.c.source,
            before.c.claim_key == own.c.claim_key,
        )
        pairs |= {new: old for new, old in connection.execute(said)}  # noqa: C416 rows, no pairs
    found = {one.id: one for one in of_ids(connection, pairs.values())}
    return {new: found[old] for new, old in pairs.items()}


def _at(
    side: ColumnElement[Any], version: int, source: str, *, link: bool
) -> tuple[ColumnElement[bool], ...]:
    ends = claim.c.object.is_not(None) if link else claim.c.object.is_(None)
    return side == version, claim.c.source == source, ends


def _closed(version: int, source: str) -> Select[Any]:
    other = claim.alias("other")
    return select(other.c.claim_key).where(other.c.closed == version, other.c.source == source)


def _opened(version: int, source: str) -> Select[Any]:
    other = claim.alias("other")
    return select(other.c.claim_key).where(other.c.opened == version, other.c.source == source)


def _conditions(connection: Connection, span: Span) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions that source, types and keys make."""
    found: list[ColumnElement[bool]] = []
    if span.source is not None:
        found.append(claim.c.source == span.source)
    if span.types is not None:
        padded = literal(" ").concat(claim.c.type).concat(" ")
        bears = (padded.contains(f" {one} ", autoescape=True) for one in span.types)
        found.append(or_(claim.c.type.in_(sorted(span.types)), *bears))
    if span.about is not None:
        found.append(claim.c.id.in_(_listed(connection, about(connection, span.about))))
    return tuple(found)


def _listed(connection: Connection, ids: Iterable[int]) -> Select[Any] | ScalarSelect[Any]:
    """Give numbers as a table: a statement names only so many values."""
    text = json.dumps(sorted(ids))
    if connection.dialect.name == "sqlite":
        return select(func.json_each(text).table_valued("value").c.value)
    each = func.json_array_elements_text(cast(cast(text, String), JSON)).column_valued("each")
    return select(cast(each, claim.c.id.type))
