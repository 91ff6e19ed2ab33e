"""An answer as people read it: codes as words, things by their name in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.question import english_of, id_columns, is_english
from kb.text import Text, same
from kb.views.profile import claims_in, things

if TYPE_CHECKING:
    from kb.graph import Graph, Rows
    from kb.question import Question
    from kb.vocabulary import Concept, Vocabulary

Row = Mapping[str, object]

EVIDENCE = "evidence"
OUTWARD = "outward"
INFERRED = "inferred"
YES, NO = Text("はい", "yes"), Text("いいえ", "no")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question with what its cells need to be read.

    `links` tell which column holds the ids of what a column names, `names` the names of the things
    with these ids.
    """

    question: Question
    rows: Rows
    links: Mapping[str, str]
    names: Mapping[str, Text]
    vocabulary: Vocabulary

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns for the eye: without those that only say another one in English."""
        found = self.rows.columns
        return tuple(column for column in found if not is_english(column, found))

    @property
    def evidence(self) -> set[int]:
        """The ids of the claims that the answer stands on."""
        return {claim for row in self.rows.rows for claim in claims_in(row.get(EVIDENCE))}

    def said(self, column: str, row: Row) -> list[Text]:
        """Give the words of a cell, one for each value in it; none for an empty one."""
        values, ids = listed(row[column]), listed(row.get(self.links.get(column, "")))
        english = listed(row.get(english_of(column)))
        if len(ids) == len(values):
            return [self._named(one, id_) for one, id_ in zip(values, ids, strict=True)]
        if len(english) == len(values):
            return [Text(str(ja), str(en)) for ja, en in zip(values, english, strict=True)]
        return [self._worded(column, one, row) for one in values]

    def _named(self, value: object, id_: object) -> Text:
        name = self.names.get(str(id_))
        return Text(str(value), name.en) if name and name.ja == value else same(str(value))

    def _worded(self, column: str, value: object, row: Row) -> Text:
        return wording(self.question, self.vocabulary, column, value, row) or same(str(value))


def read_answer(graph: Graph, vocabulary: Vocabulary, question: Question, rows: Rows) -> Answer:
    """Give an answer for reading, with the names of everything whose id it holds."""
    links = id_columns(rows.columns)
    ids = {str(id_) for row in rows.rows for name in links.values() for id_ in listed(row[name])}
    found = things(graph, vocabulary, sorted(ids))
    names = {id_: thing.name for id_, thing in found.items()}
    return Answer(question, rows, links, names, vocabulary)


def wording(
    question: Question, vocabulary: Vocabulary, column: str, value: object, row: Row
) -> Text | None:
    """Give the words of one value where its column holds codes or it is yes or no, else None.

    A role is read as one of the relation in the same row; a relation from its target's side where
    the row says that it is not `outward`.
    """
    if isinstance(value, bool):
        return YES if value else NO
    text, kind = str(value), question.code_list(column)
    if kind == "type":
        type_ = vocabulary.types.get(text)
        return type_.label if type_ else None
    if kind == "relation":
        relation = vocabulary.relations.get(text)
        inward = row.get(OUTWARD) is False
        return (relation.inverse if inward else relation.label) if relation else None
    known = _roles(vocabulary, row) if kind == "role" else vocabulary.schemes.get(kind, ())
    listed_word = next((concept.label for concept in known if concept.code == text), None)
    return listed_word or question.words.get(text)


def inferred(row: Row) -> bool:
    """Tell whether a row rests on something that no source states outright."""
    bases = (value for name, value in row.items() if "basis" in name.split("_"))
    return any(INFERRED in str(one).split("_") for value in bases for one in listed(value))


def listed(value: object) -> Sequence[object]:
    """Give the values in a cell, be it a list, one value or nothing."""
    if isinstance(value, list | tuple):
        return [one for one in value if one is not None and one != ""]
    return () if value is None or value == "" else (value,)


def _roles(vocabulary: Vocabulary, row: Row) -> Sequence[Concept]:
    """Give the roles of the row's relation; INTRODUCED has those of INVOLVES."""
    relation = vocabulary.relations.get(str(row.get("relation")))
    if relation is None:
        return ()
    return vocabulary.roles("INVOLVES" if relation.generated else relation.name)
