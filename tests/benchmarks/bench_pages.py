"""The page of a thing with a thousand ties, and search as one types over 200,000 names.

The page is that of a body with 1,000 participations (budget: 150 ms at the server), asked in this
process so that no network counts, with the evidence of what it shows read from the ledger. Searched
is what people type: the beginnings of invented names, letter by letter (budget: 95 % within 50 ms).
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kb.base import KnowledgeBase
from kb.graph import stop
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.search import Row, Search
from tests.benchmarks.large import SOURCE
from tests.graph_servers import settings_of
from web.app import create_app

AT = "2026-11-21T00:00:00+00:00"
TIES, NAMES, TYPED = 1_000, 200_000, 400
ASKED = 7
HUB = Key("pic", "999999999")
HERE = (Evidence(SOURCE.name, "parts"),)


def main() -> None:
    """Print milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        _page(Path(folder))
        _search(Path(folder))


def _page(folder: Path) -> None:
    settings = settings_of(folder / "home")
    with KnowledgeBase(settings) as kb:
        kb.ledger.describe(SOURCE.description())
        run = kb.ledger.begin(SOURCE.name, input_hash="h", software="1", at=AT)
        kb.ledger.stage(run, _records())
        kb.ledger.commit(run, at=AT)
        kb.catch_up()
        client = create_app(kb).test_client(use_cookies=False)
        address = f"/entity/{HUB}?language=ja"
        first, *others = (_milliseconds(lambda: client.get(address)) for _ in range(ASKED))
        working = time.process_time()
        client.get(address)
        own = (time.process_time() - working) * 1000
        usual = statistics.median(others)
        print(f"page of {TIES:,} ties: {usual:.0f} ms (budget 150), of which we worked {own:.0f}")
        print(f"the first time {first:.0f} ms")
    stop(settings)


def _records() -> Iterator[Record]:
    yield Entity(HUB, ("University",), (Name("架空大学"),), HERE)
    for number in range(TIES):
        project = Key("cordis", f"{100000 + number}")
        yield Entity(project, ("Project",), (Name(f"Project {number}", "en"),), HERE)
        yield Link("PARTICIPATES_IN", HUB, project, HERE, role="partner", basis="register")


def _search(folder: Path) -> None:
    search = Search.open(folder / "names.sqlite")
    dice = random.Random(3)  # noqa: S311 invented names
    rows = [_named(number, dice) for number in range(NAMES)]
    search.refresh(rows, 1)
    ready = _milliseconds(search.ready)
    typed = [row[2][:length] for row in dice.sample(rows, TYPED) for length in (1, 2, 3, 5, 8)]
    taken = sorted(_milliseconds(lambda text=text: search.find(text, sound=True)) for text in typed)  # type: ignore[misc]
    late = taken[int(len(taken) * 0.95)]
    print(
        f"search over {NAMES:,} names: 95 % within {late:.1f} ms (budget 50), ready in {ready:.0f} ms"
    )


def _named(number: int, dice: random.Random) -> Row:
    kana = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
    kanji = "山川田中村木林森石原東西南北工機電光精金"
    word = "".join(dice.choices(kanji if number % 2 else kana, k=dice.randint(2, 6)))
    return f"local:{number}", "Firm", f"{word}工業株式会社", (f"Company {number} {word}",)


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
