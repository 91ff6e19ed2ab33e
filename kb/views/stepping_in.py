"""Who could step in for somebody that leaves, each with the recorded ties that speak for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.measuring.leaving import ties_between
from kb.network.network import Network
from kb.network.slice import EVERYTHING
from kb.structure.without import Candidate
from kb.views.profile import THING, Thing, Tie, listed, strongest_first, tie_of
from kb.visibility import OPEN

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

_OUT = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted})-[e]->(o:Entity) "
    f"WHERE o.id IN $others AND {OPEN.format(n='o')} "
    f"RETURN n.id AS of, type(e) AS relation, properties(e) AS tie, true AS outward, {THING}"
)
_IN = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted}) WITH n MATCH (n)<-[e]-(o:Entity) "
    f"WHERE o.id IN $others AND {OPEN.format(n='o')} "
    f"RETURN n.id AS of, type(e) AS relation, properties(e) AS tie, false AS outward, {THING}"
)


@dataclass(frozen=True, slots=True)
class StepIn:
    """One who could step in: how many contacts it shares, those that may be named, and its ties.

    `ties` are its recorded ties to the contacts named and to the one that leaves (`tied`).
    """

    thing: Thing
    in_common: int
    common: tuple[Thing, ...]
    tied: bool
    ties: tuple[Tie, ...]


def stepping_in(
    graph: Graph,
    vocabulary: Vocabulary,
    network: Network,
    leaver: int,
    *,
    some: Mapping[int, Candidate],
    known: Mapping[int, Thing],
    common: Mapping[int, Sequence[Thing]],
) -> dict[int, StepIn]:
    """Give each candidate (by place) with its ties to the contacts named and to the one that leaves.

    `known` holds the things of the candidates by place, `common` the contacts named for each.
    """
    contacts = {network.index[one.id] for named in common.values() for one in named}
    ties = ties_among(graph, vocabulary, network, some.keys(), {*contacts, leaver})
    proven = {}
    for node, one in some.items():
        ends = {network.ids[leaver], *(each.id for each in common[node])}
        own = [tie for tie in ties.get(known[node].id, ()) if tie.other.id in ends]
        proven[node] = StepIn(
            known[node],
            len(one.common),
            tuple(common[node]),
            one.tied,
            tuple(sorted(own, key=strongest_first)),
        )
    return proven


def ties_among(
    graph: Graph,
    vocabulary: Vocabulary,
    network: Network,
    nodes: Collection[int],
    others: Collection[int],
) -> dict[str, list[Tie]]:
    """Read the ties of the slice between some nodes and others, by the id of the first."""
    ends = [np.array(sorted(some), dtype=np.int64) for some in (nodes, others)]
    keys = ties_between(network, *ends)
    names = ([network.ids[node] for node in some.tolist()] for some in ends)
    asked = dict(zip(("ids", "others"), names, strict=True))
    found: dict[str, list[Tie]] = {}
    for statement in (_OUT, _IN) if keys else ():
        for row in graph.read(statement, asked, limit=EVERYTHING).rows:
            tie = tie_of(row, vocabulary)
            if tie.key in keys and listed(tie, vocabulary):
                found.setdefault(str(row["of"]), []).append(tie)
    return found
