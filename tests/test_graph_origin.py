"""Whose graph it is: the mark names the ledger, and no other ledger's graph is continued."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import GraphError
from kb.graph.build import BuildReport, catch_up, origin_of, rebuild
from kb.graph.connection import connect
from kb.graph.door import Graph
from kb.graph.folder import DATABASE
from kb.ledger import Ledger
from kb.progress import Progress
from kb.records import Record
from kb.settings import Settings
from kb.text import Text
from kb.vocabulary import Vocabulary
from tests.graph_following import WORDS, follow, ledger, names_of, opened
from tests.graph_samples import thing
from tests.graph_servers import EMBEDDED, embedded, graph, neo4j, server, whole
from tests.ledger_samples import MONDAY, TUESDAY, WEDNESDAY, run

__all__ = ["embedded", "graph", "ledger", "neo4j", "server"]

Build = Callable[[Ledger, Graph, Vocabulary], BuildReport]


class Heard(Progress):
    """Progress that keeps what it is told."""

    def __init__(self) -> None:
        self.sentences: list[Text] = []

    def __call__(self, sentence: Text) -> None:
        self.sentences.append(sentence)


@pytest.fixture
def neighbour(tmp_path: Path) -> Iterator[Ledger]:
    """Another ledger, begun in the same second by reading something else."""
    folder = tmp_path / "neighbour"
    folder.mkdir()
    with opened(folder) as found:
        _read(found, "another file", thing("theirs"))
        yield found


@pytest.fixture
def shared(server: Settings, graph: Graph) -> Iterator[Graph]:
    """The same database, reached as a Neo4j is: by address, user and password."""
    if graph.engine == "neo4j":
        yield graph
        return
    secret = json.loads((server.graph_folder / "state.json").read_text(encoding="utf-8"))["root"]
    asked = replace(
        server,
        neo4j_uri=graph.uri,
        neo4j_username="root",
        neo4j_password=secret,
        neo4j_database=DATABASE,
    )
    with connect(asked) as connected:
        yield connected


def _read(ledger: Ledger, input_hash: str, *records: Record) -> None:
    number = ledger.begin("report", input_hash=input_hash, software="1", at=MONDAY)
    ledger.stage(number, records)
    ledger.commit(number, at=MONDAY)


def test_a_ledger_keeps_its_name_as_it_grows_and_shares_it_with_no_other(
    ledger: Ledger, neighbour: Ledger
) -> None:
    assert origin_of(ledger) == ""
    ledger.enter("note", {"text": "the first change"}, by="p", at=MONDAY)
    begun = origin_of(ledger)
    run(ledger, thing("a"), when=TUESDAY)
    run(ledger, thing("b"), when=WEDNESDAY)
    assert origin_of(ledger) == begun
    assert len({origin_of(neighbour), begun, ""}) == 3


def test_the_mark_names_the_ledger_and_the_time_of_its_version(
    ledger: Ledger, graph: Graph
) -> None:
    run(ledger, thing("a"))
    follow(ledger, graph)
    run(ledger, thing("b"), when=TUESDAY)
    assert follow(ledger, graph).kind == "difference"
    mark = graph.marked()
    assert mark is not None
    assert (mark.origin, mark.at) == (origin_of(ledger), TUESDAY)


@EMBEDDED
def test_the_homes_own_graph_is_drawn_anew_from_another_ledger_and_that_is_said(
    ledger: Ledger, neighbour: Ledger, graph: Graph
) -> None:
    run(ledger, thing("ours"))
    follow(ledger, graph)
    said = Heard()
    assert catch_up(neighbour, graph, WORDS, progress=said).kind == "whole"
    assert any("another ledger" in text.en for text in said.sentences)
    assert names_of(graph) == {"theirs"}
    assert follow(neighbour, graph).kind == "none"


@pytest.mark.parametrize("build", [catch_up, rebuild])
def test_another_ledgers_graph_in_a_neo4j_is_never_wiped(
    ledger: Ledger, neighbour: Ledger, graph: Graph, shared: Graph, build: Build
) -> None:
    follow(neighbour, graph)
    before = whole(graph)
    assert shared.engine == "neo4j"
    for records in ((), (thing("ours"),)):
        run(ledger, *records)
        with pytest.raises(GraphError, match="another ledger") as refused:
            build(ledger, shared, WORDS)
        assert "NEO4J_DATABASE" in refused.value.sentence("ja")
        assert "what is in the ledger is kept" in refused.value.sentence("en")
    assert whole(graph) == before
    assert follow(neighbour, graph).kind == "none"


def test_a_ledger_that_went_on_differently_from_a_backup_is_drawn_whole(
    tmp_path: Path, graph: Graph
) -> None:
    with opened(tmp_path) as ledger:
        run(ledger, thing("kept"))
    backup = tmp_path / "backup"
    shutil.copytree(tmp_path, backup)
    with opened(tmp_path) as ledger:
        run(ledger, thing("kept"), thing("lost with the disk"), when=TUESDAY)
        follow(ledger, graph)
    with opened(backup) as ledger:
        run(ledger, thing("kept"), thing("said since"), when=WEDNESDAY)
        assert ledger.version() == graph.mark() == 2
        assert follow(ledger, graph).kind == "whole"
        assert names_of(graph) == {"kept", "said since"}
        assert follow(ledger, graph).kind == "none"


def test_a_graph_that_does_not_say_which_ledger_it_is_from_is_drawn_whole(
    ledger: Ledger, graph: Graph, shared: Graph
) -> None:
    run(ledger, thing("a"))
    follow(ledger, graph)
    with graph._line.session("WRITE") as session:  # noqa: SLF001 as an older Kakehashi left it
        session.run("MATCH (m:KakehashiMark) REMOVE m.origin, m.at").consume()
    assert follow(ledger, shared).kind == "whole"
    assert follow(ledger, shared).kind == "none"


def test_an_empty_ledger_is_followed_from_its_first_change(
    ledger: Ledger, graph: Graph, shared: Graph
) -> None:
    assert follow(ledger, graph).kind == "whole"
    assert follow(ledger, shared).kind == "none"
    run(ledger, thing("a"))
    assert follow(ledger, shared).kind == "difference"
    mark = graph.marked()
    assert mark is not None
    assert mark.origin == origin_of(ledger)
