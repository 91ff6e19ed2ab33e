"""Search as you type: folded names, readings and romaji, kept in derived.sqlite, scanned in memory.

Two-character words (東大) must be found, which trigram indexes cannot do. What is found is ordered
by how it matches (the whole name, its beginning, the beginning of a word, inside; between them and
last what only sounds so), the official name before others, the shorter before the longer, then by
id. The table can be made again from the
graph at any time: an absent, damaged or outdated one is an empty index without a version. The mark
holds a checksum of the content, so that a flipped bit is never searched.
"""

from __future__ import annotations

import gc
import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from kb.derived_file import BUSY_SECONDS, drop, is_damage, trouble
from kb.errors import SearchDamagedError
from kb.search import table
from kb.search.lines import Hit, Lines
from kb.text import Text

__all__ = ["Hit", "Row", "Search"]

LOG = logging.getLogger(__name__)

LONGEST = 200
"""Letters of a text that are looked for."""
UNREAD = ""
"""The stamp of a table that was not read yet."""

Row = table.Row
Answer = TypeVar("Answer")


class Search:
    """The names of one home; every `find` sees what another process refreshed meanwhile."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._stamp: str | None = UNREAD
        self._lines = Lines(())

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
        self,
        text: str,
        *,
        limit: int = 20,
        types: Collection[str] | None = None,
        sound: bool = False,
    ) -> list[Hit]:
        """Give what bears a name like this, best first, each id once; `types`: chief types only.

        `sound`: also what only sounds so (アステム for ASTEM), after what is written so. Raises
        SearchDamagedError where the table is damaged; `catch_up` makes it again then.
        """
        return self._current().find(text[:LONGEST], limit, types, sound=sound)

    def nearest(self, text: str, limit: int = 5) -> list[Hit]:
        """Give what comes closest to a name, or to an id (`houjin:…`), with typing errors.

        It is a help, so it gives nothing where the table is damaged.
        """
        try:
            return self._current().nearest(text[:LONGEST], limit)
        except SearchDamagedError:
            return []

    def leads(self, name: str, id_: str) -> bool:
        """Tell whether a name is the whole official name of this thing alone."""
        return [hit.id for hit in self.find(name, limit=2) if hit.score == 1] == [id_]

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

    def _current(self) -> Lines:
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

    def _loaded(self) -> tuple[str | None, Lines]:
        """Give the stamp and the lines that belong to it; a damaged table loses its mark."""
        if not self._file.exists():
            return None, Lines(())
        try:
            mark, lines = self._connected(table.whole)
        except sqlite3.DatabaseError as problem:
            if not is_damage(problem):
                raise trouble(problem, self._file) from problem
            raise self._damaged() from problem
        if not table.is_sound(mark, lines):
            raise self._damaged()
        lines.sort(key=table.preference)
        return mark and mark[1], Lines(lines)

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
