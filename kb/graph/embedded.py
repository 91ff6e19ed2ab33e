"""The embedded server seen from its users: start it if need be, share it, stop it."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import kb
from kb.errors import GraphDamagedError, GraphError
from kb.graph.folder import Folder, Problem, State, write_private
from kb.graph.keeper import HEAP_MB, IDLE_SECONDS
from kb.graph.server import STOP_SECONDS, answers, end_at_once, end_orphan, wheel
from kb.settings import Settings
from kb.text import Text

PATIENCE = 120.0
LAUNCHES = 3
_LEAST_BYTES = 5_000_000

Progress = Callable[[Text], None]


def quiet(_: Text) -> None:
    """Take a progress message and say nothing."""


@dataclass(frozen=True, slots=True)
class Use:
    """The right to use a running server, until it is closed."""

    state: State
    lock: IO[str]

    def close(self) -> None:
        """Give the right back."""
        self.lock.close()


def use(
    settings: Settings,
    progress: Progress = quiet,
    *,
    idle: float = IDLE_SECONDS,
    heap: int = HEAP_MB,
) -> Use:
    """Share the server of this home, starting it where it does not run.

    `idle`: seconds after which a server that is started now stops unused; `heap` in MB. Raises
    GraphDamagedError where its files are damaged and GraphError where it cannot start.
    """
    wheel()
    folder = Folder(settings)
    try:
        folder.prepare()
        lock = folder.use(PATIENCE)
    except OSError as problem:
        raise _no_folder(folder, problem) from problem
    if lock is None:
        raise _failure(State("failed", 0, problem="slow"), folder)
    try:
        return Use(_ready(folder, settings, progress, idle, heap), lock)
    except BaseException:
        lock.close()
        raise


def stop(settings: Settings) -> bool:
    """Stop the server of this home; True where one ran. Raises GraphError if it does not stop."""
    folder = Folder(settings)
    if not folder.path.exists():
        return False
    if not folder.has_keeper():
        before = folder.read_state()
        end_orphan(folder, before)
        folder.forget_state()
        return False
    folder.stop_file.touch()
    last = time.monotonic() + STOP_SECONDS + 5
    while folder.has_keeper():
        if time.monotonic() > last:
            raise GraphError(
                Text("グラフのサーバが止まりません。", "The graph server does not stop."),
                where=str(folder.log_file),
            )
        time.sleep(0.05)
    return True


def give_up(settings: Settings, state: State) -> None:
    """End a server at once that does not stop computing; whoever needs it next starts it again."""
    end_at_once(Folder(settings), state)


def erase(settings: Settings) -> None:
    """Throw the embedded graph's files away, stopping its server first.

    Before that the home forgets that a graph was drawn, so that nobody who only asks the home
    takes the empty graph for the drawn one, wherever this is cut off.
    """
    stop(settings)
    folder = Folder(settings)
    folder.prepare()
    keeper = folder.become_keeper()
    if keeper is None:
        raise _failure(State("failed", 0, problem="busy"), folder)
    with keeper:
        if settings.mark_file.exists():
            write_private(settings.mark_file, "")
        folder.erase()


def running(settings: Settings) -> State | None:
    """Give the state of a running server, or None; starts nothing."""
    folder = Folder(settings)
    if not folder.path.exists() or not folder.has_keeper():
        return None
    state = folder.read_state()
    return state if state and state.phase == "ready" else None


def lives(settings: Settings, state: State) -> bool:
    """Tell whether the server that a state told of is still kept; takes no lock."""
    told = Folder(settings).read_state()
    kept = told is not None and (told.keeper, told.java) == (state.keeper, state.java)
    return kept and _is_running(state.keeper)


def _is_running(process: int) -> bool:
    if sys.platform == "win32":  # there the same call would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _ready(folder: Folder, settings: Settings, progress: Progress, idle: float, heap: int) -> State:
    """Wait for the keeper's word; start one where there is none."""
    last, launched = time.monotonic() + PATIENCE, 0
    while time.monotonic() < last:
        alive, state = folder.has_keeper(), folder.read_state()
        if alive and state and state.phase == "ready" and answers(state.bolt):
            return state
        if not alive and launched and state and state.phase == "failed":
            folder.forget_state()
            raise _failure(state, folder)
        if not alive and launched == LAUNCHES:
            raise _failure(State("failed", 0, problem=_silent(folder)), folder)
        if not alive:
            progress(Text("グラフのサーバを起動しています。", "Starting the graph server."))
            _launch(folder, settings, idle, heap)
            launched += 1
        time.sleep(0.03)
    raise _failure(State("failed", 0, problem="slow"), folder)


