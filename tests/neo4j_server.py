"""A Neo4j of our own for the tests: fetched with Maven once, run on loopback with Java."""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO

from neo4j import GraphDatabase

from kb.settings import Settings

VERSION = "5.26.18"
ARTIFACTS = ("org.neo4j:neo4j", "org.neo4j:neo4j-bolt", "org.neo4j.app:neo4j-server")
PASSWORD = "a password for tests"
START_SECONDS = 120.0

_PROGRAM = Path(__file__).with_name("Neo4jServer.java")
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kakehashi</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version>
  <packaging>pom</packaging>
  <dependencies>{dependencies}</dependencies>
</project>
"""
_DEPENDENCY = (
    "<dependency><groupId>{0}</groupId><artifactId>{1}</artifactId>"
    f"<version>{VERSION}</version></dependency>"
)


class Neo4j:
    """One server with a data folder of its own, which it keeps when it is started again."""

    def __init__(self, folder: Path, more: Mapping[str, str] | None = None) -> None:
        """Prepare the folder; `more` are settings of neo4j.conf."""
        self.folder = folder
        self.port = _free_port()
        self.password = PASSWORD
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self.configure(more or {})

    def configure(self, more: Mapping[str, str]) -> None:
        """Write neo4j.conf; it holds from the next start."""
        own = {"server.memory.pagecache.size": "64m", "db.tx_log.preallocate": "false", **more}
        lines = [f"{name}={value}\n" for name, value in own.items()]
        (self.folder / "neo4j.conf").write_text("".join(lines), encoding="utf-8")

    def start(self) -> None:
        """Start it and wait until it answers."""
        fresh = not (self.folder / "data").exists()
        log = self.folder / "server.log"
        with log.open("wb") as out:
            self._process = _launch(self.folder, self.port, out)
        last = time.monotonic() + START_SECONDS
        while b"ready" not in log.read_bytes():
            if self._process.poll() is not None or time.monotonic() > last:
                self.stop()
                raise RuntimeError(log.read_text(errors="replace")[-4000:])
            time.sleep(0.1)
        if fresh:
            self._choose_password()

    def stop(self) -> None:
        """End it at once, as a power cut would: a proper end takes ten seconds."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            assert process.stdin is not None
            process.stdin.close()

    @property
    def process(self) -> int:
        """The number of its process."""
        assert self._process is not None
        return self._process.pid

    def uri(self, scheme: str = "bolt") -> str:
        """Give its address."""
        return f"{scheme}://127.0.0.1:{self.port}"

    def settings(self, home: Path, **more: str) -> Settings:
        """Give the settings of an installation whose graph is here."""
        own = {"neo4j_uri": self.uri(), "neo4j_password": self.password, **more}
        return Settings(home, ledger_url=f"sqlite:///{home / 'ledger.sqlite'}", **own)  # type: ignore[arg-type]

    def _choose_password(self) -> None:
        """Replace the first password, with which a Neo4j lets nobody do anything else."""
        first = GraphDatabase.driver(self.uri(), auth=("neo4j", "neo4j"))
        with first, first.session(database="system") as session:
            chosen = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
            session.run(chosen, password=self.password).consume()


@cache
def shared() -> Neo4j:
    """Give the one server of this test process, with its settings as they come; it ends with it."""
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-neo4j-"))
    server = Neo4j(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)
    server.start()
    return server


@cache
def jars() -> Path:
    """Give the folder of Neo4j's libraries, fetched where they are not there yet."""
    cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache_home / "kakehashi-tests" / f"neo4j-{VERSION}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    """Let Maven copy the libraries, as this machine's own settings of Maven say."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        names = [artifact.split(":") for artifact in ARTIFACTS]
        wanted = "".join(_DEPENDENCY.format(*name) for name in names)
        pom = Path(work) / "pom.xml"
        pom.write_text(_POM.format(dependencies=wanted), encoding="utf-8")
        into = Path(work) / "jars"
        subprocess.run(
            ["mvn", "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={into}"],
            cwd=work,
            check=True,
            timeout=600,
        )
        into.rename(folder)


def _launch(folder: Path, port: int, out: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            "java",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            str(jars() / "*"),
            str(_PROGRAM),
            str(folder),
            str(port),
        ],
        stdin=subprocess.PIPE,
        stdout=out,
        stderr=out,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
