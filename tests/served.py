"""The explorer as a process of its own, as a person or systemd starts it."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.command import START, environment

PATIENCE = 60.0
OPEN = re.compile(r"http://([^\s/]+):(\d+)")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass(frozen=True)
class Explorer:
    """A running explorer: its process, where it listens, and what it says."""

    process: subprocess.Popen[bytes]
    said: Path
    port: int

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask it on this machine."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request("GET", path, headers=dict(headers or {}))
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode())
        finally:
            line.close()

    def lines(self) -> list[dict[str, Any]]:
        """Give the log, a line of JSON each."""
        return [json.loads(line) for line in self.said.read_text("utf-8").splitlines()]


@contextmanager
def explorer(home: Path, *arguments: str, **env: str) -> Iterator[Explorer]:
    """Serve a home on a free port until the test is done with it."""
    said = home.parent / "said"
    with said.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", START, "serve", "--port", "0", *arguments],
            env=environment(home, **env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    try:
        yield Explorer(process, said, _port(process, said))
    finally:
        process.kill()
        process.wait()


def _port(process: subprocess.Popen[bytes], said: Path) -> int:
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last and process.poll() is None:
        if found := OPEN.search(said.read_text("utf-8", "replace")):
            return int(found[2])
        time.sleep(0.05)
    raise AssertionError(said.read_text("utf-8", "replace"))


def until(true: Any, seconds: float = PATIENCE) -> bool:
    """Wait until something holds."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if true():
            return True
        time.sleep(0.1)
    return False
