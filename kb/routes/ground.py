"""The ground that routes run over: actors, what they share, and the ties, read once a version."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kb.errors import InputError
from kb.routes.strength import NO_DAY
from kb.when import When

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

FORM = 1
"""Of the kept file; another number is read from the graph again."""
UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Column:
    """Words by row: `words[codes[row]]`."""

    words: tuple[str, ...]
    codes: Ints

    @classmethod
    def of(cls, values: Iterable[str]) -> Column:
        """Make a column of texts; the words in their order, so that codes do not depend on rows."""
        rows = list(values)
        words = tuple(sorted(set(rows)))
        place = {word: code for code, word in enumerate(words)}
        return cls(words, np.array([place[row] for row in rows], dtype=np.int32))

    def __getitem__(self, row: int) -> str:
        return self.words[int(self.codes[row])]

    def mapped(self, values: Sequence[Any], kind: npt.DTypeLike) -> npt.NDArray[Any]:
        """Give a value for every row from one for every word."""
        return np.array(values, dtype=kind)[self.codes] if self.words else np.zeros(0, dtype=kind)

    def among(self, words: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Tell of every row whether its word is one of these."""
        wanted = set(words)
        return self.mapped([word in wanted for word in self.words], np.bool_)


@dataclass(frozen=True, eq=False)
class Ground:
    """Nodes 0 … n−1 in the order of their ids, and the ties `source[k] → target[k]` between them.

    `labels` of a node are its types with their ancestors, joined by blanks; `base` is a tie's own
    strength or its relation's, `life` the half-life of its relation in years. `sources` and
    `evidence` are joined by tabs. A group or somebody without a name is `nameless`: an end, never a
    go-between.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    names_en: tuple[str, ...]
    chief: Column
    labels: Column
    aggregate: npt.NDArray[np.bool_]
    nameless: npt.NDArray[np.bool_]
    ended: Column
    source: Ints
    target: Ints
    keys: tuple[str, ...]
    evidence: tuple[str, ...]
    relation: Column
    role: Column
    basis: Column
    status: Column
    since: Column
    until: Column
    confirmed: Column
    sources: Column
    base: Floats
    life: Floats
    version: str = ""

    @property
    def n(self) -> int:
        """How many nodes."""
        return len(self.ids)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The place of each id."""
        return {id_: place for place, id_ in enumerate(self.ids)}

    def is_a(self, *types: str) -> npt.NDArray[np.bool_]:
        """Tell of every node whether it is of one of these types (subtypes included)."""
        wanted = set(types)
        return self.labels.mapped(
            [not wanted.isdisjoint(label.split()) for label in self.labels.words], np.bool_
        )

    @cached_property
    def actor(self) -> npt.NDArray[np.bool_]:
        """Who may be an end of a hop: agents and clusters."""
        return self.is_a("Agent", "Cluster")

    @cached_property
    def person(self) -> npt.NDArray[np.bool_]:
        """Who is one named person."""
        return self.is_a("Person") & ~self.aggregate

    @cached_property
    def first_day(self) -> Ints:
        """The day on which each tie began, NO_DAY where nobody said."""
        return self.since.mapped([day_of(text, last=False) for text in self.since.words], np.int32)

    @cached_property
    def last_day(self) -> Ints:
        """The last day of each tie, NO_DAY where it is open or nobody said."""
        return self.until.mapped([day_of(text, last=True) for text in self.until.words], np.int32)

    @cached_property
    def confirmed_day(self) -> Ints:
        """The day on which a source was last seen to say each tie, NO_DAY where nobody noted it."""
        days = [day_of(text, last=True) for text in self.confirmed.words]
        return self.confirmed.mapped(days, np.int32)

    @cached_property
    def ended_day(self) -> Ints:
        """The last day of each node (a project), NO_DAY where it is open or nobody said."""
        return self.ended.mapped([day_of(text, last=True) for text in self.ended.words], np.int32)

    @cached_property
    def at(self) -> tuple[Ints, Ints]:
        """Where the ties of each node stand: starts (n + 1) and tie numbers, ascending a node."""
        ends = np.concatenate([self.source, self.target])
        ties = np.tile(np.arange(len(self.source), dtype=np.int32), 2)
        order = np.argsort(ends, kind="stable")
        starts = np.searchsorted(ends[order], np.arange(self.n + 1))
        return starts.astype(np.int32), ties[order]

    def ties_of(self, node: int) -> Ints:
        """Give the numbers of the ties at a node."""
        starts, ties = self.at
        return ties[starts[node] : starts[node + 1]]

    def ties_between(self, one: int, other: int) -> Ints:
        """Give the numbers of the ties between two nodes, ascending."""
        few = min((one, other), key=lambda node: len(self.ties_of(node)))
        far = other if few == one else one
        ties = self.ties_of(few)
        found = ties[(self.source[ties] == far) | (self.target[ties] == far)]
        return np.unique(found)

    def save(self, file: Path) -> None:
        """Write everything as .npz (nothing pickled)."""
        words: dict[str, object] = {"form": FORM}
        arrays: dict[str, npt.NDArray[Any]] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, Column):
                words[one.name], arrays[one.name] = value.words, value.codes
            elif isinstance(value, np.ndarray):
                arrays[one.name] = value
            else:
                words[one.name] = value
        text = json.dumps(words, ensure_ascii=False).encode()
        np.savez(file, allow_pickle=False, _words=np.frombuffer(text, dtype=np.uint8), **arrays)

    @classmethod
    def load(cls, file: Path) -> Ground | None:
        """Read what `save` wrote; None where the file is not there or does not hold all of it."""
        try:
            with np.load(file, allow_pickle=False) as kept:
                words = json.loads(kept["_words"].tobytes())
                if words["form"] != FORM:
                    return None
                return cls(**{one.name: _value(one.name, words, kept) for one in fields(cls)})
        except UNREADABLE:
            return None


def _value(name: str, words: Mapping[str, Any], kept: Mapping[str, npt.NDArray[Any]]) -> Any:
    if name in words and name in kept:
        return Column(tuple(words[name]), kept[name])
    if name in words:
        return tuple(words[name]) if isinstance(words[name], list) else words[name]
    return kept[name]


def day_of(text: str, *, last: bool) -> int:
    """Give the first or last day of an ISO text as an ordinal; NO_DAY where it names none."""
    if not text:
        return NO_DAY
    try:
        edge = When(until=text[:10]).last_day() if last else When(since=text[:10]).first_day()
    except InputError:
        return NO_DAY
    return NO_DAY if edge is None else edge.toordinal()
