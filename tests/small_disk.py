"""A disk of a test's own, small enough to be filled and that may turn read-only."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class Disk:
    """A mounted disk; the test says how large it is."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def resize(self, megabytes: int) -> None:
        """Make it so large, or as small."""
        self._again(f"size={megabytes}m")

    def read_only(self) -> None:
        self._again("ro")

    def _again(self, option: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{option}", str(self.place)], check=True)

    def fill(self, leaving: int) -> Path:
        """Fill it with somebody else's file until so many bytes are left."""
        other = self.place / "somebody else's"
        with other.open("wb") as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
                    file.flush()
            except OSError:
                pass
            size = file.tell()
        with other.open("r+b") as file:
            file.truncate(max(0, size - leaving))
        return other


@contextmanager
def small_disk(megabytes: int) -> Iterator[Disk]:
    """Mount a disk in memory, and take it away after the test; skip where that is not allowed."""
    place = Path(tempfile.mkdtemp(prefix="kakehashi-disk-"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no `mount` here")
    if done.returncode:
        pytest.skip(f"this machine lets no test mount a disk of its own: {done.stderr.strip()}")
    try:
        yield Disk(place)
    finally:
        # A server that was just stopped may hold it for another instant.
        subprocess.run(["umount", "--lazy", str(place)], check=True)
        place.rmdir()
