"""Bringing a ledger to the schema of this software, and refusing what is not ours.

A plain query tells whether there is anything to do; Alembic is imported only where there is.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import ColumnClause, Connection, Engine, column, inspect, select, table

from kb.errors import LedgerError
from kb.ledger.engines import reading, use_write_ahead_log, writing
from kb.ledger.schema import VERSION_TABLE, metadata
from kb.text import Text

MIGRATIONS = Path(__file__).parent / "migrations"


def known_revisions() -> list[str]:
    """Give the revisions this software knows, oldest first; a revision is its file's name."""
    return sorted(file.stem for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def bring_up_to_date(engine: Engine, place: str) -> None:
    """Make or upgrade the tables; raise LedgerError for a newer or a foreign database."""
    with reading(engine) as connection:
        behind = _behind(connection, place)
    use_write_ahead_log(engine)
    if not behind:
        return
    with writing(engine) as connection:
        # Another process may have done it while this one waited for its turn.
        if _behind(connection, place):
            upgrade(connection)


def _behind(connection: Connection, place: str) -> bool:
    known = known_revisions()
    revision = _revision(connection, place)
    if revision is not None:
        require_known(revision, place)
    return revision != known[-1]


def require_known(revision: str, place: str) -> None:
    """Raise LedgerError for a revision that only newer software knows."""
    known = known_revisions()
    if revision not in known:
        raise LedgerError(
            Text(
                "この台帳は新しい版のソフトで作られています。",
                "This ledger was written by newer software.",
            ),
            expected=known[-1],
            found=revision,
            where=place,
            remedy=Text("Kakehashi を新しくしてください。", "Upgrade Kakehashi."),
        )


def _revision(connection: Connection, place: str) -> str | None:
    """Give the schema's revision, None where there are no tables yet."""
    names = set(inspect(connection).get_table_names())
    if VERSION_TABLE in names:
        return revision_of(connection)
    foreign = names if connection.dialect.name == "sqlite" else names & set(metadata.tables)
    if foreign:
        raise LedgerError(
            Text("このデータベースは台帳ではありません。", "This database is not a ledger."),
            expected=Text("台帳か空のデータベース", "a ledger or an empty database"),
            found=", ".join(sorted(foreign)[:5]),
            where=place,
            remedy=Text(
                "KAKEHASHI_LEDGER_URL に別の場所を指定してください。",
                "Set KAKEHASHI_LEDGER_URL to another place.",
            ),
        )
    return None


def revision_of(connection: Connection) -> str | None:
    """Give the revision that a ledger's tables say they have."""
    number: ColumnClause[str] = column("version_num")
    return connection.execute(select(number).select_from(table(VERSION_TABLE, number))).scalar()


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the tables to a revision, in the transaction at hand."""
    # Alembic takes long to import, and a ledger that is up to date needs none of it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
