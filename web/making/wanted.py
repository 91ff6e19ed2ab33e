"""What pages were asked for and nobody has measured yet: made beside them, one after the other.

A page never waits. It asks here, says that it is being made, and shows what there is meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock, Thread
from typing import Literal

from kb.base import KnowledgeBase
from kb.cli import now
from kb.errors import KakehashiError
from kb.network.groups import TYPE
from kb.network.slice import DEFAULT, Slice

WAITING = 8
"""So many may wait; whoever asks for more is told to come again."""

State = Literal["making", "busy"]


@dataclass(frozen=True, slots=True)
class View:
    """A slice, and the column whose groups are compared."""

    slice_: Slice = DEFAULT
    group: str = TYPE


class Wanted:
    """The views of one knowledge base that are waiting to be measured."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._lock = Lock()
        self._waiting: list[View] = []
        self._failed: dict[View, KakehashiError | OSError] = {}
        self._worker: Thread | None = None

    def ask(self, view: View) -> State:
        """Have a view measured; asking again changes nothing.

        What became of it is told once: raises what its last measuring raised, and lets the next
        call try again.
        """
        with self._lock:
            if failure := self._failed.pop(view, None):
                raise failure
            if view in self._waiting:
                return "making"
            if len(self._waiting) >= WAITING:
                return "busy"
            self._waiting.append(view)
            if self._worker is None or not self._worker.is_alive():
                self._worker = Thread(target=self._work, name="wanted", daemon=True)
                self._worker.start()
            return "making"

    def settle(self) -> None:
        """Wait until everything that was asked for is made."""
        if worker := self._worker:
            worker.join()

    def _work(self) -> None:
        while (view := self._first()) is not None:
            failure: KakehashiError | OSError | None = None
            try:
                self._kb.measure(at=now(), slice_=view.slice_, group=view.group)
            except (KakehashiError, OSError) as problem:
                failure = problem
            finally:
                with self._lock:
                    self._waiting.remove(view)
                    if failure:
                        self._failed[view] = failure

    def _first(self) -> View | None:
        """Give the view that waits longest; without one the worker ends."""
        with self._lock:
            if not self._waiting:
                self._worker = None
                return None
            return self._waiting[0]


@lru_cache(maxsize=4)
def wanted(kb: KnowledgeBase) -> Wanted:
    """Give what is waiting for one knowledge base."""
    return Wanted(kb)
