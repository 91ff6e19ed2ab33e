"""The only currency of the house: what one source says about one thing or one tie.

Frozen values without input or output. A record without evidence cannot be made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from kb.errors import InputError
from kb.text import Text
from kb.when import ALWAYS, When

Value = str | int | float | bool | tuple[str, ...]
NameKind = Literal["official", "alias", "former", "abbreviation"]
Basis = Literal["register", "third_party", "self_reported", "observed", "inferred"]
Status = Literal["current", "former", "planned"]

BASES: tuple[Basis, ...] = ("register", "third_party", "self_reported", "observed", "inferred")
STATUSES: tuple[Status, ...] = ("current", "former", "planned")
NAME_KINDS: tuple[NameKind, ...] = ("official", "alias", "former", "abbreviation")

_SCHEME = re.compile(r"^[a-z][a-z0-9_]*$")


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """`scheme:value`: an official number, or `local:<source>:<hash>` without one."""

    scheme: str
    value: str

    def __post_init__(self) -> None:
        if not _SCHEME.match(self.scheme) or not self.value or self.value != self.value.strip():
            raise InputError(
                Text("キーの形が違います。", "A key has the wrong form."),
                expected="scheme:value, e.g. houjin:1130001011420",
                found=f"{self.scheme}:{self.value}",
            )

    @classmethod
    def parse(cls, text: str) -> Key:
        """Read `scheme:value`; the value may hold further colons."""
        scheme, colon, value = text.partition(":")
        return cls(scheme, value if colon else "")

    def __str__(self) -> str:
        """Give `scheme:value`."""
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True)
class Name:
    """One name as a source writes it.

    `language` is `ja`, `ja-Hira`, `ja-Kana`, `ja-Latn`, `en` …; readings are names in a kana
    script. `guessed` marks a reading that no source states. `original` keeps the text before
    cleaning where cleaning changed it.
    """

    text: str
    language: str = "ja"
    kind: NameKind = "official"
    family: str = ""
    given: str = ""
    guessed: bool = False
    original: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a record stands: the source's name and the place in it (row, line, page, address).

    `note` is a remark on it in Japanese, `note_en` the same in English.
    """

    source: str
    place: str
    retrieved: str = ""
    note: str = ""
    note_en: str = ""

    def __post_init__(self) -> None:
        if not self.source or not self.place:
            raise InputError(
                Text("根拠に出典と場所が要ります。", "Evidence needs a source and a place."),
                expected="source, place",
                found=f"{self.source!r}, {self.place!r}",
            )


@dataclass(frozen=True, slots=True)
class Entity:
    """What one source says about one thing; several types are allowed.

    `identifiers` are further official numbers of the same thing. `originals` holds, by property,
    the text before cleaning. `discriminator` tells apart the words of a source that speaks of one
    thing more than once (the events of a register); the greatest is its latest word.
    """

    key: Key
    types: tuple[str, ...]
    names: tuple[Name, ...]
    evidence: tuple[Evidence, ...]
    properties: Mapping[str, Value] = field(default_factory=dict)
    identifiers: tuple[Key, ...] = ()
    when: When = ALWAYS
    originals: Mapping[str, str] = field(default_factory=dict)
    discriminator: str = ""

    def __post_init__(self) -> None:
        _require_evidence(self.evidence, str(self.key))
        if not self.types:
            raise InputError(
                Text("型のない記録です。", "A record has no type."), found=str(self.key)
            )
        object.__setattr__(self, "properties", _frozen(self.properties))
        object.__setattr__(self, "originals", MappingProxyType(dict(self.originals)))


@dataclass(frozen=True, slots=True)
class Link:
    """What one source says about one tie.

    `discriminator` tells apart rows by which the source says the same thing twice.
    """

    type: str
    source: Key
    target: Key
    evidence: tuple[Evidence, ...]
    role: str = ""
    when: When = ALWAYS
    basis: Basis = "third_party"
    status: Status = "current"
    properties: Mapping[str, Value] = field(default_factory=dict)
    discriminator: str = ""

    def __post_init__(self) -> None:
        _require_evidence(self.evidence, f"{self.source} {self.type} {self.target}")
        if self.source == self.target:
            raise InputError(
                Text("自分自身への関係です。", "A tie leads from a thing to itself."),
                found=f"{self.source} {self.type}",
                where=self.evidence[0].place,
            )
        object.__setattr__(self, "properties", _frozen(self.properties))


Record = Entity | Link

Comparator = Literal["exactly", "about", "over", "under", "at_least", "at_most"]
FigureKind = Literal["result", "target", "budget", "condition"]


@dataclass(frozen=True, slots=True)
class Statistic:
    """A published figure about something; `records()` turns it into what the ledger keeps.

    `value` is in `unit`; `base` is the n it rests on; `rank` may be tied; `order` is the stage of
    a figure in a funnel; `basis` says whether the source states that it means this.
    """

    key: Key
    about: tuple[Key, ...]
    what: Text
    value: float
    unit: str
    evidence: tuple[Evidence, ...]
    comparator: Comparator = "exactly"
    kind: FigureKind = "result"
    base: int | None = None
    rank: int | None = None
    rank_tied: bool = False
    order: int | None = None
    basis: Basis = "third_party"
    when: When = ALWAYS
    note: str = ""

    def records(self) -> tuple[Record, ...]:
        """Give the Statistic entity and one ABOUT link per subject."""
        stated: dict[str, Value | None] = {
            "value": float(self.value),
            "unit": self.unit,
            "comparator": self.comparator,
            "figure_kind": self.kind,
            "base": self.base,
            "rank": self.rank,
            "rank_tied": self.rank_tied or None,
            "order": self.order,
            "note": self.note or None,
        }
        entity = Entity(
            self.key,
            ("Statistic",),
            (Name(self.what.ja), Name(self.what.en, "en")),
            self.evidence,
            {name: value for name, value in stated.items() if value is not None},
            when=self.when,
        )
        links = (
            Link("ABOUT", self.key, subject, self.evidence, basis=self.basis)
            for subject in self.about
        )
        return entity, *links


def _require_evidence(evidence: tuple[Evidence, ...], what: str) -> None:
    if not evidence:
        raise InputError(
            Text("根拠のない記録は作れません。", "A record without evidence cannot be made."),
            found=what,
            remedy=Text("出典と場所を添えてください。", "Give its source and place."),
        )


def _frozen(properties: Mapping[str, Value]) -> Mapping[str, Value]:
    """Sort and close a mapping; lists become tuples so that equal records compare equal."""
    return MappingProxyType(
        {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in sorted(properties.items())
        }
    )
