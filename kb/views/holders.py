"""Who has what was found: a technology, a need, an offer, a market, a certification.

Only ties that a source states, that hold now and that everybody may see are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.network.slice import EVERYTHING
from kb.views.profile import THING, Thing, thing
from kb.visibility import OPEN

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

HAD = ("Technology", "Need", "Offer", "Market", "Certification")
"""What somebody has."""
_TIES = "HAS_TECHNOLOGY|DEVELOPED|HAS_NEED|HAS_OFFER|OPERATES_IN|SUPPLIES_TO|CERTIFIED_BY"
_HOLDS = (
    "coalesce(e.status, 'current') = 'current' AND coalesce(e.visibility, 'public') = 'public' "
    f"AND e.basis <> 'inferred' AND {OPEN.format(n='o')}"
)
_HOLDERS = (
    "UNWIND $ids AS wanted MATCH (w:Entity {id: wanted}) WITH w "
    f"MATCH (w)<-[e:{_TIES}]-(o:Entity) WHERE {_HOLDS} RETURN DISTINCT w.id AS had, {THING}"
)
_OFTEN = (
    f"MATCH (w:{{type}})<-[e:HAS_TECHNOLOGY|HAS_NEED|HAS_OFFER|OPERATES_IN]-(o:Entity) "
    f"WHERE {_HOLDS} AND {OPEN.format(n='w')} "
    "RETURN w.id AS id, count(DISTINCT o.id) AS number ORDER BY number DESC, id LIMIT $most"
)


@dataclass(frozen=True, slots=True)
class Holders:
    """Who has one thing: the first by name, and how many have it in all."""

    first: tuple[Thing, ...]
    number: int


def holders(
    graph: Graph, vocabulary: Vocabulary, ids: Sequence[str], most: int
) -> dict[str, Holders]:
    """Give who has each of these things, at most so many by name; what nobody has is left out."""
    found: defaultdict[str, dict[str, Thing]] = defaultdict(dict)
    rows = graph.read(_HOLDERS, {"ids": list(ids)}, limit=EVERYTHING).rows if ids else []
    for row in rows:
        found[str(row["had"])][str(row["id"])] = thing(row, vocabulary)
    return {had: _first(who, most) for had, who in found.items()}


def often_had(graph: Graph, type_: str, most: int) -> list[str]:
    """Give the ids of what most have, of a type of the vocabulary or below it."""
    rows = graph.read(_OFTEN.replace("{type}", type_), {"most": most}).rows
    return [str(row["id"]) for row in rows]


def _first(who: dict[str, Thing], most: int) -> Holders:
    named = sorted(who.values(), key=lambda one: (one.name.ja, one.id))
    return Holders(tuple(named[:most]), len(named))
