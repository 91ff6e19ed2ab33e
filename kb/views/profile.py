"""What is known about one thing: its names, ties, figures and the evidence for each of them.

Questions to the graph as the explorer's pages ask them; the evidence itself comes from the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.network.slice import EVERYTHING
from kb.records import Evidence, Link
from kb.text import Text
from kb.visibility import OPEN, open_tie

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.ledger import Ledger
    from kb.vocabulary import Vocabulary

Row = Mapping[str, object]

_NODE = "MATCH (n:Entity {id: $id}) RETURN properties(n) AS properties, labels(n) AS labels"
THING = (
    "o.id AS id, o.name AS name, o.name_ja AS name_ja, o.name_en AS name_en, "
    "labels(o) AS labels, o.chief AS chief, o.aggregate AS aggregate, o.anonymous AS anonymous, "
    "o.approximate_size AS approximate_size"
)
_OUT = (
    "MATCH (n:Entity {id: $id})-[e]->(o:Entity) "
    f"WHERE {OPEN.format(n='o')} "
    f"RETURN type(e) AS relation, properties(e) AS tie, true AS outward, {THING}"
)
# The other end is looked for only from the one that is known: without WITH ArcadeDB reads them all.
_IN = (
    "MATCH (n:Entity {id: $id}) WITH n MATCH (n)<-[e]-(o:Entity) "
    f"WHERE {OPEN.format(n='o')} "
    f"RETURN type(e) AS relation, properties(e) AS tie, false AS outward, {THING}"
)
_FIGURES = (
    "MATCH (n:Entity {id: $id})<-[:ABOUT]-(s:Statistic) "
    "RETURN properties(s) AS properties ORDER BY s.name, s.id"
)
_COUNTS = (
    "MATCH (n:Entity) RETURN labels(n) AS labels, n.chief AS chief, "
    "coalesce(n.aggregate, false) AS aggregate, "
    "count(*) AS number"
)
_RELATIONS = "MATCH (:Entity)-[e]->(:Entity) RETURN type(e) AS relation, count(*) AS number"
_THINGS = f"UNWIND $ids AS wanted MATCH (o:Entity {{id: wanted}}) RETURN {THING}"
_OF_TYPE = (
    f"MATCH (o:{{type}}) WHERE {OPEN.format(n='o')} "
    f"RETURN {THING} ORDER BY o.name, o.id LIMIT $most"
)
_HOW_MANY = f"MATCH (o:{{type}}) WHERE {OPEN.format(n='o')} RETURN count(o) AS number"
_INTRODUCTIONS = (
    "MATCH (maker:Entity)-[made:MADE]->(i:Introduction)-[part:INVOLVES]->(party:Entity) "
    "WHERE made.basis <> 'inferred' AND part.basis <> 'inferred' "
    f"AND coalesce(part.role, '') <> 'venue' AND {OPEN.format(n='i')} "
    "RETURN i.id AS introduction, maker.id AS maker, collect(party.id) AS parties "
    "ORDER BY introduction"
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A node as lists show it: its names, its chief type, and what kind of naming it has.

    `size` is about how many an aggregate stands for, where a source says so.
    """

    id: str
    name: Text
    type: str
    labels: tuple[str, ...] = ()
    aggregate: bool = False
    anonymous: bool = False
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie as seen from one of its ends; `evidence` are claim ids."""

    relation: str
    outward: bool
    other: Thing
    key: str
    properties: Mapping[str, object]
    evidence: tuple[int, ...]

    def text(self, name: str) -> str:
        """Give a text property of the tie, or an empty text."""
        return str(self.properties.get(name) or "")

    @property
    def strength(self) -> float:
        """How strong, from 0 (not a tie between actors) to 1."""
        value = self.properties.get("strength")
        return float(value) if isinstance(value, int | float) else 0.0


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a claim stands, and on what basis it is said (empty for what is not a tie)."""

    evidence: Evidence
    basis: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a page about one thing shows; `grounds` are by claim id."""

    thing: Thing
    properties: Mapping[str, object]
    evidence: tuple[int, ...]
    ties: tuple[Tie, ...]
    figures: tuple[Mapping[str, object], ...]
    grounds: Mapping[int, tuple[Ground, ...]]


def profile(
    graph: Graph, ledger: Ledger, vocabulary: Vocabulary, id_: str, *, told: int | None = None
) -> Profile | None:
    """Give the profile of the node with this id, or None where there is no such node.

    Ties come strongest first, then latest, then by name; statistics about the thing are given
    apart from its ties. `told`: the evidence of so many ties alone is read, else of all.
    """
    found = graph.read(_NODE, {"id": id_}).rows
    if not found:
        return None
    properties = _mapping(found[0]["properties"])
    ties = [
        tie_of(row, vocabulary)
        for statement in (_OUT, _IN)
        for row in graph.read(statement, {"id": id_}, limit=EVERYTHING).rows
    ]
    figures = tuple(_mapping(row["properties"]) for row in graph.read(_FIGURES, {"id": id_}).rows)
    shown = tuple(sorted((t for t in ties if listed(t, vocabulary)), key=strongest_first))
    claims = {
        *claims_in(properties.get("evidence")),
        *(c for t in shown[:told] for c in t.evidence),
    }
    claims |= {claim for figure in figures for claim in claims_in(figure.get("evidence"))}
    return Profile(
        thing({**properties, "labels": found[0]["labels"]}, vocabulary),
        properties,
        claims_in(properties.get("evidence")),
        shown,
        figures,
        grounds(ledger, claims, known_at=graph.mark()),
    )


def grounds(
    ledger: Ledger, claims: Iterable[int], *, known_at: int | None = None
) -> dict[int, tuple[Ground, ...]]:
    """Give the evidence of claims by claim id, as the ledger knew them at the graph's version."""
    wanted = sorted(set(claims))
    if not wanted:
        return {}
    return {
        claim.id: tuple(
            Ground(evidence, claim.record.basis if isinstance(claim.record, Link) else "")
            for evidence in claim.record.evidence
        )
        for claim in ledger.claims(ids=wanted, known_at=known_at)
    }


