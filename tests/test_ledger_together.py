"""Several processes write one ledger at once: nothing is lost, no number is given twice."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kb.ledger import Ledger
from kb.ledger.engines import engine_for
from kb.records import Key
from tests.ledger_samples import MONDAY, body, described, held, run
from tests.ledger_servers import ENGINES, migrated_url

WRITERS = 3
ROUNDS = 12
LONG = 30_000

START = """
import json, sys, time
from kb.errors import LedgerError
from kb.ledger import Judged, Ledger
from kb.records import Key
from tests.ledger_samples import MONDAY, body

url, name, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
ledger = Ledger.open(url)
print("ready", flush=True)
sys.stdin.readline()
"""
MANY = (
    START
    + """
told = []
for n in range(rounds):
    told.append(ledger.decide(Key("local", f"{name}{n}"), Key("local", "z"), "same",
                              by=name, why="", at=MONDAY).version)
    number = ledger.begin(name, input_hash=str(n), software="1", at=MONDAY)
    ledger.stage(number, (body(f"{name}{one}", name=str(n)) for one in range(20)))
    told.append(ledger.commit(number, at=MONDAY).version)
    ledger.enter(name, {"n": n}, by=name, at=MONDAY)
    ledger.decide_all([Judged(Key("local", name), Key("local", f"n{n}"), "same", "")],
                      source=name, by=name, at=MONDAY)
print(json.dumps(told))
"""
)
ONE_SOURCE = (
    START
    + """
told = {"committed": 0, "told": 0}
for n in range(rounds):
    try:
        number = ledger.begin("report", input_hash=name, software="1", at=MONDAY)
        ledger.stage(number, (body(str(one), name=f"{name}{n}") for one in range(50)))
        ledger.commit(number, at=MONDAY)
        told["committed"] += 1
    except LedgerError as problem:
        assert "cannot go on" in str(problem), problem
        told["told"] += 1
print(json.dumps(told))
"""
)
JUDGING = (
    START
    + """
told = []
for n in range(rounds):
    before = time.monotonic()
    ledger.decide(Key("local", f"a{n}"), Key("local", "z"), "same", by=name, why="", at=MONDAY)
    told.append(time.monotonic() - before)
    time.sleep(0.02)
print(json.dumps(told))
"""
)


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    url = migrated_url(request.param, tmp_path)
    with Ledger.open(url) as ledger:
        for name in ("report", *map(str, range(WRITERS))):
            ledger.describe(described(name))
    return url


def started(code: str, url: str, name: str, rounds: int) -> subprocess.Popen[str]:
    """Start a process that waits, its ledger open, for a line."""
    one = subprocess.Popen(
        [sys.executable, "-c", code, url, name, str(rounds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert one.stdout is not None
    assert one.stdout.readline() == "ready\n"
    return one


def let_go(*processes: subprocess.Popen[str]) -> None:
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()


def told_by(*processes: subprocess.Popen[str]) -> list[Any]:
    """Give what each told at its end."""
    said = [one.communicate(timeout=240) for one in processes]
    assert [errors for _, errors in said] == [""] * len(said)
    return [json.loads(out) for out, _ in said]


def test_writers_lose_nothing_and_every_change_has_its_own_version(url: str) -> None:
    names = list(map(str, range(WRITERS)))
    writers = [started(MANY, url, name, ROUNDS) for name in names]
    let_go(*writers)
    versions = [one for said in told_by(*writers) for one in said]
    changes = WRITERS * ROUNDS * 4
    assert len(set(versions)) == WRITERS * ROUNDS * 2
    with Ledger.open(url) as ledger:
        assert ledger.version() == changes
        assert all(ledger.version_at(one + 1) == MONDAY for one in range(changes))
        people = [one for one in ledger.decisions() if one.source == "person"]
        assert {one.a.value for one in people} == {f"{a}{n}" for a in names for n in range(ROUNDS)}
        listed = {one.source: one for one in ledger.decisions() if one.source != "person"}
        assert {name: (one.a.value, one.b.value) for name, one in listed.items()} == {
            name: (name, f"n{ROUNDS - 1}") for name in names
        }
        assert Counter(one.kind for one in ledger.entries()) == dict.fromkeys(names, ROUNDS)
        assert set(held(ledger).values()) == {str(ROUNDS - 1)}
        assert len(held(ledger)) == WRITERS * 20
        assert ledger.examine().flaws == ()


def test_two_runs_of_one_source_at_once_one_goes_on_and_the_other_is_told(url: str) -> None:
    readers = [started(ONE_SOURCE, url, name, ROUNDS) for name in ("甲", "乙")]
    let_go(*readers)
    told = told_by(*readers)
    committed = sum(one["committed"] for one in told)
    assert committed + sum(one["told"] for one in told) == 2 * ROUNDS
    with Ledger.open(url) as ledger:
        assert committed >= 1
        assert ledger.version() == committed
        assert len(list(ledger.claims())) == 50
        assert len(set(held(ledger).values())) == 1
        for version in range(1, committed + 1):
            assert len(set(held(ledger, version).values())) == 1
        assert Counter(one.outcome for one in ledger.runs(99))["done"] == committed
        assert ledger.examine().flaws == ()


def test_many_decisions_do_not_wait_for_a_long_run_to_be_staged(url: str) -> None:
    decider = started(JUDGING, url, "林", 40)
    with Ledger.open(url) as ledger:
        number = ledger.begin("report", input_hash="long", software="1", at=MONDAY)
        let_go(decider)
        before = time.monotonic()
        assert ledger.stage(number, (body(str(one)) for one in range(LONG))) == LONG
        staged = time.monotonic() - before
        during = ledger.version()
        assert ledger.commit(number, at=MONDAY).new == LONG
        (waited,) = told_by(decider)
        assert during > 1, "decisions were taken while the run was being staged"
        assert len(ledger.decisions()) == 40
        assert ledger.version() == 41
        print(f"staged {staged:.2f} s; the longest decision {max(waited):.2f} s")  # noqa: T201


def test_the_database_itself_refuses_a_second_open_claim(url: str) -> None:
    with Ledger.open(url) as ledger:
        run(ledger, body("a"))
        assert [one.record.evidence[0].place for one in ledger.claims(keys=[Key("local", "a")])]
    engine = engine_for(url)
    columns = "source, run, opened, claim_key, content_hash, type, subject, role, place, retrieved, content"
    again = f"INSERT INTO claim ({columns}) SELECT {columns} FROM claim"  # noqa: S608 - ours
    with engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text(again))
    engine.dispose()


def test_readers_see_one_version_while_others_write(url: str) -> None:
    with Ledger.open(url) as ledger, Ledger.open(url) as other:
        run(ledger, *(body(str(one), name="1") for one in range(3000)))
        readers = [ledger.claims(), other.claims()]
        firsts = [next(one) for one in readers]
        with ledger.snapshot() as snapshot:
            assert snapshot.version == 1
            run(other, *(body(str(one), name="2") for one in range(3000)))
            ledger.enter("note", {}, by="林", at=MONDAY)
            assert (snapshot.version, snapshot.counts()["entry"]) == (1, 0)
            assert snapshot.counts()["claim"] == 3000
        for first, reader in zip(firsts, readers, strict=True):
            assert {one.record.names[0].text for one in (first, *reader)} == {"1"}  # type: ignore[union-attr]
        assert set(held(other).values()) == {"2"}
        assert other.version() == 3
