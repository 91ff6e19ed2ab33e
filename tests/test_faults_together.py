"""Several processes on one home at once, and a graph server that is killed under them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ingest.register import source_named
from ingest.run import run as bring_in
from kb.base import KnowledgeBase
from kb.errors import GraphError
from kb.graph import stop
from kb.ledger import Ledger
from kb.records import Key
from kb.vocabulary import vocabulary
from tests.command import START, environment
from tests.drawn_home import DrawnHome, drawn_home
from tests.graph_servers import settings_of, told
from tests.ledger_samples import MONDAY, described
from tests.ledger_servers import ENGINES, fresh_url
from tests.served import explorer, until

__all__ = ["drawn_home"]

ONE, OTHER = "innovation_producer_report", "tokyo_vision_management"
INGEST = """
import sys
from ingest.register import source_named
from ingest.run import run
from kb.errors import KakehashiError
from kb.ledger import Ledger
from kb.vocabulary import vocabulary
url, name, software = sys.argv[1:]
source = source_named(name)
words = vocabulary()
with Ledger.open(url) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        run(source, (), ledger=ledger, vocabulary=words, at="2026-11-21T09:00:00")
    except KakehashiError as problem:
        print(problem)
        sys.exit(problem.exit_status)
"""
IMPORT = """
import sys
from kb.ledger import Ledger
from tests.ledger_samples import body
with Ledger.open(sys.argv[1]) as ledger:
    number = ledger.begin("report", input_hash="x", software="1", at="2026-11-21")
    print("begun", flush=True)
    ledger.stage(number, (body(str(one)) for one in range(30_000)))
    ledger.commit(number, at="2026-11-21")
"""
ROOT = Path(__file__).parents[1]


def ingesting(url: str, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", INGEST, url, name, ""],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """What each source says where nobody is in its way."""
    url = f"sqlite:///{tmp_path_factory.mktemp('alone') / 'ledger.sqlite'}"
    with Ledger.open(url) as ledger:
        for name in (ONE, OTHER):
            bring_in(source_named(name), (), ledger=ledger, vocabulary=vocabulary(), at=MONDAY)
        return {name: said(ledger, name) for name in (ONE, OTHER)}


def said(ledger: Ledger, source: str) -> set[str]:
    return {repr(claim.record) for claim in ledger.claims(source=source)}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("names", [(ONE, ONE), (ONE, OTHER)])
def test_two_imports_at_once_end_whole_or_one_is_told(
    engine: str, names: tuple[str, str], tmp_path: Path, alone: dict[str, set[str]]
) -> None:
    url = fresh_url(engine, tmp_path)
    both = [ingesting(url, name) for name in names]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    ended = []
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        out = process.communicate(timeout=60)[0]
        ended.append(process.returncode)
        assert not process.returncode or "One run of a source at a time" in out
    assert 0 in ended
    assert names[0] == names[1] or ended == [0, 0]
    with Ledger.open(url) as ledger:
        for name in names:
            assert said(ledger, name) == alone[name]
        assert ledger.version() == len(set(names))
        assert ledger.examine().flaws == ()
        assert "running" not in {one.outcome for one in ledger.runs()}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_judgement_made_in_a_form_does_not_wait_for_a_long_import(
    engine: str, tmp_path: Path
) -> None:
    url = fresh_url(engine, tmp_path)
    with Ledger.open(url) as ledger:
        ledger.describe(described("report"))
        command = [sys.executable, "-c", IMPORT, url]
        importer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert importer.stdout is not None
        assert importer.stdout.readline() == "begun\n"
        waits, made = [0.0], 0
        while importer.poll() is None:
            begun = time.monotonic()
            ledger.decide(Key("local", f"a{made}"), Key("local", "b"), "same",
                          by="林", why="", at=MONDAY)  # fmt: skip
            waits.append(time.monotonic() - begun)
            made += 1
            time.sleep(0.1)
        importer.communicate()
        assert importer.returncode == 0
        assert made > 3
        assert max(waits) < 20, "the form waited as long as the import took"
        assert len(ledger.decisions()) == made
        assert ledger.version() == made + 1


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, drawn_home: DrawnHome) -> Iterator[KnowledgeBase]:
    """A home with one document, drawn."""
    settings = settings_of(drawn_home.copy(tmp_path_factory.mktemp("together")))
    with KnowledgeBase(settings) as base:
        base.catch_up()
        yield base
    stop(settings)


PAUSE = 0.2
COUNT = "MATCH (n:Entity) RETURN count(n) AS n"


def test_two_that_draw_at_once_draw_one_picture(kb: KnowledgeBase) -> None:
    before = kb.graph.read(COUNT).rows
    home = kb.settings.home
    both = [
        subprocess.Popen(
            [sys.executable, "-c", START, "graph", "rebuild"],
            env=environment(home),
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in both:
        err = process.communicate(timeout=90)[1]
        assert process.returncode == 0, err
    assert kb.graph.read(COUNT).rows == before
    assert kb.catch_up().kind == "none"


def test_pages_are_served_while_a_source_comes_in(kb: KnowledgeBase) -> None:
    home = kb.settings.home
    with explorer(home) as running:
        importer = subprocess.Popen(
            [sys.executable, "-c", START, "ingest", "run", OTHER],
            env=environment(home),
            stderr=subprocess.PIPE,
            text=True,
        )
        answers = []
        while importer.poll() is None:
            answers.append(running.get("/sources").status)
            answers.append(running.get("/search?q=%E6%9D%B1%E4%BA%AC").status)
            time.sleep(PAUSE)
        err = importer.communicate()[1]
        assert importer.returncode == 0, err
        assert set(answers) == {200}
        assert until(lambda: kb.graph.mark() == kb.ledger.version(), 30)


def test_a_server_killed_while_it_is_drawn_costs_at_most_the_same_command_again(
    kb: KnowledgeBase,
) -> None:
    before = kb.graph.read(COUNT).rows

    def kill() -> None:
        os.kill(told(kb.settings).java, signal.SIGKILL)

    killer = threading.Timer(0.5, kill)
    killer.start()
    with suppress(GraphError):
        kb.rebuild()
    killer.join()
    kb.catch_up()
    assert kb.graph.read(COUNT).rows == before
    assert kb.graph.mark() == kb.ledger.version()


def test_a_server_killed_while_it_is_read_is_reached_again(kb: KnowledgeBase) -> None:
    before = kb.graph.read(COUNT).rows
    for _ in range(2):
        os.kill(told(kb.settings).java, signal.SIGKILL)
        assert kb.graph.read(COUNT).rows == before
