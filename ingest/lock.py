"""One run of sources at a time in one home, and who is at work where another one is."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import portalocker

from kb.errors import LedgerError
from kb.text import Text, same

LOCK = "ingest.lock"
HOLDER = "ingest-holder.json"
"""Who holds the lock; beside it, as some systems let nobody else read a locked file."""


@contextmanager
def only_run(home: Path, *, at: str) -> Iterator[None]:
    """Hold the home's lock of runs; the system frees it whatever becomes of us.

    Raises LedgerError, naming the other process and since when it runs, where the lock is taken.
    """
    holder = home / HOLDER
    # Not through portalocker.Lock: that one waits and tries again before it gives up.
    with (home / LOCK).open("ab") as file:
        try:
            portalocker.lock(
                file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
            )
        except portalocker.LockException as problem:
            raise _taken(holder) from problem
        # What a full disk keeps us from telling is told nobody; the lock holds all the same.
        with suppress(OSError):
            holder.write_text(json.dumps({"pid": os.getpid(), "since": at}), encoding="utf-8")
        try:
            yield
        finally:
            with suppress(OSError):
                holder.unlink(missing_ok=True)
            portalocker.unlock(file)


def _taken(holder: Path) -> LedgerError:
    try:
        told = json.loads(holder.read_text(encoding="utf-8"))
        found = Text(
            f"プロセス {told['pid']}、{told['since']} から",
            f"process {told['pid']}, since {told['since']}",
        )
    except (OSError, ValueError, KeyError, TypeError):
        found = same("-")
    return LedgerError(
        Text("ほかの取り込みが動いています。", "Another run is at work in this home."),
        expected=Text("一度に一つの取り込み", "one run at a time"),
        found=found,
        where=str(holder.parent),
        remedy=Text(
            "それが終わってから、同じ命令をもう一度実行してください。",
            "Run the same command again when it has ended.",
        ),
    )
