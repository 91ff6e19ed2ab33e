"""Killing `kakehashi demo` at any moment loses nothing, and the next start completes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from kb.ledger import Ledger
from tests.command import START, environment, kakehashi

Claims = Counter[tuple[str, str]]

ROUNDS = 10
SEED = 20261121

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill −9 is a POSIX signal")


def claims(home: Path) -> Claims:
    with Ledger.open(f"sqlite:///{home / 'ledger.sqlite'}") as ledger:
        return Counter((claim.source, repr(claim.record)) for claim in ledger.claims())


def half_written(known: Claims, whole: Claims) -> set[str]:
    """Name the sources of which some claims stand and some do not: a run is seen whole or not."""
    there = Counter(source for source, _ in known.elements())
    all_ = Counter(source for source, _ in whole.elements())
    return {source for source, count in there.items() if count != all_[source]}


def picture(home: Path) -> tuple[str, str]:
    nodes = "MATCH (n:Entity) RETURN n.id AS id, labels(n) AS labels, n.name AS name ORDER BY id"
    ties = (
        "MATCH (a:Entity)-[e]->(b:Entity) RETURN type(e) AS type, e.key AS key, a.id AS a, "
        "b.id AS b, e.basis AS basis ORDER BY type, a, b, key"
    )
    return tuple(  # type: ignore[return-value]
        kakehashi(home, "cypher", statement, "--format", "csv").out for statement in (nodes, ties)
    )


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Claims, tuple[str, str], float]:
    home = tmp_path_factory.mktemp("undisturbed") / "home"
    began = time.monotonic()
    done = kakehashi(home, "demo", "--no-serve")
    seconds = time.monotonic() - began
    assert done.status == 0, done.err
    known = claims(home), picture(home), seconds
    kakehashi(home, "graph", "stop")
    return known


def test_ten_kills_at_random_moments_lose_nothing(
    tmp_path: Path, undisturbed: tuple[Claims, tuple[str, str], float]
) -> None:
    whole_claims, whole_picture, seconds = undisturbed
    home = tmp_path / "home"
    chance = random.Random(SEED)  # noqa: S311 moments, no secrets
    committed: Claims = Counter()
    for _ in range(ROUNDS):
        demo = subprocess.Popen(
            [sys.executable, "-c", START, "demo", "--no-serve"],
            env=environment(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.1, 1.1) * seconds)
        demo.send_signal(signal.SIGKILL)
        demo.wait()
        if (home / "ledger.sqlite").exists():
            known = claims(home)
            assert committed - known == Counter(), "a committed claim was lost"
            assert known - whole_claims == Counter()
            assert half_written(known, whole_claims) == set(), "something half-written is seen"
            committed = known
    last = kakehashi(home, "demo", "--no-serve")
    assert last.status == 0, last.err
    assert claims(home) == whole_claims
    assert picture(home) == whole_picture
    checked = kakehashi(home, "verify")  # search and results among the rest
    assert checked.status == 0, checked.out
    kakehashi(home, "graph", "stop")
