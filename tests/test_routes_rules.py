"""What counts as a hop, how strong it is and what conditions do, on grounds drawn by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.routes.answer import find
from kb.routes.reading import NO_HOPS
from kb.routes.values import Answer, Asked, Conditions, Sought
from kb.text import same
from tests.small_grounds import DAY, Row, ground, node, tie

USUAL = Conditions()


def ask(
    nodes: list[Row],
    ties: list[Row],
    *,
    to: str = "z",
    said: Conditions = USUAL,
    left_out: tuple[str, ...] = (),
) -> Answer:
    asked = Asked("a", Sought((to,)), said, today=DAY)
    reasons = {id_: same("asked often") for id_ in left_out}
    return find(ground(nodes, ties), asked, left_out=reasons)


def ways(answer: Answer) -> list[str]:
    return [" ".join(route.nodes) for route in answer.routes]


def firms(*ids: str) -> list[Row]:
    return [node(id_, "Firm") for id_ in ids]


def test_the_strength_of_a_tie_is_the_stated_product_and_says_how_it_was_made() -> None:
    seen = tie(
        "a", "SUPPORTS", "z", role="consultation", sources=["x", "y"], basis="self_reported",
        confirmed="2016-11-21",
    )  # fmt: skip
    (route,) = ask(firms("a", "z"), [seen]).routes
    strength = route.hops[0].ties[0].strength
    # 0.6 (supports) × 0.8 (a consultation) × 1.1 × 0.9 × 1 × 0.5^(10/5) = 0.1188
    assert strength.value == 0.12
    assert strength.grade == "weak"
    assert [round(part, 2) for _, part in strength.parts] == [0.6, 0.8, 1.1, 0.9, 1.0, 0.25]
    assert route.value == 0.12


def test_parallel_ties_are_all_evidence_and_the_strongest_grades_the_hop() -> None:
    ties = [
        tie("a", "KNOWS", "z", evidence=[1]),
        tie("z", "SUPPLIES_TO", "a", evidence=[2]),
        tie("a", "COLLABORATES_WITH", "z", evidence=[3]),
    ]
    (route,) = ask([node("a", "Person"), *firms("z")], ties).routes
    assert route.hops[0].grade == "strong"
    assert [seen.evidence for seen in route.hops[0].ties] == [(3,), (1,), (2,)]
    assert [seen.reversed for seen in route.hops[0].ties] == [False, False, True]


def test_two_who_share_a_small_current_project_are_one_hop_through_it() -> None:
    nodes = [*firms("a", "z"), node("p", "Project", until="2027-03-31")]
    ties = [tie("a", "MANAGES", "p"), tie("z", "PARTICIPATES_IN", "p")]
    (route,) = ask(nodes, ties).routes
    (hop,) = route.hops
    assert (hop.through, hop.grade, hop.value, hop.inferred) == ("p", "medium", 0.35, False)
    assert [seen.target for seen in hop.ties] == ["p", "p"]


@pytest.mark.parametrize(
    ("thing", "more"),
    [
        (node("p", "Project", until="2020-03-31"), 0),
        (node("p", "Project"), 29),
        (node("p", "Meeting"), 0),
    ],
    ids=["a project years ago", "31 members", "one event"],
)
def test_sharing_less_is_inferred_off_unless_asked_for_and_then_marked(
    thing: Row, more: int
) -> None:
    others = [f"m{place}" for place in range(more)]
    nodes = [*firms("a", "z", *others), thing]
    ties = [tie(id_, "PARTICIPATES_IN", "p") for id_ in ("a", "z", *others)]
    assert ask(nodes, ties).routes == ()
    found = ask(nodes, ties, said=Conditions(inferred=True))
    assert found.routes[0].hops[0].inferred
    assert any("inferred" in note.en for note in found.notes)


def test_colleagues_of_a_big_employer_do_not_know_each_other_but_those_of_a_unit_do() -> None:
    people = [node("a", "Person"), node("z", "Person")]
    employer = [tie(id_, "AFFILIATED_WITH", "o") for id_ in ("a", "z")]
    assert ask([*people, node("o", "University")], employer).routes == ()
    unit = [tie(id_, "AFFILIATED_WITH", "u") for id_ in ("a", "z")]
    (route,) = ask([*people, node("u", "Unit")], unit).routes
    assert route.hops[0].through == "u"


def test_money_from_an_office_joins_nobody() -> None:
    """The reader of the graph leaves it out; see the ground's reader."""
    assert ("FUNDED_BY", "GovernmentBody") in NO_HOPS


