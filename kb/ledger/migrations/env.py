"""Alembic's environment: it works in the transaction that `kb.ledger.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from kb.ledger.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
