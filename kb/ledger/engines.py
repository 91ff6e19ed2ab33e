"""The two databases: how each is opened, and how a writer takes its turn.

All that differs between SQLite and PostgreSQL stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from kb.errors import LedgerError
from kb.text import Text

PATIENCE_SECONDS = 60.0
"""How long a writer waits for its turn."""

DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_WRITES = "kakehashi_writes"
# Any number will do, so long as every Kakehashi uses the same.
_TURN = 0x4B414B45


def engine_for(url: str) -> Engine:
    """Give the engine of a ledger's address; a SQLite ledger's folder is made."""
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    return create_engine(address, pool_pre_ping=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees the ledger as it stood when the reading began."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give the one connection that may write now; commit at the end, undo after an error."""
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            patience = f"{int(PATIENCE_SECONDS * 1000)}ms"
            connection.execute(text("SELECT set_config('lock_timeout', :t, true)"), {"t": patience})
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _TURN})
        yield connection


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers and one writer work at the same time (SQLite; PostgreSQL always does)."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            cursor = connection.cursor()
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                cursor.execute("PRAGMA journal_mode = WAL")


def count_rows_for_planner(connection: Connection, *tables: str) -> None:
    """Let PostgreSQL's planner know how large just-filled tables are; it learns only in time.

    Without it a second run of 20,000 records compared row by row: 6 s instead of 0.3 s.
    """
    if connection.dialect.name == "postgresql":
        for name in tables:
            connection.execute(
                text(f"ANALYZE {connection.dialect.identifier_preparer.quote(name)}")
            )


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as problem:
        raise _unusable(url) from problem
    driver = DRIVERS.get(address.drivername)
    if driver is None or (driver == "sqlite" and address.database in {None, "", ":memory:"}):
        raise _unusable(address.render_as_string(hide_password=True))
    return address.set(drivername=driver)


def _unusable(url: str) -> LedgerError:
    return LedgerError(
        Text("台帳の場所が読めません。", "The ledger's address cannot be used."),
        expected="sqlite:////folder/ledger.sqlite | postgresql://user:password@host/database",
        found=url,
        where="KAKEHASHI_LEDGER_URL",
        remedy=Text(
            "SQLite のファイルか PostgreSQL を指定してください。",
            "Name a SQLite file or a PostgreSQL database.",
        ),
    )


def _sqlite(address: URL) -> Engine:
    _make_folder(Path(address.database or "").absolute().parent)
    engine = create_engine(address, connect_args={"timeout": PATIENCE_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise LedgerError(
            Text("台帳のフォルダーを作れません。", "The ledger's folder cannot be made."),
            found=problem.strerror or str(problem),
            where=str(folder),
            remedy=Text(
                "KAKEHASHI_HOME に書き込める場所を指定してください。",
                "Set KAKEHASHI_HOME to a place that you may write.",
            ),
        ) from problem


def _prepare(connection: Any, _record: object) -> None:
    # Transactions are begun by _begin, not guessed by the driver.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """Take the writer's turn at once: a reader that turns writer later could only fail."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
