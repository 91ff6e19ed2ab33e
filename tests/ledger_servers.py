"""The databases that the ledger's tests run on: SQLite files, and databases on a PostgreSQL."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from kb.ledger import Ledger
from tests.postgres_server import shared_server

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
_databases = count(1)


def fresh_url(engine: str, folder: Path) -> str:
    """Give the address of a ledger that does not exist yet (SQLite) or is empty."""
    if engine == "sqlite":
        return f"sqlite:///{folder / 'home' / 'ledger.sqlite'}"
    return new_database()


def new_database(*options: str) -> str:
    """Make a database on the shared server, with options of CREATE DATABASE; give its address."""
    server, name = shared_server(), f"ledger_{next(_databases)}"
    server.do(" ".join((f"CREATE DATABASE {name}", *options)))
    return server.url(name)


def migrated_url(engine: str, folder: Path) -> str:
    """Give the address of a ledger that has its tables and nothing in them, quickly made."""
    if engine == "postgresql":
        return new_database(f"TEMPLATE {_made_database()}")
    url = fresh_url(engine, folder)
    file = Path(url.removeprefix("sqlite:///"))
    file.parent.mkdir()
    shutil.copy(_made_file(), file)
    return url


@cache
def _made_file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-ledger-"))
    atexit.register(shutil.rmtree, folder)
    url = fresh_url("sqlite", folder)
    Ledger.open(url).close()
    return Path(url.removeprefix("sqlite:///"))


@cache
def _made_database() -> str:
    url = new_database()
    Ledger.open(url).close()
    return url.rpartition("/")[2]