def test_groups_and_the_nameless_are_ends_but_never_stand_between() -> None:
    ties = [tie("a", "COLLABORATES_WITH", "m"), tie("m", "COLLABORATES_WITH", "z")]
    for nameless in ("aggregate", "anonymous"):
        between = [*firms("a", "z"), node("m", "Firm", **{nameless: True})]
        assert ask(between, ties).routes == ()
        assert ways(ask(between, ties, to="m")) == ["a m"]


CHAIN = [
    tie("a", "SUPPLIES_TO", "maker"),
    tie("maker", "SUPPLIES_TO", "brand"),
    tie("brand", "COLLABORATES_WITH", "z"),
    tie("a", "SUPPORTS", "plaza"),
    tie("plaza", "SUPPORTS", "z"),
]


def test_leaving_the_chain_passes_neither_customers_nor_theirs() -> None:
    nodes = firms("a", "maker", "brand", "plaza", "z")
    free = ask(nodes, CHAIN)
    assert {(" ".join(route.nodes), route.chain) for route in free.routes} == {
        ("a plaza z", "outside"),
        ("a maker brand z", "inside"),
    }
    assert ways(ask(nodes, CHAIN, said=Conditions(leave_chain=True))) == ["a plaza z"]


def test_without_supply_ties_on_record_the_chain_is_unknown_and_said_to_be() -> None:
    nodes = firms("a", "plaza", "z")
    found = ask(nodes, CHAIN[3:], said=Conditions(leave_chain=True))
    assert [route.chain for route in found.routes] == ["unknown"]
    assert any("supply tie" in note.en for note in found.notes)


def test_leaving_the_cluster_passes_no_other_member() -> None:
    nodes = [*firms("a", "b", "c", "z"), node("k", "Cluster")]
    ties = [
        tie("a", "MEMBER_OF", "k"),
        tie("b", "MEMBER_OF", "k"),
        *(tie("a", "COLLABORATES_WITH", other) for other in "bc"),
        *(tie(other, "COLLABORATES_WITH", "z") for other in "bc"),
    ]
    assert ways(ask(nodes, ties))[:2] == ["a b z", "a c z"]
    assert ways(ask(nodes, ties, said=Conditions(leave_cluster=True))) == ["a c z"]


def test_the_weakest_hop_ranks_before_length_and_is_named_with_a_fallback() -> None:
    nodes = firms("a", "b", "c", "d", "z")
    ties = [
        *(tie(x, "COLLABORATES_WITH", y) for x, y in (("a", "b"), ("b", "c"), ("c", "z"))),
        tie("a", "COLLABORATES_WITH", "d"),
        tie("d", "RELATED_TO", "z"),
    ]
    found = ask(nodes, ties)
    assert [(way, route.grade) for way, route in zip(ways(found), found.routes, strict=True)] == [
        ("a b c z", "strong"),
        ("a d z", "weak"),
    ]
    assert found.routes[1].weakest == 1
    assert found.routes[0].fallback is not None
    assert found.routes[0].fallback.nodes == ("a", "d", "z")


def test_equal_routes_come_in_the_order_of_their_ids_and_at_most_as_many_as_asked() -> None:
    many = [f"m{place:03}" for place in range(300)]
    ties = [tie(end, "KNOWS", one) for one in many for end in ("a", "z")]
    nodes = [node("a", "Person"), node("z", "Person"), *firms(*many)]
    found = ask(nodes, ties)
    assert ways(found) == [f"a m00{place} z" for place in range(5)]
    assert found.truncated


