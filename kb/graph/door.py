"""A connected graph: the read door for everybody, the writer for the build."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Self, TypeVar, cast

from neo4j import WRITE_ACCESS, Query
from neo4j.exceptions import DriverError, Neo4jError

from kb.errors import GraphDamagedError, GraphError, ReadRefusedError
from kb.graph.faults import READ_ONLY, lost
from kb.graph.gate import READING, admit
from kb.graph.line import Access, Engine, Line, reach
from kb.graph.values import plain
from kb.graph.writer import MARK, Mark, Writer
from kb.text import Text

READ_ROWS = 10_000
READ_SECONDS = 30.0
PAUSES = (0.0, 0.3, 1.0)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer; `truncated` tells that there were more rows than the limit.

    The embedded server names no columns where there are no rows.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, object]]
    truncated: bool


@dataclass(frozen=True, slots=True)
class GraphStatus:
    """What a person asks first: which engine, where, how much, built up to which version."""

    engine: Engine
    uri: str
    nodes: int
    ties: int
    mark: int | None


class Graph:
    """A graph one can ask and, for the build, write. Close it, or use it in a `with`."""

    def __init__(self, access: Callable[[], Access]) -> None:
        """Connect; `access` is called again where an embedded server has gone away."""
        self._open = access
        self._lock = threading.RLock()
        self._line = reach(access)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def engine(self) -> Engine:
        """Which engine answers."""
        return self._line.access.engine

    @property
    def uri(self) -> str:
        """Where the server listens."""
        return self._line.access.uri

    def close(self) -> None:
        """Let go of the server; the embedded one stops by itself after a while."""
        with self._lock:
            self._line.close()

    def read(
        self,
        statement: str,
        parameters: Mapping[str, object] | None = None,
        *,
        limit: int = READ_ROWS,
        timeout: float = READ_SECONDS,
    ) -> Rows:
        """Answer a plain read: at most `limit` rows within `timeout` seconds.

        Raises ReadRefusedError for anything but a read, CallError for a mistake in the statement
        (with line and column where the server knows them) and GraphError at the time limit.
        """
        return self._again_if_lost(
            lambda: self._read(statement, dict(parameters or {}), limit, timeout)
        )

    def mark(self) -> int | None:
        """Give the ledger version the graph is built up to; None: nothing whole is here yet.

        Raises GraphError where the database is not empty and does not bear our mark.
        """
        found = self.marked()
        return found.version if found else None

    def marked(self) -> Mark | None:
        """Give the whole mark, or None for an empty database; raises as `mark` does."""
        return self._again_if_lost(self._marked)

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """Give the build its writer; refuses a database that is somebody else's."""
        self.marked()
        with self._line.speaking(WRITE_ACCESS) as session:
            yield Writer(session)

    def status(self) -> GraphStatus:
        """Count what is there."""
        nodes = self.read("MATCH (n:Entity) RETURN count(n) AS n").rows[0]["n"]
        ties = self.read("MATCH (:Entity)-[e]->(:Entity) RETURN count(e) AS n").rows[0]["n"]
        return GraphStatus(
            self.engine, self.uri, cast("int", nodes), cast("int", ties), self.mark()
        )

    def verify(self) -> None:
        """See that the server lets us in and that a graph left by a crash is whole.

        An embedded graph that was not closed properly is read once: GraphDamagedError where it
        cannot be, or where it holds less or more than its mark says.
        """
        self._again_if_lost(self._knock)
        access = self._line.access
        if not access.unclean:
            return
        try:
            self._count_again()
        except GraphError as problem:
            if lost(problem) or isinstance(problem, GraphDamagedError):
                raise
            raise _damaged(access.folder, str(problem)) from problem

    def _knock(self) -> None:
        with self._line.speaking() as session:
            session.run("RETURN 1").consume()

    def _count_again(self) -> None:
        mark = self.marked()
        if mark is None:
            return
        with self._line.speaking() as session:
            found = Writer(session).counts()
        if not mark.building and found != (mark.nodes, mark.ties):
            counts = f"{found} ≠ {(mark.nodes, mark.ties)} (nodes, ties)"
            raise _damaged(self._line.access.folder, counts)

    def _marked(self) -> Mark | None:
        with self._line.speaking() as session:
            found = session.run(f"MATCH (m:{MARK}) RETURN m LIMIT 1").single()
            if found is not None:
                return Mark.read(dict(found["m"]))
            strangers = session.run("MATCH (n) RETURN n LIMIT 1").single()
        if strangers is not None:
            raise GraphError(
                Text(
                    "このデータベースは空ではなく、Kakehashi の印もありません。",
                    "This database is not empty and does not bear Kakehashi's mark.",
                ),
                where=f"{self.uri} {self._line.access.database}",
                remedy=Text(
                    "空のデータベースを NEO4J_DATABASE に指定してください。何も書いていません。",
                    "Give an empty database in NEO4J_DATABASE. Nothing was written.",
                ),
            )
        return None

    def _read(
        self, statement: str, parameters: dict[str, object], limit: int, timeout: float
    ) -> Rows:
        with self._line.speaking(reader=True) as session:
            if self.engine == "neo4j":
                plan = session.run(_query(f"EXPLAIN {statement}", timeout), parameters).consume()
                admit(plan.query_type, plan.plan)
            with self._time_limit(statement, timeout):
                result = session.run(_query(statement, timeout), parameters)
                columns = tuple(result.keys())
                rows = [
                    {name: plain(value) for name, value in zip(columns, record, strict=True)}
                    for record in islice(result, limit + 1)
                ]
                summary = result.consume()
        explained = summary.plan is not None or summary.profile is not None
        # A cut-off answer has no type; there the reader's rights alone decide.
        if summary.query_type not in {READING, None} and not explained:
            raise ReadRefusedError(READ_ONLY, found=f"query type {summary.query_type}")
        return Rows(columns, rows[:limit], truncated=len(rows) > limit)

    @contextmanager
    def _time_limit(self, statement: str, timeout: float) -> Iterator[None]:
        """Stop a read of the embedded server, which does not know the driver's time limit."""
        if self.engine == "neo4j":
            yield
            return
        clock = threading.Timer(timeout, self._terminate, (statement, timeout))
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def _terminate(self, statement: str, timeout: float) -> None:
        """End every read of this statement that has run for that long."""
        try:
            with self._line.session() as session:
                for row in list(session.run("SHOW TRANSACTIONS")):
                    seconds = row["elapsedTime"].seconds + row["elapsedTime"].nanoseconds / 1e9
                    overdue = seconds >= timeout - 0.5
                    if overdue and str(row["currentQuery"]).strip() == statement.strip():
                        name = row["transactionId"]
                        session.run(f"TERMINATE TRANSACTIONS '{name}'").consume()
        except (Neo4jError, DriverError):
            return  # the server itself has gone; the reader hears of it

    def _again_if_lost(self, work: Callable[[], Answer]) -> Answer:
        """Do the work; where an embedded server has gone away, start it and do it again.

        A server that is just dying may still take a call, hence the pauses.
        """
        for pause in PAUSES:
            used = self._line
            try:
                return work()
            except GraphError as problem:
                for_good = self.engine == "neo4j" or not lost(problem)
                if for_good and self._line is used:
                    raise
            time.sleep(pause)
            self._reconnect(used)
        return work()

    def _reconnect(self, used: Line) -> None:
        """Reach the server anew unless another thread already has.

        Where that fails the old line stays; it is as dead as before, so the next call comes here
        again.
        """
        with self._lock:
            if self._line is used:
                self._line = reach(self._open)
                used.close()


def _damaged(folder: str, found: str) -> GraphDamagedError:
    return GraphDamagedError(
        Text("グラフのファイルが壊れています。", "The graph's files are damaged."),
        found=found,
        where=folder,
        remedy=Text(
            "kakehashi graph rebuild で台帳から作り直せます。",
            "kakehashi graph rebuild draws it again from the ledger.",
        ),
    )


def _query(statement: str, timeout: float) -> Query:
    return Query(statement, timeout=timeout)
