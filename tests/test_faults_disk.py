"""A disk that is full, a home that may not be written, and a home that is somebody else's."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kb.graph import stop
from kb.ledger import Ledger
from kb.settings import Settings
from tests.command import START, Answer, kakehashi, python
from tests.ledger_samples import body, described, run
from tests.small_disk import Disk, small_disk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts and limits of Linux")

SMALL, MIDDLE, LARGE = "vocabulary", "innovation_producer_report", "sme_agency_materials"
LIMITED = (
    "import resource, sys; most = int(sys.argv.pop(1)); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)); " + START
)
# Many commands in one process; before it becomes somebody else everything is loaded, since others
# may not even read where Python lies.
EACH = """
import json, os, sys
import encodings.idna, alembic.command, ingest.cli
import kb.commands.graph, kb.commands.identity, kb.commands.measure, kb.verifying.run
from kb.cli import main
user, commands = json.loads(sys.argv[1])
if user:
    os.setegid(user)
    os.seteuid(user)
for command in commands:
    try:
        main(command)
    except SystemExit as leave:
        print(f"status {leave.code}\\f", file=sys.stderr, flush=True)
"""
NOBODY = 65534


def each(home: Path, *commands: Sequence[str], user: int = 0) -> list[Answer]:
    """Call commands one after the other."""
    said = python(home, EACH, json.dumps([user, commands]))
    assert said.status == 0, said.err
    parts = said.err.split("\f\n")[:-1]
    assert len(parts) == len(commands)
    return [Answer(int(part.rpartition("status ")[2]), "", part) for part in parts]


def failed(answer: Answer, *words: str) -> None:
    """See that a command failed in words, with what to do, and not in a traceback."""
    assert answer.status == 1, answer.err
    assert "Traceback" not in answer.err
    assert "unexpected" not in answer.err, answer.err
    for word in words:
        assert word in answer.err, answer.err


def version(home: Path) -> int:
    with Ledger.open(f"sqlite:///{home / 'ledger.sqlite'}") as ledger:
        assert ledger.examine().flaws == ()
        return ledger.version()


@pytest.fixture
def disk() -> Iterator[Disk]:
    with small_disk(2) as mounted:
        yield mounted
        stop(Settings(mounted.place / "home", ledger_url=""))


def test_on_a_full_disk_every_step_says_so_and_succeeds_once_there_is_room(disk: Disk) -> None:
    home, out = disk.place / "home", disk.place / "out"
    ingest, refresh = ("ingest", "run", MIDDLE), ("measure", "refresh")
    export = ("export", "jsonl", str(out))
    failed(kakehashi(home, *ingest), "disk is full", "Free some space")
    assert version(home) == 0
    disk.resize(18)
    failed(kakehashi(home, *ingest), "disk is full", "same command again")
    assert version(home) == 1, "what was committed before the graph met the end of the disk"
    disk.resize(120)
    again = kakehashi(home, *ingest)
    assert again.status == 0, again.err
    other = disk.fill(leaving=100_000)
    for answer in each(home, refresh, export):
        failed(answer, "full")
    assert not list(out.glob("*.jsonl")), "half an export has its name"
    other.unlink()
    for answer in each(home, refresh, export, ["verify"]):
        assert answer.status == 0, answer.err
    assert list(out.glob("*.jsonl"))


def test_a_file_that_may_not_grow_further_is_said_and_loses_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Ledger.open(f"sqlite:///{home / 'ledger.sqlite'}") as ledger:
        ledger.describe(described("report"))
        run(ledger, *(body(str(one)) for one in range(300)))
    size = (home / "ledger.sqlite").stat().st_size
    limited = python(home, LIMITED, str(size + 300_000), "ingest", "run", LARGE)
    failed(limited, "full", "what to do")
    assert version(home) == 1
    with Ledger.open(f"sqlite:///{home / 'ledger.sqlite'}") as ledger:
        assert len(list(ledger.claims())) == 300


READING = (
    ("ingest", "status"),
    ("decisions",),
    ("cypher", "MATCH (n) RETURN count(n)"),
    ("graph", "status"),
    ("verify",),
    ("measure", "refresh"),
)
WRITING = (("ingest", "run", SMALL), ("same", "local:a", "local:b", "--why", "x"))


def test_a_read_only_home_is_said_and_left_as_it_is(disk: Disk) -> None:
    home = disk.place / "home"
    with Ledger.open(f"sqlite:///{home / 'ledger.sqlite'}") as ledger:
        ledger.describe(described("report"))
        run(ledger, body("a"))
    before = (home / "ledger.sqlite").read_bytes()
    disk.read_only()
    for answer in each(home, *READING, *WRITING):
        failed(answer, str(home))
    assert (home / "ledger.sqlite").read_bytes() == before
    nothing = each(home, ["words"], ["ask"], ["ingest", "list"], ["measure", "list"])
    assert [answer.status for answer in nothing] == [0] * 4, "these need nothing of the home"


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """Give a folder that everybody may enter (pytest's own are closed to others)."""
    folder = Path("/tmp") / f"kakehashi-{os.getpid()}"  # noqa: S108 a name of our own
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    yield folder
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    folder.rmdir()


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root may be another user")
@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_a_home_that_is_somebody_elses_is_said_and_left_as_it_is(
    open_to_all: Path, mode: int
) -> None:
    home = open_to_all / "home"
    with Ledger.open(f"sqlite:///{home / 'ledger.sqlite'}") as ledger:
        ledger.describe(described("report"))
        run(ledger, body("a"))
    home.chmod(mode)
    before = {file.name: file.stat().st_size for file in home.iterdir()}
    for answer in each(home, *READING, *WRITING, user=NOBODY):
        failed(answer, str(home))
    assert {file.name: file.stat().st_size for file in home.iterdir()} == before
    assert stat.S_IMODE(home.stat().st_mode) == mode
