"""A home with one document, drawn once a session; a test works on a copy, taken while it is stopped."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.graph import stop
from kb.settings import Settings
from tests.command import environment

SOURCE = "innovation_producer_report"
HEARS = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "signal.signal(signal.SIGHUP, signal.SIG_DFL) if hasattr(signal, 'SIGHUP') else None\n"
)
"""Whoever starts the tests in the background has them, and their children, ignore these."""
TOLD = f"{HEARS}from kb.cli import main; print('loaded', flush=True); main()"
"""A command that tells when it is loaded; an interruption before that is Python's to say."""


@dataclass(frozen=True)
class DrawnHome:
    """Where it lies, and how many seconds bringing the document in took, once loaded."""

    place: Path
    seconds: float

    def copy(self, folder: Path) -> Path:
        """Copy it into a folder."""
        return Path(shutil.copytree(self.place, folder / "home"))


def began(home: Path, *arguments: str, text: str = TOLD) -> subprocess.Popen[str]:
    """Start a command in a session of its own, as a terminal does, and wait until it is loaded."""
    process = subprocess.Popen(
        [sys.executable, "-c", text, *arguments],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "loaded\n"
    return process


def seconds_of(home: Path, *arguments: str) -> float:
    """Let a command work to its end; give the seconds it takes once it is loaded."""
    process, begun = began(home, *arguments), time.monotonic()
    err = process.communicate(timeout=120)[1]
    assert process.returncode == 0, err
    return time.monotonic() - begun


@pytest.fixture(scope="session")
def drawn_home(tmp_path_factory: pytest.TempPathFactory) -> DrawnHome:
    place = tmp_path_factory.mktemp("drawn") / "home"
    seconds = seconds_of(place, "ingest", "run", SOURCE)
    stop(Settings(place, ledger_url=""))
    return DrawnHome(place, seconds)
