"""Search as you type: folded names, readings and romaji, kept in derived.sqlite, scanned in memory.

Two-character words (東大) must be found, which trigram indexes cannot do. What is found is ordered
by how it matches (the whole name, its beginning, the beginning of a word, inside), the official
name before others, the shorter before the longer, then by id. The table can be made again from the
graph at any time: an absent, damaged or outdated one is an empty index without a version. The mark
holds a checksum of the content, so that a flipped bit is never searched.
"""

from __future__ import annotations

import gc
import logging
import re
import sqlite3
import threading
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from heapq import heapify, heappop, merge
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from rapidfuzz import fuzz, process

from kb import search_table as table
from kb.derived_file import BUSY_SECONDS, drop, is_damage, trouble
from kb.errors import SearchDamagedError
from kb.identity import folding
from kb.text import Text

LOG = logging.getLogger(__name__)

SCORES = (1.0, 0.8, 0.6, 0.4)  # whole, beginning, beginning of a word, inside
ALIAS = 0.1  # what a name other than the official one scores less
FEW = 50_000  # so many lines of the types asked for are sooner looked at one by one
NEAR = 55.0  # least likeness (0–100) of what `nearest` gives

_KEY = re.compile(r"[a-z][a-z0-9_]*:\S")
_SEPARATOR = "\n"  # never part of a folded form
_LAST = "\U0010ffff"
UNREAD = ""
"""The stamp of a table that was not read yet."""

Row = table.Row
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its id, chief type and name, the spelling that matched, and 0 < score ≤ 1."""

    id: str
    type: str
    name: str
    matched: str
    score: float


class Search:
    """The names of one home; every `find` sees what another process refreshed meanwhile."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._stamp: str | None = UNREAD
        self._lines = _Lines(())

    @classmethod
    def open(cls, file: Path) -> Search:
        """Give the search kept in this file; nothing is read, or made, before it is needed."""
        return cls(file)

    @property
    def version(self) -> int | None:
        """The ledger version it was made from; None where it must be made (again)."""
        mark = self._read(table.marked, None)
        return mark[0] if mark else None

    def refresh(self, rows: Iterable[Row], version: int) -> None:
        """Replace everything at once by these rows: id, chief type, name, other spellings.

        The spellings are aliases and readings as written, or already folded. A damaged file is
        dropped first: all that lies in it is derived. Raises OSError where it cannot be written.
        """
        lines = [line for row in rows for line in table.written(row)]
        with self._lock:
            try:
                try:
                    self._connected(lambda db: table.replace(db, lines, version))
                except sqlite3.DatabaseError as problem:
                    if not is_damage(problem):
                        raise
                    drop(self._file)
                    self._connected(lambda db: table.replace(db, lines, version))
            except sqlite3.DatabaseError as problem:
                raise trouble(problem, self._file) from problem

    def follow(self, ids: Iterable[str], rows: Iterable[Row], *, since: int, version: int) -> bool:
        """Replace what is kept of these ids by these rows; False where it is not of `since`."""
        lines = [line for row in rows for line in table.written(row)]
        with self._lock:
            return self._read(
                lambda db: table.update(db, ids, lines, since, version), otherwise=False
            )

    def find(
        self, text: str, *, limit: int = 20, types: Collection[str] | None = None
    ) -> list[Hit]:
        """Give what bears a name like this, best first, each id once; `types`: chief types only.

        Raises SearchDamagedError where the table is damaged; `catch_up` makes it again then.
        """
        return self._current().find(folding.probes(text), limit, types)

    def nearest(self, text: str, limit: int = 5) -> list[Hit]:
        """Give what comes closest to a name, or to an id (`houjin:…`), with typing errors.

        It is a help, so it gives nothing where the table is damaged.
        """
        try:
            return self._current().nearest(text, limit)
        except SearchDamagedError:
            return []

    def ready(self) -> None:
        """Read the table now, so that nobody who searches waits for that.

        Raises SearchDamagedError as `find` does.
        """
        self._current()
        # Hundreds of thousands of lines that Python would look through again and again: 0.2 s each.
        gc.freeze()

    def names(self) -> set[tuple[str, str, str]]:
        """Give id, chief type and name of everything that is kept here."""
        nothing: list[tuple[str, str, str]] = []
        return set(self._read(table.names, nothing)) if self.version is not None else set()

    def _current(self) -> _Lines:
        """Read the table again if it was refreshed since.

        Whoever comes while another reads it again is answered from what was read before.
        """
        if self._is_old() and self._lock.acquire(blocking=self._stamp == UNREAD):
            try:
                if self._is_old():
                    self._stamp, self._lines = self._loaded()
            finally:
                self._lock.release()
        return self._lines

    def _is_old(self) -> bool:
        mark = self._read(table.marked, None)
        return (mark[1] if mark else None) != self._stamp

    def _loaded(self) -> tuple[str | None, _Lines]:
        """Give the stamp and the lines that belong to it; a damaged table loses its mark."""
        if not self._file.exists():
            return None, _Lines(())
        try:
            mark, lines = self._connected(table.whole)
        except sqlite3.DatabaseError as problem:
            if not is_damage(problem):
                raise trouble(problem, self._file) from problem
            raise self._damaged() from problem
        if not table.is_sound(mark, lines):
            raise self._damaged()
        lines.sort(key=table.preference)
        return mark and mark[1], _Lines(lines)

    def _damaged(self) -> SearchDamagedError:
        LOG.warning("the table of names in %s is damaged; it is made again", self._file)
        with suppress(sqlite3.DatabaseError):
            self._connected(table.unmark)
        return SearchDamagedError(
            Text(
                "検索の控えが壊れていたので、グラフから作り直します。",
                "The table of names was damaged; it is made again from the graph.",
            ),
            where=str(self._file),
            remedy=Text(
                "少し待って、もう一度探してください。", "Wait a moment, then search again."
            ),
        )

    def _read(self, action: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
        if not self._file.exists():
            return otherwise
        try:
            return self._connected(action)
        except sqlite3.DatabaseError as problem:
            if not is_damage(problem):
                raise trouble(problem, self._file) from problem
            return otherwise

    def _connected(self, action: Callable[[sqlite3.Connection], Answer]) -> Answer:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file, timeout=BUSY_SECONDS)) as db, db:
            return action(db)


