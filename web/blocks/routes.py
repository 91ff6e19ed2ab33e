"""The blocks of the pages that lead from one to another: the question, the ways, a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from web.blocks import Block, Cell, TieKind, Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that a field offers."""

    value: str
    label: Words


@dataclass(frozen=True, slots=True)
class Blank:
    """A field within a sentence; `label` is heard, `before` and `after` are read around it.

    A text with `suggest` offers names while one types; `wide` leaves room for a long name.
    """

    name: str
    label: Words
    type: Literal["text", "select", "checkbox"] = "text"
    value: str = ""
    before: Words = ""
    after: Words = ""
    hint: Words = ""
    choices: tuple[Choice, ...] = ()
    suggest: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Asking(Block):
    """A question as a sentence with fields; it asks and changes nothing.

    `sentence` is the question itself, `plainly` the choices under it, `further` those that stay
    folded until they are wanted (`unfolded` where one of them is set).
    """

    address: str
    sentence: tuple[Blank, ...]
    plainly: tuple[Blank, ...]
    further: tuple[Blank, ...]
    more: Words
    button: Words
    unfolded: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """From one stop to the next: how it is drawn, what it stands on, and since when.

    `kind` gives the width of the line; `weakest` its colour; `made` says how the strength came.
    """

    kind: TieKind
    grade: Words
    how: Words
    when: Words
    basis: Words
    marks: tuple[int, ...] = ()
    through: Cell | None = None
    weakest: bool = False
    inferred: bool = False
    former: bool = False
    made: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One route as a card: its stops with the legs between them, and what can be done with it."""

    number: int
    stops: tuple[Cell, ...]
    legs: tuple[Leg, ...]
    weak: Words
    said: tuple[Words, ...] = ()
    fallback: Words = ""
    fallback_address: str = ""
    actions: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways(Block):
    """The routes, best first; `making` is the word under which a strength explains itself."""

    caption: Words
    ways: tuple[Way, ...]
    making: Words
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Draft(Block):
    """A text to take away, in the language of `code`: nothing here sends it.

    `take` is the word of the button that copies it, `taken` what it says then.
    """

    name: str
    label: Words
    text: str
    code: str
    take: Words
    taken: Words
