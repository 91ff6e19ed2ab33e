"""Twenty readers at once, while the graph is being updated beside them: each gets a right answer."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from kb.graph import stop
from kb.settings import Settings
from tests.command import START, environment
from tests.drawn_home import DrawnHome, drawn_home
from tests.every_page import BLANK, PAGES
from tests.served import Explorer, explorer

__all__ = ["drawn_home"]

READERS = 20
SECONDS = 12.0
BESIDE = "tokyo_chamber_proposal"
PUBLISHER = "東京商工会議所"
"""A source that comes in while they read, and whose it is."""
FIRM = quote("N社")
RIGHT = {
    "/": "だれを、どこへつなぎますか",
    f"/search?q={FIRM}": "<bdi>N社</bdi>",
    f"/search.json?q={FIRM}": "N社",
}
"""What the answers at some addresses have to say."""


@dataclass
class Tally:
    """What the readers got, and what of it was wrong."""

    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def addresses(explorer: Explorer) -> list[str]:
    plain = [page.path for page in PAGES.values() if not BLANK.search(page.path)]
    hits = explorer.get(f"/search.json?q={FIRM}").text
    return [*plain, *RIGHT, *(part for part in hits.split('"') if part.startswith("/entity/"))]


def reads(explorer: Explorer, paths: list[str], first: int, until: float, tally: Tally) -> None:
    """Read page after page until the time is over, each reader from another page on."""
    place = first
    while time.monotonic() < until:
        path = paths[place % len(paths)]
        place += 1
        began = time.monotonic()
        try:
            answer = explorer.get(path, {"Accept-Language": ("ja", "en")[place % 7 == 0]})
        except OSError as problem:
            tally.wrong.append(f"{path}: {problem!r}")
            continue
        tally.seconds.append(time.monotonic() - began)
        tally.answers += 1
        if answer.status != 200:
            tally.wrong.append(f"{path}: {answer.status} {answer.text[:200]}")
        elif place % 7 and RIGHT.get(path, "") not in answer.text:
            tally.wrong.append(f"{path}: it lacks {RIGHT[path]}")


def test_twenty_readers_see_no_error(drawn_home: DrawnHome, tmp_path: Path) -> None:
    home = drawn_home.copy(tmp_path)
    tally = Tally()
    with explorer(home) as served:
        paths = addresses(served)
        until = time.monotonic() + SECONDS
        readers = [
            threading.Thread(target=reads, args=(served, paths, number * 3, until, tally))
            for number in range(READERS)
        ]
        for reader in readers:
            reader.start()
        beside = subprocess.run(
            [sys.executable, "-c", START, "ingest", "run", BESIDE],
            env=environment(home),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        for reader in readers:
            reader.join()
        assert beside.returncode == 0, beside.stderr
        assert PUBLISHER in served.get("/sources?format=json").text
    stop(Settings(home, ledger_url=""))
    assert not tally.wrong, "\n".join(tally.wrong[:10])
    assert tally.answers > READERS