def _launch(folder: Folder, settings: Settings, idle: float, heap: int) -> None:
    """Start a keeper that outlives us; it leaves a child behind and returns at once."""
    command = [sys.executable, "-m", "kb.graph.keeper", str(settings.home), str(idle), str(heap)]
    place = Path(kb.__file__).parents[1]
    windows = sys.platform == "win32"
    with folder.log_file.open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            creationflags=0x00000208 if windows else 0,  # detached, its own group
        )
    if windows:
        _CHILDREN.append(process)
    else:
        process.wait()


_CHILDREN: list[subprocess.Popen[bytes]] = []  # on Windows a keeper stays our child

_SENTENCES: dict[Problem, tuple[Text, Text]] = {
    "damaged": (
        Text("グラフのファイルが壊れています。", "The graph's files are damaged."),
        Text(
            "kakehashi graph rebuild で台帳から作り直せます。",
            "kakehashi graph rebuild draws it again from the ledger.",
        ),
    ),
    "memory": (
        Text(
            "グラフのサーバに必要なメモリ(約1GB)がありません。",
            "There is not enough memory for the graph server (about 1 GB).",
        ),
        Text("ほかのプログラムを閉じてください。", "Close other programs and try again."),
    ),
    "port": (
        Text("空いているポートがありません。", "There is no free port on 127.0.0.1."),
        Text("使っていない接続を閉じてください。", "Close what holds the ports and try again."),
    ),
    "disk": (
        Text("ディスクに空きがありません。", "The disk is full."),
        Text("空きを作ってもう一度実行してください。", "Make room and run it again."),
    ),
    "rights": (
        Text("グラフのフォルダに書き込めません。", "The graph's folder cannot be written."),
        Text("フォルダの権限を直してください。", "Correct the folder's permissions."),
    ),
    "busy": (
        Text("別のサーバがこのグラフを使っています。", "Another server holds this graph."),
        Text("kakehashi graph stop を実行してください。", "Run kakehashi graph stop."),
    ),
    "slow": (
        Text("グラフのサーバが応答しません。", "The graph server does not answer."),
        Text(
            "kakehashi graph stop のあと、もう一度実行してください。",
            "Run kakehashi graph stop, then try again.",
        ),
    ),
    "java": (
        Text("グラフのサーバを起動できません。", "The graph server cannot start."),
        Text("記録を見てください。", "See the log."),
    ),
}


def _failure(state: State, folder: Folder) -> GraphError:
    what, remedy = _SENTENCES[state.problem or "java"]
    kind = GraphDamagedError if state.problem == "damaged" else GraphError
    with folder.log_file.open("a", encoding="utf-8") as log:
        log.write(f"{state.problem}: {state.detail}\n")
    where = folder.path if state.problem in {"damaged", "disk", "rights"} else folder.log_file
    found = _brief(state.detail) if state.problem == "damaged" else None
    return kind(what, found=found or None, where=str(where), remedy=remedy)


def _brief(detail: str) -> str:
    """Give a detail of one line as it is; of a log (kept whole beside it), what went wrong."""
    lines = detail.splitlines()
    return detail if len(lines) <= 1 else next((one for one in lines if "Exception" in one), "")


def _silent(folder: Folder) -> Problem:
    """Guess why a keeper went without a word: it could not even write its state."""
    return "disk" if shutil.disk_usage(folder.path).free < _LEAST_BYTES else "java"


def _no_folder(folder: Folder, problem: OSError) -> GraphError:
    full = problem.errno in {errno.ENOSPC, errno.EDQUOT}
    what, remedy = _SENTENCES["disk" if full else "rights"]
    return GraphError(what, found=problem.strerror, where=str(folder.path), remedy=remedy)
