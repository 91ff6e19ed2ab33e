"""What a question means on a ground: who may start, stand between and be reached, under what terms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.routes.ground import day_of
from kb.routes.search import Wanted
from kb.routes.view import AFFILIATED, Ints, Terms, Truths, View, view
from kb.when import today

if TYPE_CHECKING:
    from kb.routes.ground import Ground
    from kb.routes.values import Asked, Conditions
    from kb.text import Text

STEPS = 2
"""So many steps of supply make one's own chain."""
SUPPLY = "SUPPLIES_TO"
BELONGS = ("MEMBER_OF", "PARTICIPATES_IN", AFFILIATED, "PART_OF")
CLUSTER = "Cluster"
MEMBERS = ("MEMBER_OF", "PARTICIPATES_IN")


@dataclass(frozen=True, eq=False)
class Plan:
    """A question in node numbers; `chain` and `clusters` are the start's own (without itself).

    `sought` are all that match, also those that the conditions leave out of `wanted`.
    """

    ground: Ground
    view: View
    wanted: Wanted
    sought: frozenset[int]
    chain: frozenset[int]
    clusters: frozenset[int]
    barred: frozenset[int]
    left_out: tuple[str, ...] = ()


def plan(ground: Ground, asked: Asked, left_out: Mapping[str, Text]) -> Plan:
    """Read a question; ids that the ground does not hold are nobody."""
    said = asked.conditions
    seen = view(ground, terms(asked))
    starts = _places(ground, (asked.start, *asked.also))
    sought = frozenset(_places(ground, asked.sought.ids)) - set(starts)
    chain = chain_of(ground, starts)
    clusters = clusters_of(ground, starts)
    barred = frozenset(_places(ground, (*left_out, *said.avoid)))
    out = set(barred)
    out |= chain if said.leave_chain else set()
    out |= clusters if said.leave_cluster else set()
    free = ground.actor & ~ground.nameless & ~_truths(ground, {*out, *starts})
    cover, needs = _cover(seen, said)
    wanted = Wanted(
        starts=tuple(sorted(set(starts))),
        targets=_truths(ground, sought - out) & ground.actor,
        free=free,
        shareable=~_truths(ground, _places(ground, said.avoid)),
        cover=cover,
        needs=needs,
        hops=said.go_betweens + 1,
    )
    return Plan(ground, seen, wanted, sought, chain, clusters, barred, tuple(sorted(left_out)))


def terms(asked: Asked) -> Terms:
    """Give the terms on which ties count."""
    said = asked.conditions
    day = said.as_of or asked.today or today().isoformat()
    return Terms(
        day=day_of(day, last=True),
        past=said.as_of is not None,
        bases=tuple(sorted(said.bases)),
        years=said.years,
        inferred=said.inferred,
    )


def chain_of(ground: Ground, starts: Iterable[int]) -> frozenset[int]:
    """Give the suppliers and customers within two steps, whatever is said of them but planned.

    A group without names is in the chain, but nothing is reached through it.
    """
    begun = set(starts)
    found, edge = set(begun), set(begun)
    for _ in range(STEPS):
        open_ = [node for node in edge if node in begun or not ground.aggregate[node]]
        edge = {
            other for node in open_ for other in _others(ground, node, (SUPPLY,), planned=False)
        } - found
        found |= edge
    return frozenset(node for node in found - begun if ground.actor[node])


def clusters_of(ground: Ground, starts: Iterable[int]) -> frozenset[int]:
    """Give the clusters that the starts belong to, and their other members."""
    begun = set(starts)
    clusters = {
        other
        for node in begun
        for other in _others(ground, node, BELONGS)
        if CLUSTER in ground.labels[other].split()
    }
    members = {other for node in clusters for other in _others(ground, node, MEMBERS)}
    return frozenset((clusters | members) - begun)


def _others(
    ground: Ground, node: int, relations: Sequence[str], *, planned: bool = True
) -> set[int]:
    """Give whom ties of these relations join to a node."""
    ties = [
        tie
        for tie in ground.ties_of(node).tolist()
        if ground.relation[tie] in relations and (planned or ground.status[tie] != "planned")
    ]
    return {int(end[tie]) for tie in ties for end in (ground.source, ground.target)} - {node}


def _cover(seen: View, said: Conditions) -> tuple[Ints, int]:
    """Give which conditions each node meets as a go-between, a bit each, and all of the bits."""
    ground = seen.ground
    meets: list[Truths] = []
    if said.via_types:
        meets.append(ground.is_a(*said.via_types))
    if said.roles:
        bearers = {node for role in said.roles for node in seen.roles.get(role, ())}
        meets.append(_truths(ground, bearers))
    meets += [_truths(ground, _places(ground, (id_,))) for id_ in said.via]
    cover = np.zeros(ground.n, dtype=np.int64)
    for bit, met in enumerate(meets):
        cover[met] |= 1 << bit
    return cover, (1 << len(meets)) - 1


def _places(ground: Ground, ids: Iterable[str]) -> list[int]:
    return [ground.index[id_] for id_ in ids if id_ in ground.index]


def _truths(ground: Ground, nodes: Collection[int]) -> Truths:
    truths = np.zeros(ground.n, dtype=np.bool_)
    truths[list(nodes)] = True
    return truths
