"""What every engine must do: write as told, refuse at the read door, stop in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kb.errors import CallError, GraphError, KakehashiError, ReadRefusedError
from kb.graph.door import Graph
from kb.graph.picture import Node, Tie
from kb.graph.writer import BATCH, Mark, TieEnds
from kb.settings import Settings
from tests.graph_servers import EMBEDDED, embedded, graph, neo4j, nodes, server, ties

__all__ = ["embedded", "graph", "neo4j", "server"]

FIRM = ("Entity", "Agent", "Organisation", "Firm")
PERSON = ("Entity", "Agent", "Person")
MARK = Mark(1, "words", "1")
RUNAWAY = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b"


def firm(number: int, **more: object) -> Node:
    return Node(f"firm-{number}", FIRM, {"name": f"会社{number}", "chief": "Firm", **more})


def supplies(a: int, b: int, **more: object) -> Tie:
    return Tie("SUPPLIES_TO", f"firm-{a}", f"firm-{b}", f"{a}>{b}", {"basis": "register", **more})


@pytest.fixture
def three(graph: Graph) -> Graph:
    with graph.write() as writer:
        writer.prepare()
        writer.mark(MARK)
        writer.nodes([firm(1), firm(2), firm(3)])
        writer.ties([supplies(1, 2), supplies(2, 3)])
    return graph


def test_what_is_written_can_be_read(three: Graph) -> None:
    assert nodes(three)["firm-1"] == {
        "id": "firm-1", "name": "会社1", "chief": "Firm",
        "labels": ["Agent", "Entity", "Firm", "Organisation"],
    }  # fmt: skip
    assert ties(three) == {("firm-1", "SUPPLIES_TO", "firm-2"), ("firm-2", "SUPPLIES_TO", "firm-3")}
    assert three.mark() == 1


def test_writing_twice_changes_nothing(three: Graph) -> None:
    with three.write() as writer:
        writer.prepare()
        writer.nodes([firm(1), firm(2), firm(3)])
        writer.ties([supplies(1, 2), supplies(2, 3)])
    assert three.status().nodes == 3
    assert three.status().ties == 2


def test_what_is_no_longer_said_of_a_node_or_tie_goes(three: Graph) -> None:
    with three.write() as writer:
        writer.nodes([firm(1, employees=5)])
        writer.ties([supplies(1, 2, role="parts")])
        writer.nodes([firm(1)])
        writer.ties([supplies(1, 2)])
    assert "employees" not in nodes(three)["firm-1"]
    # Neo4j 5.26.18 answers `RETURN count(e.role)` here with the number of all ties.
    assert three.read("MATCH ()-[e]->() WHERE e.role <> '' RETURN e.role").rows == []


def test_a_word_with_a_digit_can_be_drawn(three: Graph) -> None:
    labels = ("Entity", "Agent", "Web3Firm")
    with three.write() as writer:
        writer.nodes([Node("firm-1", labels, {"name": "一"}), Node("firm-9", labels, {})])
        writer.ties([Tie("B2B_WITH", "firm-1", "firm-9", "b", {})])
    assert nodes(three)["firm-9"]["labels"] == ["Agent", "Entity", "Web3Firm"]
    assert ("firm-1", "B2B_WITH", "firm-9") in ties(three)


@pytest.mark.parametrize("word", ["3Firm", "firm", "Firm\n", "Firm:Admin", "Firm`", "Fïrm", ""])
def test_what_cannot_be_a_label_is_refused(three: Graph, word: str) -> None:
    with three.write() as writer, pytest.raises(GraphError, match="cannot be a label"):
        writer.nodes([Node("firm-8", ("Entity", word), {})])
    assert "firm-8" not in nodes(three)


def test_a_change_of_type_keeps_the_ties(three: Graph) -> None:
    with three.write() as writer:
        writer.nodes([Node("firm-2", PERSON, {"name": "二"})])
    assert nodes(three)["firm-2"]["labels"] == ["Agent", "Entity", "Person"]
    assert len(ties(three)) == 2


def test_more_than_a_batch_arrives_whole(graph: Graph) -> None:
    many = BATCH + 7
    with graph.write() as writer:
        writer.prepare()
        writer.mark(MARK)
        writer.nodes(firm(number) for number in range(many))
        writer.ties(supplies(number, number + 1) for number in range(many - 1))
    assert (graph.status().nodes, graph.status().ties) == (many, many - 1)


def test_measures_stand_beside_what_is_there(three: Graph) -> None:
    with three.write() as writer:
        writer.values([("firm-1", {"betweenness": 0.5})])
    assert nodes(three)["firm-1"]["betweenness"] == 0.5
    assert nodes(three)["firm-1"]["name"] == "会社1"


def test_what_is_removed_is_gone(three: Graph) -> None:
    with three.write() as writer:
        writer.remove_ties([TieEnds("SUPPLIES_TO", "firm-1", "firm-2", "1>2")])
        writer.remove_nodes(["firm-3"])
    assert set(nodes(three)) == {"firm-1", "firm-2"}
    assert not ties(three)


def test_an_id_is_unique(three: Graph) -> None:
    with pytest.raises(KakehashiError), three.write() as writer:
        writer._session.run("CREATE (n:Entity:Agent {id: 'firm-1'})").consume()  # noqa: SLF001


@pytest.mark.parametrize("word", ["Firm`", "firm", "A B", "A:B", "", "A)-[]-(", "1A"])
def test_a_label_that_is_no_word_is_never_sent(three: Graph, word: str) -> None:
    with pytest.raises(GraphError), three.write() as writer:
        writer.nodes([Node("new", ("Entity", word), {})])
    with pytest.raises(GraphError), three.write() as writer:
        writer.ties([Tie(word, "firm-1", "firm-2", "k", {})])


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (n:Entity {id: 'x'})",
        "MERGE (n:Entity {id: 'x'})",
        "MATCH (n:Entity) SET n.name = 'x'",
        "MATCH (n:Entity) REMOVE n.name",
        "MATCH (n:Entity) SET n:Person",
        "MATCH (n:Entity) DETACH DELETE n",
        "MATCH ()-[e]->() DELETE e",
        "MATCH (a {id: 'firm-1'}), (b {id: 'firm-3'}) CREATE (a)-[:KNOWS]->(b)",
        "MATCH (n:Entity) FOREACH (i IN [1] | SET n.name = 'x')",
        "CALL { CREATE (n:Entity {id: 'x'}) RETURN n } RETURN n",
        "MATCH (n:NobodyHasThis) SET n.name = 'x'",
        "CREATE INDEX FOR (n:Entity) ON (n.name)",
        "DROP CONSTRAINT entity_id",
        "CREATE USER x SET PASSWORD 'abcdefgh1'",
        "SHOW USERS",
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "LOAD CSV FROM 'http://127.0.0.1/' AS line RETURN line",
        "LOAD CSV FROM 'https://example.org/' AS line RETURN line",
        "MATCH (n) CALL { LOAD CSV FROM 'https://example.org/' AS l RETURN l } RETURN l",
    ],
)
def test_the_read_door_refuses_whatever_is_not_a_read(three: Graph, statement: str) -> None:
    before = nodes(three), ties(three)
    with pytest.raises(KakehashiError) as refused:
        three.read(statement)
    assert isinstance(refused.value, ReadRefusedError) or "LOAD CSV" in str(refused.value)
    assert (nodes(three), ties(three)) == before


def test_a_long_answer_is_cut_and_says_so(three: Graph) -> None:
    cut = three.read("MATCH (n:Entity) RETURN n.id AS id ORDER BY id", limit=2)
    assert [row["id"] for row in cut.rows] == ["firm-1", "firm-2"]
    assert cut.truncated
    assert not three.read("MATCH (n:Entity) RETURN n.id AS id", limit=3).truncated


def test_an_answer_names_its_columns_in_their_order(three: Graph) -> None:
    answer = three.read("MATCH (n:Firm) RETURN n.name AS name, n.id AS id, n.nothing AS c")
    assert answer.columns == ("name", "id", "c")
    assert three.read("MATCH (n:Person) RETURN n.id AS id").rows == []


@pytest.mark.parametrize(
    "statement",
    [
        f"{RUNAWAY} WITH a WHERE a % 7 = 3 RETURN count(*) AS n",
        f"MATCH (x:Entity) {RUNAWAY} WITH x, a WHERE a % 7 = 3 RETURN count(*) AS n",
    ],
)
def test_a_runaway_read_stops_at_its_limit_and_the_next_one_works(
    three: Graph, statement: str
) -> None:
    with pytest.raises(GraphError, match="time limit"):
        three.read(statement, timeout=1)
    assert three.read("RETURN 1 AS one").rows == [{"one": 1}]


def test_a_mistake_is_shown_with_its_place(three: Graph) -> None:
    with pytest.raises(CallError) as mistake:
        three.read("MATCH (n\nRETURN n")
    assert "line 2, column" in mistake.value.sentence("en")
    assert "2行目" in mistake.value.sentence("ja")


@pytest.mark.parametrize(
    "statement", ["MATCH (n) RETURN $p", "MATCH (n) RETURN m", "RETURN foo(1)"]
)
def test_what_the_statement_lacks_is_the_callers_mistake(three: Graph, statement: str) -> None:
    with pytest.raises(CallError):
        three.read(statement)


def test_values_come_as_plain_ones(three: Graph) -> None:
    row = three.read(
        "MATCH p = (a:Entity {id: 'firm-1'})-[e]->(b) "
        "RETURN e AS e, [1, 'x', null] AS l, date('2020-01-02') AS d, p AS p"
    ).rows[0]
    assert row["e"] == {"key": "1>2", "basis": "register", "type": "SUPPLIES_TO"}
    assert row["l"] == [1, "x", None]
    assert row["d"] == "2020-01-02"


def _strangers(graph: Graph) -> None:
    with graph._line.session("WRITE") as session:  # noqa: SLF001 somebody else's data
        session.run("CREATE (n:Movie {title: 'x'})").consume()


@pytest.mark.parametrize("touch", [Graph.mark, lambda graph: graph.write().__enter__()])
def test_somebody_elses_database_is_never_written(
    graph: Graph, touch: Callable[[Graph], object]
) -> None:
    _strangers(graph)
    with pytest.raises(GraphError, match="mark") as refused:
        touch(graph)
    assert "Nothing was written to this one; what is in the ledger is kept" in str(refused.value)
    assert graph.read("MATCH (n:Movie) RETURN count(n) AS n").rows == [{"n": 1}]


@EMBEDDED
def test_a_user_who_may_only_read_cannot_build_and_is_told_the_right(three: Graph) -> None:
    """The same error that a Neo4j with roles gives, which the community edition does not have."""
    access = three._line.access  # noqa: SLF001 the builder in the reader's place
    before = nodes(three)
    weak = Graph(lambda: replace(access, writer=access.reader, release=lambda: None))
    with weak, pytest.raises(GraphError) as refused, weak.write() as writer:
        writer.nodes([firm(9)])
    assert "rights are too small" in refused.value.sentence("en")
    assert "権限" in refused.value.sentence("ja")
    assert "reader" in str(refused.value.parts["found"])
    assert nodes(three) == before


def test_the_place_of_a_mistake_is_the_place_in_the_statement_as_asked(three: Graph) -> None:
    with pytest.raises(CallError) as mistake:
        three.read("RETURN 1 AS a, missing AS b")
    place = mistake.value.parts.get("where")
    # The embedded server names no place for an unknown name.
    assert place is None or "line 1, column 16" in str(place)
    assert (place is None) == (three.engine == "embedded")


def test_an_empty_database_is_ours_to_build(graph: Graph) -> None:
    assert graph.mark() is None


def test_a_build_that_was_cut_off_has_no_version(graph: Graph) -> None:
    with graph.write() as writer:
        writer.mark(Mark(None, "words", "1", building=True))
    assert graph.mark() is None
    assert graph.marked() == Mark(None, "words", "1", building=True)


@EMBEDDED
def test_the_passwords_are_for_the_owner_alone(server: Settings) -> None:
    for file in ("state.json", "config/server-users.jsonl"):
        assert (server.graph_folder / file).stat().st_mode & 0o077 == 0
    assert server.graph_folder.stat().st_mode & 0o077 == 0
