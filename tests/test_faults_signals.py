"""Ctrl-C and the system's request to end, at random moments of every long command."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kb.graph import stop
from kb.ledger import Ledger, engines
from kb.settings import Settings
from tests.command import Answer, kakehashi
from tests.drawn_home import HEARS, SOURCE, DrawnHome, began, drawn_home, seconds_of
from tests.served import explorer
from tests.test_graph_embedded import within

__all__ = ["drawn_home"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

SEED = int(os.environ.get("KAKEHASHI_SEED", "20261121"))
STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 143}
QUICK = 20.0
LOADED = 0.05
DEMO_SECONDS = 4.0
"""The demo is stopped within these; all of it takes too long to be measured here."""

SLOW_MEASURE = f"""{HEARS}
import sys, os
from kb.measuring.child import measured, Wanted
from kb.network.network import Network
import numpy as np
many = 12_000
dice = np.random.default_rng(1)
ids = tuple(map(str, range(100_000, 100_000 + many)))
network = Network(ids, dice.integers(many, size=60_000), dice.integers(many, size=60_000), directed=False)
print("loaded", flush=True)
measured(network, [Wanted("betweenness", dict())])
"""

FAILS_AS_IT_LETS_GO = f"""{HEARS}
import time
from kb.cli import main
from kb.commands.words import words

def slow(*_, **__):
    try:
        print("loaded", flush=True)
        time.sleep(20)
    finally:
        raise BufferError("still in use")

words.callback = slow
main(["words"])
"""


WHILE_IMPORTING = re.compile(
    r"Exception ignored in: <function _get_module_lock.*?\nkb\.cli\._Ended: *\n", re.DOTALL
)
"""What Python itself says of a signal that it hears while it lets the lock of an import go."""


def stopped(process: subprocess.Popen[str], number: signal.Signals) -> Answer:
    """Interrupt a command: Ctrl-C goes to all that the terminal started."""
    with suppress(ProcessLookupError):
        if number == signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    out, err = process.communicate(timeout=QUICK)
    err = WHILE_IMPORTING.sub("", err)
    assert "Traceback" not in err, err
    assert "Exception ignored" not in err, err
    assert not children(process.pid), "a process was left behind"
    # A command that had done its work and was only leaving is ended by the signal itself.
    if process.returncode not in {0, -number}:
        assert process.returncode == STATUS[number], err
        assert err.rstrip().endswith("Stopped; nothing recorded was lost.")
    return Answer(process.returncode, out, err)


def children(session: int) -> list[str]:
    """Give the command lines of what runs in a session."""
    listing = ["ps", "-o", "args=", "--sid", str(session)]
    said = subprocess.run(listing, capture_output=True, text=True, check=False).stdout
    return said.splitlines()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, drawn_home: DrawnHome) -> Iterator[Path]:
    """A home with one document, drawn."""
    place = drawn_home.copy(tmp_path_factory.mktemp("signals"))
    yield place
    stop(Settings(place, ledger_url=""))


@pytest.fixture
def chance() -> random.Random:
    print(f"KAKEHASHI_SEED={SEED}")  # noqa: T201 shown where the test fails
    return random.Random(SEED)  # noqa: S311 moments, no secrets


def test_an_import_that_is_stopped_leaves_all_or_nothing(
    tmp_path: Path, chance: random.Random, drawn_home: DrawnHome
) -> None:
    place, hits = tmp_path / "home", 0
    for number in STATUS:
        process = began(place, "ingest", "run", SOURCE)
        time.sleep(chance.uniform(LOADED, drawn_home.seconds / 2))
        hits += stopped(process, number).status > 0
        if (place / "ledger.sqlite").exists():
            with Ledger.open(f"sqlite:///{place / 'ledger.sqlite'}") as ledger:
                assert ledger.version() in {0, 1}
                assert bool(list(ledger.claims())) == bool(ledger.version())
                assert ledger.examine().flaws == ()
                assert "running" not in {one.outcome for one in ledger.runs()}
    assert hits
    stop(Settings(place, ledger_url=""))


def forget_results(home: Path) -> None:
    """Take away what was derived, so that all is to be made again."""
    shutil.rmtree(home / "cache", ignore_errors=True)
    (home / "derived.sqlite").unlink(missing_ok=True)


@pytest.mark.parametrize(
    "command",
    [
        ("graph", "rebuild"),
        ("measure", "refresh"),
        ("export", "jsonl", "OUT"),
        ("demo", "--no-serve"),
    ],
)
def test_a_command_that_is_stopped_can_be_given_again(
    home: Path, tmp_path: Path, chance: random.Random, command: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    call = [str(out) if word == "OUT" else word for word in command]
    forget_results(home)
    longest = DEMO_SECONDS if command[0] == "demo" else seconds_of(home, *call)
    shutil.rmtree(out, ignore_errors=True)
    for number in (signal.SIGINT, signal.SIGTERM):
        forget_results(home)
        process = began(home, *call)
        time.sleep(chance.uniform(LOADED, longest))
        stopped(process, number)
        for file in out.glob("*.jsonl"):
            assert all(
                json.loads(line)["evidence"] is not None
                for line in file.read_text("utf-8").split("\n")[:-1]
            )
        assert not list(out.glob("*.partial"))
    if command[0] != "demo":
        assert kakehashi(home, *call).status == 0


@pytest.mark.parametrize("number", STATUS)
def test_what_fails_only_as_it_is_stopped_counts_as_stopped(
    tmp_path: Path, number: signal.Signals
) -> None:
    process = began(tmp_path, text=FAILS_AS_IT_LETS_GO)
    assert stopped(process, number).status == STATUS[number]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_measuring_process_outlives_the_one_that_waits(
    tmp_path: Path, number: signal.Signals
) -> None:
    process = began(tmp_path, text=SLOW_MEASURE)
    try:
        assert within(20, lambda: len(children(process.pid)) > 1), "no child to end"
        if number == signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        assert within(10, lambda: process.poll() is not None), "it goes on waiting"
        assert within(5, lambda: not children(process.pid)), "the child goes on measuring"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_who_waits_for_a_busy_ledger_can_be_stopped_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}"
    Ledger.open(url).close()
    holder = engines.engine_for(url)
    with engines.writing(holder):
        process = began(tmp_path / "home", "same", "local:a", "local:b", "--why", "x")
        time.sleep(2)
        assert process.poll() is None, "it did not wait"
        begun = time.monotonic()
        assert stopped(process, signal.SIGINT).status == 130
        assert time.monotonic() - begun < 5
    holder.dispose()
    with closing(Ledger.open(url)) as ledger:
        assert ledger.version() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_explorer_that_is_stopped_lets_everything_go(home: Path, number: signal.Signals) -> None:
    with explorer(home) as running:
        assert running.get("/").status == 200
        running.process.send_signal(number)
        running.process.wait(QUICK)
        assert "Traceback" not in running.said.read_text("utf-8")
    assert kakehashi(home, "measure", "refresh").status == 0
