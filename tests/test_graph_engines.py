"""The same ledger in both engines: the same nodes, ties, measures and answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.graph.door import Graph
from kb.questions import ask, questions
from tests.conftest import AT
from tests.graph_servers import empty, nodes, whole
from tests.honest_statements import HONEST
from tests.neo4j_server import shared

pytestmark = pytest.mark.neo4j

MEASURES = ("betweenness", "constraint", "degree")


@pytest.fixture(scope="module")
def other(kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The ledger of the bundled ecosystem drawn and measured in a Neo4j."""
    home: Path = tmp_path_factory.mktemp("neo4j-home")
    server = shared()
    settings = replace(
        kb.settings, home=home, neo4j_uri=server.uri(), neo4j_password=server.password
    )
    with KnowledgeBase(settings) as base:
        empty(base.graph)
        base.catch_up()
        base.measure(at=AT)
        yield base
        empty(base.graph)


def plainly(value: object) -> object:
    """Give a value so that it compares whatever the engine's order and last digit."""
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, dict):
        return {name: plainly(one) for name, one in sorted(value.items())}
    if isinstance(value, list):
        return sorted((plainly(one) for one in value), key=repr)
    return value


def rows(found: list[dict[str, object]]) -> list[str]:
    return sorted(repr(plainly(row)) for row in found)


def test_both_engines_are_asked(kb: KnowledgeBase, other: KnowledgeBase) -> None:
    assert (kb.graph.engine, other.graph.engine) == ("embedded", "neo4j")
    assert len(nodes(kb.graph)) > 300


def test_the_same_nodes_and_ties_are_drawn(kb: KnowledgeBase, other: KnowledgeBase) -> None:
    assert plainly(list(_told(kb.graph))) == plainly(list(_told(other.graph)))
    assert rows(_ties(kb.graph)) == rows(_ties(other.graph))


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_gives_the_same_numbers(
    kb: KnowledgeBase, other: KnowledgeBase, name: str
) -> None:
    asked = f"MATCH (n:Entity) WHERE n.{name} IS NOT NULL RETURN n.id AS id, n.{name} AS v"
    here, there = (
        {row["id"]: row["v"] for row in base.graph.read(asked).rows} for base in (kb, other)
    )
    assert len(here) > 50
    assert here == pytest.approx(there, abs=1e-9)


def test_every_question_has_the_same_answer(kb: KnowledgeBase, other: KnowledgeBase) -> None:
    """Each as it stands; what needs a value is asked about a producer."""
    producer = kb.graph.read("MATCH (n:Producer) RETURN n.id AS id ORDER BY id LIMIT 1").rows[0][
        "id"
    ]
    answered = 0
    for name, question in questions().items():
        given = {one.name: producer for one in question.parameters if one.default is None}
        here, there = ask(kb.graph, name, given), ask(other.graph, name, given)
        assert (name, rows(here.rows)) == (name, rows(there.rows))
        assert here.columns == there.columns
        answered += bool(here.rows)
    assert answered > len(questions()) * 3 / 4


def test_a_hundred_honest_statements_are_answered_alike(
    kb: KnowledgeBase, other: KnowledgeBase
) -> None:
    assert len(set(HONEST)) >= 100
    different = [
        one for one in HONEST if rows(kb.graph.read(one).rows) != rows(other.graph.read(one).rows)
    ]
    assert different == []


def test_honest_statements_find_something(kb: KnowledgeBase) -> None:
    """A statement that finds nothing would prove little about the door."""
    empty_handed = [one for one in HONEST if not kb.graph.read(one).rows]
    assert len(empty_handed) < 10


def _told(graph: Graph) -> Iterator[dict[str, object]]:
    """Give every node; `measured` numbers the home's runs, so it is its own in every home."""
    for _, node in sorted(nodes(graph).items()):
        yield {name: value for name, value in node.items() if name != "measured"}


def _ties(graph: Graph) -> list[dict[str, object]]:
    found = whole(graph)[1]
    assert isinstance(found, list)
    return found
