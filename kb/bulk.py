"""Bulk work: Python's search for cycles rests, which else looks again and again through all there is."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def bulk() -> Iterator[None]:
    """Let the collector of cycles rest; what is in none goes at once as ever.

    Reading and drawing a register of full size takes a third less time so, and no more memory.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_at_work:
            gc.enable()
