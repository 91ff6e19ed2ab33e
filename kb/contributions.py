"""What each source says of all that is known, and what it alone says.

A thing is what the decisions make of the keys; a tie is one relation between two things, whatever
its role and time. What is counted here is in the ledger: no graph is asked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.identity import identity_of
from kb.ledger import Ledger
from kb.vocabulary import Vocabulary

FILE = "shares.json"


@dataclass(frozen=True, slots=True)
class Share:
    """How many things and ties a source speaks of, and of how many no other source speaks."""

    things: int = 0
    ties: int = 0
    things_alone: int = 0
    ties_alone: int = 0


def shares(ledger: Ledger, vocabulary: Vocabulary) -> dict[str, Share]:
    """Count the share of every source that holds anything."""
    by_source: dict[str, int] = {}
    things, ties = _Tally(), _Tally()
    ids = {str(key): str(id_) for key, id_ in identity_of(ledger).ids.items()}
    symmetric = {name for name, word in vocabulary.relations.items() if word.symmetric}
    for source, type_, subject, object_ in ledger.said():
        number = by_source.setdefault(source, len(by_source))
        a = ids.get(subject, subject)
        if object_ is None:
            things.add(number, a)
            continue
        b = ids.get(object_, object_)
        ends = (b, a) if type_ in symmetric and b < a else (a, b)
        ties.add(number, (type_, *ends))
    return {
        source: Share(things.said[n], ties.said[n], things.alone[n], ties.alone[n])
        for source, n in by_source.items()
    }


def kept_shares(ledger: Ledger, vocabulary: Vocabulary, folder: Path) -> Mapping[str, Share]:
    """Give the shares as kept in a folder for this version of the ledger, else count and keep them.

    Where they cannot be kept (a folder that may not be written) they are counted each time.
    """
    mark, file = _mark(ledger), folder / FILE
    with suppress(OSError, ValueError, TypeError, KeyError):
        told = json.loads(file.read_text(encoding="utf-8"))
        if told["mark"] == mark:
            return {source: Share(**share) for source, share in told["shares"].items()}
    counted = shares(ledger, vocabulary)
    kept = {"mark": mark, "shares": {name: asdict(share) for name, share in counted.items()}}
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".part")
        partial.write_text(json.dumps(kept), encoding="utf-8")
        partial.replace(file)
    return counted


class _Tally:
    """Who speaks of what: for each source how much, and how much nobody else speaks of."""

    def __init__(self) -> None:
        self.said: Counter[int] = Counter()
        self.alone: Counter[int] = Counter()
        self._by: dict[Hashable, int | frozenset[int]] = {}

    def add(self, source: int, what: Hashable) -> None:
        """Hear that a source speaks of something."""
        known = self._by.get(what)
        if known is None:
            self._by[what] = source
            self.said[source] += 1
            self.alone[source] += 1
        elif isinstance(known, int):
            if known != source:
                self._by[what] = frozenset({known, source})
                self.alone[known] -= 1
                self.said[source] += 1
        elif source not in known:
            self._by[what] = known | {source}
            self.said[source] += 1


def _mark(ledger: Ledger) -> str:
    version = ledger.version()
    return f"{version} {ledger.version_at(version) if version else ''}"
