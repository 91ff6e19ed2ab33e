"""Verify finds what differs, says how bad it is, and what it names as the mend does mend it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.check import NAMED
from kb.graph import stop
from kb.graph.folder import Folder
from kb.ledger import Ledger
from kb.network.slice import DEFAULT
from kb.records import Entity
from kb.settings import Settings
from kb.verifying.run import Verified, verify
from tests.command import kakehashi
from tests.graph_servers import settings_of
from tests.ledger_samples import described, run
from tests.small_ecosystem import AT, RECORDS, SOURCE


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home with a ledger, a graph and results, in which a test breaks one thing."""
    settings = settings_of(tmp_path_factory.mktemp("home"))
    with KnowledgeBase(settings) as base:
        base.ledger.describe(described(SOURCE))
        run(base.ledger, *RECORDS, source=SOURCE, when=AT)
        base.catch_up()
        base.measure(at=AT)
    yield settings
    stop(settings)


@pytest.fixture
def home(settings: Settings) -> Iterator[Settings]:
    """The home, well before the test and mended after it."""
    yield settings
    with KnowledgeBase(settings) as base:
        base.rebuild()
        base.measure(at=AT)


def harms(found: Verified, check: str) -> set[tuple[str, str]]:
    return {(one.harm, one.command) for one in found.checks[check][1].findings}


def write(settings: Settings, statement: str) -> None:
    """Change the graph behind the back of the build."""
    with KnowledgeBase(settings) as base, base.graph._line.session("WRITE") as session:  # noqa: SLF001 no door does this
        session.run(statement).consume()


def test_a_sound_home_is_said_to_be_well_in_words_and_for_machines(home: Settings) -> None:
    said = kakehashi(home.home, "verify")
    assert (said.status, said.out.count("✓"), "All is well" in said.out) == (0, 6, True)
    machine = kakehashi(home.home, "verify", "--format", "json")
    told = json.loads(machine.out)
    assert (machine.status, told["well"], told["version"]) == (0, True, 1)
    names = [one["check"] for one in told["checks"]]
    assert names == ["ledger", "identity", "graph", "search", "results", "home"]
    assert all(one["seen"]["ja"] != one["seen"]["en"] for one in told["checks"])


def test_verifying_writes_nothing(home: Settings) -> None:
    before = _contents(home.home)
    with KnowledgeBase(home) as base:
        mark = base.graph.marked()
        verify(home)
        assert base.graph.marked() == mark
    assert _contents(home.home) == before


def test_a_ledger_that_others_keep_changing_is_said_and_they_need_not_wait(home: Settings) -> None:
    over, waits = threading.Event(), []

    def write_on() -> None:
        with Ledger.open(home.ledger_url) as ledger:
            while not over.is_set():
                began = time.monotonic()
                ledger.enter("note", {"text": "x"}, by="p", at=AT)
                waits.append(time.monotonic() - began)
                time.sleep(0.05)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        found = verify(home)
    finally:
        over.set()
        writer.join()
    assert "meanwhile" in found.differences[0].what.en
    assert found.checks["ledger"][1].findings == ()
    assert len(waits) > 3
    assert max(waits) < 10  # a writer that was shut out would have waited for the whole of it


def _contents(home: Path) -> dict[str, bytes]:
    names = ("ledger.sqlite", "graph-mark")
    kept = {name: (home / name).read_bytes() for name in names}
    with closing(sqlite3.connect(home / "derived.sqlite")) as db:
        return kept | {"derived": "\n".join(db.iterdump()).encode()}


@dataclass(frozen=True)
class Break:
    """What is done to the graph, and what verify should say of it."""

    statement: str
    said: str
    named: str


