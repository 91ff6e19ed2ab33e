"""What takes its time, made beside the pages: a page shows the last of it, or says that it is coming.

Small things are made at once. Nothing here measures: it only asks what was measured and recorded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock, Thread
from typing import Generic, TypeVar

from kb.base import KnowledgeBase
from kb.errors import KakehashiError

LOG = logging.getLogger(__name__)
Value = TypeVar("Value")


class Beside(Generic[Value]):
    """The last of each thing that was asked for by a name, with what it rests on."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[str, tuple[Hashable, Value]] = {}
        self._workers: dict[str, Thread] = {}

    def get(
        self, name: str, rests_on: Hashable, make: Callable[[], Value], *, wait: bool
    ) -> Value | None:
        """Give what was made last under a name; None where it never was.

        Where that rests on something else now it is made anew: at once with `wait`, which raises
        what the making raises, else in a thread beside, for those who ask later.
        """
        with self._lock:
            kept = self._kept.get(name)
        if kept is not None and kept[0] == rests_on:
            return kept[1]
        if wait:
            made = make()
            self._keep(name, rests_on, made)
            return made
        self._begin(name, rests_on, make)
        return kept[1] if kept is not None else None

    def settle(self) -> None:
        """Wait until everything that was begun is made."""
        for worker in list(self._workers.values()):
            worker.join()

    def _begin(self, name: str, rests_on: Hashable, make: Callable[[], Value]) -> None:
        def work() -> None:
            try:
                self._keep(name, rests_on, make())
            except (KakehashiError, OSError) as problem:
                LOG.warning("%s is not ready: %s", name, problem)

        with self._lock:
            worker = self._workers.get(name)
            if worker is None or not worker.is_alive():
                self._workers[name] = Thread(target=work, name=f"beside-{name}", daemon=True)
                self._workers[name].start()

    def _keep(self, name: str, rests_on: Hashable, made: Value) -> None:
        with self._lock:
            self._kept[name] = rests_on, made


@lru_cache(maxsize=4)
def beside(kb: KnowledgeBase) -> Beside[object]:
    """Give what is made beside the pages of one knowledge base."""
    del kb
    return Beside()
