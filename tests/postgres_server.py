"""A PostgreSQL server of our own, on the loopback, in a folder that goes when the process ends."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

PROGRAMS = ("initdb", "pg_ctl", "pg_dump")
OWNER = "kakehashi"


class Server:
    """One server: started, stopped, started again on the same port.

    Anybody may enter as `kakehashi`; everybody else needs a password.
    """

    def __init__(self, programs: Path, copied: Server | None = None) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="kakehashi-postgres-"))
        self.port = _free_port()
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        atexit.register(self._remove)
        data = self.folder / "data"
        if copied:
            line = ("-h", "127.0.0.1", "-p", str(copied.port), "-U", OWNER)
            self.run("pg_basebackup", "-D", data, *line, "-R", "-c", "fast")
            return
        self.run("initdb", "-D", data, "-A", "trust", "-U", OWNER, "-E", "UTF8")
        (data / "pg_hba.conf").write_text(
            f"local all all trust\nhost all,replication {OWNER} 127.0.0.1/32 trust\n"
            "host all all 127.0.0.1/32 scram-sha-256\n"
        )

    def start(self, *settings: str) -> None:
        """Start it, with settings such as `ssl=on`."""
        own = (f"port={self.port}", f"unix_socket_directories={self.folder}")
        # A test's data need not survive a power cut.
        given = (*own, "listen_addresses=127.0.0.1", "fsync=off", *settings)
        options = " ".join(f"-c {setting}" for setting in given)
        data, log = self.folder / "data", self.folder / "log"
        self.run("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it as an operator (`fast`) or a crash (`immediate`) would."""
        self.run("pg_ctl", "-D", self.folder / "data", "-m", mode, "-w", "stop")

    @contextmanager
    def standby(self) -> Iterator[Server]:
        """Give a server that follows this one and only reads."""
        copy = Server(self._programs, self)
        copy.start()
        try:
            yield copy
        finally:
            copy.stop()

    def give_away(self, *files: str) -> None:
        """Give files in its folder to the server's own user, for it alone."""
        for file in files:
            (self.folder / file).chmod(0o600)
            if os.getuid() == 0:
                shutil.chown(self.folder / file, "postgres")

    def url(self, database: str, *, user: str = OWNER) -> str:
        """Give a ledger's address in one of its databases; `user` may hold a password."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def do(self, *statements: str, database: str = "postgres") -> None:
        """Carry out statements as the server's owner."""
        address = self.url(database).replace("postgresql", "postgresql+psycopg", 1)
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def run(self, program: str, *arguments: str | Path) -> str:
        """Run one of PostgreSQL's programs, which refuse to work for root; give what it printed."""
        done = subprocess.run(
            [str(part) for part in (self._programs / program, *arguments)],
            check=False,
            cwd=self.folder,
            user="postgres" if os.getuid() == 0 else None,
            stdout=subprocess.PIPE if program == "pg_dump" else subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )
        if done.returncode:
            pytest.fail(f"{program}: {done.stderr}")
        return done.stdout or ""

    def _remove(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def new_server() -> Server:
    """Make a server that nobody else uses, not yet started; skip or fail without the programs."""
    programs = _program_folder()
    if programs is not None:
        return Server(programs)
    said = "PostgreSQL's programs (initdb, pg_ctl) are not installed"
    if "postgres" in os.environ.get("KAKEHASHI_REQUIRE", ""):
        pytest.fail(said)
    pytest.skip(said)


@cache
def shared_server() -> Server:
    """Give the one server of this test process."""
    server = new_server()
    server.start()
    return server


def _program_folder() -> Path | None:
    """Find the newest PostgreSQL: on the path, or where Debian keeps each version."""
    on_path = shutil.which("pg_ctl")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((one for one in places if all((one / name).exists() for name in PROGRAMS)), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
