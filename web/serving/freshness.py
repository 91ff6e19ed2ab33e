"""Keeping a served explorer current: what other processes bring in is drawn and measured.

Pages never wait for it: they show the last picture and numbers, with their stamp, meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from kb.base import KnowledgeBase
from kb.errors import MeasureError
from kb.matching.asking import ground_of
from kb.routes import reading

INTERVAL = 5.0
"""Seconds between two looks at the ledger's version."""
LONGEST = 600.0
"""After what cannot be measured the next look comes later and later, at most after so many seconds."""

LOG = logging.getLogger(__name__)


@contextmanager
def kept_fresh(kb: KnowledgeBase, now: Callable[[], str]) -> Iterator[None]:
    """While this is open, follow the ledger: catch up and measure whenever its version grew."""
    ended = Event()
    watcher = Thread(target=_watch, args=(kb, now, ended), name="freshness", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join(timeout=INTERVAL)


def _watch(kb: KnowledgeBase, now: Callable[[], str], ended: Event) -> None:
    seen: int | None = None
    wait = INTERVAL
    while not ended.is_set():
        try:
            version = kb.ledger.version()
            # Where the table of names is gone, so are the results beside it: both are made again.
            if version and (version != seen or kb.search.version is None):
                kb.catch_up()
                kb.search.ready()
                reading.kept(kb.settings.cache_folder, kb.graph, kb.vocabulary)
                ground_of(kb)
                kb.measure(at=now())
                seen = version
            wait = INTERVAL
        except Exception as problem:
            LOG.warning("not current yet: %s", problem, exc_info=problem)
            wait = next_wait(problem, wait)
        ended.wait(wait)


def next_wait(problem: Exception, wait: float) -> float:
    """Give the seconds until the next look: longer each time for what does not fit into memory."""
    if isinstance(problem, MeasureError | MemoryError):
        return min(2 * wait, LONGEST)
    return INTERVAL
