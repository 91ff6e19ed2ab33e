"""The gate in front of a server: a statement is explained before it is run.

In a Neo4j a session with READ access mode refuses writes but still loads files, lists users and calls
configuration procedures. The plan tells what a statement would do; the text that was sent is never
guessed at. Most steps are operators of the plan. What stands in a subquery within an expression
(`[i IN list | COUNT { … }]`) is no operator: there the plan says it in the details of the operator
that computes the expression, in Neo4j's own spelling and without the statement's literals.
The embedded server's reader is a user who may read records and nothing else, and loading files is
switched off; but it may list and end what other readers ask, which the server does without a plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb.errors import ReadRefusedError
from kb.graph.faults import READ_ONLY
from kb.text import Text

READING = "r"
PROCEDURES = frozenset(
    {
        "db.labels",
        "db.relationshipTypes",
        "db.propertyKeys",
        "db.schema.visualization",
        "db.schema.nodeTypeProperties",
        "db.schema.relTypeProperties",
    }
)
# Neo4j's own functions whose names have a dot; whatever else has one comes from a plug-in, and a
# plug-in's function may load files and run statements in a plain read.
_CLOCKS = ("date", "datetime", "localdatetime", "localtime", "time")
_TURNS = ("realtime", "statement", "transaction", "truncate")
FUNCTIONS = frozenset(
    {
        *(f"{clock}.{turn}" for clock in _CLOCKS for turn in _TURNS),
        "datetime.fromepoch",
        "datetime.fromepochmillis",
        "duration.between",
        "duration.indays",
        "duration.inmonths",
        "duration.inseconds",
        "point.distance",
        "point.withinbbox",
        "vector.similarity.cosine",
        "vector.similarity.euclidean",
    }
)

_FORBIDDEN = ("LoadCSV", "Show", "Terminate")
_CALL = "ProcedureCall"


def admit(query_type: str | None, plan: dict[str, Any] | None) -> None:
    """Let a plain read pass; raises ReadRefusedError for anything else."""
    if query_type != READING or plan is None:
        raise ReadRefusedError(READ_ONLY, found=f"query type {query_type}")
    for step in _steps(plan):
        operator = str(step.get("operatorType", "")).partition("@")[0]
        if operator.startswith(_FORBIDDEN):
            raise ReadRefusedError(READ_ONLY, found=operator)
        details = str((step.get("args") or {}).get("Details", ""))
        if operator.startswith(_CALL):
            _admit_procedure(details.partition("(")[0].strip())
        _admit_expressions(details)


def admit_planned(plan: dict[str, Any] | None) -> None:
    """Let pass what the embedded server makes a plan for: a question to the graph."""
    if plan is None:
        raise ReadRefusedError(READ_ONLY, found="SHOW, TERMINATE")


def _admit_expressions(details: str) -> None:
    """Look at every load, call and function that the details of an operator spell out."""
    spelled = "`".join(details.split("`")[::2])  # without quoted names: columns, odd properties
    if "LOAD CSV" in spelled:
        raise ReadRefusedError(READ_ONLY, found="LOAD CSV")
    for before in spelled.split("(")[:-1]:
        name = _name_at_end(before)
        if "." in name and name not in PROCEDURES and name.lower() not in FUNCTIONS:
            raise ReadRefusedError(
                Text(
                    "この関数や手続きは呼べません。",
                    "This function or procedure may not be called.",
                ),
                found=name,
            )


def _admit_procedure(name: str) -> None:
    if name not in PROCEDURES:
        raise ReadRefusedError(
            Text("この手続きは呼べません。", "This procedure may not be called."),
            expected=", ".join(sorted(PROCEDURES)),
            found=name,
        )


def _name_at_end(text: str) -> str:
    """Give the dotted name that a text ends with."""
    start = len(text)
    while start and (text[start - 1].isalnum() or text[start - 1] in "._`"):
        start -= 1
    return text[start:]


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children") or ():
        yield from _steps(child)
