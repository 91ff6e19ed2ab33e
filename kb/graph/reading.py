"""One read under way: it ends at its limit or when another thread asks, on the server too.

A driver's call cannot be left before the server answers, so the read has a thread of its own. Both
servers look at the clock between the rows of an answer, not within one endless expression: there
the caller is told and goes on without the answer, and an embedded server is ended; the next call
starts it again. A Neo4j is not ours to end.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from kb.errors import GraphError
from kb.text import Text

GRACE = 3.0
"""Seconds that a server has to stop a read it was told to stop."""

LESS = Text("範囲を絞るか、LIMIT を付けてください。", "Ask for less, or add a LIMIT.")

_TICK = 0.05

Answer = TypeVar("Answer")


class Cancel:
    """Stops the reads that it was given to; any thread may call it, at any time."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def __call__(self) -> None:
        """Stop what is under way, and what is begun with it later."""
        self._asked.set()

    @property
    def asked(self) -> bool:
        """Whether somebody called it."""
        return self._asked.is_set()


@dataclass(frozen=True, slots=True)
class Work(Generic[Answer]):
    """What to do, how to have it ended (may be called several times), and the last resort."""

    do: Callable[[], Answer]
    end: Callable[[], None]
    give_up: Callable[[], None]


def bounded(work: Work[Answer], seconds: float, cancel: Cancel | None = None) -> Answer:
    """Do the work; after so many seconds, or at a cancel, have it ended.

    Raises GraphError where it was ended or does not end, and whatever the work raises.
    """
    if cancel and cancel.asked:
        raise _cancelled()
    under_way = _begun(work.do)
    try:
        in_time = _wait(under_way, seconds, cancel)
    except BaseException:
        work.end()  # Ctrl-C: nobody waits for it any more
        raise
    last = time.monotonic() + GRACE
    while not in_time and not under_way.done() and time.monotonic() < last:
        work.end()
        _wait(under_way, 4 * _TICK, None)
    if not under_way.done():
        work.give_up()
        raise _stubborn()
    try:
        return under_way.result()
    except GraphError as problem:
        if in_time:
            raise
        if cancel and cancel.asked:
            raise _cancelled() from None
        raise _overdue(problem) from None


def _begun(work: Callable[[], Answer]) -> Future[Answer]:
    under_way: Future[Answer] = Future()

    def doing() -> None:
        try:
            under_way.set_result(work())
        except BaseException as problem:  # noqa: BLE001 the caller's thread raises it
            under_way.set_exception(problem)

    threading.Thread(target=doing, name="read", daemon=True).start()
    return under_way


def _wait(under_way: Future[Answer], seconds: float, cancel: Cancel | None) -> bool:
    """Tell whether the work was done before the time was up and nobody cancelled it."""
    last = time.monotonic() + seconds
    while not under_way.done():
        left = last - time.monotonic()
        if left <= 0 or (cancel and cancel.asked):
            return False
        with suppress(TimeoutError):
            under_way.exception(min(left, _TICK) if cancel else left)
    return True


def _cancelled() -> GraphError:
    return GraphError(Text("求めに応じて止めました。", "Stopped as asked."))


def _overdue(problem: GraphError) -> GraphError:
    return GraphError(
        Text("時間の上限で止めました。", "Stopped at the time limit."),
        found=problem.parts.get("found"),
        remedy=LESS,
    )


def _stubborn() -> GraphError:
    return GraphError(
        Text(
            "時間の上限で止めました。グラフのサーバは計算をすぐにはやめませんでした。",
            "Stopped at the time limit. The graph server did not stop computing at once.",
        ),
        remedy=LESS,
    )
