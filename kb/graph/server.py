"""The graph server as a child process: the Java and the jars that the wheel brings along."""

from __future__ import annotations

import base64
import ctypes
import http.client
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kb.errors import GraphError
from kb.graph.folder import DATABASE, Folder, Problem, State
from kb.graph.rights import WRITER, write_rights
from kb.text import Text

START_SECONDS = 90.0
STOP_SECONDS = 30.0
# A read ends after its own limit (kb.graph.door); this ends what nobody waits for any more.
COMMAND_SECONDS = 900

_LOG_BYTES = 4_000_000
_PR_SET_PDEATHSIG = 1
_OK, _NO_CONTENT = 200, 204
_SIGNS: dict[str, Problem] = {
    "Could not reserve enough space": "memory",
    "insufficient memory for the Java Runtime": "memory",
    "Invalid maximum heap size": "memory",
    "exceeds the maximum representable size": "memory",
    "java.lang.OutOfMemoryError": "memory",
    "No space left on device": "disk",
    "Disk quota exceeded": "disk",
    "java.net.BindException": "port",
    "Address already in use": "port",
    "Unable to bind": "port",
    "is locked by another process": "busy",
    "LockException": "busy",
    "AccessDeniedException": "rights",
    "Permission denied": "rights",
    "com.arcadedb.database.LocalDatabase.open": "damaged",
    "com.arcadedb.server.ArcadeDBServer.loadDatabases": "damaged",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and how to reach it."""

    process: subprocess.Popen[bytes]
    bolt: int
    http: int


class StartFailedError(Exception):
    """The server did not come up; `problem` says why in one word, `detail` is the log's end."""

    def __init__(self, problem: Problem, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem
        self.detail = detail


def wheel() -> Path:
    """Find the server's files without importing the wheel (it would load Java into our process).

    Raises GraphError where the wheel does not exist for this platform.
    """
    spec = importlib.util.find_spec("arcadedb_embedded")
    if spec is None or spec.origin is None:
        raise GraphError(
            Text(
                "この環境で動く組み込みのグラフサーバがありません。",
                "There is no embedded graph server for this platform.",
            ),
            expected="Linux x86_64 (glibc ≥ 2.34), macOS arm64, Windows amd64; Python 3.11–3.14",
            found=f"{sys.platform}, Python {sys.version_info.major}.{sys.version_info.minor}",
            remedy=Text(
                "Neo4j 5.26 以降のアドレスを NEO4J_URI に、パスワードを NEO4J_PASSWORD に"
                "設定してください(例:bolt://localhost:7687)。",
                "Set NEO4J_URI to a Neo4j 5.26 or later (e.g. bolt://localhost:7687) and "
                "NEO4J_PASSWORD to its password.",
            ),
        )
    return Path(spec.origin).parent


def begin(
    folder: Folder, passwords: tuple[str, str], heap: int, told: Callable[[Server], None]
) -> Server:
    """Start the server and wait until it answers; `heap` is in MB.

    `told` hears of the process as soon as it lives, so that it can be found should we die while
    it starts. Raises StartFailedError.
    """
    write_rights(folder, passwords)
    log = _open_log(folder)
    with log:
        begins_at = log.tell()
        server = Server(*_launch(folder, heap, log))
    told(server)
    last = time.monotonic() + START_SECONDS
    while not _ready(server.http):
        if server.process.poll() is not None:
            raise _why(folder, begins_at)
        if time.monotonic() > last:
            end(server, passwords[0])
            raise StartFailedError("slow", f"no answer within {START_SECONDS:.0f} s")
        time.sleep(0.05)
    return server


def answers(port: int) -> bool:
    """Tell whether something listens on a port of loopback."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def end(server: Server, password: str) -> bool:
    """Close the server; True where it ended by itself and the files are whole."""
    _ask_to_end(server.http, password)
    try:
        server.process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()
        return False
    return True


def end_orphan(folder: Folder, state: State | None) -> None:
    """End a server that outlived its keeper.

    Only our own server accepts the recorded password; a process is killed only if its command
    line names this folder.
    """
    if state is None or not state.java:
        return
    if state.http:
        _ask_to_end(state.http, state.root)
    last = time.monotonic() + STOP_SECONDS
    while _is_ours(state.java, folder):
        if time.monotonic() > last:
            os.kill(state.java, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
            last += STOP_SECONDS
        time.sleep(0.05)


def end_at_once(folder: Folder, state: State) -> None:
    """Kill the server of a folder, if the recorded process is still it; its files bear that."""
    if _is_ours(state.java, folder):
        os.kill(state.java, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def _launch(folder: Folder, heap: int, log: IO[bytes]) -> tuple[subprocess.Popen[bytes], int, int]:
    try:
        bolt, http_port = _free_ports()
        # _end_with_parent runs between fork and exec; the keeper has no other thread.
        process = subprocess.Popen(
            _command(folder, heap, bolt, http_port),
            cwd=folder.path,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(),
            preexec_fn=_LAST_WILL,  # noqa: PLW1509
        )
    except OSError as problem:
        raise StartFailedError(_problem(str(problem), "java"), str(problem)) from problem
    return process, bolt, http_port


def _command(folder: Folder, heap: int, bolt: int, http_port: int) -> list[str]:
    home = wheel()
    java = home / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java")
    settings = {
        "server.rootPath": folder.path,
        "server.databaseDirectory": folder.databases,
        "server.name": "kakehashi",
        "server.mode": "development",  # production hides line and column of a mistake
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "server.defaultDatabases": f"{DATABASE}[]",
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": http_port,
        "bolt.host": "127.0.0.1",
        "bolt.port": bolt,
        "command.timeout": COMMAND_SECONDS * 1000,
        "queryMaxConcurrent": 64,  # whoever ends a read must not stand in line behind it
        "opencypher.loadCsv.allowFileUrls": "false",
        "opencypher.loadCsv.allowRemoteUrls": "false",
        "polyglotEngineEnabled": "false",
        "serverMetrics": "false",
    }
    return [
        str(java),
        f"-Xmx{heap}m",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-XX:+ExitOnOutOfMemoryError",  # what is left of it afterwards answers nobody
        "-Djava.awt.headless=true",
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        *(f"-Darcadedb.{name}={value}" for name, value in settings.items()),
        "-cp",
        str(home / "jars" / "*"),
        "com.arcadedb.server.ArcadeDBServer",
    ]


def _environment() -> dict[str, str]:
    """Give our environment without what would change somebody else's Java."""
    strange = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"}
    return {name: value for name, value in os.environ.items() if name not in strange}


def _end_with_parent() -> None:
    """Have the kernel end the server when the keeper dies, even by kill −9."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


_LAST_WILL = _end_with_parent if sys.platform == "linux" else None


def _free_ports() -> tuple[int, int]:
    """Find two free ports on loopback."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def _open_log(folder: Folder) -> IO[bytes]:
    fresh = folder.log_file.exists() and folder.log_file.stat().st_size > _LOG_BYTES
    return folder.log_file.open("wb" if fresh else "ab")


def _ready(port: int) -> bool:
    return _http(port, "GET", "/api/v1/ready", "", {}) in {_OK, _NO_CONTENT}


def _ask_to_end(port: int, password: str) -> None:
    token = base64.b64encode(f"{WRITER}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
    _http(port, "POST", "/api/v1/server", '{"command": "shutdown"}', headers)


def _http(port: int, method: str, path: str, body: str, headers: dict[str, str]) -> int:
    """Ask the server on loopback; give the status, or 0 where nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request(method, path, body, headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def _is_ours(process: int, folder: Folder) -> bool:
    """Tell whether a process is a server of this folder."""
    if sys.platform == "win32":
        return False
    listing = Path(f"/proc/{process}/cmdline")
    if listing.parent.parent.joinpath("self").exists():
        try:
            line = listing.read_bytes().decode(errors="replace")
        except OSError:
            return False
    else:
        line = subprocess.run(
            ["ps", "-o", "command=", "-p", str(process)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    return f"server.rootPath={folder.path}" in line


def _why(folder: Folder, begins_at: int) -> StartFailedError:
    with folder.log_file.open("rb") as log:
        log.seek(begins_at)
        said = log.read().decode(errors="replace")
    return StartFailedError(_problem(said, "java"), said[-4000:])


def _problem(said: str, otherwise: Problem) -> Problem:
    return next((problem for sign, problem in _SIGNS.items() if sign in said), otherwise)
