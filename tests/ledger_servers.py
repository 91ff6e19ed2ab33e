"""The databases that the ledger's tests run on: SQLite, and a PostgreSQL server of our own."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
PROGRAMS = ("initdb", "pg_ctl")
_databases = count(1)


def fresh_url(engine: str, folder: Path) -> str:
    """Give the address of a ledger that does not exist yet (SQLite) or is empty."""
    if engine == "sqlite":
        return f"sqlite:///{folder / 'home' / 'ledger.sqlite'}"
    server = _postgres()
    if server is None:
        return _missing()
    name = f"ledger_{next(_databases)}"
    admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"{server}/{name}".replace("postgresql+psycopg", "postgresql")


def _missing() -> str:
    said = "PostgreSQL's programs (initdb, pg_ctl) are not installed"
    if "postgres" in os.environ.get("KAKEHASHI_REQUIRE", ""):
        pytest.fail(said)
    pytest.skip(said)


@cache
def _postgres() -> str | None:
    """Start one server for this test process; None where its programs are absent."""
    programs = _program_folder()
    if programs is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-postgres-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", _free_port()
    _run(folder, programs / "initdb", "-D", data, "-A", "trust", "-U", "kakehashi", "-E", "UTF8")
    # A test's data need not survive a power cut.
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    _run(
        folder, programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start"
    )
    atexit.register(_stop, folder, programs)
    return f"postgresql+psycopg://kakehashi@127.0.0.1:{port}"


def _stop(folder: Path, programs: Path) -> None:
    _run(folder, programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def _program_folder() -> Path | None:
    """Find the newest PostgreSQL: on the path, or where Debian keeps each version."""
    on_path = shutil.which("pg_ctl")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((one for one in places if all((one / name).exists() for name in PROGRAMS)), None)


def _run(folder: Path, *command: str | Path) -> None:
    """Run one of PostgreSQL's programs, which refuse to work for root."""
    user = "postgres" if os.getuid() == 0 else None
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=folder,
        user=user,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )
    if done.returncode:
        pytest.fail(f"{command[0]}: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
