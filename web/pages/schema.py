"""The words: the tree of types, the relations with their ends, the properties, the word lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kb.base import KnowledgeBase
from kb.errors import GraphError
from kb.text import Text, same
from kb.views.profile import counts, relation_counts
from kb.vocabulary import ROOT, TIE, RelationWord, Vocabulary, describe, strength_class
from web.addresses import with_query
from web.blocks import Block, Branch, Cell, Column, Heading, Paragraph, Row, Table, Title, Tree
from web.page import Page, Request
from web.words.wording import STRENGTHS, chip

TITLE = Text("ことば", "Words")
LEAD = Text(
    "この知識グラフが使う型と関係のすべてです。印と色は、どの画面でもここにある通りです。",
    "All the types and relations that this knowledge graph uses. Marks and colours are the same on every screen.",
)
TYPES = Text("型", "Types")
RELATIONS = Text("関係", "Relations")
PROPERTIES = Text("属性", "Properties")
SCHEMES = Text("語のリスト", "Word lists")
BOTH_WAYS = Text("双方向", "both ways")
RELATION_COLUMNS = (
    Column("relation", Text("関係", "Relation")),
    Column("name", Text("名前", "Name")),
    Column("ends", Text("どこから→どこへ", "From → to")),
    Column("inverse", Text("逆から読むと", "Read the other way")),
    Column("strength", Text("つながりの強さ", "Strength as a tie")),
    Column("count", Text("件数", "Count"), numeric=True),
    Column("definition", Text("意味", "Meaning")),
)
PROPERTY_COLUMNS = (
    Column("property", Text("属性", "Property")),
    Column("name", Text("名前", "Name")),
    Column("value", Text("値", "Value")),
    Column("of", Text("何につくか", "Of")),
    Column("definition", Text("意味", "Meaning")),
)
SCHEME_COLUMNS = (
    Column("concept", Text("ことば", "Word")),
    Column("id", Text("番号", "Id")),
    Column("definition", Text("意味", "Meaning")),
)
ANYTHING = Text("すべてのもの", "anything")
ANY_TIE = Text("すべての関係", "any tie")
Ends = Sequence[tuple[Sequence[str], Sequence[str]]]
VALUES = {
    "text": Text("文字", "text"),
    "integer": Text("整数", "whole number"),
    "number": Text("数", "number"),
    "boolean": Text("はい・いいえ", "yes or no"),
    "texts": Text("文字の列", "list of texts"),
    "date": Text("日付", "date"),
}


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the vocabulary; the counts are left out where the graph is away."""
    del request
    words = kb.vocabulary
    try:
        tallies, ties = counts(kb.graph, words), relation_counts(kb.graph)
    except GraphError:
        tallies, ties = {}, {}
    things = {name: tally.number for name, tally in tallies.items()}
    tops = _below(words, ROOT)
    return (
        Title(TITLE),
        Paragraph(LEAD),
        Heading(TYPES, anchor="types"),
        Tree(tuple(_branch(words, things, name) for name in tops)),
        Table("relations", RELATIONS, RELATION_COLUMNS, tuple(_relations(words, ties))),
        Table("properties", PROPERTIES, PROPERTY_COLUMNS, tuple(_properties(words))),
        Table("schemes", SCHEMES, SCHEME_COLUMNS, tuple(_schemes(words))),
    )


def _below(words: Vocabulary, name: str) -> list[str]:
    return [other for other, word in words.types.items() if word.parents[:1] == (name,)]


def _branch(words: Vocabulary, things: Mapping[str, int], name: str) -> Branch:
    word = words.types[name]
    total = sum(number for type_, number in things.items() if words.is_a(type_, name))
    return Branch(
        chip(words, name),
        word.definition,
        name,
        total if things else None,
        with_query("/search", type=name) if total else "",
        tuple(_branch(words, things, other) for other in _below(words, name)),
    )


def _relations(words: Vocabulary, ties: Mapping[str, int]) -> Iterator[Row]:
    for row in describe(words).relations:
        word = row.word
        yield Row(
            (
                Cell(word.label),
                Cell(same(word.name)),
                Cell(_ends(words, row.ends), note=BOTH_WAYS if word.symmetric else ""),
                Cell(word.inverse),
                _strength(word),
                Cell(f"{ties.get(word.name, 0):,}", value=ties.get(word.name, 0)),
                Cell(word.definition),
            )
        )


def _strength(word: RelationWord) -> Cell:
    """Say how strong a tie it is and why, or why it is none."""
    if not word.strength:
        return Cell(note=word.reason or "")
    label = STRENGTHS[strength_class(word.strength)]
    text = Text(f"{label.ja} {word.strength:g}", f"{label.en} {word.strength:g}")
    return Cell(text, value=word.strength, note=word.reason or "")


def _ends(words: Vocabulary, ends: Ends) -> Text:
    """Write the ends, sources with the same targets together."""
    return Text(
        "；".join(f"{_names(words, a).ja} → {_names(words, b).ja}" for a, b in ends) or "—",
        "; ".join(f"{_names(words, a).en} → {_names(words, b).en}" for a, b in ends) or "—",
    )


def _names(words: Vocabulary, names: Sequence[str]) -> Text:
    labels = [_word(words, name) for name in names]
    return Text("、".join(label.ja for label in labels), ", ".join(label.en for label in labels))


def _properties(words: Vocabulary) -> Iterator[Row]:
    for word in describe(words).properties:
        yield Row(
            (
                Cell(word.label),
                Cell(same(word.name)),
                Cell(VALUES.get(word.value, same(word.value)), value=word.value),
                Cell(_names(words, word.of) if word.of else ""),
                Cell(word.definition),
            )
        )


def _word(words: Vocabulary, name: str) -> Text:
    if name == ROOT:
        return ANYTHING
    if name == TIE:
        return ANY_TIE
    found = words.types.get(name) or words.relations.get(name)
    return found.label if found else same(name)


def _schemes(words: Vocabulary) -> Iterator[Row]:
    for scheme in describe(words).schemes:
        for concept in scheme.concepts:
            cells = Cell(concept.label), Cell(same(concept.id)), Cell(concept.definition)
            yield Row(cells, scheme.word.label)


PAGE = Page("/schema", TITLE, show, menu=54)
