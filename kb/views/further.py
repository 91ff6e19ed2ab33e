"""What the things around one thing are tied to: the second step, for the chapters of a page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kb.network.slice import EVERYTHING
from kb.text import Text
from kb.views.profile import THING, Tie, listed, strongest_first, tie_of
from kb.visibility import OPEN

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

_STEP = (
    "UNWIND $ids AS wanted MATCH (n:Entity {{id: wanted}}){left}[e:{relations}]{right}(o:Entity) "
    f"WHERE {OPEN.format(n='o')} AND NOT any(label IN labels(o) WHERE label IN $without) "
    "RETURN n.id AS of, type(e) AS relation, properties(e) AS tie, "
    f"{{outward}} AS outward, {THING}"
)
DETAILS = (
    "description_ja", "description_en", "state", "kind", "outcome", "outcome_en", "field", "field_en",
    "since", "until", "level", "country",
)  # fmt: skip
"""What chapters and the index say of things one step away."""

_DETAILS = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted}) "
    f"WHERE {OPEN.format(n='n')} RETURN n.id AS id, "
    + ", ".join(f"n.{name} AS {name}" for name in DETAILS)
)
INFERRED = "inferred"
_ENDS = (("-", "->", "true"), ("<-", "-", "false"))


@dataclass(frozen=True, slots=True)
class Further:
    """The ties of the things around one thing, and what is said of these things, by their id."""

    ties: Mapping[str, tuple[Tie, ...]] = field(default_factory=dict)
    details: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def of(self, id_: str, relation: str, *, outward: bool) -> tuple[Tie, ...]:
        """Give a thing's ties of one relation in one direction, the strongest first."""
        return tuple(
            tie
            for tie in self.ties.get(id_, ())
            if tie.relation == relation and tie.outward is outward
        )

    def description(self, id_: str) -> Text | None:
        """Give what is said about a thing in short, or None."""
        known = self.details.get(id_, {})
        ja, en = (str(known.get(f"description_{code}") or "") for code in ("ja", "en"))
        return Text(ja or en, en or ja) if ja or en else None

    @property
    def claims(self) -> set[int]:
        """Give the ids of the claims behind all these ties."""
        return {claim for ties in self.ties.values() for tie in ties for claim in tie.evidence}


def further(
    graph: Graph,
    vocabulary: Vocabulary,
    ids: Collection[str],
    relations: Collection[str],
    *,
    outward_only: bool = False,
    without: Collection[str] = (),
) -> dict[str, tuple[Tie, ...]]:
    """Give the open ties of these relations that the things have, by the thing's id.

    Both ways unless `outward_only`; those to a type in `without` are left out.
    """
    words = sorted(name for name in relations if name in vocabulary.relations)
    if not ids or not words:
        return {}
    found: dict[str, list[Tie]] = {}
    values = {"ids": sorted(ids), "without": sorted(without)}
    for left, right, outward in _ENDS[:1] if outward_only else _ENDS:
        statement = _STEP.format(left=left, right=right, outward=outward, relations="|".join(words))
        for row in graph.read(statement, values, limit=EVERYTHING).rows:
            tie = tie_of(row, vocabulary)
            if listed(tie, vocabulary):
                found.setdefault(str(row["of"]), []).append(tie)
    return {id_: tuple(sorted(ties, key=strongest_first)) for id_, ties in found.items()}


def inferred(tie: Tie) -> bool:
    """Tell whether no source states the tie."""
    return tie.text("basis") == INFERRED


def once(ties: Iterable[Tie]) -> list[Tie]:
    """Give one tie a thing, in their order: the first that a source states, else the first."""
    kept: dict[str, Tie] = {}
    for tie in ties:
        known = kept.get(tie.other.id)
        if known is None or (known.text("basis") == INFERRED != tie.text("basis")):
            kept[tie.other.id] = tie
    return list(kept.values())


def details(graph: Graph, ids: Collection[str]) -> dict[str, Mapping[str, object]]:
    """Give by id what is said of open things: the properties named in DETAILS, where stated."""
    rows = graph.read(_DETAILS, {"ids": sorted(ids)}, limit=EVERYTHING).rows if ids else []
    return {
        str(row["id"]): {name: row[name] for name in DETAILS if row[name] is not None}
        for row in rows
    }


def two_steps(
    graph: Graph,
    vocabulary: Vocabulary,
    ids: Collection[str],
    relations: Collection[str],
    onward: Mapping[str, Sequence[str]],
) -> Further:
    """Give the ties of these relations of the things, and one step more where `onward` says so.

    `onward` names, by the relation that led to a thing, the relations to follow from there.
    """
    ties = further(graph, vocabulary, ids, relations)
    for relation, next_ones in onward.items():
        reached = set(_reached(ties, ids, relation)) - ties.keys()
        ties |= further(graph, vocabulary, reached, next_ones)
    return Further(ties, details(graph, ids))


def _reached(ties: Mapping[str, Sequence[Tie]], ids: Iterable[str], relation: str) -> Iterable[str]:
    return (tie.other.id for id_ in ids for tie in ties.get(id_, ()) if tie.relation == relation)
