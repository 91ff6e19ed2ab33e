"""Whether the ledger is what it says: every claim against its own content, numbers, chains.

Nothing is written. The claims are read page by page, each in a reading of its own, so that nobody
waits for a long examination.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select, text

from kb.errors import KakehashiError
from kb.ledger.content import to_record, to_row
from kb.ledger.losses import LOSSES
from kb.ledger.portable import Snapshot, portable_tables
from kb.ledger.schema import claim, decision, entry, forgotten, run
from kb.ledger.versions import newest
from kb.progress import QUIET, Progress
from kb.records import Entity, Key, Record
from kb.text import Text

CLAIMS_AT_ONCE = 2000
EXAMINING = Text("台帳の主張を確かめています", "Checking the ledger's claims")

Reading = Callable[[], AbstractContextManager[Connection]]

UNSOUND = Text(
    "データベースの検査が、壊れた箇所を見つけました。",
    "The database's own check found damage.",
)
ORPHANED = Text(
    "なくなった行を指す行があります。", "There are rows that refer to rows which are not there."
)
UNREADABLE = Text("読めない主張があります。", "There are claims that cannot be read.")
ALTERED = Text(
    "中身とハッシュ・鍵・列が合わない主張があります。",
    "There are claims whose content does not fit their hash, key or columns.",
)
MISDATED = Text(
    "始まりと終わりの版が、取り込みの版と合わない主張があります。",
    "There are claims whose first and last version do not fit the runs that opened and closed them.",
)
TWICE = Text(
    "一つの出典に、同じ鍵の有効な主張が二つあります。",
    "There are sources that hold two open claims of one key.",
)
GAPS = Text(
    "版の番号が続いていません（欠けているか、二つの変更が同じ番号です）。",
    "The versions are not consecutive (one is missing, or two changes bear one number).",
)
RUNS = Text(
    "終わり方と版が合わない取り込みがあります。",
    "There are runs whose outcome and version do not fit.",
)
CHAINS = Text(
    "判断の置き換えのつながりが切れています。",
    "The chains of decisions that replace each other are broken.",
)
ENTRIES = Text("読めない記入があります。", "There are entries that cannot be read.")
COUNTERS = Text(
    "番号の控えが、使われた番号より前にあります（同じ番号が二度使われます）。",
    "A counter of ids stands before ids that were given out (an id would be used twice).",
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One kind of damage and the names of all that have it."""

    what: Text
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """What was seen: the version, how many claims were held then and ever, the flaws.

    Of what the held claims say only what tells who is who is kept: the keys they name, and by
    source the further numbers of a key; also the types and relations they use. `spoilt` are the
    claims that cannot be read or are not what was once written.
    """

    version: int
    held: int
    claims: int
    flaws: tuple[Flaw, ...]
    keys: frozenset[Key]
    stated: tuple[tuple[str, Key, tuple[Key, ...]], ...]
    words: frozenset[str]
    spoilt: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Runs:
    """What claims are compared with: each run's source and the version it made."""

    source: dict[int, str]
    version: dict[int, int | None]


@dataclass(slots=True)
class _Scan:
    held: int = 0
    named: defaultdict[Text, list[str]] = field(default_factory=lambda: defaultdict(list))
    own: set[bytes] = field(default_factory=set)
    seen: int = 0
    keys: set[Key] = field(default_factory=set)
    stated: list[tuple[str, Key, tuple[Key, ...]]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    spoilt: set[int] = field(default_factory=set)


def examine(reading: Reading, progress: Progress = QUIET) -> Examined:
    """Check the ledger as it stands now; raise what the database raises where it cannot be read."""
    with reading() as connection:
        version = newest(connection)
        total = Snapshot(connection).counts()[claim.name]
        found = select(run.c.id, run.c.source, run.c.version)
        rows = connection.execute(found).all()
        flaws = [*_of_database(connection), *_of_numbers(connection, version)]
    runs = _Runs({row.id: row.source for row in rows}, {row.id: row.version for row in rows})
    scan = _Scan()
    for row in _pages(reading, version):
        _see(scan, row, runs, version)
        progress.advance(EXAMINING, scan.seen, max(total, scan.seen))
    flaws += [Flaw(what, tuple(named)) for what, named in scan.named.items()]
    return Examined(
        version,
        scan.held,
        scan.seen,
        tuple(flaws),
        frozenset(scan.keys),
        tuple(scan.stated),
        frozenset(scan.words),
        frozenset(scan.spoilt),
    )


def _pages(reading: Reading, version: int) -> Iterator[Row[Any]]:
    last = 0
    while True:
        page = select(claim).where(claim.c.id > last, claim.c.opened <= version)
        with reading() as connection:
            rows = connection.execute(page.order_by(claim.c.id).limit(CLAIMS_AT_ONCE)).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].id