def test_who_is_left_out_is_neither_passed_nor_reached_and_is_told() -> None:
    nodes = firms("a", "b", "c", "z")
    ties = [tie(x, "COLLABORATES_WITH", y) for x in "bc" for y in "az"]
    found = ask(nodes, ties, left_out=("b",), said=Conditions(avoid=("c",)))
    assert found.routes == ()
    assert [(one.id, one.reason) for one in found.refused] == [("b", "left_out"), ("c", "avoid")]
    gone = ask(nodes, ties, left_out=("z",))
    assert gone.routes == ()
    assert gone.nothing is not None
    assert "must not be contacted" in gone.nothing.sentence.en


def test_dates_decide_what_held_on_a_day_and_what_is_fresh() -> None:
    old = tie("a", "COLLABORATES_WITH", "z", since="2012", until="2015", status="former")
    nodes = firms("a", "z")
    assert ask(nodes, [old], said=Conditions(as_of="2014-06-01")).routes
    assert not ask(nodes, [old], said=Conditions(as_of="2018-06-01")).routes
    assert ask(nodes, [old]).routes[0].grade == "weak"
    assert not ask(nodes, [old], said=Conditions(years=5)).routes
    assert ask(nodes, [old], said=Conditions(years=12)).routes


def test_where_no_route_is_the_missing_tie_and_whom_to_ask_are_named() -> None:
    nodes = [node("a", "Firm"), node("mine", "Person"), node("theirs", "Person"), node("z", "Firm")]
    ties = [tie("mine", "KNOWS", "a"), tie("theirs", "KNOWS", "z")]
    nothing = ask(nodes, ties).nothing
    assert nothing is not None
    assert nothing.missing == ("mine", "theirs")
    assert (nothing.near_start, nothing.near_target) == (("mine",), ("theirs",))
    assert "mine" in nothing.sentence.en
    assert "theirs" in nothing.sentence.en
    bridged = [*ties, tie("mine", "KNOWS", "theirs")]
    assert ways(ask(nodes, bridged)) == ["a mine theirs z"]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (Conditions(via_types=("University",)), "through a type"),
        (Conditions(roles=("coordinator",)), "through a role"),
        (Conditions(years=1), "fresh"),
        (Conditions(bases=("observed",)), "basis"),
        (Conditions(go_betweens=0), "allowing 1"),
        (Conditions(avoid=("b",)), "avoiding"),
    ],
)
def test_where_a_condition_stands_in_the_way_it_is_named(said: Conditions, word: str) -> None:
    ties = [tie(x, "COLLABORATES_WITH", y) for x, y in (("a", "b"), ("b", "z"))]
    nothing = ask(firms("a", "b", "z"), ties, said=said).nothing
    assert nothing is not None
    assert word in nothing.sentence.en


def test_several_targets_give_the_best_to_any_of_them() -> None:
    nodes = firms("a", "b", "x", "y")
    ties = [
        tie("a", "SUPPORTS", "x"),
        tie("a", "COLLABORATES_WITH", "b"),
        tie("b", "COLLABORATES_WITH", "y"),
    ]
    asked = Asked("a", Sought(("x", "y")), today=DAY)
    found = find(ground(nodes, ties), asked)
    assert ways(found) == ["a b y", "a x"]
    assert found.targets == 2
    later = replace(asked, also=("b",))
    assert ways(find(ground(nodes, ties), later))[0] == "b y"


def test_a_way_round_is_found_beyond_the_many_that_pass_the_same_person() -> None:
    many = [f"m{place:02}" for place in range(40)]
    ties = [tie("a", "KNOWS", "g"), tie("a", "RELATED_TO", "w"), tie("w", "RELATED_TO", "z")]
    ties += [tie("g", "COLLABORATES_WITH", one) for one in many]
    ties += [tie(one, "COLLABORATES_WITH", "z") for one in many]
    nodes = [node("g", "Person"), *firms("a", "w", "z", *many)]
    for most in (1, 30):
        asked = Asked("a", Sought(("z",)), today=DAY, k=most)
        found = find(ground(nodes, ties), asked)
        assert found.routes[0].nodes == ("a", "g", "m00", "z")
        assert {route.fallback and route.fallback.nodes for route in found.routes} == {
            ("a", "w", "z")
        }
