"""The fields of a form, and what may be wrong with what was typed into one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.text import Text
from kb.vocabulary import vocabulary

FieldType = Literal["text", "long", "date", "choice", "thing", "things", "number", "boolean"]
Value = str | float | bool | list[str]
"""What an entry keeps of a field: a date as ISO text, a thing as its id, several as a list."""

LONGEST: dict[FieldType, int] = {"text": 300, "long": 4000, "things": 3000}
"""Characters that a field takes at most; 300 where it is not named."""

BY = "by"
"""The name that problems with whoever enters bear."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the entry, its label and hint, and what it takes.

    `scheme` names a word list of the vocabulary for a choice, or `choices` gives codes and words
    themselves; the first is the usual one where it is `required`. `types`: what a thing may be.
    """

    name: str
    label: Text
    type: FieldType = "text"
    hint: Text | None = None
    required: bool = False
    scheme: str = ""
    choices: tuple[tuple[str, Text], ...] = ()
    types: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[tuple[str, Text], ...]:
        """The codes and words of a choice, in order."""
        if self.choices:
            return self.choices
        concepts = vocabulary().schemes.get(self.scheme, ())
        return tuple((one.code, one.label) for one in concepts)

    @property
    def longest(self) -> int:
        """How many characters it takes."""
        return LONGEST.get(self.type, LONGEST["text"])


@dataclass(frozen=True, slots=True)
class Named:
    """A thing as it is named in an entry: its present id, its name, its types with ancestors."""

    id: str
    name: Text
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field; `near` are the things it may have meant."""

    field: str
    what: Text
    near: tuple[Named, ...] = ()
