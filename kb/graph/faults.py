"""What the driver and the server say, in our words."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import (
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from kb.errors import (
    CallError,
    GraphAwayError,
    GraphError,
    KakehashiError,
    ReadRefusedError,
)
from kb.graph.refusals import first_line, refusal
from kb.text import Text

# A place in a statement: "line 1:9", "line 1, column 9".
_PLACE = re.compile(r"line (\d+)[:,]\s*(?:column )?(\d+)")
_REFUSED = (
    "Neo.ClientError.Security.Forbidden",
    "Neo.ClientError.Statement.AccessMode",
)
_MISTAKES = ("Neo.ClientError.Statement.", "Neo.ClientError.Procedure.")
_UNKNOWN_WORDS = ("Unknown procedure", "Unknown function")
_ABSENT = "Neo.ClientError.Database.DatabaseNotFound"
_OVERDUE = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.Terminated",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    "Neo.TransientError.Transaction.Terminated",
)

LEAST_ROOM = 16 * 1024 * 1024
"""Bytes; below this an embedded server's failure is put down to the full disk."""

EXPLAIN = "EXPLAIN "
"""What stands before a statement that is only planned."""

READ_ONLY = Text("ここでは読み取りだけができます。", "Only reading is allowed here.")


@contextmanager
def speaking(where: str, folder: str = "", *, building: bool = False) -> Iterator[None]:
    """Turn what the driver raises into our errors; `where` is the server's address.

    `folder` is the embedded server's; where its disk is full, that is what is said. `building`:
    a refusal then means that the user's rights are too small.
    """
    try:
        yield
    except (Neo4jError, DriverError) as problem:
        named = refusal(problem, where, building=building) or _named(problem, where)
        if (
            isinstance(named, GraphError)
            and not isinstance(named, ReadRefusedError)
            and folder
            and _full(folder)
        ):
            named = _no_room(folder)
        raise named from problem


def lost(problem: KakehashiError) -> bool:
    """Tell whether an error means that the server went away."""
    return isinstance(problem.__cause__, ServiceUnavailable | SessionExpired)


def _named(problem: Neo4jError | DriverError, where: str) -> KakehashiError:
    if isinstance(problem, DriverError):
        return _unreachable(where, first_line(problem))
    code = problem.code or ""
    if code in _REFUSED:
        return ReadRefusedError(READ_ONLY, found=first_line(problem))
    if code.startswith(_MISTAKES) or first_line(problem).startswith(_UNKNOWN_WORDS):
        return _mistake(problem)
    if code in _OVERDUE:
        return _overdue(problem)
    return _absent(problem, where) if code == _ABSENT else _other(problem, where)


def _full(folder: str) -> bool:
    """Tell whether so little room is left that the server cannot take another page."""
    try:
        return shutil.disk_usage(folder).free < LEAST_ROOM
    except OSError:
        return False


def _no_room(folder: str) -> GraphError:
    return GraphError(
        Text(
            "ディスクに空きがなく、グラフを描けませんでした。台帳の記録は失われていません。",
            "The disk is full, so the graph could not be drawn. The ledger lost nothing.",
        ),
        where=folder,
        remedy=Text(
            "空きを作って、同じ命令をもう一度実行してください。",
            "Make room and run the same command again.",
        ),
    )


def _absent(problem: Neo4jError, where: str) -> GraphError:
    return GraphError(
        Text("このデータベースはありません。", "There is no such database."),
        found=first_line(problem),
        where=where,
        remedy=Text("NEO4J_DATABASE を確かめてください。", "Check NEO4J_DATABASE."),
    )


def _other(problem: Neo4jError, where: str) -> GraphError:
    return GraphError(
        Text("グラフのサーバが断りました。", "The graph server refused."),
        found=f"{problem.code}: {first_line(problem)}",
        where=where,
    )


def _unreachable(where: str, found: str) -> GraphAwayError:
    return GraphAwayError(
        Text("グラフのサーバに届きません。", "The graph server cannot be reached."),
        found=found,
        where=where,
        remedy=Text(
            "サーバが動いているか、NEO4J_URI が正しいかを確かめてください。",
            "See that the server runs and that NEO4J_URI is right.",
        ),
    )


def _overdue(problem: Neo4jError) -> GraphError:
    return GraphError(
        Text("時間の上限で止めました。", "Stopped at the time limit."),
        found=first_line(problem),
        remedy=Text("範囲を絞るか、LIMIT を付けてください。", "Ask for less, or add a LIMIT."),
    )


def _mistake(problem: Neo4jError) -> CallError:
    said = problem.message or ""
    where = None
    if place := _PLACE.search(said):
        line, column = int(place[1]), int(place[2])
        if line == 1 and f'"{EXPLAIN}' in said:  # Neo4j counts what we put before the statement
            column -= len(EXPLAIN)
        where = Text(f"{line}行目{column}文字目", f"line {line}, column {column}")
    return CallError(
        Text("Cypher の文に誤りがあります。", "There is a mistake in the Cypher statement."),
        found=first_line(problem),
        where=where,
    )
