"""The read door on both engines: hostile statements do nothing, honest ones are answered."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kb.errors import GraphError, KakehashiError, ReadRefusedError
from kb.graph.connection import connect
from kb.graph.door import Cancel, Graph
from kb.graph.picture import Node, Tie
from kb.graph.writer import Mark
from kb.settings import Settings
from tests import hostile_commands as commands
from tests import hostile_statements as statements
from tests.graph_servers import EMBEDDED, FIRM, embedded, empty, neo4j, server, told
from tests.neo4j_server import shared

__all__ = ["embedded", "neo4j", "server"]

SECRET = "the content of a file"
ACCOUNT = "canaryaccount"
LIMIT = 2.0
RUNAWAY = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(a % b) AS n"
FIRMS = 40
WRITES = (statements.CLAUSES, statements.UNIONS, statements.SUBQUERIES, statements.SCHEMA)
OTHERS = (
    statements.LOADS,
    statements.PROCEDURES,
    commands.ADMINISTRATION,
    commands.DISGUISES,
    commands.OTHER_LANGUAGES,
)


@dataclass
class World:
    """A graph, and the traps around it."""

    graph: Graph
    settings: Settings
    file: Path
    port: int
    met: list[str] = field(default_factory=list)

    def armed(self, statement: str) -> str:
        placed = statement.replace("CANARY_FILE", self.file.as_uri())
        return placed.replace("CANARY_PORT", str(self.port))

    def everything(self) -> str:
        """Give all that the database holds: nodes, ties, names, schema, and who may come in."""
        with self.graph._line.session() as session:  # noqa: SLF001 more than a reader may see
            held = [
                sorted(json.dumps(dict(row), sort_keys=True, default=str) for row in session.run(q))
                for q in (
                    "MATCH (n) RETURN properties(n) AS p, labels(n) AS l",
                    "MATCH (a)-[e]->(b) RETURN a.id AS a, type(e) AS t, properties(e) AS p, b.id AS b",
                    "CALL db.labels() YIELD label RETURN label",
                    "CALL db.propertyKeys() YIELD propertyKey RETURN propertyKey",
                    "CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType",
                    "SHOW CONSTRAINTS YIELD name RETURN name",
                    "SHOW INDEXES YIELD name RETURN name",
                )
            ]
        return json.dumps([held, self.accounts()], indent=1)

    def accounts(self) -> list[str]:
        if self.graph.engine == "embedded":
            folder = self.settings.graph_folder
            users = (folder / "config" / "server-users.jsonl").read_text().splitlines()
            return sorted([*users, *(one.name for one in (folder / "databases").iterdir())])
        with self.graph._line.writer.session(database="system") as session:  # noqa: SLF001
            users = [f"{row['user']} {row['suspended']}" for row in session.run("SHOW USERS")]
            return sorted([*users, *(row["name"] for row in session.run("SHOW DATABASES"))])

    @property
    def process(self) -> int:
        return told(self.settings).java if self.graph.engine == "embedded" else shared().process


@pytest.fixture(scope="module")
def trap() -> Iterator[tuple[int, list[str]]]:
    """Listen on a port of loopback; the list names whoever came."""
    met: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def wait() -> None:
            while True:
                try:
                    line, who = listener.accept()
                except OSError:
                    return
                met.append(str(who))
                line.close()

        threading.Thread(target=wait, daemon=True).start()
        yield listener.getsockname()[1], met
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def world(
    server: Settings, trap: tuple[int, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    file = tmp_path_factory.mktemp("canary") / "canary.csv"
    file.write_text(f"{SECRET},{SECRET}\n", encoding="utf-8")
    with connect(server) as graph:
        _fill(graph)
        made = World(graph, server, file, *trap)
        if graph.engine == "neo4j":
            _open_account(graph)
        yield made


def _fill(graph: Graph) -> None:
    empty(graph)
    with graph.write() as writer:
        writer.prepare()
        writer.mark(Mark(1, "words", "1", nodes=FIRMS, ties=3 * FIRMS))
        writer.nodes(Node(f"firm-{i}", FIRM, {"name": f"会社{i}"}) for i in range(FIRMS))
        writer.ties(
            Tie("SUPPLIES_TO", f"firm-{i}", f"firm-{(i * step + 1) % FIRMS}", f"{i}-{step}", {})
            for i in range(FIRMS)
            for step in (1, 3, 7)
        )


def _open_account(graph: Graph) -> None:
    with graph._line.writer.session(database="system") as session:  # noqa: SLF001
        made = f"CREATE USER {ACCOUNT} IF NOT EXISTS SET PASSWORD 'abcdefgh1'"
        session.run(made).consume()


def _said(world: World, statement: str) -> tuple[str, str]:
    """Give what a statement answers as (rows, error); one of them is empty."""
    try:
        found = world.graph.read(world.armed(statement), timeout=LIMIT)
    except KakehashiError as refused:
        return "", refused.sentence("ja") + refused.sentence("en")
    return json.dumps(found.rows, default=str, ensure_ascii=False) or "[]", ""


def _harm(world: World, statement: str) -> str:
    """Say what harm a statement did; "" for none."""
    rows, error = _said(world, statement)
    listed = {ACCOUNT, "root", "reader", "admin"} & set(rows.replace('"', " ").split())
    if SECRET in rows + error:
        return f"read a file: {statement}"
    if world.met:
        return f"opened a connection: {statement}"
    return f"listed an account: {statement}" if listed else ""


@pytest.mark.parametrize("batch", WRITES, ids=["clauses", "unions", "subqueries", "schema"])
def test_a_write_is_refused_wherever_it_stands(world: World, batch: tuple[str, ...]) -> None:
    before = world.everything()
    assert [one for one in batch if not _said(world, one)[1]] == []
    assert world.everything() == before


@pytest.mark.parametrize(
    "batch", OTHERS, ids=["loads", "procedures", "administration", "disguises", "languages"]
)
def test_nothing_is_changed_read_from_files_or_told_of_accounts(
    world: World, batch: tuple[str, ...]
) -> None:
    before = world.everything()
    assert [harm for one in batch if (harm := _harm(world, one))] == []
    assert world.everything() == before
    assert world.met == []


def test_there_are_as_many_as_were_promised() -> None:
    hostile = [one for batch in WRITES + OTHERS for one in batch]
    hostile += commands.ENDLESS + commands.WITHIN_ONE_EXPRESSION
    assert len(set(hostile)) >= 150


def _busy(process: int) -> float:
    """Give how much of a processor a process uses just now."""
    clock = os.sysconf("SC_CLK_TCK")

    def used() -> float:
        parts = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / clock

    before = used()
    time.sleep(0.5)
    return (used() - before) / 0.5


def _idle_within(world: World, seconds: float) -> bool:
    last = time.monotonic() + seconds
    while _busy(world.process) > 0.5:
        if time.monotonic() > last:
            return False
    return True


def _seconds(world: World, statement: str) -> float:
    began = time.monotonic()
    _said(world, statement)
    return time.monotonic() - began


def test_endless_work_ends_at_its_limit_on_the_server_too(world: World) -> None:
    before = world.everything()
    with ThreadPoolExecutor(4) as several:
        took = several.map(lambda one: (_seconds(world, one), one), commands.ENDLESS)
        late = [(seconds, one) for seconds, one in took if seconds > LIMIT + 4]
    assert late == []
    assert _idle_within(world, 4)
    assert _seconds(world, "RETURN 1 AS one") < 1
    assert world.everything() == before


@EMBEDDED
@pytest.mark.parametrize("statement", commands.WITHIN_ONE_EXPRESSION)
def test_an_embedded_server_that_does_not_stop_is_ended_and_starts_again(
    world: World, statement: str
) -> None:
    before = world.everything()
    assert _said(world, statement)[1]
    assert world.graph.read("RETURN 1 AS one").rows == [{"one": 1}]
    assert _idle_within(world, 4)
    # The passwords are new with every start.
    assert json.loads(world.everything())[0] == json.loads(before)[0]


@pytest.mark.neo4j
@pytest.mark.parametrize("server", ["neo4j"], indirect=True, scope="session")
def test_a_neo4j_that_does_not_stop_is_waited_for_no_longer(world: World) -> None:
    """Neo4j looks at its clock between rows: this takes some ten seconds and then ends."""
    statement = "RETURN reduce(s = 0, i IN range(1, 200000000) | s + i) AS n"
    began = time.monotonic()
    with pytest.raises(GraphError, match="did not stop"):
        world.graph.read(statement, timeout=1)
    assert time.monotonic() - began < 7
    assert _seconds(world, "RETURN 1 AS one") < 1
    assert _idle_within(world, 40)


def test_a_read_is_cancelled_from_another_thread(world: World) -> None:
    cancel = Cancel()
    threading.Timer(0.5, cancel).start()
    began = time.monotonic()
    with pytest.raises(GraphError, match="Stopped as asked"):
        world.graph.read(RUNAWAY, cancel=cancel)
    assert time.monotonic() - began < 4
    assert _idle_within(world, 3)
    with pytest.raises(GraphError, match="Stopped as asked"):
        world.graph.read("RETURN 1 AS one", cancel=cancel)
    assert world.graph.read("RETURN 1 AS one", cancel=Cancel()).rows == [{"one": 1}]


def test_cancelling_one_read_leaves_another_of_the_same_words_alone(world: World) -> None:
    finite = "UNWIND range(1, 3000) AS a UNWIND range(1, 2000) AS b RETURN count(a % b) AS n"
    cancel = Cancel()
    with ThreadPoolExecutor(2) as several:
        kept = several.submit(world.graph.read, finite)
        cancelled = several.submit(world.graph.read, finite, cancel=cancel)
        time.sleep(0.2)
        cancel()
        assert kept.result().rows == [{"n": 6_000_000}]
        assert isinstance(cancelled.exception(), GraphError | None)


def test_a_long_answer_is_cut_at_the_cap_and_the_server_does_no_more(world: World) -> None:
    began = time.monotonic()
    found = world.graph.read("UNWIND range(1, 900000) AS a RETURN a", limit=10)
    assert [row["a"] for row in found.rows] == list(range(1, 11))
    assert found.truncated
    assert time.monotonic() - began < 5


def test_a_refusal_says_why_in_both_languages(world: World) -> None:
    with pytest.raises(ReadRefusedError) as refused:
        world.graph.read("CREATE (n:Entity {id: 'x'})")
    assert "Only reading is allowed here." in refused.value.sentence("en")
    assert "読み取りだけができます" in refused.value.sentence("ja")
