from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_first"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _what_sources_say()
    _what_people_say()


def _what_sources_say() -> None:
    op.create_table(
        "source",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title_ja", sa.Text, nullable=False),
        sa.Column("title_en", sa.Text, nullable=False),
        sa.Column("publisher_ja", sa.Text, nullable=False),
        sa.Column("publisher_en", sa.Text, nullable=False),
        sa.Column("licence", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("rhythm_ja", sa.Text, nullable=False),
        sa.Column("rhythm_en", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_source"),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("started", sa.Text, nullable=False),
        sa.Column("ended", sa.Text),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("input_hash", sa.Text, nullable=False),
        sa.Column("software", sa.Text, nullable=False),
        sa.Column("scope", sa.Text),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("version", sa.Integer),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
        sa.ForeignKeyConstraint(["source"], ["source.name"], name="fk_run_source"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_run_source", "run", ["source"])
    op.create_index("ix_run_version", "run", ["version"])
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("closed_by", sa.Integer),
        sa.Column("opened", sa.Integer, nullable=False),
        sa.Column("closed", sa.Integer),
        *_said(),
        sa.PrimaryKeyConstraint("id", name="pk_claim"),
        sa.ForeignKeyConstraint(["source"], ["source.name"], name="fk_claim_source"),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_claim_run"),
        sa.ForeignKeyConstraint(["closed_by"], ["run.id"], name="fk_claim_closed_by"),
        sqlite_autoincrement=True,
    )
    for name in ("opened", "closed", "subject", "object"):
        op.create_index(f"ix_claim_{name}", "claim", [name])
    op.create_index(
        "ix_claim_open",
        "claim",
        ["source", "claim_key"],
        unique=True,
        sqlite_where=sa.text("closed IS NULL"),
        postgresql_where=sa.text("closed IS NULL"),
    )
    op.create_table(
        "staged",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        *_said(),
        sa.PrimaryKeyConstraint("id", name="pk_staged"),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_staged_run"),
    )
    op.create_index("ix_staged_run_claim_key", "staged", ["run", "claim_key"])


def _said() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("claim_key", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("object", sa.Text),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("since", sa.Text),
        sa.Column("until", sa.Text),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("retrieved", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )


def _what_people_say() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("a", sa.Text, nullable=False),
        sa.Column("b", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("replaced_by", sa.Integer),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.ForeignKeyConstraint(["replaced_by"], ["decision.id"], name="fk_decision_replaced_by"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_a_b", "decision", ["a", "b"])
    op.create_index("ix_decision_version", "decision", ["version"])
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_kind", "entry", ["kind"])
    op.create_index("ix_entry_version", "entry", ["version"])
    op.create_table(
        "forgotten",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_forgotten"),
    )
    op.create_index("ix_forgotten_version", "forgotten", ["version"])
