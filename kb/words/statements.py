"""Turtle as statements in the order of the file, and one subject with what is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph, Literal, Namespace
from rdflib.term import Node

from kb.errors import VocabularyError
from kb.text import Text

KK = Namespace("https://w3id.org/kakehashi/ns#")
SCHEME = Namespace("https://w3id.org/kakehashi/scheme/")

Statements = dict[Node, dict[Node, list[Node]]]


@dataclass(frozen=True, slots=True)
class Described:
    """One subject of the Turtle with what is said about it."""

    node: Node
    all: Statements

    @property
    def name(self) -> str:
        """The local name: after the namespace of the words or of the schemes."""
        return str(self.node).removeprefix(str(KK)).removeprefix(str(SCHEME))

    def nodes(self, predicate: Node) -> list[Node]:
        """Give the objects of a predicate in the order of the file."""
        return self.all.get(self.node, {}).get(predicate, [])

    def names(self, predicate: Node) -> tuple[str, ...]:
        """Give the local names of the objects of a predicate."""
        return tuple(Described(node, self.all).name for node in self.nodes(predicate))

    def value(self, predicate: Node) -> object:
        """Give the Python value of a literal, or None."""
        found = self.nodes(predicate)
        return found[0].toPython() if found and isinstance(found[0], Literal) else None

    def number(self, predicate: Node) -> float | None:
        """Give a number, or None."""
        value = self.value(predicate)
        return None if value is None else float(str(value))

    def truth(self, predicate: Node) -> bool:
        """Tell whether the predicate says true."""
        return self.value(predicate) is True

    def text(self, *predicates: Node) -> Text:
        """Give the first predicate that is there, in both languages; refuse a missing one."""
        for predicate in predicates:
            parts = {node.language: str(node) for node in self._literals(predicate)}
            if parts:
                return self._both(parts, predicate)
        raise self.unfinished(f"{predicates[0]}", "—")

    def unfinished(self, expected: str, found: str) -> VocabularyError:
        """Make the error that names this word and what it lacks."""
        return VocabularyError(
            Text(
                f"語彙の「{self.name}」が整っていません。", f"The word {self.name} is unfinished."
            ),
            expected=expected,
            found=found,
            where="ontology/kakehashi.ttl",
        )

    def _literals(self, predicate: Node) -> Iterator[Literal]:
        return (node for node in self.nodes(predicate) if isinstance(node, Literal))

    def _both(self, parts: dict[str | None, str], predicate: Node) -> Text:
        if not parts.get("ja") or not parts.get("en"):
            found = ", ".join(sorted(f"@{language}" for language in parts))
            raise self.unfinished(f"{predicate} @ja, @en", found)
        return Text(parts["ja"], parts["en"])


class _InOrder(Graph):
    """A graph that also keeps its statements in the order of the file; the store shuffles them."""

    def __init__(self) -> None:
        super().__init__()
        self.statements: list[tuple[Node, Node, Node]] = []

    def add(self, triple: tuple[Node, Node, Node]) -> _InOrder:
        """Keep one statement."""
        self.statements.append(triple)
        return self


def statements(turtle: str) -> Statements:
    """Read Turtle; raise VocabularyError where it is not valid."""
    graph = _InOrder()
    try:
        graph.parse(data=turtle, format="turtle")
    except (SyntaxError, IndexError) as problem:  # rdflib runs over the end of a cut-off file
        raise VocabularyError(
            Text("語彙のファイルが Turtle として読めません。", "The ontology is not valid Turtle."),
            found=str(problem),
            where="ontology/kakehashi.ttl",
        ) from problem
    all_: Statements = {}
    for subject, predicate, object_ in graph.statements:
        all_.setdefault(subject, {}).setdefault(predicate, []).append(object_)
    return all_