class _Lines:
    """Every folded form as a numbered line, the preferred first, ready for the four tiers."""

    def __init__(self, rows: Iterable[Sequence[str | int]]) -> None:
        rows = list(rows)
        self._shown = [
            (str(id_), str(type_), str(name), str(m)) for id_, type_, name, m, *_ in rows
        ]
        self._alias = bytes(int(row[5]) for row in rows)
        self._forms = [str(row[4]) for row in rows]
        whole = [line for line, row in enumerate(rows) if not row[6]]
        self._whole = _sorted(self._forms, whole)
        self._words = _sorted(self._forms, [line for line, row in enumerate(rows) if row[6]])
        self._scanned = whole
        self._text = _SEPARATOR.join(["", *(self._forms[line] for line in whole), ""])
        self._starts = list(accumulate((len(self._forms[line]) + 1 for line in whole), initial=1))
        self._of_type: defaultdict[str, list[int]] = defaultdict(list)
        for line in whole:
            self._of_type[self._shown[line][1]].append(line)

    def find(self, probes: list[str], limit: int, types: Collection[str] | None) -> list[Hit]:
        found: dict[str, Hit] = {}
        tiers = (self._exact, self._beginning, self._word, self._inside)
        for tier, score in zip(tiers, SCORES, strict=True):
            for line in tier(probes, types):
                if len(found) == limit:
                    return list(found.values())
                id_, type_, name, matched = self._shown[line]
                if id_ not in found and (types is None or type_ in types):
                    less = ALIAS * self._alias[line]
                    found[id_] = Hit(id_, type_, name, matched, round(score - less, 2))
        return list(found.values())

    def nearest(self, text: str, limit: int) -> list[Hit]:
        choices, asked = self._forms, folding.fold(text)
        if _KEY.match(text):
            choices, asked = [shown[0] for shown in self._shown], text
        found: dict[str, Hit] = {}
        near = process.extract(
            asked, choices, scorer=fuzz.ratio, score_cutoff=NEAR, limit=limit * 20
        )
        for _, likeness, line in near if asked else ():
            id_, type_, name, matched = self._shown[line]
            found.setdefault(id_, Hit(id_, type_, name, matched, round(likeness / 100, 2)))
        return list(found.values())[:limit]

    def _exact(self, probes: list[str], types: Collection[str] | None) -> Iterator[int]:
        return self._between(self._whole, probes, "", types)

    def _beginning(self, probes: list[str], types: Collection[str] | None) -> Iterator[int]:
        return self._between(self._whole, probes, _LAST, types)

    def _word(self, probes: list[str], types: Collection[str] | None) -> Iterator[int]:
        return self._between(self._words, probes, _LAST, types)

    def _inside(self, probes: list[str], types: Collection[str] | None) -> Iterator[int]:
        lines = [] if types is None else [self._of_type.get(type_, []) for type_ in set(types)]
        if types is None or sum(map(len, lines)) > FEW:
            return merge(*map(self._scan, probes))
        forms = self._forms
        return (line for line in merge(*lines) if any(probe in forms[line] for probe in probes))

    def _between(
        self,
        ordered: tuple[list[str], list[int]],
        probes: list[str],
        ending: str,
        types: Collection[str] | None,
    ) -> Iterator[int]:
        """Give the lines from a probe to probe + ending, ascending, only as far as asked."""
        forms, lines = ordered
        heap = [
            line
            for probe in probes
            for line in lines[bisect_left(forms, probe) : bisect_right(forms, probe + ending)]
            if types is None or self._shown[line][1] in types
        ]
        heapify(heap)
        while heap:
            yield heappop(heap)

    def _scan(self, probe: str) -> Iterator[int]:
        """Give the lines that hold the probe anywhere, by looking through the whole text."""
        place = self._text.find(probe)
        while place >= 0:
            number = bisect_right(self._starts, place) - 1
            yield self._scanned[number]
            place = self._text.find(probe, self._starts[number + 1])


def _sorted(forms: list[str], lines: list[int]) -> tuple[list[str], list[int]]:
    ordered = sorted(lines, key=lambda line: forms[line])
    return [forms[line] for line in ordered], ordered
