"""The ledger's tables, the same on SQLite and PostgreSQL.

Times are ISO texts given by the caller; a version is a number that grows by one with every
committed change, whichever of run, decision or entry made it. JSON is kept as text.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

VERSION_TABLE = "ledger_version"

source = Table(
    "source",
    metadata,
    Column("name", Text, primary_key=True),
    Column("title_ja", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("publisher_ja", Text, nullable=False),
    Column("publisher_en", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("rhythm_ja", Text, nullable=False),
    Column("rhythm_en", Text, nullable=False),
    Column("attribution_ja", Text, nullable=False, server_default=""),
    Column("attribution_en", Text, nullable=False, server_default=""),
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, ForeignKey("source.name"), nullable=False, index=True),
    Column("started", Text, nullable=False),
    Column("ended", Text),
    Column("outcome", Text, nullable=False),
    Column("input_hash", Text, nullable=False),
    Column("software", Text, nullable=False),
    Column("scope", Text),
    Column("counts", Text, nullable=False),
    Column("version", Integer, index=True),
    Column("reason", Text, nullable=False),
    sqlite_autoincrement=True,
)


def _said() -> tuple[Column[object], ...]:
    """Give the columns that a staged record and a claim have in common."""
    return (
        Column("claim_key", Text, nullable=False),
        Column("content_hash", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("object", Text),
        Column("role", Text, nullable=False),
        Column("since", Text),
        Column("until", Text),
        Column("place", Text, nullable=False),
        Column("retrieved", Text, nullable=False),
        Column("content", Text, nullable=False),
    )


SAID = tuple(column.name for column in _said())

claim = Table(
    "claim",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, ForeignKey("source.name"), nullable=False),
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    Column("closed_by", Integer, ForeignKey("run.id")),
    Column("opened", Integer, nullable=False, index=True),
    Column("closed", Integer, index=True),
    *_said(),
    # Evidence names claims by id: an id is never given out twice.
    sqlite_autoincrement=True,
)
Index("ix_claim_subject", claim.c.subject)
Index("ix_claim_object", claim.c.object)
# One source holds one open claim a key; the database itself refuses a second.
Index(
    "ix_claim_open",
    claim.c.source,
    claim.c.claim_key,
    unique=True,
    sqlite_where=claim.c.closed.is_(None),
    postgresql_where=claim.c.closed.is_(None),
)

staged = Table(
    "staged",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    *_said(),
)
Index("ix_staged_run_claim_key", staged.c.run, staged.c.claim_key)

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("a", Text, nullable=False),
    Column("b", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("replaced_by", Integer, ForeignKey("decision.id")),
    Column("version", Integer, nullable=False, index=True),
    sqlite_autoincrement=True,
)
Index("ix_decision_a_b", decision.c.a, decision.c.b)

entry = Table(
    "entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False, index=True),
    Column("content", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("version", Integer, nullable=False, index=True),
    sqlite_autoincrement=True,
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("version", Integer, nullable=False, index=True),
)
