"""What the page of one kind's matters shows first: one module in web/matters that exposes VIEW."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kb.entering.kind import Matter
from web.blocks import Block


@dataclass(frozen=True, slots=True)
class View:
    """What stands above the fields of a matter of the kind that the module is named after.

    `show` is told whether the desk looks: notes and reasons are shown to the desk alone.
    """

    show: Callable[[Matter, bool], Iterable[Block]]
