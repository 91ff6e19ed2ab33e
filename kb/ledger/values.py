"""What the ledger gives back: frozen values, no input or output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kb.records import Key, Record
from kb.text import Text, of_one

Scope = Literal["whole", "part"]
RunOutcome = Literal["running", "done", "failed", "unchanged"]
Judgement = Literal["same", "different", "unsure"]
Verdict = Literal["same", "different", "unsure", "withdrawn"]


@dataclass(frozen=True, slots=True)
class SourceDescription:
    """Where claims come from, under which licence, and how often it is renewed.

    `attribution` is the sentence that the licence asks for wherever its facts are shown.
    """

    name: str
    title: Text
    publisher: Text
    licence: str
    address: str
    rhythm: Text
    attribution: Text | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source said about one record.

    `run` is the run that first said it; `opened` and `closed` are ledger versions: it was held
    from `opened` on and no longer at `closed` (None: still held).
    """

    id: int
    source: str
    run: int
    record: Record
    opened: int
    closed: int | None


class Recalled(NamedTuple):
    """A record that a source said before, by its claim's own key and the hash of its content."""

    claim_key: str
    content_hash: str


class Outline(NamedTuple):
    """What a claim is about, without its content; `object` is None for an entity's.

    `type` is the relation, or the entity's types with a blank between.
    """

    id: int
    type: str
    subject: str
    object: str | None
    role: str
    since: str | None
    opened: int
    closed: int | None

    def held(self, version: int) -> bool:
        """Tell whether it was held at a version."""
        return self.opened <= version and (self.closed is None or self.closed > version)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a committed run did: counts of claims, and the ledger's version after it."""

    run: int
    version: int
    new: int
    changed: int
    unchanged: int
    closed: int


@dataclass(frozen=True, slots=True)
class Run:
    """One reading of one source.

    `version` is None where it changed nothing. `reason` says why it failed, in the words given to
    `abandon` (`said`: in both languages, where it was given so); `interrupted` where it was never
    finished and a later run took its place.
    """

    id: int
    source: str
    started: str
    ended: str | None
    outcome: RunOutcome
    input_hash: str
    software: str
    scope: Scope | None
    counts: Mapping[str, int]
    version: int | None
    reason: str

    @property
    def said(self) -> Text:
        """Why it failed; raises ValueError where it did not."""
        return of_one(self.reason)


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement on two keys, `a` before `b`; `withdrawn` rows stand only in the history.

    `source` is its level: a later judgement at the same level replaces this one (`replaced_by`).
    """

    id: int
    a: Key
    b: Key
    verdict: Verdict
    by: str
    at: str
    why: str
    source: str
    replaced_by: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What a source judges of two keys: the part of a decision that it states itself."""

    a: Key
    b: Key
    verdict: Judgement
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person entered: a correction, a note, an introduction, a do-not-contact."""

    id: int
    kind: str
    content: Mapping[str, object]
    by: str
    at: str
    version: int
