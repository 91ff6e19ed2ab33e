"""Asking a server: the statement as it is sent, its answer, and how it is ended."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from itertools import islice

from neo4j import Query
from neo4j.exceptions import DriverError, Neo4jError

from kb.errors import ReadRefusedError
from kb.graph.faults import EXPLAIN, READ_ONLY
from kb.graph.gate import READING, admit, admit_planned
from kb.graph.line import Line
from kb.graph.values import plain

NAME = "kakehashi"
_UNDER_WAY = "SHOW TRANSACTIONS YIELD transactionId, currentQuery, metaData"


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer; `truncated` tells that there were more rows than the limit.

    The embedded server names no columns where there are no rows.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, object]]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A read as it was asked for; `mark` finds it among all that the server is doing."""

    statement: str
    parameters: dict[str, object]
    limit: int
    seconds: float
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)


def answer(line: Line, asked: Asked) -> Rows:
    """Answer a read; raises ReadRefusedError for anything else."""
    embedded = line.access.engine == "embedded"
    with line.speaking(reader=True) as session:
        if asked.statement not in line.admitted:
            explained = _query(f"{EXPLAIN}{asked.statement}", asked)
            plan = session.run(explained, asked.parameters).consume()
            if embedded:
                admit_planned(plan.plan)
            else:
                admit(plan.query_type, plan.plan)
            line.admit(asked.statement)
        # The embedded server takes no name beside the statement, so it stands in a comment.
        named = f"{asked.statement}\n// {asked.mark}" if embedded else asked.statement
        result = session.run(_query(named, asked), asked.parameters)
        columns = tuple(result.keys())
        rows = [
            {name: plain(value) for name, value in zip(columns, record, strict=True)}
            for record in islice(result, asked.limit + 1)
        ]
        summary = result.consume()
    # A cut-off answer has no type; there the reader's rights alone decide.
    if summary.query_type not in {READING, None}:
        raise ReadRefusedError(READ_ONLY, found=f"query type {summary.query_type}")
    return Rows(columns, rows[: asked.limit], truncated=len(rows) > asked.limit)


def end(line: Line, asked: Asked) -> None:
    """Have the server end a read, if it is still at it."""
    try:
        with line.session() as session:
            for row in list(session.run(_UNDER_WAY)):
                if asked.mark in f"{row['currentQuery']} {row['metaData']}":
                    name = row["transactionId"]
                    session.run(f"TERMINATE TRANSACTIONS '{name}'").consume()
    except (Neo4jError, DriverError):
        return  # the server itself has gone; the reader hears of it


def _query(statement: str, asked: Asked) -> Query:
    """Give the statement with its limit and name, both of which only Neo4j takes up."""
    # No time at all would mean no limit.
    return Query(statement, timeout=max(asked.seconds, 0.001), metadata={NAME: asked.mark})
