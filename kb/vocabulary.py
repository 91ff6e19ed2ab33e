"""The vocabulary: every type, relation and property that records may use, read from ontology/.

`ontology/kakehashi.ttl` is the only list. It is read once a process; importing this module reads
nothing, so that commands which need no words start at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kb.records import Entity, Evidence, Key, Name, Record, Value
from kb.words.check import CONCEPT, check
from kb.words.refusal import nearest
from kb.words.table import Description, Entry, describe, look_up
from kb.words.word import (
    ROOT,
    SHAPES,
    STRENGTH_CLASSES,
    TIE,
    Concept,
    PropertyWord,
    RelationWord,
    SchemeWord,
    StrengthClass,
    TypeWord,
    ValueKind,
    Words,
    strength_class,
)

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = [
    "CONCEPT",
    "ROOT",
    "SHAPES",
    "STRENGTH_CLASSES",
    "TIE",
    "Concept",
    "Description",
    "Entry",
    "PropertyWord",
    "RelationWord",
    "SchemeWord",
    "StrengthClass",
    "TypeWord",
    "ValueKind",
    "Vocabulary",
    "concept_entities",
    "describe",
    "fingerprint",
    "look_up",
    "nearest",
    "parse",
    "strength_class",
    "vocabulary",
]

SOURCE = "vocabulary"
"""The source by whose name concepts stand in the ledger."""


class Vocabulary(Words):
    """The words of the house, with the power to refuse what is not said in them."""

    def check(self, record: Record, types_of: Mapping[Key, tuple[str, ...]] | None = None) -> None:
        """Raise VocabularyError, naming the nearest known word, where a record does not conform.

        Ends are checked as far as `types_of` knows the types behind their keys.
        """
        check(self, record, types_of)


@cache
def vocabulary() -> Vocabulary:
    """Give the vocabulary of the house (0.25 s the first time in a process)."""
    return parse(_turtle().decode())


def fingerprint() -> str:
    """Give the fingerprint of the vocabulary without reading its words."""
    return hashlib.sha256(_turtle()).hexdigest()


def parse(turtle: str) -> Vocabulary:
    """Read a vocabulary from Turtle; raise VocabularyError naming the word that is unfinished."""
    from kb.words.turtle import read  # noqa: PLC0415 rdflib takes 0.2 s; --help must not wait

    words = read(turtle)
    return Vocabulary(
        words.types,
        words.relations,
        words.properties,
        words.schemes,
        words.scheme_words,
        words.fingerprint,
    )


def concept_entities(words: Words) -> tuple[Entity, ...]:
    """Give the entities that concepts are: every step and ability, keyed `concept:<scheme>/<code>`.

    So AT_STEP and HAS_ABILITY have something to lead to; the evidence names the document that
    draws the scheme.
    """
    return tuple(
        _entity(concept, scheme, scheme.type)
        for scheme in words.scheme_words.values()
        if scheme.type is not None
        for concept in words.schemes[scheme.name]
    )


def _entity(concept: Concept, scheme: SchemeWord, type_: str) -> Entity:
    properties: dict[str, Value] = {
        "description_ja": concept.definition.ja,
        "description_en": concept.definition.en,
    }
    if concept.goal:
        properties["goal"] = True
    return Entity(
        Key(CONCEPT, concept.id),
        (type_,),
        (Name(concept.label.ja), Name(concept.label.en, "en")),
        (Evidence(SOURCE, concept.id, note=scheme.source),),
        properties,
    )


def _turtle() -> bytes:
    file: Traversable = resources.files("ontology") / "kakehashi.ttl"
    return file.read_bytes()
