"""The vocabulary laid out for people: the schema page and `kakehashi words` show these rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kb.errors import NotKnownError
from kb.text import Text
from kb.words.refusal import nearest
from kb.words.word import ROOT, Concept, PropertyWord, RelationWord, SchemeWord, TypeWord, Words

EntryKind = Literal["type", "relation", "property", "scheme", "concept"]


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A type at its place in the tree: depth 0 is the root."""

    word: TypeWord
    depth: int


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation with its ends gathered: each row of sources leads to each row of targets."""

    word: RelationWord
    ends: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    @property
    def reading(self) -> str:
        """The ends on one line: `Agent, Cluster → Project; Project → Programme`."""
        arrow = "↔" if self.word.symmetric else "→"
        return "; ".join(f"{', '.join(a)} {arrow} {', '.join(b)}" for a, b in self.ends)


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """A scheme with its concepts in their listed order."""

    word: SchemeWord
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """The whole vocabulary: types as a tree from the root down, the rest in the file's order."""

    types: tuple[TypeRow, ...]
    relations: tuple[RelationRow, ...]
    properties: tuple[PropertyWord, ...]
    schemes: tuple[SchemeRow, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One word as a row: what kind of word it is, its label and definition, and where it is used.

    `usage` is its ancestors, ends, bearers or scheme.
    """

    kind: EntryKind
    name: str
    label: Text
    definition: Text
    usage: str


def describe(words: Words) -> Description:
    """Lay out every word."""
    return Description(
        tuple(_tree(words, ROOT, 0)),
        tuple(RelationRow(word, _gathered(word)) for word in words.relations.values()),
        tuple(words.properties.values()),
        tuple(SchemeRow(word, words.schemes[name]) for name, word in words.scheme_words.items()),
    )


def entries(words: Words) -> Iterator[Entry]:
    """Yield every word as a row: types, relations, properties, schemes, concepts."""
    described = describe(words)
    for type_ in described.types:
        above = " ⊂ ".join(type_.word.ancestors)
        yield _entry("type", type_.word, above)
    for relation in described.relations:
        yield _entry("relation", relation.word, relation.reading)
    for property_ in described.properties:
        yield _entry("property", property_, f"{property_.value} · {', '.join(property_.of)}")
    for scheme in described.schemes:
        yield _entry("scheme", scheme.word, ", ".join(concept.code for concept in scheme.concepts))
        for concept in scheme.concepts:
            yield Entry("concept", concept.id, concept.label, concept.definition, concept.scheme)


def look_up(words: Words, text: str) -> tuple[Entry, ...]:
    """Give the words that bear this name or label, whatever its case.

    Raise NotKnownError with the nearest names where there is none.
    """
    every = tuple(entries(words))
    wanted = text.strip().casefold()
    found = tuple(entry for entry in every if wanted in _names(entry))
    if not found:
        known = {entry.name: (entry.label.ja, entry.label.en) for entry in every}
        near = nearest(text, known, 5)
        raise NotKnownError(
            Text(f"「{text}」という語はありません。", f"There is no word “{text}”."),
            nearest=near,
            remedy=Text(f"近い語: {', '.join(near)}", f"Nearest: {', '.join(near)}"),
        )
    return found


def _names(entry: Entry) -> set[str]:
    code = entry.name.rpartition("/")[2]
    return {part.casefold() for part in (entry.name, code, entry.label.ja, entry.label.en)}


def _entry(
    kind: EntryKind, word: TypeWord | RelationWord | PropertyWord | SchemeWord, usage: str
) -> Entry:
    return Entry(kind, word.name, word.label, word.definition, usage)


def _tree(words: Words, name: str, depth: int) -> Iterator[TypeRow]:
    """Yield a type and those below it; one with several parents stands under the first."""
    yield TypeRow(words.types[name], depth)
    for below in words.types.values():
        if below.parents[:1] == (name,):
            yield from _tree(words, below.name, depth + 1)


def _gathered(word: RelationWord) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Gather pairs: first the targets of each source, then the sources with the same targets."""
    targets: dict[str, tuple[str, ...]] = {}
    for source, target in word.ends:
        targets[source] = (*targets.get(source, ()), target)
    sources: dict[tuple[str, ...], tuple[str, ...]] = {}
    for source, reached in targets.items():
        sources[reached] = (*sources.get(reached, ()), source)
    return tuple((gathered, reached) for reached, gathered in sources.items())
