"""Which publication of an event is held already, so that an older file never undoes a newer one.

The register says with every row when it last changed it (updateDate). That day stands in the place
of the word, and there it is found again, whichever file was read first. A publication that begins
with the assignment of the number tells the whole history: what is older no longer holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from ingest.houjin.line import Line

ASSIGNED = "01"


def place_of(line: Line) -> str:
    """Name an event in the register: number, day, process, and when the register changed the row."""
    return f"{line.number} {_event(line)}, updateDate {line.updated}"


@dataclass(frozen=True, slots=True)
class Editions:
    """By number, the places of its events that are held."""

    held: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, places: Iterable[str]) -> Self:
        """Take up the places of what is held; those that name no such event are passed over."""
        held: dict[str, list[str]] = defaultdict(list)
        for place in places:
            if _PLACE.fullmatch(place):
                held[place[:NUMBER]].append(place)
        return cls(dict(held))

    def newer(self, line: Line) -> bool:
        """Tell whether a later publication of the event, or of its body's history, is held."""
        return any(
            updated > line.updated and (event == _event(line) or event.endswith(f" {ASSIGNED}"))
            for _, event, updated in self._of(line.number)
        )

    def older(self, line: Line) -> Iterator[str]:
        """Give the places of earlier publications of the event; of a history, of all its events."""
        for place, event, updated in self._of(line.number):
            if updated < line.updated and (event == _event(line) or line.process == ASSIGNED):
                yield place

    def _of(self, number: str) -> Iterator[tuple[str, str, str]]:
        """Give place, event and updateDate of what is held of a number."""
        for place in self.held.get(number, ()):
            yield place, place[NUMBER + 1 :].partition(",")[0], place[-DAY:]


def _event(line: Line) -> str:
    return f"{line.changed or line.updated} {line.process}"


NUMBER, DAY = 13, 10
"""Characters of a number and of a day."""
_PLACE = re.compile(r"[0-9]{13} [0-9-]{10} [0-9]{2}, updateDate [0-9-]{10}")
