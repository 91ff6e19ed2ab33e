"""The seal: checksums of the graph's files, taken at a clean stop and looked at before a start.

The server opens files with flipped bits or a missing end without a word and then answers wrongly,
so damage has to be seen before it starts. A graph that was not closed properly has no seal; what
it holds is counted after the start instead (`kb.graph.door`).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from kb.graph.folder import Folder, write_private

_CHUNK = 1 << 20
_LOCK_FILE = "database.lck"


def seal(folder: Folder) -> None:
    """Write the checksums of a graph that has been closed."""
    write_private(folder.seal_file, json.dumps(dict(_checksums(folder.databases))))


def is_sealed(folder: Folder) -> bool:
    """Tell whether the graph was closed properly."""
    return folder.seal_file.exists()


def broken(folder: Folder) -> list[str]:
    """Give the files that are not as they were sealed; empty where all is well or unsealed."""
    if not is_sealed(folder):
        return []
    try:
        sealed = json.loads(folder.seal_file.read_text(encoding="utf-8"))
    except ValueError:
        return [folder.seal_file.name]
    if not isinstance(sealed, dict):
        return [folder.seal_file.name]
    found = dict(_checksums(folder.databases))
    return sorted(
        name for name in sealed.keys() | found.keys() if sealed.get(name) != found.get(name)
    )


def unseal(folder: Folder) -> None:
    """Take the seal away before the server may write."""
    folder.seal_file.unlink(missing_ok=True)


def _checksums(databases: Path) -> Iterator[tuple[str, list[int]]]:
    """Give each file's size and CRC-32, by its path in the folder."""
    for file in sorted(databases.rglob("*")):
        if file.is_file() and file.name != _LOCK_FILE:
            yield file.relative_to(databases).as_posix(), _checksum(file)


def _checksum(file: Path) -> list[int]:
    size = checksum = 0
    with file.open("rb") as content:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
    return [size, checksum]
