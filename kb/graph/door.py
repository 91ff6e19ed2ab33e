"""A connected graph: the read door for everybody, the writer for the build."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Self, TypeVar, cast

from neo4j import WRITE_ACCESS

from kb.errors import GraphDamagedError, GraphError
from kb.graph.asking import Asked, Rows, answer, end
from kb.graph.faults import lost
from kb.graph.line import Access, Engine, Line, reach
from kb.graph.reading import Cancel, Work, bounded
from kb.graph.writer import MARK, Mark, Writer
from kb.text import Text

__all__ = ["Cancel", "Graph", "GraphStatus", "Rows"]

READ_ROWS = 10_000
READ_SECONDS = 30.0
PAUSES = (0.0, 0.3, 1.0)
SERVERS_OWN = 1.0  # seconds in which a Neo4j ends an overdue read by itself

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class GraphStatus:
    """What a person asks first: which engine, where, how much, built up to which version."""

    engine: Engine
    uri: str
    nodes: int
    ties: int
    mark: int | None


class Graph:
    """A graph one can ask and, for the build, write. Close it, or use it in a `with`.

    `patient`: whether a call waits while an embedded server that went away starts again. A page
    does not: it raises GraphAwayError at once, and the start goes on beside it.
    """

    def __init__(self, access: Callable[[], Access]) -> None:
        """Connect; `access` is called again where an embedded server has gone away."""
        self._open = access
        self._lock = threading.RLock()
        self._starting: threading.Thread | None = None
        self.patient = True
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
        cancel: Cancel | None = None,
    ) -> Rows:
        """Answer a plain read: at most `limit` rows within `timeout` seconds.

        `cancel` lets another thread stop it. Raises ReadRefusedError for anything but a read,
        CallError for a mistake in the statement (with line and column where the server knows
        them) and GraphError at the time limit or where it was cancelled.
        """
        asked = Asked(statement, dict(parameters or {}), limit, timeout)
        return self._again_if_lost(lambda: self._read(asked, cancel))

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
                    "空のデータベースを NEO4J_DATABASE に指定してください。このデータベースには何も"
                    "書いていません。台帳にあるものは残っています。",
                    "Give an empty database in NEO4J_DATABASE. Nothing was written to this one; "
                    "what is in the ledger is kept.",
                ),
            )
        return None

    def _read(self, asked: Asked, cancel: Cancel | None) -> Rows:
        """Ask in a thread of its own, so that the answer is waited for no longer than that."""
        line = self._line
        spare = SERVERS_OWN if self.engine == "neo4j" else 0
        work = Work(lambda: answer(line, asked), lambda: end(line, asked), line.access.give_up)
        return bounded(work, asked.seconds + spare, cancel)

    def _again_if_lost(self, work: Callable[[], Answer]) -> Answer:
        """Do the work; where an embedded server has gone away, start it and do it again.

        A server that is just dying may still take a call, hence the pauses. Where a second server
        goes away too, the work itself is what brings it down.
        """
        gone: set[str] = set()
        for pause in PAUSES:
            used = self._line
            try:
                return work()
            except GraphError as problem:
                for_good = self.engine == "neo4j" or not lost(problem)
                if for_good and self._line is used:
                    raise
                if not self.patient:
                    self._reconnect_beside(used)
                    raise
                gone.add(used.access.uri)
                if len(gone) > 1:
                    raise _too_much() from None
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

    def _reconnect_beside(self, used: Line) -> None:
        """Begin to reach the server anew, unless that has begun; whoever asks again later sees."""

        def reach_again() -> None:
            with suppress(GraphError):
                self._reconnect(used)

        if self._starting is None or not self._starting.is_alive():
            self._starting = threading.Thread(target=reach_again, name="graph", daemon=True)
            self._starting.start()


def _too_much() -> GraphError:
    return GraphError(
        Text(
            "グラフのサーバがこの問い合わせで二度止まりました。",
            "The graph server went down twice on this.",
        ),
        remedy=Text(
            "メモリに収まるように範囲を絞ってください。",
            "Ask for less, so that it fits into memory.",
        ),
    )


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
