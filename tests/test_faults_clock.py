"""A clock that steps back, runs ahead or stands still: order never comes from it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.graph import stop
from kb.graph.connection import connect
from kb.ledger import Ledger
from kb.records import Entity, Evidence, Key, Name
from tests.graph_servers import settings_of, told
from tests.ledger_samples import body, described, held, run
from tests.ledger_servers import ENGINES, fresh_url
from tests.test_graph_embedded import alive, within

FUTURE, PAST, SAME = "2199-01-01T00:00:00+00:00", "1999-12-31T23:59:59+00:00", "2026-11-21T09:00:00"
IDLE = 0.3
TIMES = (FUTURE, PAST, SAME, SAME, PAST)


@pytest.mark.parametrize("engine", ENGINES)
def test_versions_and_runs_keep_the_order_in_which_they_were_made(
    engine: str, tmp_path: Path
) -> None:
    with Ledger.open(fresh_url(engine, tmp_path)) as ledger:
        ledger.describe(described("report"))
        for number, at in enumerate(TIMES):
            assert run(ledger, body(f"k{number}"), when=at).version == 2 * number + 1
            made = ledger.decide(Key("local", "a"), Key("local", f"b{number}"), "same",
                                 by="林", why="", at=at)  # fmt: skip
            assert made.version == 2 * number + 2
        assert [one.started for one in ledger.runs()] == list(reversed(TIMES))
        assert [ledger.version_at(version) for version in range(1, 11, 2)] == list(TIMES)
        for number in range(len(TIMES)):
            assert set(held(ledger, known_at=2 * number + 1)) == {f"k{number}"}
        assert [one.b.value for one in ledger.decisions()] == [f"b{n}" for n in range(len(TIMES))]
        assert ledger.examine().flaws == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_judgement_and_its_withdrawal_in_one_second_stand_in_their_order(
    engine: str, tmp_path: Path
) -> None:
    a, b = Key("local", "a"), Key("local", "b")
    with Ledger.open(fresh_url(engine, tmp_path)) as ledger:
        first = ledger.decide(a, b, "same", by="林", why="1", at=SAME)
        ledger.decide(a, b, "different", by="林", why="2", at=SAME)
        (standing,) = ledger.decisions()
        assert standing.verdict == "different"
        back = ledger.undo(standing.id, by="林", why="3", at=PAST)
        assert back is not None
        assert (back.verdict, back.id > first.id) == ("same", True)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A home whose server stops almost at once when nobody uses it."""
    settings = settings_of(tmp_path_factory.mktemp("clock") / "home")
    with KnowledgeBase(settings) as kb:
        with connect(settings, idle=IDLE):
            assert kb.graph.mark() is None
        yield kb
    stop(settings)


def firm(number: int) -> Entity:
    evidence = (Evidence("report", f"row {number}"),)
    return Entity(Key("local", f"f{number}"), ("Firm",), (Name(f"架空製作所{number}"),), evidence)


def test_the_graph_follows_by_difference_wherever_the_clock_stands(base: KnowledgeBase) -> None:
    base.ledger.describe(described("report"))
    kinds = []
    for number, at in enumerate(TIMES):
        run(base.ledger, *(firm(one) for one in range(number + 1)), when=at)
        report = base.catch_up()
        kinds.append(report.kind)
        assert report.version == base.ledger.version() == number + 1
        names = base.graph.read("MATCH (n:Firm) RETURN n.name AS name ORDER BY name").rows
        assert [row["name"] for row in names] == [f"架空製作所{one}" for one in range(number + 1)]
        assert base.search.version == number + 1
        assert base.keep_up() is None, "the mark in the home does not fit"
    assert kinds == ["whole", *["difference"] * (len(TIMES) - 1)]
    seen = base.graph.read("MATCH (n:Firm) RETURN n.id AS id, n.first_seen AS seen").rows
    assert {row["id"]: row["seen"] for row in seen} == {
        f"local:f{number}": at for number, at in enumerate(TIMES)
    }


def test_an_idle_server_stops_though_the_clock_stepped_back(base: KnowledgeBase) -> None:
    state = told(base.settings)
    base.graph.close()
    tomorrow = time.time() + 86_400
    os.utime(base.settings.graph_folder / "users.lock", (tomorrow, tomorrow))
    assert within(15, lambda: not alive(state.java) and not alive(state.keeper))
