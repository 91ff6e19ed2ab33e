"""What is matched, and what a match is: an item, its links, a candidate with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.text import Text

Side = Literal["need", "offer", "technology"]
Grade = Literal["strong", "medium", "weak"]
Why = Literal["stated", "field", "words", "near", "region"]

WORDS, FIELDS, NEAR = 0.5, 0.4, 0.1
"""What words, fields and neighbourhood weigh in a score; together 1."""
STRONG, MEDIUM, WEAK = 0.5, 0.3, 0.12
"""Scores from which a match is strong, medium, weak; what scores less is none."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A thing that an item is tied to: id, name, the claims that state the tie.

    `person` is whether it is a named person, `group` whether it stands for many without names, `actor`
    whether it can be asked: an agent or a cluster.
    """

    id: str
    name: Text
    claims: tuple[int, ...] = ()
    person: bool = False
    group: bool = False
    actor: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """A need, an offer or a technology as it is matched.

    `text` is all that its words are taken from. `fields` are technologies, markets and
    certifications that a tie states, of a technology also itself; `answers` are the needs that a
    source says it answers. `since` and `until` are ISO dates as precise as stated, or empty; `over`
    says that it was settled, withdrawn or belongs to nobody any more. `audience` are the ids that
    it may be told to, None where anybody may know. `contacts` take what is asked about it.
    """

    id: str
    side: Side
    name: Text
    text: str
    fields: tuple[Linked, ...] = ()
    regions: tuple[Linked, ...] = ()
    owners: tuple[Linked, ...] = ()
    contacts: tuple[Linked, ...] = ()
    answers: tuple[Linked, ...] = ()
    keywords: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    over: bool = False
    audience: frozenset[str] | None = None
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two items may fit: in words, with the claims that it rests on; `people`: it names some."""

    why: Why
    said: Text
    claims: tuple[int, ...] = ()
    people: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate: what may fit, how well (0 to 1, and in words), and why.

    `words`, `fields` and `near` are the three parts of the score, each from 0 to 1.
    """

    item: Item
    score: float
    grade: Grade
    words: float
    fields: float
    near: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates for one item on a day, best first; `total` counts those not given too."""

    asked: Item
    day: str
    matches: tuple[Match, ...]
    total: int


def grade_of(score: float) -> Grade | None:
    """Say how well in words, None where it is no match."""
    if score >= STRONG:
        return "strong"
    if score >= MEDIUM:
        return "medium"
    return "weak" if score >= WEAK else None
