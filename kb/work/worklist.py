"""What a work-list is; the units are the modules of kb/work/lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kb.catalogue import units
from kb.text import Text
from kb.work import lists as folder
from kb.work.ground import Ground

Mend = Literal["confirm", "correct", "place", "introduce", "judge"]
"""What mends a row: a tie confirmed or corrected, a fact or a place corrected, an introduction
entered, a pair judged."""


@dataclass(frozen=True, slots=True)
class Found:
    """One row: what lacks something (`a`, for a tie or a pair with `b`), and why it is listed.

    `tie` is the tie's key and `relation` its relation. `last` is the day (ISO) on which it was last
    known to stand and `due` from which on it counts as stale; both empty where no day says so.
    """

    a: str
    why: Text
    b: str = ""
    tie: str = ""
    relation: str = ""
    last: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class WorkList:
    """One list. `place` is its order among the lists, `order` says how its rows come first.

    `find` gives the rows in that order; of a `grouped` one those of one reason follow each other. An `aged` list holds everything that has a day, and shows
    what is due.
    """

    title: Text
    definition: Text
    order: Text
    place: int
    mend: Mend
    find: Callable[[Ground], Iterable[Found]]
    aged: bool = False
    grouped: bool = False


@cache
def work_lists() -> Mapping[str, WorkList]:
    """Give every list by name, in their order."""
    found = units(folder, "LIST", WorkList)
    return dict(sorted(found.items(), key=lambda item: item[1].place))
