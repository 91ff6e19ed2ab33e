"""The composition root: one installation's ledger, graph and search, put together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from types import TracebackType
from typing import Self

import portalocker

from kb.bulk import bulk
from kb.errors import LedgerError
from kb.graph import BuildReport, Graph, catch_up, connect, rebuild
from kb.identity import Partition, identity_of
from kb.ledger import Ledger, file_of
from kb.measuring import run as measuring
from kb.measuring.derived import Derived
from kb.measuring.run import Measured
from kb.network.groups import TYPE
from kb.network.slice import DEFAULT, EVERYTHING, Slice
from kb.progress import QUIET, Progress
from kb.records import Name
from kb.search import Row, Search
from kb.settings import Settings, make_home
from kb.text import Text
from kb.visibility import OPEN
from kb.vocabulary import Vocabulary, fingerprint, vocabulary

NAMES = (
    f"MATCH (n:Entity) WHERE NOT n:Statistic AND {OPEN.format(n='n')} RETURN n.id AS id, n.chief AS chief, n.name AS name, "
    "n.name_ja AS name_ja, n.name_kana AS name_kana, n.name_en AS name_en, n.aliases AS aliases, "
    "n.former_names AS former_names"
)
NAMES_OF = f"UNWIND $ids AS id {NAMES.replace('(n:Entity)', '(n:Entity {id: id})')}"
NAMED_IN = {"name_ja": "ja", "name_kana": "ja-Kana", "name_en": "en"}
FEW = 5_000
"""Up to so many things the search follows one by one."""
BUILD_LOCK = "build.lock"


class KnowledgeBase:
    """Everything of one home, opened as it is needed; a context manager that closes it again.

    The graph is connected, and the embedded server started, only when it is first asked for.
    """

    def __init__(self, settings: Settings, *, progress: Progress = QUIET) -> None:
        """Open the ledger; raise LedgerError where that cannot be done."""
        self.settings = settings
        self.progress = progress
        make_home(settings.home)
        _require_not_emptied(settings)
        self.ledger = Ledger.open(settings.ledger_url)
        self._identity: tuple[int, Partition] | None = None
        self._trusted = False

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

    @property
    def graph(self) -> Graph:
        """The graph; a damaged embedded one is thrown away, said, and drawn again by `catch_up`.

        Where `keep_up` took the home's word for the graph's mark, its own is looked at now.
        """
        graph = self._connected
        if self._trusted:
            self._trusted = False
            self.catch_up()
        return graph

    @cached_property
    def _connected(self) -> Graph:
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
        present = self.ledger.version()
        if self._identity is None or self._identity[0] != present:
            self._identity = (present, identity_of(self.ledger))
        return self._identity[1]

    @property
    def version_label(self) -> str:
        """The data version as people cite it: the day it was made and its number."""
        present = self.ledger.version()
        return f"{self.ledger.version_at(present)[:10]}-{present}" if present else "0"

    def catch_up(self) -> BuildReport:
        """Bring graph and search to the ledger's version; quick where nothing changed."""
        self._trusted = False  # the graph's own mark is looked at here
        with self._building(), bulk():
            report = catch_up(self.ledger, self.graph, self.vocabulary, progress=self.progress)
            self._finish(report)
        return report

    def keep_up(self) -> BuildReport | None:
        """Catch up only where the graph lags by the mark repeated in the home.

        So the identical input brought in again starts no server. Whoever then asks the graph
        connects to it first, and it catches up where it does not bear that mark.
        """
        if self._said_mark() != self._mark(self.ledger.version()):
            return self.catch_up()
        self._trusted = "_connected" not in self.__dict__
        return None

    def rebuild(self) -> BuildReport:
        """Draw the whole graph again from the ledger, and the search from the graph."""
        self._trusted = False
        with self._building(), bulk():
            report = rebuild(self.ledger, self.graph, self.vocabulary, progress=self.progress)
            self.search.refresh(names_in(self.graph), report.version)
            self._finish(report)
        return report

    def measure(self, *, at: str, slice_: Slice = DEFAULT, group: str = TYPE) -> Measured:
        """Measure a slice in a child process and lay out the default one; what is known is kept."""
        return measuring.refresh(
            self.graph,
            self.derived,
            self.settings.cache_folder,
            self.vocabulary,
            at=at,
            slice_=slice_,
            group=group,
            ledger=self.ledger,
            progress=self.progress,
        )

    def close(self) -> None:
        """Close what was opened; the embedded server stays up for the next user for a while."""
        if "_connected" in self.__dict__:
            self._connected.close()
        self.ledger.close()

    def _building(self) -> AbstractContextManager[object]:
        """Hold the home's build lock: one process draws at a time, the next then finds it drawn."""
        return portalocker.Lock(
            self.settings.home / BUILD_LOCK, flags=portalocker.LockFlags.EXCLUSIVE
        )

    def _finish(self, report: BuildReport) -> None:
        """Bring search and nodes to what was drawn, then repeat the graph's mark in the home."""
        if self.search.version != report.version and not self._followed(report):
            self.search.refresh(names_in(self.graph), report.version)
        if report.kind == "whole":
            measuring.put_back(
                self.graph, self.derived, self.settings.cache_folder, self.vocabulary
            )
        partial = self.settings.mark_file.with_suffix(".partial")
        partial.write_text(self._mark(report.version), encoding="utf-8")
        partial.replace(self.settings.mark_file)

    def _followed(self, report: BuildReport) -> bool:
        """Bring the search to the graph by what the build drew, if it stood where that began."""
        if report.since is None or len(report.seen) > FEW:
            return False
        ids = sorted(report.seen)
        rows = list(names_in(self.graph, ids))
        return self.search.follow(ids, rows, since=report.since, version=report.version)

    def _mark(self, drawn: int) -> str:
        """Say up to where, by which words and software, from which ledger to which server."""
        ours = self.settings
        server = f"{ours.neo4j_uri}/{ours.neo4j_database}" if ours.neo4j_uri else "embedded"
        at = self.ledger.version_at(drawn) if drawn else ""
        ledger = sha256(f"{ours.ledger_url} {at}".encode()).hexdigest()[:16]
        return f"{drawn} {ledger} {fingerprint()} {version('kakehashi')} {server}"

    def _said_mark(self) -> str | None:
        embedded = self.settings.neo4j_uri is None
        file = self.settings.mark_file
        if (embedded and not self.settings.graph_folder.is_dir()) or not file.is_file():
            return None
        return file.read_text(encoding="utf-8")


