"""What people enter, and the descriptions and runs of sources: the ledger's plain tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from kb.ledger.engines import holds
from kb.ledger.faults import row_of
from kb.ledger.limits import LARGEST, require_keepable, require_short, unkeepable
from kb.ledger.schema import entry, run, source
from kb.ledger.values import Entry, Run, Scope, SourceDescription
from kb.ledger.versions import newest
from kb.text import Text

OF_ENTRY = "entry "
"""How the input of a run begins that keeps what one entry says; any other is a hash."""


def describe(connection: Connection, described: SourceDescription) -> None:
    """Keep a source's description, in place of an earlier one."""
    require_short(described.name)
    said = {
        "title_ja": described.title.ja,
        "title_en": described.title.en,
        "publisher_ja": described.publisher.ja,
        "publisher_en": described.publisher.en,
        "licence": described.licence,
        "address": described.address,
        "rhythm_ja": described.rhythm.ja,
        "rhythm_en": described.rhythm.en,
        "attribution_ja": described.attribution.ja if described.attribution else "",
        "attribution_en": described.attribution.en if described.attribution else "",
    }
    known = update(source).where(source.c.name == described.name).values(**said)
    if not connection.execute(known).rowcount:
        connection.execute(insert(source).values(name=described.name, **said))


def sources(connection: Connection) -> list[SourceDescription]:
    """Give every described source by name."""
    # Sorted here: each PostgreSQL database has a sort order of its own.
    return sorted(map(_source, connection.execute(select(source))), key=lambda one: one.name)


def runs(connection: Connection, limit: int) -> list[Run]:
    """Give the latest runs, latest first; of those that keep what one entry says only the last."""
    entered = run.c.input_hash.startswith(OF_ENTRY)
    last = select(func.max(run.c.id)).where(entered).scalar_subquery()
    shown = select(run).where(or_(~entered, run.c.id == last))
    latest = shown.order_by(run.c.id.desc()).limit(min(limit, LARGEST))
    return [_run(row) for row in connection.execute(latest)]


def last_finished(connection: Connection, source_name: str) -> Run | None:
    """Give the last run of a source that was committed, whether or not it changed anything."""
    finished = (run.c.source == source_name) & run.c.outcome.in_(("done", "unchanged"))
    row = connection.execute(select(run).where(finished).order_by(run.c.id.desc()).limit(1)).first()
    return None if row is None else _run(row)


def identical(
    connection: Connection, source_name: str, *, input_hash: str, software: str, scope: Scope
) -> Run | None:
    """Give the last finished run if the same input would change nothing now."""
    last = last_finished(connection, source_name)
    same = last and (last.input_hash, last.software) == (input_hash, software)
    wide_enough = last and (last.scope == "whole" or scope == "part")
    return last if same and wide_enough else None


def enter(
    connection: Connection, kind: str, content: Mapping[str, object], *, by: str, at: str
) -> int:
    """Keep one entry and give its id; raise LedgerError where the content is not JSON."""
    require_short(kind)
    try:
        kept = json.dumps(dict(content), ensure_ascii=False, allow_nan=False, sort_keys=True)
    except (ValueError, TypeError) as problem:
        raise unkeepable(f"{kind}: {problem}") from problem
    for text in texts(dict(content)):
        require_keepable(text)
    made = connection.execute(
        insert(entry).values(kind=kind, content=kept, by=by, at=at, version=newest(connection) + 1)
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def entries(connection: Connection, kind: str | None, after: int = 0) -> list[Entry]:
    """Give the entries of one kind, or all, after one of them, oldest first."""
    statement = select(entry).where(entry.c.id > after).order_by(entry.c.id)
    if kind is not None:
        statement = statement.where(entry.c.kind == kind)
    return [_entry(row) for row in connection.execute(statement)]


def about(connection: Connection, subject: str) -> Iterator[Entry]:
    """Give the entries about one subject, oldest first."""
    named = holds(connection, entry.c.content, json.dumps(subject, ensure_ascii=False))
    for row in connection.execute(select(entry).where(named).order_by(entry.c.id)):
        found = _entry(row)
        if found.content.get("subject") == subject:
            yield found


def texts(value: object) -> Iterator[str]:
    """Give every text in a JSON value, the names of its parts too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from map(str, value)
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


def _source(row: Row[Any]) -> SourceDescription:
    return SourceDescription(
        row.name,
        Text(row.title_ja, row.title_en),
        Text(row.publisher_ja, row.publisher_en),
        row.licence,
        row.address,
        Text(row.rhythm_ja, row.rhythm_en),
        Text(row.attribution_ja, row.attribution_en) if row.attribution_ja else None,
    )


def _run(row: Row[Any]) -> Run:
    with row_of(f"run {row.id} ({row.source})"):
        counts = json.loads(row.counts)
    return Run(
        row.id,
        row.source,
        row.started,
        row.ended,
        row.outcome,
        row.input_hash,
        row.software,
        row.scope,
        counts,
        row.version,
        row.reason,
    )


def _entry(row: Row[Any]) -> Entry:
    with row_of(f"entry {row.id} ({row.kind})"):
        return Entry(row.id, row.kind, json.loads(row.content), row.by, row.at, row.version)