def things(graph: Graph, vocabulary: Vocabulary, ids: Sequence[str]) -> dict[str, Thing]:
    """Give the nodes with these ids, by id; ids that nothing bears are left out."""
    rows = graph.read(_THINGS, {"ids": list(ids)}, limit=EVERYTHING).rows if ids else []
    return {str(row["id"]): thing(row, vocabulary) for row in rows}


def of_type(
    graph: Graph, vocabulary: Vocabulary, type_: str, most: int = EVERYTHING
) -> list[Thing]:
    """Give the nodes of a type of the vocabulary or of a type below it, by name, at most so many."""
    rows = graph.read(_OF_TYPE.format(type=type_), {"most": most}, limit=EVERYTHING).rows
    return [thing(row, vocabulary) for row in rows]


def how_many(graph: Graph, type_: str) -> int:
    """Give how many open nodes of a type of the vocabulary, or of a type below it, there are."""
    (row,) = graph.read(_HOW_MANY.format(type=type_)).rows
    return _whole(row["number"])


@dataclass(frozen=True, slots=True)
class Tally:
    """How many nodes a type has, and how many of them are groups without names."""

    number: int
    groups: int


def counts(graph: Graph, vocabulary: Vocabulary) -> dict[str, Tally]:
    """Give how many nodes there are of each type, each counted under its most special type."""
    numbers: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    for row in graph.read(_COUNTS).rows:
        type_ = _chief(row, vocabulary)
        numbers[type_] += _whole(row["number"])
        groups[type_] += _whole(row["number"]) if row["aggregate"] else 0
    ordered = sorted(numbers, key=lambda type_: (-numbers[type_], type_))
    return {type_: Tally(numbers[type_], groups[type_]) for type_ in ordered}


def relation_counts(graph: Graph) -> dict[str, int]:
    """Give how many ties there are of each relation."""
    return {str(row["relation"]): _whole(row["number"]) for row in graph.read(_RELATIONS).rows}


def introductions(graph: Graph) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give every stated introduction as (its id, who made it, the parties it brought together)."""
    return [
        (str(row["introduction"]), str(row["maker"]), tuple(sorted(_texts(row["parties"]))))
        for row in graph.read(_INTRODUCTIONS, limit=EVERYTHING).rows
    ]


def thing(row: Row, vocabulary: Vocabulary) -> Thing:
    """Read a node from a row that has its id, names and labels."""
    id_ = str(row["id"])
    name = str(row.get("name") or id_)
    return Thing(
        id_,
        Text(str(row.get("name_ja") or name), str(row.get("name_en") or name)),
        _chief(row, vocabulary),
        tuple(_texts(row["labels"])),
        aggregate=bool(row.get("aggregate")),
        anonymous=bool(row.get("anonymous")),
        size=_whole(row.get("approximate_size")) or None,
    )


def claims_in(evidence: object) -> tuple[int, ...]:
    """Read the claim ids that a node's or tie's `evidence` holds."""
    return tuple(int(claim) for claim in evidence) if isinstance(evidence, list | tuple) else ()


def tie_of(row: Row, vocabulary: Vocabulary) -> Tie:
    """Read a tie from a row that has its relation, direction, properties and other end."""
    properties = _mapping(row["tie"])
    return Tie(
        str(row["relation"]),
        bool(row["outward"]),
        thing(row, vocabulary),
        str(properties.get("key") or ""),
        properties,
        claims_in(properties.get("evidence")),
    )


def listed(tie: Tie, vocabulary: Vocabulary) -> bool:
    """Tell whether a tie is told among the ties: figures stand apart, private ones stay untold."""
    told = open_tie(vocabulary, tie.relation, tie.properties.get("visibility"))
    return told and tie.other.type != "Statistic"


def strongest_first(tie: Tie) -> tuple[float, str, str, str]:
    """Give what ties are sorted by: strongest, then the latest start, then by name and id."""
    latest = "".join(chr(0x10FFFF - ord(letter)) for letter in tie.text("since"))
    return -tie.strength, latest or "\U0010ffff", tie.other.name.ja, tie.other.id


def _chief(row: Row, vocabulary: Vocabulary) -> str:
    """Give the type that was drawn as the chief one; of a row that does not tell it, by labels."""
    drawn = str(row.get("chief") or "")
    if drawn in vocabulary.types:
        return drawn
    return vocabulary.chief([one for one in _texts(row["labels"]) if one in vocabulary.types])


def _mapping(value: object) -> Row:
    return value if isinstance(value, Mapping) else {}


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0
