"""The gate in front of a Neo4j: a statement is explained before it is run.

A session with READ access mode refuses writes but still loads files, lists users and calls
configuration procedures. The plan tells what a statement would do; its text is never guessed at.
The embedded server needs no gate: there the reader is a user who may read records and nothing
else, and loading files is switched off.
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
        "dbms.components",
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
        if operator.startswith(_CALL):
            _admit_call(str((step.get("args") or {}).get("Details", "")))


def _admit_call(details: str) -> None:
    name = details.partition("(")[0].strip()
    if name not in PROCEDURES:
        raise ReadRefusedError(
            Text("この手続きは呼べません。", "This procedure may not be called."),
            expected=", ".join(sorted(PROCEDURES)),
            found=name,
        )


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children") or ():
        yield from _steps(child)
