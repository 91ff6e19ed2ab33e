"""What the work-lists look at: the open things and ties of the graph, read once a version.

Left out is what is not open to everybody (`kb.visibility`), and what a picture made by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kb.namesakes import Namesakes, namesakes
from kb.network.rows import whole
from kb.visibility import OPEN, open_tie

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.ledger import Ledger
    from kb.vocabulary import Vocabulary

PERSON, REGION = "Person", "Region"
LOCATED, WITHIN, AFFILIATED = "LOCATED_IN", "PART_OF", "AFFILIATED_WITH"
CONTAINERS = frozenset({REGION, "Market", "Document"})
MENU = ("prefecture", "country")
"""Regions by which a list is narrowed."""
ABOVE = 6
"""So many steps up from a place its prefecture and country are looked for."""

_NODES = (
    f"MATCH (n:Entity) WHERE {OPEN.format(n='n')} RETURN n.id AS id, n.name AS name, "
    "n.name_ja AS name_ja, n.name_en AS name_en, n.chief AS chief, labels(n) AS labels, "
    "n.aggregate AS aggregate, n.anonymous AS anonymous, n.sources AS sources, "
    "n.until AS until, n.level AS level, n.address AS address"
)
_TIES = (
    "MATCH (a:Entity)-[e]->(b:Entity) RETURN type(e) AS relation, a.id AS source, b.id AS target, "
    "e.key AS key, e.role AS role, e.basis AS basis, e.status AS status, e.since AS since, "
    "e.until AS until, e.last_confirmed AS confirmed, e.sources AS sources, "
    "e.visibility AS visibility"
)


@dataclass(frozen=True, slots=True)
class Node:
    """A thing; `until` is its end where it is over, `nameless` a group or not named."""

    id: str
    ja: str
    en: str
    type: str
    labels: frozenset[str]
    nameless: bool
    sources: tuple[str, ...]
    until: str = ""
    level: str = ""
    addressed: bool = False

    @property
    def person(self) -> bool:
        """Whether it is one person."""
        return PERSON in self.labels and not self.nameless


@dataclass(frozen=True, slots=True)
class Tied:
    """A tie between two things that are there; dates are ISO texts as sources state them."""

    relation: str
    source: str
    target: str
    key: str
    role: str
    basis: str
    status: str
    since: str
    until: str
    confirmed: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """Things by id, ties, and the pairs of different sources whose names agree."""

    vocabulary: Vocabulary
    nodes: Mapping[str, Node]
    ties: Sequence[Tied]
    namesakes: Namesakes = field(default_factory=lambda: Namesakes((), {}, 0))

    @cached_property
    def tied(self) -> frozenset[str]:
        """The ids of what has a tie beyond its place, its field and the figures about it."""
        return frozenset(
            end
            for tie in self.ties
            if tie.relation not in {LOCATED, "OPERATES_IN", "ABOUT"}
            for end in (tie.source, tie.target)
        )

    @cached_property
    def places(self) -> Mapping[str, frozenset[str]]:
        """Where each thing is: every region that holds a place stated of it, or of its body."""
        up = self._above()
        found: dict[str, set[str]] = {}
        bodies: defaultdict[str, set[str]] = defaultdict(set)
        for tie in self.ties:
            there = REGION in self.nodes[tie.target].labels
            if tie.relation == LOCATED and there:
                found.setdefault(tie.source, set()).update(_closed(tie.target, up))
            elif tie.relation in {AFFILIATED, WITHIN} and not there:
                bodies[tie.source].add(tie.target)
        for _ in range(ABOVE):
            near = {
                id_: {region for body in those for region in found.get(body, ())}
                for id_, those in bodies.items()
                if id_ not in found
            }
            found |= {id_: regions for id_, regions in near.items() if regions}
        return {id_: frozenset(regions) for id_, regions in found.items()}

    @cached_property
    def contacts(self) -> tuple[Tied, ...]:
        """The ties by which one meets another; how places and markets contain each other is none."""
        words = self.vocabulary.relations
        return tuple(
            tie
            for tie in self.ties
            if words[tie.relation].strength
            and CONTAINERS.isdisjoint(self.nodes[tie.source].labels)
            and CONTAINERS.isdisjoint(self.nodes[tie.target].labels)
        )

    def _above(self) -> Mapping[str, set[str]]:
        above: defaultdict[str, set[str]] = defaultdict(set)
        for tie in self.ties:
            ends = (self.nodes[tie.source], self.nodes[tie.target])
            if tie.relation in {LOCATED, WITHIN} and all(REGION in end.labels for end in ends):
                above[tie.source].add(tie.target)
        return above

    def menu(self, id_: str) -> list[str]:
        """Give the prefectures and countries in which a thing is."""
        return sorted(one for one in self.places.get(id_, ()) if self.nodes[one].level in MENU)


def read(graph: Graph, ledger: Ledger, vocabulary: Vocabulary) -> Ground:
    """Read the graph whole, and from the ledger whose names agree (people apart)."""
    nodes = {str(row["id"]): _node(row, vocabulary) for row in whole(graph, _NODES)}
    stated = {name for name, word in vocabulary.relations.items() if not word.generated}
    ties = [
        _tied(row)
        for row in whole(graph, _TIES)
        if row["relation"] in stated
        and row["source"] in nodes
        and row["target"] in nodes
        and open_tie(vocabulary, row["relation"], row["visibility"])
    ]
    ties.sort(key=lambda tie: (tie.relation, tie.key))
    return Ground(vocabulary, nodes, ties, namesakes(ledger, vocabulary))


def _node(row: Mapping[str, Any], vocabulary: Vocabulary) -> Node:
    name = str(row["name"] or row["id"])
    labels = [str(one) for one in row["labels"] if one in vocabulary.types]
    chief = str(row["chief"] or "")
    return Node(
        str(row["id"]),
        str(row["name_ja"] or name),
        str(row["name_en"] or name),
        chief if chief in vocabulary.types else vocabulary.chief(labels),
        frozenset(labels),
        bool(row["aggregate"] or row["anonymous"]),
        tuple(map(str, row["sources"] or ())),
        str(row["until"] or ""),
        str(row["level"] or ""),
        bool(row["address"]),
    )


def _tied(row: Mapping[str, Any]) -> Tied:
    return Tied(
        str(row["relation"]),
        str(row["source"]),
        str(row["target"]),
        str(row["key"] or ""),
        str(row["role"] or ""),
        str(row["basis"] or ""),
        str(row["status"] or ""),
        str(row["since"] or ""),
        str(row["until"] or ""),
        str(row["confirmed"] or ""),
        tuple(map(str, row["sources"] or ())),
    )


def _closed(start: str, above: Mapping[str, Iterable[str]]) -> set[str]:
    """Give a thing with all that holds it, a few steps up."""
    found, edge = {start}, {start}
    for _ in range(ABOVE):
        edge = {one for id_ in edge for one in above.get(id_, ())} - found
        found |= edge
    return found
