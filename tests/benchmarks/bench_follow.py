"""How quickly the house follows its sources: the same again and one row changed, against the first.

The peer is the first run itself; the budget speaks of the identical file (≤ 1/20 of the first time,
no server started) and of one row changed (≤ 1/3).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ingest.read import csv_rows
from ingest.row import Row
from ingest.run import run
from ingest.source import Asked, Source
from kb.base import KnowledgeBase
from kb.graph import stop
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.settings import Settings
from kb.text import Text

FIRMS = 10_000
AT = "2026-11-21T00:00:00+00:00"


def read(asked: Asked) -> Iterator[Row]:
    """Yield one row a firm."""
    for file in asked.files:
        yield from csv_rows(file, "firms", required=["number", "name", "supplies"])


def firm(row: Row) -> Iterator[Record]:
    """Give the firm of a row and its tie to its customer."""
    number, supplies = row.pop("number"), row.pop("supplies")
    here = (Evidence("bench", f"firm {number}"),)
    key = Key("local", f"bench:{number}")
    yield Entity(key, ("Firm",), (Name(row.pop("name")),), here)
    if supplies != number:
        yield Link("SUPPLIES_TO", key, Key("local", f"bench:{supplies}"), here)


SOURCE = Source(
    name="bench",
    title=Text("測定用", "for measuring"),
    publisher=Text("測定", "bench"),
    licence="CC0",
    address="",
    rhythm=Text("なし", "none"),
    read=read,
    map=firm,
    expect={"Firm": range(1, FIRMS + 1)},
    accepts=Text("一つの表", "one table"),
)


def main() -> None:
    """Print seconds and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "firms.csv"
        rows = [f"{n},測定工業{n},{n // 3}" for n in range(FIRMS)]
        settings = Settings.from_environment({"KAKEHASHI_HOME": str(Path(folder) / "home")})
        with KnowledgeBase(settings) as kb:
            kb.catch_up()
            first = _seconds(lambda: _bring(kb, file, rows))
            again = _seconds(lambda: _bring(kb, file, rows))
            rows[5000] = "5000,改名工業,1666"
            changed = _seconds(lambda: _bring(kb, file, rows))
        stop(settings)
    print(f"first run of {FIRMS:,} firms, ledger and graph: {first:.2f} s")
    print(f"identical file again: {again:.3f} s, 1/{first / again:.0f} of the first (budget 1/20)")
    print(f"one row changed: {changed:.2f} s, 1/{first / changed:.1f} of the first (budget 1/3)")


def _bring(kb: KnowledgeBase, file: Path, rows: Sequence[str]) -> None:
    file.write_text("\n".join(["number,name,supplies", *rows]) + "\n", encoding="utf-8")
    run(SOURCE, (file,), ledger=kb.ledger, vocabulary=kb.vocabulary, at=AT)
    kb.keep_up()


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
