"""Preparing what comes next while the server works on what was sent: the driver only waits then."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")

PART = 500
PARTS_AHEAD = 8
_TICK = 0.1


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Give the items in their order, made in a thread of their own a little ahead.

    What the making raises is raised here. Where nobody takes them any more the making stops.
    """
    made: queue.Queue[list[Item] | BaseException | None] = queue.Queue(PARTS_AHEAD)
    unwanted = threading.Event()

    def hand_over(one: list[Item] | BaseException | None) -> bool:
        while not unwanted.is_set():
            try:
                made.put(one, timeout=_TICK)
            except queue.Full:
                continue
            return True
        return False

    def make() -> None:
        try:
            source = iter(items)
            while part := list(islice(source, PART)):
                if not hand_over(part):
                    return
            hand_over(None)
        except BaseException as problem:  # noqa: BLE001 the taker's thread raises it
            hand_over(problem)

    maker = threading.Thread(target=make, name="ahead", daemon=True)
    maker.start()
    try:
        while (one := made.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield from one
    finally:
        unwanted.set()
        maker.join()
