"""The two databases: how each is opened, and how a writer takes its turn.

All that differs between SQLite and PostgreSQL stands here.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Table,
    create_engine,
    event,
    func,
    text,
)
from sqlalchemy.exc import DBAPIError, OperationalError

from kb.errors import LedgerError
from kb.ledger.address import address_of
from kb.ledger.limits import require_keepable
from kb.text import Text

Value = str | int | None

PATIENCE_SECONDS = 60.0
"""How long a writer waits for its turn."""

CONNECT_SECONDS = 10
"""How long a server may take to answer, unless the address says `connect_timeout`."""
CACHE_KIB = 64 * 1024
"""How much of a SQLite ledger one connection keeps in memory, at most."""

# What else in an address is secret, and would be shown with it.
_SECRET = ("sslpassword",)

_INSTANT_SECONDS = 0.2
_WRITES = "kakehashi_writes"
# Any number will do, so long as every Kakehashi uses the same.
_TURN = 0x4B414B45


def engine_for(url: str) -> Engine:
    """Give the engine of a ledger's address; a SQLite ledger's folder is made."""
    address = address_of(url)
    engine = (_sqlite if address.get_backend_name() == "sqlite" else _postgresql)(address)
    event.listen(engine, "before_cursor_execute", _require_keepable)
    return engine


def file_of(url: str) -> Path | None:
    """Give the file of a SQLite ledger, None for a server's."""
    address = address_of(url)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


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
    options: dict[str, Any] = {_WRITES: True}
    if engine.dialect.name == "postgresql":
        # Whatever the server's default: after its wait a writer must see what the last one wrote.
        options["isolation_level"] = "READ COMMITTED"
    with engine.connect().execution_options(**options) as connection, connection.begin():
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


def holds(connection: Connection, column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Give the condition that a column holds a text, letter for letter.

    LIKE folds case on SQLite, letter by letter: ten times slower.
    """
    found = func.instr if connection.dialect.name == "sqlite" else func.strpos
    return found(column, text) > 0


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Value]]) -> None:
    """Insert rows that all have the same columns and whose text both databases keep.

    It goes round SQLAlchemy, which takes longer to prepare a row than the databases to write it.
    """
    if not rows:
        return
    quote = connection.dialect.identifier_preparer.quote
    into = f"{quote(table.name)} ({', '.join(map(quote, rows[0]))})"
    values = list(map(itemgetter(*rows[0]), rows))
    driver = connection.connection.driver_connection
    try:
        with closing(connection.connection.cursor()) as cursor:
            _insert(cursor, into, values)
    except connection.dialect.loaded_dbapi.Error as problem:
        gone = connection.dialect.is_disconnect(problem, driver, None)
        raise DBAPIError(into, None, problem, connection_invalidated=gone) from problem


def _insert(cursor: Any, into: str, values: Sequence[Sequence[Value]]) -> None:
    if isinstance(cursor, sqlite3.Cursor):
        marks = ", ".join("?" * len(values[0]))
        cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", values)  # noqa: S608 (ours)
        return
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def count_rows_for_planner(connection: Connection, *tables: str) -> None:
    """Let PostgreSQL's planner know how large just-filled tables are; it learns only in time.

    Without it a second run of 20,000 records compared row by row: 6 s instead of 0.3 s.
    """
    if connection.dialect.name == "postgresql":
        for name in tables:
            connection.execute(
                text(f"ANALYZE {connection.dialect.identifier_preparer.quote(name)}")
            )


def _postgresql(address: URL) -> Engine:
    options: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS} | address.query
    # The server's and the machine's settings must not decide in which encoding names are sent.
    given = {name: options[name] for name in ("connect_timeout", *_SECRET) if name in options}
    engine = create_engine(
        address.difference_update_query(_SECRET),
        connect_args={**given, "client_encoding": "utf8"},
        pool_pre_ping=True,
    )
    event.listen(engine, "connect", _require_unicode)
    return engine


def _require_unicode(connection: Any, _record: object) -> None:
    found = connection.info.parameter_status("server_encoding")
    if found != "UTF8":
        raise LedgerError(
            Text(
                "このデータベースは日本語を保存できません。",
                "This database cannot keep text in every script.",
            ),
            expected="ENCODING 'UTF8'",
            found=found,
            where=f"{connection.info.host}/{connection.info.dbname}",
            remedy=Text(
                "データベースを createdb -E UTF8 -T template0 で作ってください。",
                "Make the database with createdb -E UTF8 -T template0.",
            ),
        )


def _require_keepable(
    _connection: object, _cursor: object, _statement: str, parameters: Any, *others: Any
) -> None:
    """Refuse for both what only one database would take; the last argument tells many sets."""
    for given in parameters if others[-1] else (parameters,):
        for value in given.values() if isinstance(given, dict) else given:
            if isinstance(value, str) and "\0" in value:
                require_keepable(value)


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
    # Its own choice of 2 MB makes a large run write the same pages of its indexes again and again.
    try:
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    except UnicodeDecodeError as problem:
        # It reads the schema: so the driver says that a name in there is damaged.
        raise sqlite3.DatabaseError(
            "file is not a database: its schema cannot be read"
        ) from problem
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """Take the writer's turn at once: a reader that turns writer later could only fail."""
    if not connection.get_execution_options().get(_WRITES, False):
        connection.exec_driver_sql("BEGIN")
        return
    last = time.monotonic() + PATIENCE_SECONDS
    # While SQLite itself waits, Ctrl-C is not heard: it waits for instants only.
    _wait_at_most(connection, min(_INSTANT_SECONDS, PATIENCE_SECONDS))
    try:
        while not _has_turn(connection, last):
            pass
    finally:
        _wait_at_most(connection, PATIENCE_SECONDS)


def _has_turn(connection: Connection, last: float) -> bool:
    """Try to take the writer's turn; raise what SQLite raises once it is too late."""
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as problem:
        busy = getattr(problem.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
        if not busy or time.monotonic() >= last:
            raise
        return False
    return True


def _wait_at_most(connection: Connection, seconds: float) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
