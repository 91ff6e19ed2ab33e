"""The answer to one question: the k best routes, what to fall back on, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from kb.routes.hops import actor_of, route_of
from kb.routes.missing import nothing
from kb.routes.plan import Plan, plan
from kb.routes.search import Found
from kb.routes.search import routes as routes_in_order
from kb.routes.values import Actor, Answer, Asked, Reason, Refused, Route
from kb.text import Text

if TYPE_CHECKING:
    from kb.routes.ground import Ground

LOOKED_AT = 20
"""So many routes are looked through for one to fall back on before a search of its own."""

NOBODY: Mapping[str, Text] = {}
AVOIDED = Text("避けるように求められた。", "You asked to avoid it.")
CHAIN_UNKNOWN = Text(
    "出発点の納入先・仕入先の記録がないため、その取引網の外かどうかは分からない。",
    "No supply tie of the start is on record, so whether this leaves its own chain is unknown.",
)
UNDATED = Text(
    "いつ確かめられたか分からないつながりは、新しさの条件により除いた。",
    "Ties that nobody dated were left out, since you asked for fresh ones.",
)
ON_RECORD = Text(
    "記録されたつながりだけで探した。紹介が実際に頼めるかどうかは、本人に確かめること。",
    "Only ties on record were searched; whether somebody can be asked, only they can tell.",
)
LIKELY = Text(
    "「推定」と記した一歩は、知り合いであると述べた出典がない。",
    "For a step marked inferred no source says that the two know each other.",
)


def find(
    ground: Ground,
    asked: Asked,
    *,
    left_out: Mapping[str, Text] = NOBODY,
    explained: bool = True,
) -> Answer:
    """Find the routes of a question on a ground; pure, but for the day where none is asked.

    What is sought are `asked.sought.ids` (see `kb.routes.asking` for words). Whoever is `left_out`
    (id to the reason) is neither passed nor reached. `explained`: whether it is looked for why there
    is no route, which takes several further searches.
    """
    planned = plan(ground, asked, left_out)
    further = routes_in_order(planned.view, planned.wanted)
    found = list(islice(further, asked.k + 1))
    routes = tuple(_with_fallback(planned, found, further, asked.k))
    why = nothing(planned, asked) if explained and not routes else None
    refused = tuple(_refused(planned, asked, left_out))
    answer = Answer(
        asked=asked,
        routes=routes,
        targets=len(planned.sought),
        refused=refused,
        nothing=why,
        truncated=len(found) > asked.k,
        version=ground.version,
        notes=tuple(_notes(planned, asked, routes)),
    )
    return replace(answer, actors=_actors(ground, answer))


def _with_fallback(
    planned: Plan, found: list[Found], further: Iterator[Found], k: int
) -> Iterator[Route]:
    """Give the first k routes, each with the best that avoids its first go-between."""
    known: dict[int, Route | None] = {}
    for one in found[:k]:
        if len(one.nodes) == 2:  # noqa: PLR2004 - start and target, nobody between
            yield route_of(planned, one)
            continue
        first = one.nodes[1]
        if first not in known:
            known[first] = _without(planned, found, further, first)
        yield route_of(planned, one, known[first])


def _without(
    planned: Plan, found: list[Found], further: Iterator[Found], node: int
) -> Route | None:
    """Give the best route that a node is not on: the next in order, or of a search of its own."""
    found += islice(further, max(0, LOOKED_AT - len(found)))
    other = next((one for one in found if node not in one.nodes), None)
    if other is None and len(found) >= LOOKED_AT:
        free, targets = planned.wanted.free.copy(), planned.wanted.targets.copy()
        free[node] = targets[node] = False
        wanted = replace(planned.wanted, free=free, targets=targets)
        other = next(routes_in_order(planned.view, wanted), None)
    return None if other is None else route_of(planned, other)


def _refused(planned: Plan, asked: Asked, left_out: Mapping[str, Text]) -> Iterator[Refused]:
    """Give who was left out though the best routes, or what is sought, would have held them."""
    if not planned.barred:
        return
    free_again = replace(asked, conditions=replace(asked.conditions, avoid=()))
    wide = plan(planned.ground, free_again, NOBODY)
    met = {
        node
        for one in islice(routes_in_order(wide.view, wide.wanted), asked.k)
        for node in one.nodes
    }
    met |= planned.sought
    for node in sorted(met & planned.barred):
        id_ = planned.ground.ids[node]
        avoided = id_ in asked.conditions.avoid
        reason: Reason = "avoid" if avoided else "left_out"
        yield Refused(id_, reason, AVOIDED if avoided else left_out[id_])


def _notes(planned: Plan, asked: Asked, routes: Iterable[Route]) -> Iterator[Text]:
    yield ON_RECORD
    if not planned.chain and asked.conditions.leave_chain:
        yield CHAIN_UNKNOWN
    if asked.conditions.years is not None:
        yield UNDATED
    if any(hop.inferred for route in routes for hop in route.hops):
        yield LIKELY


def _actors(ground: Ground, answer: Answer) -> dict[str, Actor]:
    """Tell every id that the answer names."""
    said = answer.asked.conditions
    ids = {answer.asked.start, *answer.asked.also, *said.via, *said.avoid}
    ids |= {one.id for one in answer.refused}
    for route in answer.routes:
        ids |= set(_ids(route)) | (set(_ids(route.fallback)) if route.fallback else set())
    if answer.nothing is not None:
        ids |= {*(answer.nothing.missing or ())}
        ids |= {*answer.nothing.near_start, *answer.nothing.near_target}
    return {id_: actor_of(ground, ground.index[id_]) for id_ in sorted(ids) if id_ in ground.index}


def _ids(route: Route) -> Iterator[str]:
    yield from route.nodes
    yield from (hop.through for hop in route.hops if hop.through is not None)
