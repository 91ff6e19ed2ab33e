"""The home: who may read what is secret, and what work that was cut off has left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kb.check import Check, Seen, finding
from kb.scene import Scene
from kb.text import Text

SECRET = (
    "graph/state.json*",
    "graph/config/server-users.jsonl*",
    "*secret*",
    "*password*",
    "*.key",
)
"""Files that hold passwords or keys, by their path in the home."""
PERSONAL = ("ledger.sqlite", "ledger.sqlite-wal")
LEFT = ("*.restoring*", "*.partial")
OTHERS = 0o077

OPEN = Text(
    "ほかの利用者が読める、秘密や個人の情報のファイルがあります。",
    "There are files with secrets or people's data that other users may read.",
)
LEFTOVERS = Text(
    "途中で終わった作業のファイルが残っています。消して構いません。",
    "Work that was cut off has left files behind; they may be deleted.",
)


def _run(scene: Scene) -> Seen:
    home = scene.settings.home
    readable = [] if os.name == "nt" else sorted(_readable(home))
    left = [one.name for pattern in LEFT for one in home.glob(pattern)]
    command = f"chmod -R go= '{home}'"
    return Seen(
        Text(f"場所 {home}", f"at {home}"),
        (*finding("wrong", OPEN, readable, command), *finding("note", LEFTOVERS, left)),
    )


def _readable(home: Path) -> Iterator[str]:
    """Name what others could read: a secret by its own rights, the rest by those of the home."""
    closed = not home.stat().st_mode & OTHERS
    for patterns, sheltered in ((SECRET, False), (PERSONAL, closed)):
        for file in (found for pattern in patterns for found in home.glob(pattern)):
            mode = file.stat().st_mode
            if mode & OTHERS and not sheltered:
                yield f"{file.relative_to(home)} ({mode & 0o777:03o})"


CHECK = Check(6, Text("場所", "Home"), _run)
