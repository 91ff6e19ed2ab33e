"""What is verified, read once for all checks: the ledger's claims, the picture they make, the graph.

Nothing is written. The ledger is read page by page; the graph is read through the read door.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

from kb.errors import GraphError
from kb.graph import Graph, connect
from kb.graph.build import origin_of
from kb.graph.folder import Folder
from kb.graph.moment import Moment
from kb.graph.seal import broken
from kb.graph.writer import Mark
from kb.identity import Partition, equal, partition
from kb.ledger import Decision, Examined, Ledger
from kb.network.slice import EVERYTHING, READ_SECONDS
from kb.progress import QUIET, Progress
from kb.records import Key
from kb.search import Search
from kb.settings import Settings
from kb.text import Text
from kb.vocabulary import Vocabulary, vocabulary

IDS = "MATCH (n:Entity) RETURN n.id AS id"
KEYS = "MATCH (:Entity)-[e]->(:Entity) RETURN e.key AS key"
STRANGERS = "MATCH (n) WHERE NOT n:Entity AND NOT n:KakehashiMark RETURN labels(n) AS labels"
READING_GRAPH = Text("グラフを読んでいます。", "Reading the graph.")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the graph holds: its mark, the id of every node, the key of every tie."""

    mark: Mark | None
    nodes: list[str]
    ties: list[str]
    strangers: int


class Scene:
    """One home, looked at; close it, or use it in a `with`. Every part is read at most once."""

    def __init__(self, settings: Settings, progress: Progress = QUIET) -> None:
        """Open the ledger; raise LedgerError where that cannot be done."""
        self.settings = settings
        self.progress = progress
        self.ledger = Ledger.open(settings.ledger_url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if "graph" in self.__dict__:
            self.graph.close()
        self.ledger.close()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words."""
        return vocabulary()

    @cached_property
    def examined(self) -> Examined:
        """The ledger's claims and flaws; raises LedgerError where it cannot be read."""
        return self.ledger.examine(self.progress)

    @cached_property
    def decisions(self) -> list[Decision]:
        """The decisions that stand."""
        return self.ledger.decisions()

    @property
    def keys(self) -> frozenset[Key]:
        """Every key that the open claims name."""
        return self.examined.keys

    @cached_property
    def equal(self) -> list[tuple[Key, Key]]:
        """The pairs that bear equal numbers."""
        return list(equal(self.examined.stated))

    @cached_property
    def identity(self) -> Partition:
        """Who is who, computed from what was examined."""
        return partition(self.keys, self.equal, self.decisions)

    @cached_property
    def moment(self) -> Moment:
        """What the graph should be drawn from."""
        times = cache(self.ledger.version_at)
        version = self.examined.version
        return Moment(self.ledger, version, self.identity, self.vocabulary, times)

    @cached_property
    def origin(self) -> str:
        """The name of this ledger on a graph's mark."""
        return origin_of(self.ledger)

    @property
    def unknown_words(self) -> set[str]:
        """Types and relations that open claims use and the vocabulary does not know."""
        return (
            set(self.examined.words)
            - self.vocabulary.types.keys()
            - self.vocabulary.relations.keys()
        )

    @property
    def has_graph(self) -> bool:
        """Tell whether there is a graph to look at, without starting a server to learn it."""
        return bool(self.settings.neo4j_uri) or Folder(self.settings).databases.is_dir()

    @cached_property
    def broken_files(self) -> list[str]:
        """Files of a closed embedded graph that are not as they were sealed."""
        folder = Folder(self.settings)
        embedded = self.settings.neo4j_uri is None and folder.path.is_dir()
        return broken(folder) if embedded and not folder.has_keeper() else []

    @cached_property
    def graph(self) -> Graph:
        """The graph as it is: a damaged one raises GraphDamagedError and is left alone."""
        return connect(self.settings, self.progress)

    @cached_property
    def drawn(self) -> Drawn:
        """All that the graph holds; raises GraphError where it cannot be read to its end."""
        mark = self.graph.marked()
        self.progress(READING_GRAPH)
        strangers = self.rows(STRANGERS)
        ids = [str(row["id"]) for row in self.rows(IDS)]
        return Drawn(mark, ids, [str(row["key"]) for row in self.rows(KEYS)], len(strangers))

    @cached_property
    def search(self) -> Search:
        """The folded names of this home."""
        return Search.open(self.settings.derived_file)

    @property
    def derived_file(self) -> Path:
        """Where results are kept."""
        return self.settings.derived_file

    def rows(self, statement: str, **parameters: object) -> list[dict[str, Any]]:
        """Read from the graph; raise GraphError where it cannot be read to the end."""
        found = self.graph.read(statement, parameters, limit=EVERYTHING, timeout=READ_SECONDS)
        if found.truncated:
            raise GraphError(
                Text(
                    "グラフを最後まで読めませんでした。", "The graph could not be read to its end."
                )
            )
        return list(found.rows)


def own_values(said: Mapping[str, Any], measured: str) -> dict[str, Any]:
    """Give what a build wrote on a node: its properties without the measures put there later."""
    later = {measured, *(run.partition(":")[0] for run in str(said.get(measured, "")).split())}
    return {name: value for name, value in said.items() if name not in later}
