"""What a change is: what came, went, or reads otherwise, in frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from kb.entering.corrected import CORRECTION
from kb.ledger import State
from kb.text import Text

NAME, TYPES, WHEN, NUMBERS, PLACE = "names", "types", "when", "identifiers", "place"
"""What a difference may be in besides a property; `place` where only the evidence moved."""
STATUS, BASIS = "status", "basis"

Side = tuple[str | int | float | bool, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A thing as a change names it; `there` tells whether anything is still said of it."""

    id: str
    name: Text
    type: str
    there: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """What one word of a record read before and reads after; `what` is a property or a part."""

    what: str
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class Change:
    """One move of a thing, or of a tie to `other`.

    `known` tells of a new thing that other sources spoke of it before. `desk` is `correction`,
    `checked` or `wrong` where the desk said it of what others say; `former`: a tie said to be over.
    """

    version: int
    source: str
    state: State
    thing: Named
    other: Named | None = None
    relation: str = ""
    since: str = ""
    until: str = ""
    differences: tuple[Difference, ...] = ()
    known: bool = False
    desk: str = ""
    former: bool = False

    @property
    def amended(self) -> bool:
        """Whether it is the desk's word on a fact that others state: a correction."""
        return self.desk == CORRECTION

    @property
    def renamed(self) -> bool:
        """Whether an official name reads otherwise now."""
        return any(one.what == NAME for one in self.differences)

    @property
    def ended(self) -> bool:
        """Whether a tie that stood is said to be over now."""
        said = [one for one in self.differences if one.what in {WHEN, STATUS}]
        return any(_over(one, one.after) and not _over(one, one.before) for one in said)


@dataclass(frozen=True, slots=True)
class Told:
    """Changes as they may be shown, and how many were left out as not open."""

    changes: tuple[Change, ...]
    hidden: int


def side(value: object) -> Side:
    """Give a property's value as a row of values."""
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return (value,) if isinstance(value, str | int | float | bool) else ()


def _over(one: Difference, side: Side) -> bool:
    """Tell whether a side of a difference says that the tie is over."""
    if one.what == STATUS:
        return side == ("former",)
    return bool(side) and (bool(side[1]) or bool(side[2]))
