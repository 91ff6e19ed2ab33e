"""The matters of one ledger, read as they are entered: kept in memory and brought up to date.

Entries are only added, so that each reading takes in the new ones alone.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from weakref import ReferenceType, WeakKeyDictionary, ref

from kb.entering.catalogue import kinds
from kb.entering.kind import Matter, ids_of, matter_of
from kb.ledger import Entry, Ledger


@dataclass
class Desk:
    """What people entered; every answer holds all entries that were committed before it was asked."""

    ledger: ReferenceType[Ledger]
    _last: int = 0
    _entries: dict[str, list[Entry]] = field(default_factory=dict)
    _matters: dict[str, Matter] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def matters(self, kind: str | None = None) -> list[Matter]:
        """Give the matters of one kind, or all, in the order in which they began."""
        return [one for one in self._current() if kind in {None, one.kind}]

    def matter(self, subject: str) -> Matter | None:
        """Give one matter, None where there is none."""
        self._current()
        return self._matters.get(subject)

    def naming(self, ids: Collection[str], kind: str | None = None) -> list[Matter]:
        """Give the matters in which one of these things is named, in the order they began."""
        wanted = set(ids)
        return [one for one in self.matters(kind) if not wanted.isdisjoint(named_in(one))]

    def _current(self) -> Sequence[Matter]:
        with self._lock:
            ledger = self.ledger()
            new = ledger.entries(after=self._last) if ledger else []
            known = kinds()
            touched = []
            for one in new:
                self._last = max(self._last, one.id)
                if one.kind in known and isinstance(one.content.get("subject"), str):
                    subject = str(one.content["subject"])
                    self._entries.setdefault(subject, []).append(one)
                    touched.append(subject)
            for subject in dict.fromkeys(touched):
                self._matters[subject] = matter_of(self._entries[subject])
            return list(self._matters.values())


_DESKS: WeakKeyDictionary[Ledger, Desk] = WeakKeyDictionary()
_MAKING = threading.Lock()


def desk_of(ledger: Ledger) -> Desk:
    """Give the desk of a ledger, one for each."""
    with _MAKING:
        return _DESKS.setdefault(ledger, Desk(ref(ledger)))


def named_in(matter: Matter) -> frozenset[str]:
    """Give the ids of the things that the entries of a matter name in their fields."""
    said: Iterable[object] = (
        value for one in matter.told for name, value in one.content.items() if name != "subject"
    )
    ids = (one for value in said if isinstance(value, str | list) for one in _ids(value))
    return frozenset(ids) & frozenset(matter.names)


def _ids(value: object) -> tuple[str, ...]:
    return ids_of({"value": value}, "value")
