"""The keeper: a small process that owns the graph server of one home.

`python -m kb.graph.keeper HOME [IDLE_SECONDS [HEAP_MB]]` starts the server, tells where it is,
and stops it and itself when nobody has used the graph for a while, when it is asked to, or when
the server has died. Everything a user of the graph needs to know lies in the folder's state.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import IO

from kb.graph.folder import Folder, State, failed
from kb.graph.seal import broken, is_sealed, seal, unseal
from kb.graph.server import Server, StartFailedError, begin, end, end_orphan
from kb.settings import Settings

IDLE_SECONDS = 300.0
HEAP_MB = 1024
PORT_TRIES = 3
NAMED = 5

_TICK = 0.1
_LOOK_FOR_USERS = 1.0


class _Ended(BaseException):
    """The system asks us to end."""


def main(arguments: list[str]) -> int:
    """Keep the server of one home; 0 done, 1 it did not come up, 3 another keeper is there."""
    home = Path(arguments[0])
    idle = float(arguments[1]) if len(arguments) > 1 else IDLE_SECONDS
    heap = int(arguments[2]) if len(arguments) > 2 else HEAP_MB  # noqa: PLR2004
    folder = Folder(Settings(home, ledger_url=""))
    held = folder.become_keeper()
    if held is None:
        return 3
    with held:
        if _detach():
            return 0
        signal.signal(signal.SIGTERM, _asked_by_system)
        return _keep(folder, idle, heap)


def _keep(folder: Folder, idle: float, heap: int) -> int:
    before = folder.read_state()
    state = folder.tell(State("starting", os.getpid(), java=before.java if before else 0))
    end_orphan(folder, before)
    folder.stop_file.unlink(missing_ok=True)
    try:
        server, state = _start(folder, replace(state, java=0), heap)
    except StartFailedError as why:
        folder.tell(failed(replace(state, java=0), why.problem, why.detail))
        return 1
    _watch(folder, server, state, idle)
    return 0


def _start(folder: Folder, state: State, heap: int) -> tuple[Server, State]:
    damaged = broken(folder)
    if damaged:
        raise StartFailedError("damaged", _named(damaged))
    unclean = folder.databases.exists() and not is_sealed(folder)
    unseal(folder)
    passwords = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    state = replace(state, root=passwords[0], reader=passwords[1], unclean=unclean)

    def alive(server: Server) -> None:
        folder.tell(replace(state, java=server.process.pid, bolt=server.bolt, http=server.http))

    for chance in range(PORT_TRIES):
        try:
            server = begin(folder, passwords, heap, alive)
        except StartFailedError as why:
            if why.problem != "port" or chance == PORT_TRIES - 1:
                raise
        else:
            ready = replace(state, phase="ready", java=server.process.pid)
            return server, folder.tell(replace(ready, bolt=server.bolt, http=server.http))
    raise StartFailedError("port", "")


def _named(files: list[str]) -> str:
    """Name some files whole, and count the others."""
    more = len(files) - NAMED
    return ", ".join(files[:NAMED]) + (f" + {more}" if more > 0 else "")


def _watch(folder: Folder, server: Server, state: State, idle: float) -> None:
    """Wait for a reason to stop, then stop."""
    alone = None
    try:
        alone = _wait(folder, server, idle)
    except _Ended:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if server.process.poll() is None:
        folder.tell(replace(state, phase="stopping"))
        if end(server, state.root):
            seal(folder)
    folder.stop_file.unlink(missing_ok=True)
    folder.forget_state()
    if alone is not None:
        alone.close()


def _wait(folder: Folder, server: Server, idle: float) -> IO[str] | None:
    """Return when the server has to stop; with the users' lock where nobody uses it any more."""
    # Measured by a clock that nobody sets; of the file's time only that it changed is looked at.
    begun, idle_since, next_look = folder.last_use(), time.monotonic(), 0.0
    while server.process.poll() is None and not folder.stop_file.exists():
        time.sleep(_TICK)
        if time.monotonic() < next_look:
            continue
        next_look = time.monotonic() + min(_LOOK_FOR_USERS, idle)
        alone, before, begun = folder.take_from_users(), begun, folder.last_use()
        if alone is None or begun != before:
            idle_since = time.monotonic()
        elif time.monotonic() - idle_since >= idle:
            return alone
        if alone is not None:
            alone.close()
    return None


def _detach() -> bool:
    """Leave whoever started us; True in the process that has only to go.

    The lock passes to the child with the open file. Windows has no fork: there the starter
    detaches us.
    """
    if sys.platform == "win32":
        return False
    if os.fork():
        return True
    os.setsid()
    return False


def _asked_by_system(_number: int, _frame: FrameType | None) -> None:
    raise _Ended


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
