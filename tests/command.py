"""Calling `kakehashi` as a person does: a process, its output, its exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

START = "from kb.cli import main; main()"


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str


def environment(home: Path, **more: str) -> dict[str, str]:
    """Give the environment of a command with a home of its own."""
    outer = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KAKEHASHI_", "NEO4J_"))
    }
    return outer | {"KAKEHASHI_HOME": str(home), "KAKEHASHI_LANGUAGE": "en"} | more


def kakehashi(
    home: Path,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    timeout: float = 120,
) -> Answer:
    """Run one command to its end."""
    return python(home, START, *arguments, env=env, folder=folder, timeout=timeout)


def python(
    home: Path,
    text: str,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    timeout: float = 120,
) -> Answer:
    """Run a piece of Python in a process of its own, over a home."""
    done = subprocess.run(
        [sys.executable, "-c", text, *arguments],
        env=environment(home, **(env or {})),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)
