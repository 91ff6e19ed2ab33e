"""Files that would fill the memory of whoever reads them whole; read in a process with a limit.

Called as a script: writes each giant into the folder given, runs it, and prints one JSON object of
what became of each.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

from kb.errors import KakehashiError
from kb.ledger import Ledger
from tests.malformed_forms import FORMS, small
from tests.malformed_trial import go

ROOM = 1_500_000_000
"""Bytes of address space: what is mapped, not only what is used."""
MEGABYTE = 1_000_000

Pieces = Iterator[bytes]


def giants() -> Iterator[tuple[str, str, Pieces]]:
    """Yield form, name and pieces of each."""
    for form in ("cordis bodies", "houjin events", "gbizinfo export"):
        sound = FORMS[form].content
        mark = b";" if form.startswith("cordis") else b","
        yield form, "cell", _around(sound + b'"', b"x" * MEGABYTE, 100, b'"\n')
        yield form, "cell of lines", _around(sound + b'"', b"x\n" * (MEGABYTE // 2), 100, b'"\n')
        yield form, "columns", _around(b"", b"name" + mark, MEGABYTE // 3, b"\n" + sound)
        yield form, "same column", _around(b"id", mark + b"id", MEGABYTE // 3, b"\n" + sound)
        yield form, "blank lines", _around(sound, b"\n" * MEGABYTE, 100, b"x\n")
        yield form, "no letters", _around(sound, b"\xff" * MEGABYTE, 100, b"\n")
    for form in ("ror lines", "gbizinfo record", "places seats"):
        inside = b'[{"id": "' if form != "places seats" else '{"宮城県": "'.encode()
        yield form, "text", _around(inside, b"x" * MEGABYTE, 100, b'"}]')
        yield form, "nesting", _around(inside[:-1], b'[{"a":' * 100_000, 20, b"")
        yield form, "number", _around(inside[:-1], b"9" * MEGABYTE, 30, b"}]")
        yield form, "blanks", _around(b"", b" \n" * (MEGABYTE // 2), 100, b"]")
    for form in ("ror lines", "universities"):
        yield form, "objects", _around(b"", b"{}\n" * (MEGABYTE // 3), 30, b"")


def _around(begin: bytes, piece: bytes, times: int, end: bytes) -> Pieces:
    yield begin
    yield from repeat(piece, times)
    yield end


def main(folder: Path) -> None:
    """Run every giant within the room and tell how it ended, in how many seconds."""
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    told: dict[str, tuple[str, float]] = {}
    ledger = Ledger.open(f"sqlite:///{folder / 'ledger.sqlite'}")
    for form, name, pieces in giants():
        known = FORMS[form]
        files = known.written(folder)
        with (folder / known.main).open("wb") as stream:
            stream.writelines(pieces)
        begun = time.monotonic()
        told[f"{form}: {name}"] = _end(form, files, ledger), time.monotonic() - begun
    told["version"] = str(ledger.version()), 0.0
    sys.stdout.write(json.dumps(told))


def _end(form: str, files: list[Path], ledger: Ledger) -> str:
    try:
        go(small(FORMS[form].source), files, ledger)
    except KakehashiError as refusal:
        size = len(refusal.sentence("en"))
        return "refused" if size < MEGABYTE // 300 else f"refused in {size} characters"
    except Exception as crash:  # noqa: BLE001 all that is no refusal is the finding
        return repr(crash)[:200]
    return "read"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
