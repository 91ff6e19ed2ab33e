"""Killing a process that writes the ledger, two hundred times at random moments."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kb.ledger import Ledger
from tests.ledger_samples import body, held, run
from tests.ledger_servers import fresh_url
from tests.ledger_worker import BODIES, JUDGED, NURSERY

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill −9 is a POSIX signal")

SEED = int(os.environ.get("KAKEHASHI_SEED", "20261121"))
LEDGERS, KILLS = 4, 50
LONGEST = 0.18
"""Seconds a worker lives at most: it opens the ledger and makes a few changes."""

VERSIONS = (
    "SELECT version FROM run WHERE version IS NOT NULL UNION ALL "
    "SELECT DISTINCT version FROM decision UNION ALL SELECT version FROM entry"
)
ROOT = Path(__file__).parents[1]


@dataclass
class State:
    """What a ledger holds: the run's name, the entries, the pairs that people judged."""

    name: str = ""
    entries: list[str] = field(default_factory=list)
    decided: set[str] = field(default_factory=set)
    version: int = 0
    runs: dict[int, str] = field(default_factory=dict)

    def learn(self, did: str, name: str, version: int) -> None:
        """Take in one change that was told to be committed."""
        self.version = version
        if did == "run":
            self.name = self.runs[version] = name
        elif did == "enter":
            self.entries.append(name)
        else:
            self.decided ^= {name}

    def steps(self, later: State) -> list[int]:
        """Give the changes that lead to a later state, by how many versions each takes."""
        assert later.entries[: len(self.entries)] == self.entries, "a committed entry was lost"
        runs = [2] * (later.name != self.name)
        return [
            *runs,
            *[1] * (len(later.entries) - len(self.entries) + len(self.decided ^ later.decided)),
        ]


@contextmanager
def nursery(url: str, told: Path) -> Iterator[subprocess.Popen[str]]:
    """Keep a process that has everything loaded and makes a worker for each line it is given."""
    process = subprocess.Popen(
        [sys.executable, "-c", NURSERY, url, str(told)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        yield process
    finally:
        process.communicate()
    assert process.returncode == 0


def kill_one(process: subprocess.Popen[str], seconds: float) -> None:
    """Have a worker made and kill it so much later."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    worker = int(process.stdout.readline())
    time.sleep(seconds)
    os.kill(worker, signal.SIGKILL)
    assert process.stdout.readline().strip() == str(-signal.SIGKILL), "the worker ended by itself"


def told_since(told: Path) -> list[dict[str, Any]]:
    """Give what was told since the last look; a line that was cut off was not told."""
    if not told.exists():
        return []
    lines = told.read_text("utf-8").split("\n")[:-1]
    told.unlink()
    return [json.loads(line) for line in lines]


def seen(url: str) -> State:
    """Read the ledger, as a reader may; what a run says must be there whole or not at all."""
    with Ledger.open(url) as ledger:
        said = Counter(held(ledger).values())
        standing = ledger.decisions()
        judged = Counter(one.why for one in standing if one.source == "report")
        name = next(iter(said), "")
        assert said == ({name: BODIES} if name else {}), "half of a run is seen"
        assert judged == ({name: JUDGED} if name else {}), "half of a run's judgements is seen"
        entries = [str(one.content["text"]) for one in ledger.entries()]
        decided = {one.a.value for one in standing if one.source == "person"}
        return State(name, entries, decided, ledger.version())


def numbers(file: Path) -> list[int]:
    """Give every version that something in the file bears, past the ledger's own code."""
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        return sorted(number for (number,) in database.execute(VERSIONS))


@pytest.mark.parametrize("number", range(LEDGERS))
def test_fifty_kills_lose_nothing_committed_and_show_nothing_half(
    tmp_path: Path, number: int
) -> None:
    url, told = fresh_url("sqlite", tmp_path), tmp_path / "told"
    file = Path(url.removeprefix("sqlite:///"))
    file.parent.mkdir()
    print(f"KAKEHASHI_SEED={SEED}")  # noqa: T201 shown where the test fails
    chance = random.Random(SEED + number)  # noqa: S311 moments, no secrets
    known = State()
    with nursery(url, told) as process:
        for _ in range(KILLS):
            kill_one(process, chance.uniform(0, LONGEST))
            for one in told_since(told):
                known.learn(**one)
            now = seen(url)
            more = known.steps(now)
            assert len(more) <= 1, "more changed than the one that was under way"
            assert now.version == known.version + sum(more), "a committed change was lost"
            assert numbers(file) == list(range(1, now.version + 1))
            known = State(now.name, now.entries, now.decided, now.version, known.runs)
    went_on(url, known)


def went_on(url: str, known: State) -> None:
    """See that history stands as it was told, and that the next run works."""
    with Ledger.open(url) as ledger:
        for version, name in known.runs.items():
            assert set(held(ledger, known_at=version).values()) == {name}
        assert ledger.examine().flaws == ()
        assert [one for one in ledger.runs(1000) if one.reason == "interrupted"], "none was hit"
        assert run(ledger, body("a"), body("b")).version == known.version + 1
        assert set(held(ledger)) == {"a", "b"}
