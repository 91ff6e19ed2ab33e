"""What a reason says is so: counted again by brute force on every pair."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.measuring.reasons import reason, standing
from kb.network.network import Network

Pairs = list[tuple[int, int]]


def network(pairs: Pairs, n: int, *, directed: bool = False) -> Network:
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    letters = tuple(chr(ord("a") + place) for place in range(n))
    names = tuple(f"{letter}社" for letter in letters)
    english = tuple(letter.upper() for letter in letters)
    return Network(
        letters, ends[:, 0], ends[:, 1], directed=directed, names=names, names_en=english
    )


@st.composite
def networks(draw: st.DrawFn) -> Network:
    n = draw(st.integers(1, 10))
    nodes = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(nodes, nodes), max_size=14))
    return network(pairs, n, directed=draw(st.booleans()))


def cut_off(of: Network, node: int, counted: list[bool]) -> int:
    """Try every pair: reachable with the node, not without it."""
    graph = of.undirected().networkx()
    rest = graph.copy()
    rest.remove_node(of.ids[node])
    others = [id_ for id_ in rest if counted[of.index[id_]]]
    return sum(
        nx.has_path(graph, a, b) and not nx.has_path(rest, a, b) for a, b in combinations(others, 2)
    )


@given(of=networks(), data=st.data())
@settings(deadline=None, max_examples=150)
def test_the_pairs_that_lose_their_only_route_are_counted_exactly(
    of: Network, data: st.DataObject
) -> None:
    counted = data.draw(st.lists(st.booleans(), min_size=of.n, max_size=of.n))
    for node in range(of.n):
        assert standing(of, node, counted).pairs == cut_off(of, node, counted)


@given(of=networks())
@settings(deadline=None, max_examples=100)
def test_sides_are_the_contacts_that_stay_together(of: Network) -> None:
    graph = of.undirected().networkx()
    for node, id_ in enumerate(of.ids):
        contacts = set(graph[id_])
        rest = graph.copy()
        rest.remove_node(id_)
        parts = [part & contacts for part in nx.connected_components(rest) if part & contacts]
        if len(parts) == 1:
            parts = list(nx.connected_components(graph.subgraph(contacts)))
        sides = [{of.ids[one] for one in side.contacts} for side in standing(of, node).sides]
        assert sorted(map(sorted, sides)) == sorted(map(sorted, parts))


def said(of: Network, node: int, named: list[bool] | None = None) -> tuple[str, str]:
    text = reason(of, standing(of, node), named or [True] * of.n)
    return text.ja, text.en


def test_a_bridge_says_whom_it_ties_and_who_is_cut_off() -> None:
    barbell = network([(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5)], 6)
    assert said(barbell, 2) == (
        "d社とa社（ほか1）をつなぐ。いなくなると、主体6組が記録上の唯一の経路を失う。",
        "Ties D to A (and 1 more). For 6 pairs of actors this is the only recorded route.",
    )


def test_a_go_between_with_a_detour_says_that_one_remains() -> None:
    square = network([(0, 1), (1, 2), (2, 3), (3, 0)], 4)
    assert said(square, 0) == (
        "b社とd社をつなぐ。いなくなっても、どの主体の組にも記録上の別の経路が残る。",
        "Ties B to D. Every pair of actors has another recorded route.",
    )


def test_a_hub_of_three_sides_counts_them() -> None:
    ja, en = said(network([(0, 1), (0, 2), (0, 3)], 4), 0)
    assert ja.startswith("b社とc社をつなぎ、ほか1方面にもつながる。")
    assert en.startswith("Ties B to C, and to one more side.")


def test_who_stands_between_nobody_is_told_so() -> None:
    triangle = network([(0, 1), (1, 2), (0, 2)], 4)
    assert said(triangle, 0)[1].startswith("On record, the contacts also reach each other")
    assert said(network([(0, 1)], 2), 0)[1] == "The only recorded contact is B."
    assert said(triangle, 3)[1] == "No ties are recorded."


def test_a_person_who_may_not_be_named_is_not() -> None:
    star = network([(0, 1), (0, 2)], 3)
    ja, en = said(star, 0, [True, False, True])
    assert "b社" not in ja
    assert "ある人物とc社をつなぐ" in ja
    assert "Ties a person to C" in en
