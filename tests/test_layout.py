from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from kb.measuring.child import laid_out
from kb.network.layout import FORCE_BELOW, ego, layout
from kb.network.network import Network


def network(graph: nx.Graph[int]) -> Network:
    ends = np.array(list(graph.edges), dtype=np.int32).reshape(-1, 2)
    ids = tuple(f"n{node}" for node in range(graph.number_of_nodes()))
    return Network(ids, ends[:, 0], ends[:, 1], directed=False)


SMALL = nx.disjoint_union_all([nx.karate_club_graph(), nx.star_graph(4), nx.empty_graph(3)])
LARGE = nx.disjoint_union(nx.barabasi_albert_graph(FORCE_BELOW + 50, 2, seed=1), nx.path_graph(3))


@pytest.mark.parametrize("graph", [SMALL, LARGE], ids=["force", "umap"])
def test_the_same_network_gets_the_same_places_within_the_circle(graph: nx.Graph[int]) -> None:
    first, second = layout(network(graph)), layout(network(graph))
    assert (first == second).all()
    assert np.isfinite(first).all()
    assert np.hypot(first[:, 0], first[:, 1]).max() == pytest.approx(1)
    assert len(np.unique(first.round(9), axis=0)) == len(first), "no two nodes on one place"


def test_places_are_a_memory_when_one_node_is_added() -> None:
    before = network(SMALL)
    places = dict(zip(before.ids, map(tuple, layout(before).tolist()), strict=True))
    grown = nx.disjoint_union(SMALL, nx.empty_graph(1))
    grown.add_edge(before.n, 0)
    after = network(grown)
    moved = layout(after, {id_: (x, y) for id_, (x, y) in places.items()})
    assert moved[: before.n].tolist() == [list(places[id_]) for id_ in before.ids]
    near = np.hypot(*(moved[before.n] - moved[0]))
    assert 0 < near < 0.3, "the new node stands beside its contact"


def test_parts_do_not_lie_on_each_other() -> None:
    places = layout(network(SMALL))
    club, star = places[:34], places[34:39]
    reach = np.hypot(*(star[1:] - star[0]).T).max()
    assert np.hypot(*(club - star[0]).T).min() > reach, "the star's circle holds no club member"


def test_a_neighbourhood_has_its_centre_in_the_middle_and_steps_as_rings() -> None:
    tree = network(nx.balanced_tree(3, 2))
    places = ego(tree, "n0")
    distance = np.hypot(places[:, 0], places[:, 1])
    assert distance == pytest.approx([0] + [0.5] * 3 + [1] * 9)
    for parent in (1, 2, 3):
        children = [3 * parent + step for step in (1, 2, 3)]
        nearest = np.hypot(*(places[children][:, None] - places[None, 1:4]).transpose(2, 0, 1))
        assert (nearest.argmin(axis=1) == parent - 1).all(), "children stand outside their parent"


def test_a_neighbourhood_of_one_and_one_with_a_stray_are_drawn() -> None:
    assert ego(network(nx.empty_graph(1)), "n0").tolist() == [[0, 0]]
    stray = ego(network(nx.disjoint_union(nx.path_graph(2), nx.empty_graph(1))), "n0")
    assert np.hypot(*stray[2]) == pytest.approx(1)


def test_an_empty_network_has_no_places() -> None:
    assert layout(network(nx.empty_graph(0))).shape == (0, 2)


def test_the_child_process_gives_the_same_places() -> None:
    small = network(nx.path_graph(5))
    expected = dict(zip(small.ids, map(tuple, layout(small).tolist()), strict=True))
    assert laid_out(small) == expected
