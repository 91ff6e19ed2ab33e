"""What a slice is read from: the nodes and ties of a picture, row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kb.errors import GraphError
from kb.network import room
from kb.text import Text
from kb.visibility import OPEN

if TYPE_CHECKING:
    from kb.graph import Graph

EVERYTHING = 50_000_000  # the door's limit for a read that must be whole
READ_SECONDS = 300.0

Row = Mapping[str, Any]


class Rows(Protocol):
    """A picture that can be read: the one in the graph, or one drawn from an earlier version.

    It holds open things and the ties between them. Whether such a tie is open itself is told by its
    `visibility` with the vocabulary (`kb.visibility.open_tie`).
    """

    def size(self, types: Collection[str], relations: Collection[str]) -> tuple[int, int]:
        """Give about how many nodes and ties reading these types and relations brings, at most."""

    def nodes(self, type_: str, *, aggregates: bool) -> Iterable[Row]:
        """Give the nodes of a type (id, name, name_en, chief, level, aggregate, labels)."""

    def ties(self, relation: str) -> Iterable[Row]:
        """Give the ties of a relation.

        Each has source, target, type, key, role, basis, status, since, until, sources and
        visibility.
        """


@dataclass(frozen=True, slots=True)
class OfGraph:
    """The picture as the graph holds it, read through the read door."""

    graph: Graph

    def size(self, types: Collection[str], relations: Collection[str]) -> tuple[int, int]:
        """Count what bears the types as labels, and the ties of the relations."""
        nodes = (f"MATCH (n:{type_}) RETURN count(n) AS many" for type_ in types)
        ties = (f"MATCH ()-[e:{relation}]->() RETURN count(e) AS many" for relation in relations)
        return sum(map(self._count, nodes)), sum(map(self._count, ties))

    def _count(self, statement: str) -> int:
        return sum(int(row["many"]) for row in whole(self.graph, statement))

    def nodes(self, type_: str, *, aggregates: bool) -> Iterable[Row]:
        """Give the nodes that bear a type as a label."""
        statement = (
            f"MATCH (n:{type_}) WHERE ($aggregates OR coalesce(n.aggregate, false) = false) "
            f"AND {OPEN.format(n='n')} "
            "RETURN n.id AS id, n.name AS name, n.name_en AS name_en, n.chief AS chief, "
            "n.level AS level, n.aggregate AS aggregate, labels(n) AS labels"
        )
        return whole(self.graph, statement, {"aggregates": aggregates})

    def ties(self, relation: str) -> Iterable[Row]:
        """Give the ties of a relation."""
        statement = (
            f"MATCH (a:Entity)-[e:{relation}]->(b:Entity) "
            f"WHERE {OPEN.format(n='a')} AND {OPEN.format(n='b')} "
            "RETURN a.id AS source, b.id AS target, e.key AS key, e.role AS role, "
            "e.basis AS basis, e.status AS status, e.since AS since, e.until AS until, "
            "e.sources AS sources, e.visibility AS visibility"
        )
        for row in whole(self.graph, statement, {}):
            yield {**row, "type": relation}


def require_room(picture: Rows, types: Collection[str], relations: Collection[str]) -> None:
    """Raise MeasureError where reading these would take more memory than there is."""
    room.require(room.of_reading(*picture.size(types, relations)), room.READING)


def whole(
    graph: Graph, statement: str, parameters: Mapping[str, object] | None = None
) -> list[dict[str, Any]]:
    """Read all rows of a statement; raise GraphError where the door's limit would cut them."""
    rows = graph.read(statement, parameters or {}, limit=EVERYTHING, timeout=READ_SECONDS)
    if rows.truncated:
        raise GraphError(
            Text("グラフを最後まで読めませんでした。", "The graph could not be read to its end."),
            expected=f"≤ {EVERYTHING}",
        )
    return list(rows.rows)
