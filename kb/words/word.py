"""Words as values: what a type, a relation, a property and a concept of the ontology say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from kb.text import Text

ROOT = "Entity"
"""The type above all types; never the type of a record."""

TIE = "Tie"
"""In `PropertyWord.of`: any relation."""

ValueKind = Literal["text", "integer", "number", "boolean", "texts", "date"]
StrengthClass = Literal["strong", "medium", "weak"]

SHAPES = (
    "circle",
    "square",
    "diamond",
    "triangle",
    "pentagon",
    "down_triangle",
    "ring",
    "star",
    "hexagon",
    "square_ring",
    "mark",
)

STRENGTH_CLASSES: tuple[tuple[StrengthClass, float], ...] = (
    ("strong", 0.7),
    ("medium", 0.4),
    ("weak", 0.0),
)
"""Each class with the least strength that belongs to it."""


def strength_class(strength: float) -> StrengthClass:
    """Give the class of a strength between 0 and 1: strong from 0.7, medium from 0.4."""
    return next((name for name, least in STRENGTH_CLASSES if strength >= least), "weak")


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A type. `ancestors` leave itself out, nearest first; the look is inherited from them.

    `shape` is one of SHAPES; `actor` types may be nodes of the default slice; an `abstract` type is
    never the type of a record.
    """

    name: str
    label: Text
    definition: Text
    parents: tuple[str, ...] = ()
    ancestors: tuple[str, ...] = ()
    colour: str | None = None
    shape: str | None = None
    actor: bool = False
    abstract: bool = False


@dataclass(frozen=True, slots=True)
class RelationWord:
    """A relation. `ends` are the allowed pairs of types, subtypes included.

    A `symmetric` relation may be written from either side. `strength` is None where it is no tie
    between actors, else above 0 and up to 1, for the reason given. `half_life` is after how many
    years a tie that nobody confirmed again counts half, None where it does not age. `roles` names the scheme of its
    roles; without one it takes no role. A thing has a tie of a role in `one_at_a_time` to one other
    at a time. A `generated` relation is made by the picture only.
    """

    name: str
    label: Text
    inverse: Text
    definition: Text
    ends: tuple[tuple[str, str], ...]
    symmetric: bool = False
    strength: float | None = None
    generated: bool = False
    private: bool = False
    roles: str | None = None
    reason: Text | None = None
    one_at_a_time: tuple[str, ...] = ()
    half_life: float | None = None
    half_life_reason: Text | None = None


@dataclass(frozen=True, slots=True)
class PropertyWord:
    """A property of things or ties.

    `of` names the types or relations it may stand on (subtypes included; `Entity` any type, `Tie`
    any relation). `lists` gives the scheme of allowed values by bearer, under "" for all of them.
    A `given` property is set by the record itself or by the picture, never by a source. `private`
    ones are hidden until an introduction is agreed.
    """

    name: str
    label: Text
    definition: Text
    value: ValueKind
    of: tuple[str, ...]
    lists: Mapping[str, str] = field(default_factory=dict)
    given: bool = False
    private: bool = False
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """An entry of a scheme: a step, an ability, a role, a value. `id` is `<scheme>/<code>`.

    `order` is its place in time where a document states one; `goal` marks what a chart draws as
    the aim and does not count as a step.
    """

    id: str
    scheme: str
    label: Text
    definition: Text
    order: int | None = None
    goal: bool = False

    @property
    def code(self) -> str:
        """The word that records use: the id without its scheme."""
        return self.id.removeprefix(f"{self.scheme}/")


@dataclass(frozen=True, slots=True)
class SchemeWord:
    """A scheme. `type` is the type of the entities its concepts are; None for a mere word list.

    `source` says which document draws it, and where.
    """

    name: str
    label: Text
    definition: Text
    type: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Words:
    """All words of one ontology file; `fingerprint` is the SHA-256 of that file."""

    types: Mapping[str, TypeWord]
    relations: Mapping[str, RelationWord]
    properties: Mapping[str, PropertyWord]
    schemes: Mapping[str, tuple[Concept, ...]]
    scheme_words: Mapping[str, SchemeWord]
    fingerprint: str

    def labels(self, types: Iterable[str]) -> tuple[str, ...]:
        """Give the types with all their ancestors, the general first, then by name."""
        wanted = tuple(types)
        if wanted not in self._labels:
            found = {name for type_ in wanted for name in (type_, *self.types[type_].ancestors)}
            self._labels[wanted] = tuple(sorted(found, key=self._rank))
        return self._labels[wanted]

    def is_a(self, type_: str, ancestor: str) -> bool:
        """Tell whether the type is the other one or below it."""
        return type_ == ancestor or ancestor in self.types[type_].ancestors

    def chief(self, types: Iterable[str]) -> str:
        """Give the most special type, which lends colour and mark; of equals the first by name."""
        return min(types, key=lambda name: (-len(self.types[name].ancestors), name))

    def concept(self, id_: str) -> Concept | None:
        """Give the concept `<scheme>/<code>`, or None."""
        return self._concepts.get(id_)

    def roles(self, relation: str) -> tuple[Concept, ...]:
        """Give the roles that a relation's ties may have; none for most relations."""
        return self.schemes.get(self.relations[relation].roles or "", ())

    def values(self, property_: str, bearers: Collection[str]) -> tuple[Concept, ...] | None:
        """Give the closed list of a property's values on these bearers; None where it is free.

        Bearers are a relation, or types; the list of the most special type counts.
        """
        lists = self.properties[property_].lists
        types = [name for name in bearers if name in self.types]
        nearest = reversed(self.labels(types)) if types else bearers
        scheme = next((lists[name] for name in (*nearest, "") if name in lists), None)
        return None if scheme is None else self.schemes[scheme]

    def stated(self, bearers: tuple[str, ...]) -> Mapping[str, PropertyWord]:
        """Give the properties that a source may state on these bearers, by name."""
        if bearers not in self._stated:
            self._stated[bearers] = {
                word.name: word
                for word in self.properties.values()
                if not word.given and not {*word.of}.isdisjoint(bearers)
            }
        return self._stated[bearers]

    def role_codes(self, relation: str) -> frozenset[str]:
        """Give the words for the roles that a relation's ties may have."""
        if relation not in self._role_codes:
            self._role_codes[relation] = frozenset(role.code for role in self.roles(relation))
        return self._role_codes[relation]

    def value_codes(self, property_: str, bearers: tuple[str, ...]) -> frozenset[str] | None:
        """Give the words of the closed list of a property's values; None where it is free."""
        asked = property_, bearers
        if asked not in self._value_codes:
            allowed = self.values(property_, bearers)
            codes = None if allowed is None else frozenset(one.code for one in allowed)
            self._value_codes[asked] = codes
        return self._value_codes[asked]

    def _rank(self, type_: str) -> tuple[int, str]:
        return len(self.types[type_].ancestors), type_

    @cached_property
    def _labels(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {}

    @cached_property
    def _stated(self) -> dict[tuple[str, ...], Mapping[str, PropertyWord]]:
        return {}

    @cached_property
    def _role_codes(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _value_codes(self) -> dict[tuple[str, tuple[str, ...]], frozenset[str] | None]:
        return {}

    @cached_property
    def joining(self) -> set[tuple[str, tuple[str, ...] | None, tuple[str, ...] | None]]:
        """The relations with the labels of their ends that were found to be joined by them."""
        return set()

    @cached_property
    def _concepts(self) -> dict[str, Concept]:
        return {concept.id: concept for group in self.schemes.values() for concept in group}
