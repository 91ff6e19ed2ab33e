"""Room in memory: a network that would not fit is refused before the machine suffers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from kb.errors import MeasureError
from kb.text import Text

if sys.platform != "win32":
    import resource

BYTES_PER_NODE = 2_500
BYTES_PER_TIE = 250
BYTES_TO_BEGIN = 150_000_000
"""What measuring takes at its peak: found by measuring networks of up to 100,000 nodes and
1,000,000 ties, with every column of every measure on the way out."""
BYTES_PER_CHARACTER = 8
"""What reading a table takes at its peak for each byte of the file."""

BYTES_PER_NODE_READ = 2_000
BYTES_PER_TIE_READ = 1_200
"""What reading a network takes at its peak, row by row: 49,520 nodes and 209,123 ties took 300 MB."""

MEASURING = Text("計算", "measuring")
READING = Text("ネットワークの読み込み", "reading the network")

_SYSTEM = Path("/proc/meminfo")
_PROCESS = Path("/proc/self/statm")
_CONTROL = Path("/sys/fs/cgroup")


def require(needed: int, what: Text) -> None:
    """Raise MeasureError where `needed` bytes are more than this process may still take."""
    free = available()
    if free is not None and needed > free:
        raise MeasureError(
            Text(
                "このネットワークは、この機械のメモリに収まりません。",
                "This network does not fit into the memory of this machine.",
            ),
            expected=Text(f"{_size(free)} 以下", f"at most {_size(free)}"),
            found=Text(f"{what.ja}: 約 {_size(needed)}", f"{what.en}: about {_size(needed)}"),
            remedy=Text(
                "範囲を絞るか（点や関係の一部の表を作る）、標本にした表で測るか、メモリの多い機械を"
                "使ってください。",
                "Measure a slice (tables of part of the nodes and ties) or a sample of the ties, or use "
                "a machine with more memory.",
            ),
        )


def of_network(n: int, m: int) -> int:
    """Estimate the bytes that measuring n nodes and m ties takes."""
    return BYTES_TO_BEGIN + BYTES_PER_NODE * n + BYTES_PER_TIE * m


def of_reading(n: int, m: int) -> int:
    """Estimate the bytes that reading n nodes and m ties of a picture takes, on top of what runs."""
    return BYTES_PER_NODE_READ * n + BYTES_PER_TIE_READ * m


def of_tables(*files: Path) -> int:
    """Estimate the bytes that reading tables takes; a file that is not there takes none."""
    sizes = (file.stat().st_size for file in files if file.is_file())
    return BYTES_PER_CHARACTER * sum(sizes)


def available() -> int | None:
    """Give the bytes this process may still take; None where the system does not tell."""
    return min(_limits(), default=None)


def _limits() -> Iterator[int]:
    if _SYSTEM.exists():
        rows = (line.split() for line in _SYSTEM.read_text(encoding="ascii").splitlines())
        yield from (int(row[1]) * 1024 for row in rows if row[0] == "MemAvailable:")
    limit = _number(_CONTROL / "memory.max")
    used = _number(_CONTROL / "memory.current")
    if limit is not None and used is not None:
        yield max(limit - used, 0)
    yield from _own_limit()


def _own_limit() -> Iterator[int]:
    """Give what a limit on this process's address space leaves (`ulimit -v`)."""
    if sys.platform != "win32" and _PROCESS.exists():
        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        if most != resource.RLIM_INFINITY:
            pages = int(_PROCESS.read_text(encoding="ascii").split()[0])
            yield max(most - pages * os.sysconf("SC_PAGE_SIZE"), 0)


def _number(file: Path) -> int | None:
    try:
        text = file.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None


def _size(count: int) -> str:
    return f"{count / 1e9:,.1f} GB"
