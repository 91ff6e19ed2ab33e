"""The composition root: one installation's ledger, graph and search, put together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from types import TracebackType
from typing import Self

from kb.graph import BuildReport, Graph, catch_up, connect, rebuild
from kb.identity import Partition, identity_of
from kb.ledger import Ledger
from kb.measuring import run as measuring
from kb.measuring.derived import Derived
from kb.measuring.run import Measured
from kb.progress import QUIET, Progress
from kb.search import Row, Search
from kb.settings import Settings
from kb.vocabulary import Vocabulary, vocabulary

NAMES = (
    "MATCH (n:Entity) WHERE NOT n:Statistic RETURN n.id AS id, n.chief AS chief, n.name AS name, "
    "n.name_ja AS name_ja, n.name_kana AS name_kana, n.name_en AS name_en, n.aliases AS aliases"
)
EVERYTHING = 10_000_000


class KnowledgeBase:
    """Everything of one home, opened as it is needed; a context manager that closes it again.

    The graph is connected, and the embedded server started, only when it is first asked for.
    """

    def __init__(self, settings: Settings, *, progress: Progress = QUIET) -> None:
        """Open the ledger; raise LedgerError where that cannot be done."""
        self.settings = settings
        self.progress = progress
        self.ledger = Ledger.open(settings.ledger_url)
        self._identity: tuple[int, Partition] | None = None

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what was opened."""
        self.close()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words."""
        return vocabulary()

    @cached_property
    def graph(self) -> Graph:
        """The graph; a damaged embedded one is set aside, said, and rebuilt by `catch_up`."""
        return connect(self.settings, self.progress, on_damage="rebuild")

    @cached_property
    def search(self) -> Search:
        """The folded names of this home; `catch_up` keeps them."""
        return Search.open(self.settings.derived_file)

    @cached_property
    def derived(self) -> Derived:
        """What was measured, kept until the network changes."""
        return Derived(self.settings.derived_file, self.progress)

    @property
    def identity(self) -> Partition:
        """Who is who by the ledger as it stands, computed once a version."""
        version = self.ledger.version()
        if self._identity is None or self._identity[0] != version:
            self._identity = (version, identity_of(self.ledger))
        return self._identity[1]

    @property
    def version_label(self) -> str:
        """The data version as people cite it: the day it was made and its number."""
        version = self.ledger.version()
        return f"{self.ledger.version_at(version)[:10]}-{version}" if version else "0"

    def catch_up(self) -> BuildReport:
        """Bring graph and search to the ledger's version; quick where nothing changed."""
        report = catch_up(self.ledger, self.graph, self.vocabulary, progress=self.progress)
        self._refresh_search()
        return report

    def rebuild(self) -> BuildReport:
        """Draw the whole graph again from the ledger."""
        report = rebuild(self.ledger, self.graph, self.vocabulary, progress=self.progress)
        self._refresh_search()
        return report

    def measure(self, *, at: str) -> Measured:
        """Measure and lay out the default slice in a child process; what did not change is kept."""
        return measuring.refresh(
            self.graph,
            self.derived,
            self.settings.cache_folder,
            self.vocabulary,
            at=at,
            progress=self.progress,
        )

    def close(self) -> None:
        """Close what was opened; the embedded server stays up for the next user for a while."""
        if "graph" in self.__dict__:
            self.graph.close()
        self.ledger.close()

    def _refresh_search(self) -> None:
        version = self.ledger.version()
        if self.search.version != version:
            self.search.refresh(_names(self.graph), version)


def _names(graph: Graph) -> Iterator[Row]:
    """Give what the search needs of every node: id, chief type, name, other spellings."""
    for row in graph.read(NAMES, limit=EVERYTHING).rows:
        readings = (row["name_kana"], row["name_ja"], row["name_en"])
        spellings = (*(row["aliases"] or ()), *(text for text in readings if text))
        yield row["id"], row["chief"], row["name"], tuple(spellings)
