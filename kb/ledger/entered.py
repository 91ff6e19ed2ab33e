"""An entry together with what it says: kept in one transaction, as two versions one after the other.

What the entries of one subject say is worked out anew from all of them, by the caller, while
nobody else can write: so two who enter at once lose nothing. Only the subject's own claims are
compared; they are found by their place (`entry 12`) among those about what its entries name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kb.ledger import entries
from kb.ledger.claims import batches
from kb.ledger.content import require_kept_alike, to_row
from kb.ledger.engines import insert_many
from kb.ledger.limits import LONGEST_KEY_BYTES, keepable, unkeepable
from kb.ledger.schema import claim, run
from kb.ledger.values import Entry, Outcome, SourceDescription
from kb.ledger.versions import newest
from kb.records import Record

SUBJECT = "subject"
"""The part of an entry's content that names what it is about."""

Says = Callable[[Sequence[Entry]], Iterable[Record]]
"""Gives what the entries of one subject say, oldest first; may raise to keep nothing at all."""

_Row = Mapping[str, str | None]


def keep(
    connection: Connection,
    kind: str,
    content: Mapping[str, object],
    *,
    source: SourceDescription,
    says: Says,
    by: str,
    at: str,
) -> tuple[int, Outcome | None]:
    """Keep an entry and bring its subject's claims to what all its entries say.

    Give its id, and what changed among the claims; None where nothing did.
    """
    number = entries.enter(connection, kind, content, by=by, at=at)
    told = list(entries.about(connection, str(content[SUBJECT])))
    rows = _rows(says(told))
    before = _rows(says(told[:-1])) if len(told) > 1 else {}
    about = {*_keys(told), *(str(row["subject"]) for row in (*rows.values(), *before.values()))}
    held = _held(connection, source.name, about, {place_of(one.id) for one in told})
    if {key: one["content_hash"] for key, one in rows.items()} == {
        key: one.content_hash for key, one in held.items()
    }:
        return number, None
    entries.describe(connection, source)
    return number, _change(connection, source.name, number, rows, held, at=at)


def place_of(number: int) -> str:
    """Give the place that the claims of an entry bear."""
    return f"entry {number}"


def _rows(records: Iterable[Record]) -> dict[str, _Row]:
    """Give the columns of each claim by its own key; raise LedgerError where two contradict."""
    rows: dict[str, _Row] = {}
    for record in records:
        row = to_row(record)
        require_kept_alike(record, row)
        if rows.setdefault(str(row["claim_key"]), row)["content_hash"] != row["content_hash"]:
            raise unkeepable(f"{row['subject']} {row['type']}: 2×", where=row["place"])
    return rows


def _keys(told: Iterable[Entry]) -> Iterator[str]:
    """Give the texts in entries that may be keys."""
    for one in told:
        for text in entries.texts(one.content):
            if ":" in text and len(text.encode()) <= LONGEST_KEY_BYTES and keepable(text):
                yield text


def _held(
    connection: Connection, source: str, about: Iterable[str], places: set[str]
) -> dict[str, Any]:
    columns = (claim.c[name] for name in ("id", "claim_key", "content_hash"))
    said = select(*columns).where(claim.c.source == source, claim.c.closed.is_(None))
    return {
        row.claim_key: row
        for those in batches(sorted(places))
        for some in batches(sorted(about))
        for row in connection.execute(
            said.where(claim.c.subject.in_(some), claim.c.place.in_(those))
        )
    }


def _change(
    connection: Connection,
    source: str,
    entry: int,
    rows: Mapping[str, _Row],
    held: Mapping[str, Any],
    *,
    at: str,
) -> Outcome:
    """Close what is no longer said and open what is new, as a run of its own."""
    version = newest(connection) + 1
    new = [row for key, row in rows.items() if key not in held]
    differing = [
        row
        for key, row in rows.items()
        if key in held and held[key].content_hash != row["content_hash"]
    ]
    gone = [one.id for key, one in held.items() if key not in rows]
    changed = [held[str(row["claim_key"])].id for row in differing]
    counts = {"new": len(new), "changed": len(differing), "closed": len(gone)}
    counts["unchanged"] = len(rows) - len(new) - len(differing)
    number = _run(connection, source, entry, counts, version, at=at)
    for some in batches([*gone, *changed]):
        closing = update(claim).where(claim.c.id.in_(some))
        connection.execute(closing.values(closed=version, closed_by=number))
    own: dict[str, str | int | None] = {"source": source, "run": number, "opened": version}
    insert_many(connection, claim, [{**own, **row} for row in (*new, *differing)])
    return Outcome(number, version, **counts)


def _run(
    connection: Connection,
    source: str,
    entry: int,
    counts: Mapping[str, int],
    version: int,
    *,
    at: str,
) -> int:
    opened = connection.execute(
        insert(run).values(
            source=source,
            started=at,
            ended=at,
            outcome="done",
            input_hash=place_of(entry),
            software="",
            scope="part",
            counts=json.dumps(dict(counts)),
            version=version,
            reason="",
        )
    )
    return int(opened.inserted_primary_key[0])  # type: ignore[index]
