"""What a form may ask of what is known now: a thing, its ties, whether two can be one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kb.records import Key
from kb.text import Text


@dataclass(frozen=True, slots=True)
class Stands:
    """A thing as it stands and may be shown: its name, its types with ancestors, its properties."""

    id: str
    name: Text
    types: frozenset[str]
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StandingTie:
    """A tie as it stands, between ids; `since` and `until` are ISO texts or empty.

    `other` is the end that was not asked for, as it is called.
    """

    key: str
    relation: str
    source: str
    target: str
    role: str
    since: str
    until: str
    status: str
    other: Text


class Look(Protocol):
    """Looks at what is known now; nothing is found that may not be shown to everybody."""

    def thing(self, id_: str) -> Stands | None:
        """Give a thing by its id, None where there is none to be shown."""

    def ties(self, id_: str, *, relation: str = "", key: str = "") -> tuple[StandingTie, ...]:
        """Give the ties of a thing that a source may state, of one relation or by key."""

    def apart(self, a: Key, b: Key) -> Text | None:
        """Say why two cannot be one thing; None where they can."""


class Blind:
    """Sees nothing; for entries that ask nothing."""

    def thing(self, _: str) -> Stands | None:
        """See no thing."""
        return None

    def ties(self, _: str, *, relation: str = "", key: str = "") -> tuple[StandingTie, ...]:
        """See no tie."""
        del relation, key
        return ()

    def apart(self, _: Key, __: Key) -> Text | None:
        """See nothing that keeps two apart."""
        return None


BLIND = Blind()
