"""What the map can show: every open actor, cluster and project, and each tie with all it is asked by.

Read once per graph version beside the measures; a page only selects from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from kb.network import attributes
from kb.network.groups import SEPARATOR
from kb.network.network import FloatArray, IntArray
from kb.network.rows import OfGraph, Row, require_room, whole
from kb.network.slice import DRAWN, PERSON
from kb.visibility import OPEN, open_tie

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

Mask = npt.NDArray[np.bool_]

PLACES, FIELDS = ("country", "prefecture", attributes.REGION), attributes.FIELD
_NODES = (
    "MATCH (n:{label}) WHERE {open} RETURN n.id AS id, n.name AS name, n.name_ja AS name_ja, "
    "n.name_en AS name_en, n.chief AS chief, n.aggregate AS aggregate, n.anonymous AS anonymous, "
    "n.approximate_size AS size, labels(n) AS labels"
)
_TIES = (
    "MATCH (a:Entity)-[e:{relation}]->(b:Entity) RETURN a.id AS source, b.id AS target, "
    "e.key AS key, e.strength AS strength, e.basis AS basis, e.status AS status, "
    "e.since AS since, e.until AS until, e.sources AS sources, e.visibility AS visibility"
)
_NAMED = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted}) "
    "RETURN n.id AS id, n.name AS name, n.name_ja AS name_ja, n.name_en AS name_en"
)


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of few different values: `of` is each row's place in `values`."""

    values: tuple[str, ...]
    of: IntArray

    @classmethod
    def made(cls, cells: Iterable[str]) -> Self:
        """Give the column of these cells."""
        places: dict[str, int] = {}
        of = [places.setdefault(cell, len(places)) for cell in cells]
        return cls(tuple(places), np.array(of, dtype=np.int32))

    def where(self, holds: Callable[[str], bool]) -> Mask:
        """Tell of each row whether its value holds; each value is asked once."""
        told = np.array([holds(value) for value in self.values], dtype=bool)
        return told[self.of] if len(told) else np.zeros(0, dtype=bool)

    def cell(self, row: int) -> str:
        """Give the value of one row."""
        return self.values[int(self.of[row])]


@dataclass(frozen=True, eq=False)
class Atlas:
    """The nodes and ties of the map, by place.

    `node` are columns of nodes (type, country, prefecture, region, field), `tie` columns of ties
    (relation, basis, status, since, until, sources); cells with several values hold `a; b`.
    `words` name regions and fields in Japanese and English.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    names_en: tuple[str, ...]
    person: Mask
    aggregate: Mask
    anonymous: Mask
    size: tuple[int | None, ...]
    node: Mapping[str, Codes]
    source: IntArray
    target: IntArray
    strength: FloatArray
    tie: Mapping[str, Codes]
    words: Mapping[str, tuple[str, str]]

    @property
    def n(self) -> int:
        """How many nodes."""
        return len(self.ids)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The place of each id."""
        return {id_: place for place, id_ in enumerate(self.ids)}

    @cached_property
    def degree(self) -> IntArray:
        """How many ties each node has."""
        return np.bincount(np.concatenate([self.source, self.target]), minlength=self.n).astype(
            np.int32
        )


def read(graph: Graph, vocabulary: Vocabulary) -> Atlas:
    """Read the atlas through the read door, nodes by id; what is not public is not in it."""
    relations = {*DRAWN.relations_in(vocabulary), *attributes.READ}
    require_room(OfGraph(graph), DRAWN.types, relations)
    nodes = _nodes(graph)
    ties = _ties(graph, vocabulary, nodes)
    columns = attributes.columns(attributes.Said(OfGraph(graph), vocabulary), nodes, _stands)
    index = {id_: place for place, id_ in enumerate(nodes)}
    every = list(nodes.values())
    node = {name: Codes.made(columns[name]) for name in (*PLACES, FIELDS)}
    node["type"] = Codes.made(str(row["chief"] or vocabulary.chief(row["labels"])) for row in every)
    return Atlas(
        ids=tuple(nodes),
        names=tuple(str(row["name_ja"] or row["name"] or row["id"]) for row in every),
        names_en=tuple(str(row["name_en"] or row["name"] or row["id"]) for row in every),
        person=np.array([PERSON in row["labels"] and not row["aggregate"] for row in every], bool),
        aggregate=np.array([bool(row["aggregate"]) for row in every], bool),
        anonymous=np.array([bool(row["anonymous"]) for row in every], bool),
        size=tuple(row["size"] if isinstance(row["size"], int) else None for row in every),
        node=node,
        source=np.array([index[str(tie["source"])] for tie in ties], dtype=np.int32),
        target=np.array([index[str(tie["target"])] for tie in ties], dtype=np.int32),
        strength=np.array([float(tie["strength"] or 0.0) for tie in ties], dtype=np.float64),
        tie=_columns_of(ties),
        words=_words(graph, [node[name] for name in (*PLACES, FIELDS)]),
    )


def _nodes(graph: Graph) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for label in DRAWN.types:
        for row in whole(graph, _NODES.format(label=label, open=OPEN.format(n="n"))):
            found[str(row["id"])] = row
    return dict(sorted(found.items()))


def _ties(graph: Graph, vocabulary: Vocabulary, nodes: Mapping[str, Row]) -> list[Row]:
    found: list[Row] = []
    for relation in DRAWN.relations_in(vocabulary):
        found += [
            {**row, "relation": relation}
            for row in whole(graph, _TIES.format(relation=relation))
            if row["source"] in nodes
            and row["target"] in nodes
            and open_tie(vocabulary, relation, row["visibility"])
        ]
    return sorted(
        found, key=lambda tie: (tie["source"], tie["target"], tie["relation"], tie["key"])
    )


def _columns_of(ties: Sequence[Row]) -> dict[str, Codes]:
    names = ("relation", "basis", "status", "since", "until")
    columns = {name: Codes.made(str(tie[name] or "") for tie in ties) for name in names}
    cells = (f"{SEPARATOR} ".join(sorted(map(str, tie["sources"] or ()))) for tie in ties)
    return {**columns, "sources": Codes.made(cells)}


def _words(graph: Graph, columns: Iterable[Codes]) -> dict[str, tuple[str, str]]:
    ids = sorted({id_ for column in columns for cell in column.values for id_ in several(cell)})
    rows = whole(graph, _NAMED, {"ids": ids}) if ids else []
    return {
        str(row["id"]): (
            str(row["name_ja"] or row["name"] or row["id"]),
            str(row["name_en"] or row["name"] or row["id"]),
        )
        for row in rows
    }


def _stands(tie: Row) -> bool:
    return bool(tie["status"] == "current")


def several(cell: str) -> tuple[str, ...]:
    """Give the values of a cell that may hold several."""
    return tuple(part for part in cell.split(f"{SEPARATOR} ") if part)
