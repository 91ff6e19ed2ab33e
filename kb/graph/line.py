"""A line to a graph server: how to reach it, and the drivers that speak with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, Session

from kb.graph.driver import driver
from kb.graph.faults import speaking

Engine = Literal["embedded", "neo4j"]

MOST_ADMITTED = 500
"""So many statements are remembered; pages have some hundred, the rest is what people ask."""
LONG = 10_000
"""A statement of more characters is never remembered."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a server, and what to let go of afterwards.

    `give_up` ends a server of ours that does not stop a read; a Neo4j is somebody else's.
    `alive` tells whether a server of ours lives, None where nobody knows. `unclean` tells that an
    embedded graph was not closed properly the last time.
    """

    engine: Engine
    uri: str
    database: str
    writer: tuple[str, str] | None
    reader: tuple[str, str] | None
    release: Callable[[], None]
    unclean: bool = False
    folder: str = ""
    give_up: Callable[[], None] = lambda: None
    alive: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A server that was reached; writer and reader are one driver where their rights are one.

    `admitted` are the statements whose plan was looked at already: whether one only reads does not
    depend on what it is given.
    """

    access: Access
    writer: Driver
    reader: Driver
    admitted: set[str] = field(default_factory=set, compare=False)

    def admit(self, statement: str) -> None:
        """Remember that a statement may pass; when there are too many, all are looked at anew."""
        if len(self.admitted) >= MOST_ADMITTED:
            self.admitted.clear()
        if len(statement) <= LONG:
            self.admitted.add(statement)

    def session(self, mode: str = READ_ACCESS, *, reader: bool = False) -> Session:
        """Begin a session with the writer's or the reader's rights; the caller closes it."""
        chosen = self.reader if reader else self.writer
        return chosen.session(database=self.access.database, default_access_mode=mode)

    @contextmanager
    def speaking(self, mode: str = READ_ACCESS, *, reader: bool = False) -> Iterator[Session]:
        """Give a session whose failures are our errors."""
        with (
            speaking(self.access.uri, self.access.folder, building=mode == WRITE_ACCESS),
            self.session(mode, reader=reader) as session,
        ):
            yield session

    def close(self) -> None:
        """Let go of the server."""
        for one in {self.writer, self.reader}:
            one.close()
        self.access.release()


def reach(access: Callable[[], Access]) -> Line:
    """Reach a server anew; raises GraphError, and holds nothing then, where it cannot be."""
    found = access()
    try:
        with speaking(found.uri, found.folder):
            writer = driver(found.uri, found.writer, found.alive)
            if found.reader == found.writer:
                return Line(found, writer, writer)
            return Line(found, writer, driver(found.uri, found.reader, found.alive))
    except BaseException:
        found.release()
        raise
