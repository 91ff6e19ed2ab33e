"""The work-lists that pages show: as kept for this version of the graph, or the last that was kept.

A small graph's lists are made while one waits; a large one's beside the pages, which show the last
that were made and say of which version they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock, Thread

from kb.base import KnowledgeBase
from kb.errors import KakehashiError
from kb.when import today
from kb.work.kept import Choice, Kept, make
from kb.work.worklist import work_lists
from web.addresses import with_query
from web.blocks import Cell

PATH = "/work"
SMALL = 30_000
"""Up to so many things and ties a page waits for its lists."""


@dataclass
class _Making:
    """One knowledge base's lists on their way; `failed` is what came in between, told once."""

    kb: KnowledgeBase
    lock: Lock = field(default_factory=Lock)
    worker: Thread | None = None
    failed: KakehashiError | OSError | None = None

    def now(self, version: int) -> Kept | None:
        """Make the lists while the caller waits, unless another caller just did."""
        with self.lock:
            found = kept(self.kb)
            return found if found and found.version == version else _made(self.kb)

    def beside(self) -> None:
        """Begin to make them beside the pages, unless that has begun."""
        with self.lock:
            failure, self.failed = self.failed, None
            if failure:
                raise failure
            if self.worker is None or not self.worker.is_alive():
                self.worker = Thread(target=self._work, name="work-lists", daemon=True)
                self.worker.start()

    def _work(self) -> None:
        try:
            _made(self.kb)
        except (KakehashiError, OSError) as problem:
            self.failed = problem


def kept(kb: KnowledgeBase) -> Kept | None:
    """Give the lists as they were last kept, whatever the graph's version; no graph is asked."""
    return Kept.open(kb.settings.cache_folder, kb.vocabulary.fingerprint)


def current(kb: KnowledgeBase) -> tuple[Kept | None, bool]:
    """Give the lists, and whether they are of the graph's present version.

    None where they are being made for the first time, or nothing was drawn yet (then True).
    """
    mark = kb.graph.marked() if kb.ledger.version() else None
    if mark is None or mark.version is None:
        return None, True
    found = kept(kb)
    if found and found.version == mark.version:
        return found, True
    if mark.nodes + mark.ties <= SMALL:
        return _making(kb).now(mark.version), True
    _making(kb).beside()
    return found, False


def settle(kb: KnowledgeBase) -> None:
    """Wait until the lists that are being made beside the pages are there."""
    if worker := _making(kb).worker:
        worker.join()


def _made(kb: KnowledgeBase) -> Kept | None:
    return make(kb.graph, kb.ledger, kb.vocabulary, kb.settings.cache_folder)


@lru_cache(maxsize=4)
def _making(kb: KnowledgeBase) -> _Making:
    return _Making(kb)


def counted(lists: Kept, *, people: bool) -> Iterator[Cell]:
    """Give each list with its count as a link, from what is kept."""
    choice = Choice(today().isoformat(), people=people)
    for name, one in work_lists().items():
        number = lists.count(name, choice)
        yield Cell(one.title, with_query(PATH, list=name), note=f"{number:,}", value=number)