BREAKS = {
    "node gone": Break(
        "MATCH (n:Entity {id: 'local:offer'}) DETACH DELETE n", "nodes missing", "local:offer"
    ),
    "node too many": Break(
        "CREATE (:Entity:Agent:Organisation:Firm {id: 'local:ghost', name: '幽霊'})",
        "nodes that the ledger does not give",
        "local:ghost",
    ),
    "name altered": Break(
        "MATCH (n:Entity {id: 'local:mill'}) SET n.name = '黒雲工業'", "nodes that differ", "name"
    ),
    "label gone": Break(
        "MATCH (n:Entity {id: 'local:mill'}) REMOVE n:Firm", "nodes that differ", "labels"
    ),
    "tie gone": Break(
        "MATCH (:Entity {id: 'local:hub'})-[e:SUPPORTS]->(:Entity {id: 'local:works'}) DELETE e",
        "ties missing",
        "local:hub SUPPORTS local:works",
    ),
    "tie too many": Break(
        "MATCH (a:Entity {id: 'local:hub'}), (b:Entity {id: 'local:town'}) "
        "CREATE (a)-[:SUPPORTS {key: 'x'}]->(b)",
        "ties that the ledger does not give",
        "local:hub SUPPORTS local:town",
    ),
    "tie altered": Break(
        "MATCH (:Entity {id: 'local:hub'})-[e:SUPPORTS]->(:Entity {id: 'local:works'}) "
        "SET e.until = '2099-01'",
        "ties that differ",
        "until",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_differs_in_the_graph_is_named_and_rebuild_mends_it(name: str, home: Settings) -> None:
    done = BREAKS[name]
    write(home, done.statement)
    found = verify(home)
    of_graph = found.checks["graph"][1].findings
    (said,) = [one for one in of_graph if done.said in one.what.en]
    assert (said.harm, said.count, said.command) == ("wrong", 1, "kakehashi graph rebuild")
    assert done.named in said.named[0]
    with KnowledgeBase(home) as base:
        base.rebuild()
    assert verify(home).checks["graph"][1].findings == ()


def test_only_so_many_are_named_and_the_rest_counted(home: Settings) -> None:
    write(home, "MATCH (n:Entity) SET n.name = 'x'")
    said = kakehashi(home.home, "verify")
    assert said.status == 1
    nodes = sum(isinstance(one, Entity) for one in RECORDS)
    assert f"({nodes})" in said.out
    assert said.out.count(": name\n") == NAMED
    assert f"and {nodes - NAMED} more (at most {NAMED} are named)" in said.out


def test_a_graph_that_lags_is_outdated_and_following_mends_it(home: Settings) -> None:
    with Ledger.open(home.ledger_url) as ledger:
        ledger.enter("note", {"text": "x"}, by="p", at=AT)
        behind = ledger.version()
    found = verify(home)
    assert harms(found, "graph") == {("outdated", "kakehashi graph start")}
    assert f"the ledger is at {behind}" in found.checks["graph"][1].findings[0].what.en
    with KnowledgeBase(home) as base:
        base.catch_up()
    assert harms(verify(home), "graph") == set()


def test_a_name_missing_from_the_search_or_left_in_it_is_found(home: Settings) -> None:
    with closing(sqlite3.connect(home.derived_file)) as db, db:
        db.execute("DELETE FROM search WHERE id = 'local:mill'")
        db.execute("UPDATE search SET name = '昔の名' WHERE id = 'local:works'")
    found = verify(home)
    assert harms(found, "search") == {("wrong", "kakehashi graph rebuild")}
    named = [name for one in found.checks["search"][1].findings for name in one.named]
    assert any("local:mill" in name for name in named)
    assert any("昔の名" in name for name in named)
    with KnowledgeBase(home) as base:
        base.rebuild()
    assert harms(verify(home), "search") == set()


def test_a_damaged_file_of_results_is_outdated_and_no_more(home: Settings) -> None:
    home.derived_file.write_bytes(b"not a database" * 500)
    found = verify(home)
    assert harms(found, "results") == {("outdated", "kakehashi measure refresh")}
    assert harms(found, "search") == {("outdated", "kakehashi graph start")}
    said = kakehashi(home.home, "verify").out
    for sentence in ("The search table is not there", "The file of derived results is damaged"):
        assert said.count(sentence) == 1, "what a line says is not said again below it"
    assert "to mend it: kakehashi measure refresh" in said


def test_results_of_another_network_and_altered_values_are_found(home: Settings) -> None:
    with closing(sqlite3.connect(home.derived_file)) as db, db:
        db.execute("UPDATE measured SET fingerprint = 'other' WHERE measure = 'degree'")
    write(home, "MATCH (n:Entity {id: 'local:hub'}) SET n.betweenness = 99.5")
    found = verify(home).checks["results"][1].findings
    assert {(one.harm, one.named[0].partition(":")[0]) for one in found} == {
        ("outdated", "degree"),
        ("wrong", "local"),
    }
    assert any("betweenness 99.5" in name for one in found for name in one.named)


def test_communities_of_another_network_or_with_strangers_are_found(home: Settings) -> None:
    with closing(sqlite3.connect(home.derived_file)) as db, db:
        db.execute("UPDATE divided SET fingerprint = 'other'")
    (found,) = verify(home).checks["results"][1].findings
    assert (found.harm, found.command) == ("outdated", "kakehashi measure refresh")
    assert "communities" in found.what.en
    with KnowledgeBase(home) as base:
        base.measure(at=AT)
        kept = base.derived.divided(DEFAULT.description)
        assert kept is not None
        first = kept.division.all[0]
        strange = replace(first, ids=(*first.ids, first.ids[0], "local:nobody"))
        division = replace(kept.division, all=(strange, *kept.division.all[1:]))
        base.derived.keep_divided(DEFAULT.description, replace(kept, division=division))
    (found,) = verify(home).checks["results"][1].findings
    assert found.harm == "wrong"
    assert set(found.named) == {first.ids[0], "local:nobody"}
    with KnowledgeBase(home) as base:
        base.derived.keep_divided(DEFAULT.description, kept)


def test_orphaned_runs_and_nodes_that_name_none_are_found(home: Settings) -> None:
    with closing(sqlite3.connect(home.derived_file)) as db, db:
        db.execute("DELETE FROM measured WHERE measure = 'betweenness'")
    found = verify(home)
    assert harms(found, "results") == {("outdated", "kakehashi measure refresh")}
    sentences = " ".join(one.what.en for one in found.checks["results"][1].findings)
    assert "run record is not there" in sentences
    assert "do not bear the newest measures" in sentences
    with KnowledgeBase(home) as base:
        base.measure(at=AT)
    assert harms(verify(home), "results") == set()


def test_a_secret_that_others_may_read_is_found(home: Settings) -> None:
    file = home.graph_folder / "state.json"
    file.chmod(0o644)
    found = verify(home)
    ((harm, command),) = harms(found, "home")
    assert (harm, "state.json (644)" in found.checks["home"][1].findings[0].named[0]) == (
        "wrong",
        True,
    )
    subprocess.run(command, shell=True, check=True)  # noqa: S602 the command that a person is told
    assert harms(verify(home), "home") == set()


def flip(settings: Settings) -> tuple[Path, bytes]:
    """Stop the graph and flip a bit in its files; give the file and what it holds now."""
    stop(settings)
    file = max(Folder(settings).databases.rglob("*"), key=lambda one: one.stat().st_size)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 4
    file.write_bytes(bytes(content))
    return file, bytes(content)


COUNT = "MATCH (n:Entity) RETURN count(n) AS n"


def test_whoever_keeps_up_never_reads_the_graph_that_damage_left_empty(home: Settings) -> None:
    with KnowledgeBase(home) as base:
        base.catch_up()
        before = base.graph.read(COUNT).rows
    flip(home)
    with KnowledgeBase(home) as base:
        base.keep_up()
        assert base.graph.read(COUNT).rows == before
        assert base.graph.mark() == base.ledger.version()
    flip(home)
    asked = kakehashi(home.home, "cypher", COUNT, "--format", "json")
    assert (asked.status, json.loads(asked.out)) == (0, before)
    assert verify(home).well, "the results came back too"


def test_a_rebuild_gives_the_nodes_their_results_back(home: Settings) -> None:
    write(home, "MATCH (n:Entity {id: 'local:hub'}) SET n.betweenness = 99.5")
    found = verify(home).checks["results"][1].findings
    assert [(one.harm, one.command) for one in found] == [("wrong", "kakehashi graph rebuild")]
    assert kakehashi(home.home, "graph", "rebuild").status == 0
    assert verify(home).well


def test_a_flipped_bit_in_the_closed_graph_is_found_and_not_thrown_away(home: Settings) -> None:
    file, content = flip(home)
    found = verify(home)
    assert harms(found, "graph") == {("wrong", "kakehashi graph rebuild")}
    assert file.name in found.checks["graph"][1].findings[0].named[0]
    assert file.read_bytes() == content
    assert kakehashi(home.home, "graph", "rebuild").status == 0
    assert harms(verify(home), "graph") == set()
