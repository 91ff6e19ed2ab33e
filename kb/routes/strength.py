"""How strong one tie is: a stated rule, and how the number was made.

The strength of a tie is the product of six factors, at most 1, in hundredths: the basic strength of
its relation (kk:tieStrength, or what the source says of this tie), its role, how many sources say
it, on what basis it is said, whether it stands or is over, and how long ago it was last known
(half after kk:halfLife years). They order ties, they measure nothing: every factor is a judgement
that stands in one table here or in the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from kb.text import Text
from kb.vocabulary import strength_class

Grade = Literal["strong", "medium", "weak"]
Floats = npt.NDArray[np.float64]

GRADES: tuple[Grade, ...] = ("strong", "medium", "weak")
LEAST: Mapping[Grade, int] = {"strong": 70, "medium": 40, "weak": 1}
"""The least hundredths of each grade."""

WHOLE = 100
NO_DAY = 0
"""Stands for a day that nobody stated."""
YEAR = 365.25

NEARER, FARTHER = 1.2, 0.8
ROLES: Mapping[str, float] = {
    **dict.fromkeys(
        (
            "chair", "coordinator", "founder", "hands_on", "head", "lead", "managing_body",
            "organiser", "principal_researcher", "representative", "secretariat",
        ),
        NEARER,
    ),
    **dict.fromkeys(
        (
            "associated_partner", "attendee", "candidate", "consultation", "contractor", "judge",
            "observer", "third_party", "user", "visiting",
        ),
        FARTHER,
    ),
}  # fmt: skip
"""Whoever runs a thing is in touch with all of it (1.2); whoever looks on is not (0.8)."""

SOURCES = (1.0, 1.1, 1.2)
"""One source, two, three or more."""

BASIS: Mapping[str, float] = {
    "register": 1.0,
    "third_party": 1.0,
    "self_reported": 0.9,
    "observed": 0.9,
    "inferred": 0.5,
}
STATUS: Mapping[str, float] = {"current": 1.0, "former": 0.7, "planned": 0.5}
UNDATED_END = 0.5
"""What is over at a day nobody stated counts as one half-life old."""

PARTS = (
    Text("関係の基本の強さ", "basic strength of the relation"),
    Text("役割", "role"),
    Text("出典の数", "number of sources"),
    Text("何による記述か", "basis"),
    Text("現在か", "standing or over"),
    Text("最後に確かめてからの年月", "time since it was last known"),
)


@dataclass(frozen=True, slots=True)
class Strength:
    """The strength of a tie, 0 to 1, its grade, and the factors whose product it is."""

    value: float
    grade: Grade
    parts: tuple[tuple[Text, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What the rule looks at, a row a tie.

    `base` is 0 to 1, `life` in years, `sources` a count; `last` is the day (proleptic ordinal) on
    which the tie was last known to stand, NO_DAY where nobody said.
    """

    base: Floats
    life: Floats
    role: Sequence[str]
    sources: npt.NDArray[np.integer]
    basis: Sequence[str]
    status: Sequence[str]
    last: npt.NDArray[np.integer]


def factors(role: Floats, basis: Floats, status: Floats, stated: Stated, day: int) -> Floats:
    """Give the six factors of every tie, ties × 6, from the factors of its words."""
    many = np.clip(stated.sources, 1, len(SOURCES)) - 1
    return np.column_stack(
        [stated.base, role, np.take(SOURCES, many), basis, status, aged(stated, status, day)]
    )


def aged(stated: Stated, status: Floats, day: int) -> Floats:
    """Give what is left after the time since each tie was last known."""
    years = np.maximum(day - stated.last, 0) / YEAR
    undated = np.where(status == STATUS["former"], UNDATED_END, 1.0)
    return np.where(stated.last == NO_DAY, undated, 0.5 ** (years / stated.life))


def looked_up(words: Sequence[str], table: Mapping[str, float]) -> Floats:
    """Give the factor of each word; 1 for a word that the table does not have."""
    return np.array([table.get(word, 1.0) for word in words], dtype=np.float64)


def hundredths(factored: Floats) -> npt.NDArray[np.int64]:
    """Give the strength of every tie in hundredths, 1 to 100."""
    return np.asarray(np.clip(np.rint(factored.prod(axis=1) * WHOLE), 1, WHOLE), dtype=np.int64)


def strength(factored: Floats) -> Strength:
    """Give one tie's strength with its making."""
    value = int(hundredths(factored[None, :])[0])
    named = zip(PARTS, (round(float(part), 3) for part in factored), strict=True)
    return Strength(value / WHOLE, grade_of(value), tuple(named))


def grade_of(value: int) -> Grade:
    """Give the grade of a strength in hundredths."""
    return strength_class(value / WHOLE)
