"""What each row of a source said the last time, so that a row that stands as it stood is not mapped.

`map` is pure: the same row gives the same records as long as the software is the same. So beside a
row's digest there is kept by which claims the ledger knows what it said: some 100 bytes a row, in
the home's cache, never the row itself. The ledger is the judge: where it does not hold such a claim
any more, everything is mapped as if nothing had been kept. A file that is lost, damaged or of other
software is none.
"""

from __future__ import annotations

import hashlib
import marshal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple, TextIO

import ingest
import kb
from ingest.row import Row
from kb.errors import InputError
from kb.ledger import Recalled
from kb.records import Entity, Key, Record

FEWEST_ROWS, MOST_ROWS = 5_000, 1_000_000
"""Fewer are mapped as quickly as looked up; of more, what is kept would fill the memory."""

_MARSHAL = 2  # the format that holds nothing of how a text lies in memory
_DIGEST = 16
_HASHES = 32, 64  # where in a kept record the claim's key ends, and the hash of its content


class Said(NamedTuple):
    """One record that a row said: its claim, its types (or relation), its key if it is an entity."""

    claim: Recalled
    words: tuple[str, ...]
    key: Key | None


@dataclass
class Recall:
    """What rows said before, by digest, and what they say now, written as it is learnt.

    `now` is made known in the order of the rows: `learn` what a row says, then `kept` as the
    ledger tells the claims of its records one by one.
    """

    file: Path
    mark: str
    _before: dict[str, str] = field(default_factory=dict)
    _waiting: deque[tuple[str, list[str], list[str]]] = field(default_factory=deque)
    _now: TextIO | None = None
    _rows: int = 0
    _failed: bool = False

    @classmethod
    def of(cls, folder: Path, source: str, software: str) -> Recall:
        """Give what is kept of a source under this software."""
        file = folder / f"said-{source}.txt"
        recall = cls(file, f"{software} {house_code()}")
        recall._before = dict(_lines(file, recall.mark))
        return recall

    def said(self, digest: str) -> list[Said] | None:
        """Give what the row of this digest said before; None where that is not known."""
        told = self._before.get(digest)
        if told is None:
            return None
        try:
            said = [_said(one) for one in told.split("\t") if one]
        except InputError:  # a damaged line tells nothing
            return None
        self._write(digest, told)
        return said

    def learn(self, digest: str, records: Sequence[Record]) -> None:
        """Take note of what a row says, before its records go to the ledger; "" keeps nothing."""
        if records:
            self._waiting.append((digest, list(map(_words, records)), []))
        elif digest:
            self._write(digest, "")

    def kept(self, claim_key: str, content_hash: str) -> None:
        """Take note of the claim of the next record that was not said before."""
        digest, words, done = self._waiting[0]
        done.append(f"{claim_key}{content_hash}{words[len(done)]}")
        if len(done) == len(words):
            self._waiting.popleft()
            if digest:
                self._write(digest, "\t".join(done))

    def keep(self) -> None:
        """Keep what was learnt in place of what was kept before: the ledger holds it now."""
        self._close()
        if self._failed or not FEWEST_ROWS <= self._rows <= MOST_ROWS:
            self.forget()
            return
        with suppress(OSError):
            self._partial.replace(self.file)

    def leave(self) -> None:
        """Leave what was kept before as it is."""
        self._close()
        with suppress(OSError):
            self._partial.unlink(missing_ok=True)

    def forget(self) -> None:
        """Keep nothing."""
        self.leave()
        with suppress(OSError):
            self.file.unlink(missing_ok=True)

    @property
    def _partial(self) -> Path:
        return self.file.with_suffix(".partial")

    def _write(self, digest: str, told: str) -> None:
        self._rows += 1
        if self._failed or self._rows > MOST_ROWS:
            return
        try:
            if self._now is None:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                self._now = self._partial.open("w", encoding="utf-8")
                self._now.write(f"{self.mark}\n")
            self._now.write(f"{digest}{told}\n")
        except OSError:  # a full disk costs the next run its time, and nothing else
            self._failed = True

    def _close(self) -> None:
        now, self._now = self._now, None
        if now is not None:
            try:
                now.close()
            except OSError:
                self._failed = True


def digest_of(row: Row) -> str:
    """Digest a row that was not mapped yet: table, place, and every column with its text."""
    said = marshal.dumps((row.table, row.place, *row.values.items()), _MARSHAL)
    return hashlib.blake2b(said, digest_size=_DIGEST).hexdigest()


@cache
def house_code() -> str:
    """Hash all code that has a part in what a row says, or in how a claim is known again."""
    code = hashlib.sha256()
    for package in (ingest, kb):
        for file in sorted(Path(str(package.__file__)).parent.rglob("*.py")):
            code.update(file.read_bytes())
    return code.hexdigest()


def _lines(file: Path, mark: str) -> Iterator[tuple[str, str]]:
    """Give digest and records of each line, as far as the file is sound."""
    try:
        with file.open(encoding="utf-8") as lines:
            if next(lines, "") != f"{mark}\n":
                return
            for line in lines:
                yield line[: 2 * _DIGEST], line[2 * _DIGEST : -1]
    except (OSError, UnicodeDecodeError):
        return


def _said(told: str) -> Said:
    key_end, hash_end = _HASHES
    words, _, key = told[hash_end:].partition("|")
    claim = Recalled(told[:key_end], told[key_end:hash_end])
    return Said(claim, tuple(words.split(" ")), Key.parse(key) if key else None)


def _words(record: Record) -> str:
    if isinstance(record, Entity):
        return f"{' '.join(record.types)}|{record.key}"
    return f"{record.type}|"
