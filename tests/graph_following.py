"""A ledger of its own for a test, and the graph that follows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.graph.build import BuildReport, catch_up, rebuild
from kb.graph.door import Graph
from kb.ledger import Ledger
from kb.records import Key
from kb.vocabulary import vocabulary
from tests.graph_samples import key
from tests.graph_servers import nodes, ties, whole
from tests.ledger_samples import described

WORDS = vocabulary()
NOON = "2026-11-20T12:00:00"
OTHER_NUMBER = Key("houjin", "7000012050002")
SUPPLIES = "SUPPLIES_TO"


def opened(folder: Path) -> Ledger:
    """Open the ledger of a folder, with two sources described."""
    ledger = Ledger.open(f"sqlite:///{folder / 'ledger.sqlite'}")
    ledger.describe(described("report"))
    ledger.describe(described("register"))
    return ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path) as found:
        yield found


def follow(ledger: Ledger, graph: Graph) -> BuildReport:
    return catch_up(ledger, graph, WORDS)


def same(ledger: Ledger, a: str, b: str) -> int:
    """Judge two things the same and give the decision's number."""
    return ledger.decide(key(a), key(b), "same", by="p", why="w", at=NOON).id


def names_of(graph: Graph) -> set[str]:
    return {id_.removeprefix("local:test:") for id_ in nodes(graph)}


def introduced(graph: Graph) -> set[tuple[str, str]]:
    return {
        (a.removeprefix("local:test:"), b.removeprefix("local:test:"))
        for a, _, b in ties(graph, "INTRODUCED")
    }


def followed_as_if_drawn_whole(ledger: Ledger, graph: Graph) -> bool:
    """Follow by difference, then draw whole, and tell whether both show the same."""
    assert follow(ledger, graph).kind == "difference"
    by_difference = whole(graph)
    rebuild(ledger, graph, WORDS)
    return by_difference == whole(graph)
