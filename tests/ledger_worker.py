"""A process that writes a ledger without end and tells each change once it is committed.

`nurse` loads everything once and forks a worker for each line on stdin, so that killing two
hundred of them does not mean starting Python two hundred times.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

# Loaded here so that a worker begins at once, its first migration too.
import alembic.command
import alembic.config

from kb.ledger import Judged, Ledger
from kb.records import Key
from tests.ledger_samples import MONDAY, body, described

NURSERY = "import sys; from tests.ledger_worker import nurse; nurse(*sys.argv[1:])"
BODIES = 120
JUDGED = 12

__all__ = ["BODIES", "JUDGED", "NURSERY", "alembic", "nurse"]


def nurse(url: str, told: str) -> None:
    """Fork a worker a line, tell its number, and how it ended when it did."""
    for _ in sys.stdin:
        worker = os.fork()
        if not worker:
            work(url, Path(told))
        print(worker, flush=True)  # noqa: T201 the tester reads it
        _, status = os.waitpid(worker, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def work(url: str, told: Path) -> None:
    """Change the ledger, one change after the other, until killed."""
    with Ledger.open(url) as ledger, told.open("ab", buffering=0) as out:
        ledger.describe(described("report"))
        changes = (bring_in, decide, enter, give_up, bring_in, decide, undo)
        for number in count(ledger.version()):
            if said := changes[number % len(changes)](ledger, str(number)):
                did, name = said
                line = {"did": did, "name": name, "version": ledger.version()}
                out.write(json.dumps(line).encode() + b"\n")


Change = Callable[[Ledger, str], tuple[str, str] | None]


def bring_in(ledger: Ledger, name: str) -> tuple[str, str]:
    """A run: so many records and judgements, all of one name."""
    number = ledger.begin("report", input_hash=name, software="1", at=MONDAY)
    ledger.stage(number, (body(str(one), name=name) for one in range(BODIES)))
    judged = [
        Judged(Key("local", f"a{i}"), Key("local", f"b{i}"), "same", name) for i in range(JUDGED)
    ]
    ledger.settle(number, judged, by="林", at=MONDAY)
    return "run", name


def give_up(ledger: Ledger, name: str) -> None:
    """A run that stages and is abandoned, then a change so that the next one gets its turn."""
    number = ledger.begin("report", input_hash=name, software="1", at=MONDAY)
    ledger.stage(number, (body(f"never {one}") for one in range(BODIES)))
    ledger.abandon(number, at=MONDAY, reason="林")


def enter(ledger: Ledger, name: str) -> tuple[str, str]:
    ledger.enter("note", {"text": name}, by="林", at=MONDAY)
    return "enter", name


def decide(ledger: Ledger, name: str) -> tuple[str, str]:
    made = ledger.decide(Key("local", name), Key("local", "z"), "same", by="林", why="", at=MONDAY)
    return "decide", made.a.value


def undo(ledger: Ledger, name: str) -> tuple[str, str] | None:
    standing = [one for one in ledger.decisions() if one.source == "person"]
    if not standing:
        return None
    ledger.undo(standing[0].id, by="林", why=name, at=MONDAY)
    return "undo", standing[0].a.value
