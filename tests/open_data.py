"""A home with the documents and every open-data file of ../shared, made once for a whole test run.

It is brought in by the command itself, as a person does it: everything that is found, then the
daily differences of the corporate numbers whole, since mergers among firms that nobody else names
are asked for. The workers of one run share the home: the first makes it, the last clears it away.
Tests only read it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker
import pytest

from kb.base import KnowledgeBase
from kb.graph import stop
from kb.settings import Settings
from tests.command import kakehashi

WORKER = "PYTEST_XDIST_WORKER"
LONGEST = 1800.0
"""Seconds that bringing everything in may take on a busy machine; a quiet one needs a tenth."""


@pytest.fixture(scope="session")
def open_data_home(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Path]:
    """Give the folder of the home, shared by the workers of this run."""
    base = tmp_path_factory.getbasetemp()
    with _one_of_many(base.parent if WORKER in os.environ else base, shared) as home:
        yield home


@pytest.fixture(scope="session")
def open_data_kb(open_data_home: Path) -> Iterator[KnowledgeBase]:
    """Give that home, opened."""
    with KnowledgeBase(settings_of(open_data_home)) as base:
        yield base


def settings_of(home: Path) -> Settings:
    """Give the settings of the home."""
    return Settings.from_environment({"KAKEHASHI_HOME": str(home)})


@contextmanager
def _one_of_many(folder: Path, shared: Path) -> Iterator[Path]:
    """Make the home unless another worker did; clear it away when the last has left it."""
    home, users = folder / "open-data", folder / "open-data.users"
    with _alone(folder):
        if not _number(users):
            shutil.rmtree(home, ignore_errors=True)
            _bring_in(home, shared / "data")
        users.write_text(str(_number(users) + 1))
    try:
        yield home
    finally:
        with _alone(folder):
            users.write_text(str(_number(users) - 1))
            if not _number(users):
                stop(settings_of(home))
                shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with portalocker.Lock(folder / "open-data.lock", flags=portalocker.LockFlags.EXCLUSIVE):
        yield


def _number(users: Path) -> int:
    return int(users.read_text()) if users.exists() else 0


def _bring_in(home: Path, data: Path) -> None:
    days = sorted((data / "japan" / "houjin_bangou" / "diff").glob("diff_*.csv"))
    for arguments in (
        ("--all", "--open-data", str(data)),
        ("houjin", *map(str, days), "--whole"),
    ):
        done = kakehashi(home, "ingest", "run", *arguments, timeout=LONGEST)
        assert done.status == 0, done.err
