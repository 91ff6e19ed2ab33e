"""From node numbers back to what a person reads: hops with their ties, and routes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.routes.arcs import Arcs, arcs
from kb.routes.strength import GRADES, LEAST, WHOLE, Grade, Strength, grade_of, strength
from kb.routes.values import Actor, Chain, Hop, Route, TieSeen
from kb.routes.view import AFFILIATED, INFERRED, lessened
from kb.text import Text

if TYPE_CHECKING:
    from kb.routes.ground import Ground
    from kb.routes.plan import Plan
    from kb.routes.search import Found
    from kb.routes.view import View

SHARED = Text("共にするものの大きさと新しさ", "size and freshness of what is shared")


def route_of(plan: Plan, found: Found, fallback: Route | None = None) -> Route:
    """Give a route with its hops, each as the search counted it."""
    pairs = zip(found.nodes, found.nodes[1:], strict=False)
    hops = tuple(hop_of(plan, a, b, LEAST[found.grade]) for a, b in pairs)
    weakest = min(
        range(len(hops)), key=lambda at: (-GRADES.index(hops[at].grade), hops[at].value, at)
    )
    return Route(
        nodes=tuple(plan.ground.ids[node] for node in found.nodes),
        hops=hops,
        weakest=weakest,
        grade=found.grade,
        value=found.value / WHOLE ** (2 * len(hops)),
        chain=chain_seen(plan, found.nodes),
        fallback=fallback,
    )


def chain_seen(plan: Plan, nodes: Iterable[int]) -> Chain:
    """Tell whether a route leaves the start's chain; unknown where no supply tie is on record."""
    if not plan.chain:
        return "unknown"
    return "outside" if plan.chain.isdisjoint(nodes) else "inside"


def hop_of(plan: Plan, a: int, b: int, least: int) -> Hop:
    """Give the best hop between two nodes whose ties are all of at least so many hundredths."""
    value, through = max(options(plan, a, b, least), key=lambda one: (one[0], -one[1]))
    if through < 0:
        ties = _ties(plan.view, a, b, None)
        return _hop(plan.view, (a, b), None, value, (ties,))
    sides = _ties(plan.view, a, through, through), _ties(plan.view, through, b, through)
    return _hop(plan.view, (a, b), through, value, sides)


def options(plan: Plan, a: int, b: int, least: int) -> list[tuple[int, int]]:
    """Give every way to hop: its value in ten-thousandths and the thing shared (-1: none)."""
    known = arcs(plan.view, least)
    row = slice(known.by_actor[a], known.by_actor[a + 1])
    found = [(int(value), -1) for value in known.tie[row][known.b[row] == b]]
    one, other = _shared_by(known, a), _shared_by(known, b)
    both = [thing for thing in one.keys() & other.keys() if plan.wanted.shareable[thing]]
    return [*found, *((one[thing] * other[thing], thing) for thing in both)]


def actor_of(ground: Ground, node: int) -> Actor:
    """Give what a node is."""
    return Actor(
        ground.ids[node],
        Text(ground.names[node], ground.names_en[node]),
        ground.chief[node],
        person=bool(ground.person[node]),
        aggregate=bool(ground.aggregate[node]),
    )


def _shared_by(known: Arcs, node: int) -> dict[int, int]:
    """Give what a node is tied to and shares, with the hundredths its tie counts there."""
    at = known.by_member[known.of_member[node] : known.of_member[node + 1]]
    things = known.things[known.of[at]].tolist()
    return dict(zip(things, known.worth[at].tolist(), strict=True))


def _hop(
    view: View,
    ends: tuple[int, int],
    through: int | None,
    value: int,
    sides: tuple[tuple[TieSeen, ...], ...],
) -> Hop:
    best = [side[0] for side in sides]
    likely = through is not None and bool(view.likely[through])
    grade: Grade = max((one.strength.grade for one in best), key=GRADES.index)
    return Hop(
        a=view.ground.ids[ends[0]],
        b=view.ground.ids[ends[1]],
        through=None if through is None else view.ground.ids[through],
        ties=tuple(tie for side in sides for tie in side),
        grade=grade,
        value=value / WHOLE**2,
        inferred=likely or any(one.basis == INFERRED for one in best),
    )


def _ties(view: View, a: int, b: int, thing: int | None) -> tuple[TieSeen, ...]:
    """Give the ties between two nodes that count, strongest first, stated before inferred."""
    ground = view.ground
    ties = [tie for tie in ground.ties_between(a, b).tolist() if view.kept[tie]]
    if thing is not None and ground.actor[thing]:
        ties = [tie for tie in ties if ground.relation[tie] == AFFILIATED]
    seen = [_tie(view, tie, a, thing) for tie in ties]
    return tuple(sorted(seen, key=lambda t: (-t.strength.value, t.basis == INFERRED, t.key)))


def _tie(view: View, tie: int, a: int, thing: int | None) -> TieSeen:
    ground = view.ground
    source, target = int(ground.source[tie]), int(ground.target[tie])
    return TieSeen(
        key=ground.keys[tie],
        source=ground.ids[source],
        target=ground.ids[target],
        relation=ground.relation[tie],
        role=ground.role[tie],
        reversed=source != a,
        since=ground.since[tie],
        until=ground.until[tie],
        status=ground.status[tie],
        basis=ground.basis[tie],
        last_confirmed=ground.confirmed[tie],
        sources=tuple(filter(None, ground.sources[tie].split("\t"))),
        evidence=tuple(int(claim) for claim in ground.evidence[tie].split("\t") if claim),
        strength=_strength(view, tie, thing),
    )


def _strength(view: View, tie: int, thing: int | None) -> Strength:
    made = strength(view.factored[tie])
    if thing is None:
        return made
    factor = view.thing_factor[thing : thing + 1]
    value = int(lessened(view.value[tie : tie + 1], factor)[0])
    parts = (*made.parts, (SHARED, float(factor[0])))
    return replace(made, value=value / WHOLE, grade=grade_of(value), parts=parts)