def _see(scan: _Scan, row: Row[Any], runs: _Runs, version: int) -> None:
    """Compare one claim with its own content and with the runs that made and closed it."""
    scan.seen += 1
    name = f"{row.id} ({row.source}, {row.place})"
    try:
        record = to_record(row.content, row.retrieved)
        differing = [name for name, said in to_row(record).items() if getattr(row, name) != said]
    except (KakehashiError, ValueError, KeyError, TypeError, AttributeError) as problem:
        scan.named[UNREADABLE].append(f"{name}: {type(problem).__name__}")
        scan.spoilt.add(row.id)
        return
    if differing:
        scan.spoilt.add(row.id)
        scan.named[ALTERED].append(f"{name}: {', '.join(differing)}")
    if not _dated(row, runs):
        scan.named[MISDATED].append(f"{name}: {row.opened} – {row.closed}")
    if row.closed is None:
        own = f"{row.claim_key} {row.source}".encode()
        if own in scan.own:
            scan.named[TWICE].append(name)
        scan.own.add(own)
    if row.closed is None or row.closed > version:
        scan.held += 1
        _keep(scan, row.source, record)


def _keep(scan: _Scan, source: str, record: Record) -> None:
    """Keep what a held claim contributes to who is who."""
    if isinstance(record, Entity):
        scan.keys.add(record.key)
        scan.words.update(record.types)
        if record.identifiers:
            scan.stated.append((source, record.key, record.identifiers))
    else:
        scan.keys.update((record.source, record.target))
        scan.words.add(record.type)


def _dated(row: Row[Any], runs: _Runs) -> bool:
    opened = runs.source.get(row.run) == row.source and runs.version.get(row.run) == row.opened
    if row.closed is None or row.closed_by is None:
        return opened and row.closed is row.closed_by
    # A run that closed it after the examination began is not among those read.
    by = runs.version.get(row.closed_by, row.closed)
    return opened and row.opened < row.closed and by in {row.closed, None}


def _of_database(connection: Connection) -> Iterator[Flaw]:
    if connection.dialect.name == "sqlite":
        said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        if list(said) != ["ok"]:
            yield Flaw(UNSOUND, tuple(line for one in said for line in str(one).splitlines()))
    if lost := tuple(_orphans(connection)):
        yield Flaw(ORPHANED, lost)


def _orphans(connection: Connection) -> Iterator[str]:
    """Name rows whose foreign key leads nowhere."""
    for table in portable_tables():
        for key in table.foreign_keys:
            ours, theirs = key.parent, key.column.table.alias()
            there = select(theirs.c[key.column.name]).where(theirs.c[key.column.name] == ours)
            name = next(iter(table.primary_key.columns))
            lost = select(name, ours).where(ours.is_not(None), ~there.exists())
            for row in connection.execute(lost):
                yield f"{table.name} {row[0]}: {ours.name} {row[1]}"


def _of_numbers(connection: Connection, version: int) -> Iterator[Flaw]:
    checks: tuple[tuple[Text, Iterable[str]], ...] = (
        (GAPS, _gaps(connection, version)),
        (RUNS, _runs(connection)),
        *((what, find(connection)) for what, find in LOSSES),
        (CHAINS, _chains(connection)),
        (ENTRIES, _entries(connection)),
        (COUNTERS, _counters(connection)),
    )
    for what, names in checks:
        if named := tuple(names):
            yield Flaw(what, named)


def _gaps(connection: Connection, version: int) -> Iterator[str]:
    """Name the versions that nothing made, and those that two changes share."""
    made: Counter[int] = Counter()
    runs = select(run.c.version).where(run.c.version.is_not(None))
    judged = select(decision.c.version).distinct()  # several judgements may be one change
    entered = (select(one.c.version) for one in (entry, forgotten))
    for numbers in (runs, judged, *entered):
        made.update(connection.execute(numbers).scalars())
    for number in range(1, version + 1):
        if made[number] != 1:
            yield f"{number}: {made[number]}×"
    yield from (f"{number}" for number in sorted(made) if number < 1)


def _runs(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(run).order_by(run.c.id)):
        ended = row.outcome in {"done", "failed", "unchanged"}
        fits = (row.version is not None) == (row.outcome == "done")
        known = ended or row.outcome == "running"
        if not (fits and known and ended == (row.ended is not None)):
            yield f"{row.id} ({row.source}): {row.outcome}, {row.version}"


def _chains(connection: Connection) -> Iterator[str]:
    rows = {row.id: row for row in connection.execute(select(decision).order_by(decision.c.id))}
    replaced = Counter(row.replaced_by for row in rows.values())
    standing = Counter(_level(row) for row in rows.values() if row.replaced_by is None)
    for row in rows.values():
        later = rows.get(row.replaced_by)
        wrong = row.replaced_by is not None and (
            later is None
            or later.id <= row.id
            or _level(later) != _level(row)
            or replaced[row.replaced_by] > 1
        )
        if wrong or standing[_level(row)] != 1:
            yield f"{row.id} ({row.a}, {row.b}): → {row.replaced_by}"


def _level(row: Row[Any]) -> tuple[str, str, str]:
    return row.a, row.b, row.source


def _entries(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(entry.c.id, entry.c.kind, entry.c.content)):
        try:
            sound = isinstance(json.loads(row.content), dict)
        except ValueError:
            sound = False
        if not sound:
            yield f"{row.id} ({row.kind})"


def _counters(connection: Connection) -> Iterator[str]:
    given = Snapshot(connection).counters()
    tables = {table.name: table for table in portable_tables()}
    for name, last in given.items():
        ids = tables[name].c.id
        largest = connection.execute(select(ids).order_by(ids.desc()).limit(1)).scalar() or 0
        if largest > last:
            yield f"{name}: {last} < {largest}"
