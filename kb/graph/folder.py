"""The folder of one embedded graph: its files, its locks and the state they share.

The locks belong to the operating system, which frees them even after kill −9: `keeper.lock` is
held exclusively by the keeper for as long as it lives, `users.lock` is shared by whoever uses the
graph. `state.json` says where the server listens and with which passwords; only the owner can
read it.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Literal

import portalocker

from kb.settings import Settings

DATABASE = "kakehashi"
Phase = Literal["starting", "ready", "failed", "stopping"]
Problem = Literal["", "damaged", "memory", "port", "disk", "rights", "busy", "java", "slow"]

_POLL = 0.02


@dataclass(frozen=True, slots=True)
class State:
    """What the keeper tells: where the server is, or why it is not there.

    `unclean` tells that the graph was not closed properly the last time; `detail` is for the log
    and for experts.
    """

    phase: Phase
    keeper: int
    java: int = 0
    bolt: int = 0
    http: int = 0
    root: str = ""
    reader: str = ""
    unclean: bool = False
    problem: Problem = ""
    detail: str = ""


class Folder:
    """Paths, locks and state of one embedded graph."""

    def __init__(self, settings: Settings) -> None:
        self.path = settings.graph_folder
        self.log_file = settings.log_folder / "graph.log"
        self.databases = self.path / "databases"
        self.config = self.path / "config"
        self.seal_file = self.path / "seal.json"
        self.stop_file = self.path / "stop.request"
        self._state_file = self.path / "state.json"
        self._keeper_lock = self.path / "keeper.lock"
        self._users_lock = self.path / "users.lock"

    def prepare(self) -> None:
        """Make the folders; only the owner can look into the graph's."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.log_file.parent.mkdir(parents=True, exist_ok=True)

    def read_state(self) -> State | None:
        """Give the state last told, or None where there is none that can be read."""
        try:
            return State(**json.loads(self._state_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def tell(self, state: State) -> State:
        """Write the state so that a reader meets either the old one or the new one whole."""
        write_private(self._state_file, json.dumps(asdict(state)))
        return state

    def forget_state(self) -> None:
        """Take the state away: nothing runs."""
        self._state_file.unlink(missing_ok=True)

    def become_keeper(self, patience: float = 1.0) -> IO[str] | None:
        """Take the keeper's lock, or None where another holds it (a probe lasts an instant)."""
        return _lock(self._keeper_lock, portalocker.LockFlags.EXCLUSIVE, patience)

    def has_keeper(self) -> bool:
        """Tell whether a keeper lives."""
        probe = _lock(self._keeper_lock, portalocker.LockFlags.EXCLUSIVE, 0)
        if probe is None:
            return True
        probe.close()
        return False

    def use(self, patience: float) -> IO[str] | None:
        """Share the graph with its other users until the file is closed; None: no chance."""
        held = _lock(self._users_lock, portalocker.LockFlags.SHARED, patience)
        if held is not None:
            os.utime(self._users_lock)
        return held

    def take_from_users(self) -> IO[str] | None:
        """Take the users' lock alone, or None where somebody uses the graph."""
        return _lock(self._users_lock, portalocker.LockFlags.EXCLUSIVE, 0)

    def last_use(self) -> float:
        """Give the time (seconds since 1970) at which somebody last began to use the graph."""
        try:
            return self._users_lock.stat().st_mtime
        except OSError:
            return 0.0

    def erase(self) -> None:
        """Throw the graph's files away; the ledger can draw them again."""
        shutil.rmtree(self.databases, ignore_errors=True)
        self.seal_file.unlink(missing_ok=True)


def failed(state: State, problem: Problem, detail: str) -> State:
    """Give the same state as a failure."""
    return replace(state, phase="failed", problem=problem, detail=detail)


def write_private(file: Path, text: str) -> None:
    """Write a whole file that only its owner can read, at once or not at all."""
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)
    if os.name == "posix":  # the new name too, before whoever called goes on
        _sync(file.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lock(path: Path, kind: portalocker.LockFlags, patience: float) -> IO[str] | None:
    """Open and lock a file, trying for `patience` seconds."""
    last = time.monotonic() + patience
    file = path.open("a", encoding="utf-8")
    while True:
        try:
            portalocker.lock(file, kind | portalocker.LockFlags.NON_BLOCKING)
        except portalocker.LockException:
            if time.monotonic() >= last:
                file.close()
                return None
            time.sleep(_POLL)
        else:
            return file
