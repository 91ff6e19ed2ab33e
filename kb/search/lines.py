"""The folded names in memory, and what of them bears a name like the one asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, merge
from itertools import accumulate, islice

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from kb.identity import folding
from kb.search.sound import WHOLE, Near, Sounds
from kb.search.table import KINDS, OFFICIAL, Line

SCORES = (1.0, 0.8, 0.6, 0.4)  # whole, beginning, beginning of a word, inside
SOUNDS = (0.5, 0.25, 0.15)  # the whole sounds alike, a word does, a beginning does
LOOSE = 50  # so many that only sound alike in part are given at most
ALIAS = 0.1  # what a name other than the official one scores less
BORNE = 0.85  # what scores more matched a whole name, officially or otherwise
FEW = 50_000  # so many lines of the types asked for are sooner looked at one by one
SLIPS = 1  # so many letters of an id may be wrong, missing, added or changed over
NEAR = 55.0  # least likeness (0–100) of what `nearest` gives

_KEY = re.compile(r"[a-z][a-z0-9_]*:\S")
_SEPARATOR = "\n"  # never part of a folded form
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its id, chief type and name, the spelling that matched, and 0 < score ≤ 1.

    `kind` is what that spelling is to the thing, one of `kb.search.table.KINDS`; `alike` says that
    it only sounds like what was typed.
    """

    id: str
    type: str
    name: str
    matched: str
    score: float
    kind: str = OFFICIAL
    alike: bool = False

    @property
    def whole(self) -> bool:
        """Whether it bears what was typed as a whole name, the legal form apart."""
        return self.score > BORNE


class Lines:
    """Every folded form as a numbered line, the preferred first, ready for the tiers."""

    def __init__(self, rows: Iterable[Line]) -> None:
        """Take the lines of the table in the order of preference."""
        rows = list(rows)
        kept: dict[tuple[str, str, str, str], tuple[str, str, str, str]] = {}
        # The lines of a spelling show the same: it is kept once.
        self._shown = [kept.setdefault(row[:4], row[:4]) for row in rows]
        self._kinds = bytes(row[5] for row in rows)
        self._forms = [row[4] for row in rows]
        whole = [line for line, row in enumerate(rows) if not row[6]]
        self._whole = _sorted(self._forms, whole)
        self._words = _sorted(self._forms, [line for line, row in enumerate(rows) if row[6]])
        self._scanned = whole
        self._text = _SEPARATOR.join(["", *(self._forms[line] for line in whole), ""])
        self._starts = list(accumulate((len(self._forms[line]) + 1 for line in whole), initial=1))
        self._of_type: defaultdict[str, list[int]] = defaultdict(list)
        for line in whole:
            self._of_type[self._shown[line][1]].append(line)
        self._sounds = Sounds((line, row[7]) for line, row in enumerate(rows) if row[7])

    def find(
        self, text: str, limit: int, types: Collection[str] | None, *, sound: bool = False
    ) -> list[Hit]:
        """Give what bears a name like a text, best first, each thing once."""
        found: dict[str, Hit] = {}
        for line, score, alike in self._matches(text, types, sound=sound):
            if len(found) == limit:
                break
            id_, type_, name, matched = self._shown[line]
            if id_ not in found and (types is None or type_ in types):
                kind = self._kinds[line]
                score_ = round(score - (ALIAS if kind else 0), 2)
                found[id_] = Hit(id_, type_, name, matched, score_, KINDS[kind], alike)
        return list(found.values())

    def _matches(
        self, text: str, types: Collection[str] | None, *, sound: bool
    ) -> Iterator[tuple[int, float, bool]]:
        """Give the lines that match, tier by tier, each with its score and whether by sound."""
        probes = folding.probes(text)
        tiers = (self._exact, self._beginning, self._word, self._inside)
        ways = zip(tiers, SCORES, strict=True)
        for tier, score in islice(ways, 3):
            yield from ((line, score, False) for line in tier(probes, types))
        alike = list(self._sounds.find(text)) if sound and probes else []
        whole = [near for near in alike if near.how == WHOLE]
        yield from _sounding(whole)
        for tier, score in ways:
            yield from ((line, score, False) for line in tier(probes, types))
        yield from _sounding(alike[len(whole) :][:LOOSE])

    def nearest(self, text: str, limit: int) -> list[Hit]:
        """Give what is written nearly so; of an id, those that one slip of a finger away are."""
        asked = folding.fold(text)
        if not asked:
            return []
        if _KEY.match(text):
            return self._slips(text, limit)
        lines = self._as_long(len(asked))
        near = process.extract(
            asked,
            [self._forms[line] for line in lines],
            scorer=fuzz.ratio,
            score_cutoff=NEAR,
            limit=limit * 20,
        )
        return self._each_once(((lines[at], likeness / 100) for _, likeness, at in near), limit)

    def _as_long(self, length: int) -> list[int]:
        """Give the lines of whole names long enough, and short enough, to be near one so long."""
        most = 200 / NEAR - 1  # the likeness is 200 × what is common ÷ both lengths
        names = self._scanned
        aliases = bisect_left(names, 1, key=lambda line: int(self._kinds[line] > 0))
        found: list[int] = []
        for low, high in ((0, aliases), (aliases, len(names))):  # each the shortest first
            start = bisect_left(names, length / most, low, high, key=self._length)
            end = bisect_right(names, length * most, low, high, key=self._length)
            found += names[start:end]
        return found

    def _length(self, line: int) -> int:
        return len(self._forms[line])

    def _slips(self, id_: str, limit: int) -> list[Hit]:
        ids = [shown[0] for shown in self._shown]
        near = process.extract(id_, ids, scorer=OSA.distance, score_cutoff=SLIPS, limit=limit * 20)
        return self._each_once(((line, 1 - slips / len(id_)) for _, slips, line in near), limit)

    def _each_once(self, near: Iterable[tuple[int, float]], limit: int) -> list[Hit]:
        found: dict[str, Hit] = {}
        for line, likeness in near:
            id_, type_, name, matched = self._shown[line]
            kind = KINDS[self._kinds[line]]
            found.setdefault(id_, Hit(id_, type_, name, matched, round(likeness, 2), kind))
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


def _sounding(alike: Iterable[Near]) -> Iterator[tuple[int, float, bool]]:
    """Give lines that sound alike with the score of how they do."""
    return ((near.line, SOUNDS[near.how], True) for near in alike)


def _sorted(forms: list[str], lines: list[int]) -> tuple[list[str], list[int]]:
    ordered = sorted(lines, key=lambda line: forms[line])
    return [forms[line] for line in ordered], ordered
