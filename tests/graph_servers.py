"""The graph servers that the tests share: an embedded one and a Neo4j for the whole session.

A test module imports the fixtures it uses; what asks for `server` or `graph` runs on both engines.
`graph` is empty at the start of every test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.graph.connection import connect, stop
from kb.graph.door import Graph
from kb.graph.folder import Folder, State
from kb.graph.picture import Node
from kb.graph.writer import Mark
from kb.settings import Settings
from tests.neo4j_server import shared

FIRM = ("Entity", "Agent", "Organisation", "Firm")


def settings_of(home: Path) -> Settings:
    """Give the settings of an installation in a folder."""
    return Settings(home, ledger_url=f"sqlite:///{home / 'ledger.sqlite'}")


ENGINES = ("embedded", pytest.param("neo4j", marks=pytest.mark.neo4j))

# What is about the home's own engine alone.
EMBEDDED = pytest.mark.parametrize("server", ["embedded"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings whose embedded server runs until the session ends."""
    settings = settings_of(tmp_path_factory.mktemp("embedded"))
    with connect(settings):
        yield settings
    stop(settings)


@pytest.fixture(scope="session")
def neo4j(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that name a Neo4j, which runs until the process ends."""
    return shared().settings(tmp_path_factory.mktemp("neo4j"))


@pytest.fixture(scope="session", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Settings:
    """Settings whose graph server runs, of either engine."""
    settings: Settings = request.getfixturevalue(request.param)
    return settings


@pytest.fixture
def graph(server: Settings) -> Iterator[Graph]:
    """A connected graph without nodes, ties and mark."""
    with connect(server) as connected:
        empty(connected)
        yield connected


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Settings]:
    settings = settings_of(tmp_path / "館 home")
    yield settings
    stop(settings)


def fill(graph: Graph, *, building: bool = False) -> None:
    with graph.write() as writer:
        writer.prepare()
        writer.nodes(Node(f"n{i}", FIRM, {"name": f"会社{i}"}) for i in range(300))
        writer.mark(Mark(7, "words", "1", building=building, nodes=300))


def told(settings: Settings) -> State:
    state = Folder(settings).read_state()
    assert state is not None
    return state


def empty(graph: Graph) -> None:
    """Take everything out of a graph, the mark too."""
    with graph._line.session("WRITE") as session:  # noqa: SLF001 no door does this
        session.run("MATCH (n) DETACH DELETE n").consume()


def nodes(graph: Graph) -> dict[str, dict[str, object]]:
    """Give what the graph holds of nodes: properties and labels by id."""
    rows = graph.read("MATCH (n:Entity) RETURN n.id AS id, n AS node").rows
    return {str(row["id"]): node for row in rows if isinstance(node := row["node"], dict)}


def ties(graph: Graph, type_: str = "") -> set[tuple[str, str, str]]:
    """Give the graph's ties as (source, relation, target)."""
    rows = graph.read("MATCH (a)-[e]->(b) RETURN a.id AS a, type(e) AS t, b.id AS b").rows
    found = {(str(row["a"]), str(row["t"]), str(row["b"])) for row in rows}
    return {tie for tie in found if not type_ or tie[1] == type_}


def whole(graph: Graph) -> tuple[object, object]:
    """Give everything a reader can see, so that two graphs can be compared."""
    said = graph.read("MATCH (a)-[e]->(b) RETURN a.id AS a, e AS e, b.id AS b ORDER BY e.key").rows
    return nodes(graph), said
