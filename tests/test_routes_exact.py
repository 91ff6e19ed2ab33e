"""Routes are those that looking at every one gives: which, in which order, how many, what value."""

from __future__ import annotations

import random
from itertools import islice
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.routes.answer import find
from kb.routes.plan import plan
from kb.routes.reading import ground_of
from kb.routes.search import routes
from kb.routes.values import Asked, Sought
from kb.text import same
from kb.vocabulary import vocabulary
from tests.exhaustive_routes import Every
from tests.small_grounds import DAY, chance_conditions, chance_ground

ROUNDS, EACH = 20, 100


def compare(seed: int) -> int:
    """Ask one chance question of one chance ground both ways; give how many routes there were."""
    dice = random.Random(seed)  # noqa: S311 - invented grounds
    small = chance_ground(dice)
    ids = [str(row["id"]) for row in small.nodes]
    actors = [id_ for id_ in ids if id_.startswith("a")]
    start, *others = dice.sample(actors, k=len(actors))
    targets = frozenset(others[: dice.choice((1, 1, 2))])
    said = chance_conditions(dice, ids)
    left_out = frozenset(dice.sample(ids, k=1)) if dice.random() < 0.2 else frozenset()
    asked = Asked(
        start, Sought(tuple(sorted(targets))), said, k=dice.choice((1, 3, 5, 50)), today=DAY
    )
    every = Every(small.nodes, small.ties, said, left_out=left_out).routes(start, targets)
    reasons = {id_: same("—") for id_ in left_out}
    planned = plan(small.ground, asked, reasons)
    found = [
        (tuple(ids_of(small.ground.ids, one.nodes)), one.grade, one.value)
        for one in islice(routes(planned.view, planned.wanted), asked.k)
    ]
    assert found == every[: asked.k], seed
    answer = find(small.ground, asked, left_out=reasons)
    assert [(one.nodes, one.grade) for one in answer.routes] == [one[:2] for one in found], seed
    for route, (_, _, value) in zip(answer.routes, found, strict=True):
        assert route.value == value / 10_000 ** len(route.hops), seed
        assert route.value == pytest.approx(prod(hop.value for hop in route.hops)), seed
        without = [one for one in every if len(route.nodes) == 2 or route.nodes[1] not in one[0]]
        expected = without[0][0] if without and len(route.nodes) > 2 else None
        assert (route.fallback.nodes if route.fallback else None) == expected, seed
    assert answer.truncated == (len(every) > asked.k), seed
    assert (answer.nothing is None) == bool(every), seed
    return len(every)


def ids_of(ids: tuple[str, ...], nodes: tuple[int, ...]) -> list[str]:
    return [ids[node] for node in nodes]


@pytest.mark.parametrize("begin", range(ROUNDS))
def test_routes_are_those_of_an_exhaustive_search(begin: int) -> None:
    many = [compare(seed) for seed in range(begin * EACH, (begin + 1) * EACH)]
    assert sum(number > 1 for number in many) > EACH / 8, "too few grounds with a choice"


@settings(deadline=None, max_examples=150)
@given(st.integers(min_value=1_000_000, max_value=2**40))
def test_routes_are_those_of_an_exhaustive_search_wherever_we_look(seed: int) -> None:
    compare(seed)


def test_the_order_in_which_ties_were_read_changes_nothing() -> None:
    for seed in range(200):
        dice = random.Random(seed)  # noqa: S311 - invented grounds
        small = chance_ground(dice)
        actors = [str(row["id"]) for row in small.nodes if str(row["id"]).startswith("a")]
        asked = Asked(actors[0], Sought((actors[-1],)), today=DAY, k=50)
        once = list({str(row["key"]): row for row in small.ties}.values())
        nodes = sorted(small.nodes, key=lambda row: str(row["id"]))
        shuffled = ground_of(nodes, dice.sample(once, k=len(once)), vocabulary())
        assert find(small.ground, asked).routes == find(shuffled, asked).routes
