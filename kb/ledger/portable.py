"""The whole ledger in a form that either database reads: rows of plain values, table by table.

What runs have staged is left out: nobody has seen it yet. Ids and versions stay what they are, and
so do the counters that give out ids, since evidence names claims by id and an id is never given
out twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, func, insert, inspect, select, text

from kb.errors import LedgerError
from kb.ledger.engines import count_rows_for_planner, engine_for, writing
from kb.ledger.faults import door
from kb.ledger.schema import VERSION_TABLE, metadata, staged
from kb.ledger.upgrade import revision_of, upgrade
from kb.ledger.versions import newest
from kb.text import Text

Value = str | int | None
Row = list[Value]

ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Rows:
    """One table: its columns, and its rows in an order in which they can be put back."""

    table: str
    columns: tuple[str, ...]
    rows: Iterable[Row]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ledger as it stood at one moment; valid while the reading lasts."""

    connection: Connection

    @property
    def engine(self) -> str:
        """Which database holds it: `sqlite` or `postgresql`."""
        return self.connection.dialect.name

    @property
    def version(self) -> int:
        """The number of its last change."""
        return newest(self.connection)

    @property
    def revision(self) -> str:
        """The revision of its schema."""
        return str(revision_of(self.connection))

    def counters(self) -> dict[str, int]:
        """Give, by table, the last id that was given out."""
        return {table.name: _last_given(self.connection, table) for table in _numbered()}

    def counts(self) -> dict[str, int]:
        """Give how many rows each table holds."""
        return {
            table.name: self.connection.execute(
                select(func.count()).select_from(table)
            ).scalar_one()
            for table in portable_tables()
        }

    def tables(self) -> Iterator[Rows]:
        """Give the tables one after another, each after those that its rows refer to."""
        for table in portable_tables():
            key = next(iter(table.primary_key.columns))
            # Newest first where rows refer to later ones of their own table.
            order = key.desc() if _refers_to_itself(table) else key.asc()
            statement = select(table).order_by(order)
            paged = {"yield_per": ROWS_AT_ONCE}
            found = self.connection.execute(statement, execution_options=paged)
            columns = tuple(column.name for column in table.columns)
            yield Rows(table.name, columns, ([*row] for row in found))


def portable_tables() -> list[Table]:
    """Give the tables that a backup holds, each after those it refers to."""
    return [table for table in metadata.sorted_tables if table is not staged]


def pour(url: str, revision: str, tables: Iterable[Rows], counters: Mapping[str, int]) -> int:
    """Fill an empty database at a revision, bring it to today's, and give its version.

    One transaction: it all stands there afterwards, or nothing does. Raises LedgerError where the
    database is not empty or the rows do not fit.
    """
    engine = engine_for(url)
    place = engine.url.render_as_string(hide_password=True)
    try:
        with door(place), writing(engine) as connection:
            _require_empty(connection, place)
            upgrade(connection, revision)
            names = [_fill(connection, one) for one in tables]
            for name, last in counters.items():
                _count_from(connection, name, last)
            upgrade(connection)
            count_rows_for_planner(connection, *names)
            return newest(connection)
    finally:
        engine.dispose()


def require_empty_database(url: str) -> None:
    """Raise LedgerError where a database holds tables of a ledger."""
    engine = engine_for(url)
    place = engine.url.render_as_string(hide_password=True)
    try:
        with door(place), engine.connect() as connection:
            _require_empty(connection, place)
    finally:
        engine.dispose()


def _require_empty(connection: Connection, place: str) -> None:
    known = {*metadata.tables, VERSION_TABLE}
    if found := sorted(known & set(inspect(connection).get_table_names())):
        raise LedgerError(
            Text(
                "戻す先のデータベースが空ではありません。",
                "The database to restore into is not empty.",
            ),
            expected=Text("空のデータベース", "an empty database"),
            found=", ".join(found),
            where=place,
            remedy=Text(
                "KAKEHASHI_LEDGER_URL に空のデータベースを指定してください。何も書いていません。",
                "Name an empty database in KAKEHASHI_LEDGER_URL. Nothing was written.",
            ),
        )


def _fill(connection: Connection, given: Rows) -> str:
    table = Table(given.table, MetaData(), *_there(connection, given.table))
    if sorted(given.columns) != sorted(table.columns.keys()):
        raise LedgerError(
            Text(
                "バックアップの表が台帳と合いません。何も書いていません。",
                "A table of the backup does not fit the ledger. Nothing was written.",
            ),
            expected=", ".join(table.columns.keys()) or "-",
            found=", ".join(given.columns),
            where=given.table,
        )
    rest = iter(given.rows)
    while batch := list(islice(rest, ROWS_AT_ONCE)):
        named = [dict(zip(given.columns, row, strict=True)) for row in batch]
        connection.execute(insert(table), named)
    return given.table


def _there(connection: Connection, table: str) -> list[Column[Any]]:
    """Give the columns that a table has now, at whatever revision; none where it is not there."""
    looked = inspect(connection)
    if not looked.has_table(table):
        return []
    return [Column(one["name"], one["type"]) for one in looked.get_columns(table)]


def _numbered() -> list[Table]:
    return [table for table in portable_tables() if "id" in table.primary_key.columns]


def _refers_to_itself(table: Table) -> bool:
    return any(key.column.table is table for key in table.foreign_keys)


def _last_given(connection: Connection, table: Table) -> int:
    if connection.dialect.name == "sqlite":
        sequence = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return connection.execute(sequence, {"name": table.name}).scalar() or 0
    name = _sequence(connection, table.name)
    # A sequence that has given nothing yet stands at 1 too.
    given = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {name}"  # noqa: S608 (ours)
    return int(connection.execute(text(given)).scalar_one())


def _count_from(connection: Connection, name: str, last: int) -> None:
    if last and connection.dialect.name == "sqlite":
        for statement in (
            "DELETE FROM sqlite_sequence WHERE name = :name",
            "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)",
        ):
            connection.execute(text(statement), {"name": name, "last": last})
    elif last:
        setting = text("SELECT setval(CAST(:sequence AS regclass), :last)")
        found = {"sequence": _sequence(connection, name), "last": last}
        connection.execute(setting, found)


def _sequence(connection: Connection, table: str) -> str:
    """Name PostgreSQL's sequence for a table's ids, quoted as it needs."""
    asked = text("SELECT pg_get_serial_sequence(:table, 'id')")
    return str(connection.execute(asked, {"table": table}).scalar_one())