def _require_not_emptied(settings: Settings) -> None:
    """Refuse a ledger's file of no bytes where a graph was drawn: SQLite would begin it anew."""
    file = file_of(settings.ledger_url)
    if file is None or not settings.mark_file.exists() or not file.exists():
        return
    log = file.with_name(f"{file.name}-wal")
    if file.stat().st_size or (log.exists() and log.stat().st_size):
        return
    raise LedgerError(
        Text("台帳のファイルが空になっています。", "The ledger's file has become empty."),
        expected=Text("台帳", "a ledger"),
        found="0 bytes",
        where=str(file),
        remedy=Text(
            "館のフォルダーをよけて、バックアップから戻してください（kakehashi restore）。"
            "はじめからやり直すなら、そのファイルを消すだけです。",
            "Move the home aside and put a backup back (kakehashi restore). To begin anew, only "
            "delete that file.",
        ),
    )


def names_in(graph: Graph, ids: Collection[str] | None = None) -> Iterator[Row]:
    """Give what the search needs of every node, or of these: id, chief type, name, spellings."""
    asked = (NAMES, {}) if ids is None else (NAMES_OF, {"ids": list(ids)})
    for row in graph.read(*asked, limit=EVERYTHING).rows:
        spellings = [Name(str(row[one]), lang) for one, lang in NAMED_IN.items() if row[one]]
        spellings += [Name(str(one), kind="alias") for one in _list(row["aliases"])]
        spellings += [Name(str(one), kind="former") for one in _list(row["former_names"])]
        yield str(row["id"]), str(row["chief"]), str(row["name"]), tuple(spellings)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
