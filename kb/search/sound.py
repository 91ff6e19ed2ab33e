"""The sounds of all names, sorted by their consonants, so that what sounds alike is found at once.

Each sound is kept once, with the numbers of the lines that bear it in two flat arrays: 200,000
names need a few megabytes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kb.identity import sound

WHOLE, WORD, BEGINNING = 0, 1, 2
"""The whole of a name sounds alike, the rest of it from one of its words, or the beginning of that."""
MOST = 4_000
"""So many sounds of the same consonants are compared; a shorter text is too common to be meant."""
BEARERS = 500
"""So many lines that bear one sound are given."""
PREFIX = 4
"""Letters of a sound that must be typed before what only begins alike is given."""
_ALL = "="
_LAST = "\U0010ffff"


class Near(NamedTuple):
    """A line that sounds like what was typed: how (WHOLE, WORD, BEGINNING), how far, which line."""

    how: int
    distance: float
    line: int


def kept(spelling: str) -> str:
    """Give the sounds of a spelling as the table keeps them: with blanks, `=` before a whole one."""
    found = dict.fromkeys(f"{_ALL if whole else ''}{one}" for one, whole in sound.sounds(spelling))
    return " ".join(found)


class Sounds:
    """Every sound with the lines that bear it."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        """Take line numbers with their sounds as `kept` gives them."""
        bearers: defaultdict[str, list[int]] = defaultdict(list)
        for line, text in lines:
            for one in text.split(" "):
                bearers[one.removeprefix(_ALL)].append(line << 1 | one.startswith(_ALL))
        self._sounds = sorted(bearers, key=_order)
        self._starts, self._lines = array("I", [0]), array("I")
        for one in self._sounds:
            self._lines.extend(bearers[one])
            self._starts.append(len(self._lines))

    def find(self, text: str) -> Iterator[Near]:
        """Give the lines that sound like a text, best first; the same line may come again."""
        found: set[Near] = set()
        for asked in sound.asked(text):
            bones = sound.skeleton(asked)
            found.update(self._alike(asked, bones))
            if len(asked.lstrip(sound.LOOSE)) >= PREFIX:
                found.update(self._beginning(asked, bones))
        yield from sorted(found)

    def _alike(self, asked: str, bones: str) -> Iterator[Near]:
        for place in self._between((bones, ""), (bones, _LAST)):
            far = sound.alike(asked, self._sounds[place])
            if far is not None:
                for bearer in self._bearers(place):
                    yield Near(WHOLE if bearer & 1 else WORD, far, bearer >> 1)

    def _beginning(self, asked: str, bones: str) -> Iterator[Near]:
        for place in self._between((bones, _LAST), (bones + _LAST, "")):
            far = sound.alike(asked, self._sounds[place], begins=True)
            if far is not None:
                for bearer in self._bearers(place):
                    yield Near(BEGINNING, far, bearer >> 1)

    def _between(self, first: tuple[str, str], last: tuple[str, str]) -> range:
        """Give the places from one to the other; none where there are too many to be meant."""
        start = bisect_left(self._sounds, first, key=_order)
        end = bisect_left(self._sounds, last, key=_order)
        return range(start, end) if end - start <= MOST else range(0)

    def _bearers(self, place: int) -> array[int]:
        start = self._starts[place]
        return self._lines[start : min(self._starts[place + 1], start + BEARERS)]


def _order(one: str) -> tuple[str, str]:
    return sound.skeleton(one), one
