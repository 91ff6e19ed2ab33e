"""Places for a picture: the same network gets the same places, and keeps them as it grows."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

import igraph
import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kb.network.network import FloatArray, IntArray, Network

SEED = 20_241
FORCE_BELOW = 300  # a force layout reads better on small networks; larger ones take UMAP
BACKBONE = 3  # ties kept per node for UMAP: its strongest
STAYS = 0.8  # with this share of nodes placed before, those stay exactly where they were
EPOCHS = ((10_000, 500), (math.inf, 200))  # up to so many nodes, so many rounds of UMAP
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))

Nodes = npt.NDArray[np.intp]
Places = Mapping[str, tuple[float, float]]


def layout(network: Network, previous: Places | None = None, seed: int = SEED) -> FloatArray:
    """Give n × 2 coordinates within the unit circle, the same at every call.

    Each connected part is laid out alone (Kamada–Kawai below FORCE_BELOW nodes, UMAP on the
    backbone above) and the parts are packed around the largest. Where `previous` knows most of the
    nodes these stay where they are and the new ones take their place beside their contacts.
    """
    plain = network.undirected()
    known = np.array([id_ in (previous or {}) for id_ in plain.ids], dtype=bool)
    if previous and known.sum() >= STAYS * plain.n:
        return _beside(plain, known, previous)
    places = np.zeros((plain.n, 2))
    members = _parts(plain)
    for nodes, centre in zip(members, _packed([len(nodes) for nodes in members]), strict=True):
        places[nodes] = np.add(centre, _part(network, nodes, seed) * _radius(len(nodes)))
    return _normal(places)


def _parts(network: Network) -> list[Nodes]:
    """Give the nodes of each connected part, the largest first."""
    if not network.n:
        return []
    _, part = connected_components(network.adjacency(), directed=False)
    nodes = np.split(np.argsort(part, kind="stable"), np.cumsum(np.bincount(part))[:-1])
    return sorted(nodes, key=lambda one: (-len(one), one[0]))


def ego(network: Network, centre: str) -> FloatArray:
    """Give n × 2 coordinates with one node in the middle, its contacts around it, and so on.

    Each node stands on the circle of its distance, in a sector outside the contact that leads to
    it, so wide as what it leads to; contacts tied to each other stand side by side. Nodes out of
    reach stand on the outermost circle. Raises KeyError where the network lacks the centre.
    """
    plain = network.undirected()
    middle = plain.index[centre]
    ring, parent = _rings(plain, middle)
    order = [int(node) for node in np.lexsort((_cliques(plain, middle), ring)) if node != middle]
    width = np.ones(plain.n)
    children: dict[int, list[int]] = {}
    for node in order:
        children.setdefault(parent[node], []).append(node)
    for node in reversed([middle, *order]):
        width[node] = max(1.0, sum(width[child] for child in children.get(node, ())))
    start = np.zeros(plain.n)
    angle = np.zeros(plain.n)
    for node in [middle, *order]:
        edge = start[node]
        for child in children.get(node, ()):
            start[child], angle[child] = edge, edge + width[child] / 2
            edge += width[child]
    turn = angle * (2 * math.pi / width[middle])
    places = np.column_stack([ring * np.cos(turn), ring * np.sin(turn)])
    return places / max(1, int(ring.max(initial=0)))


def _rings(network: Network, middle: int) -> tuple[IntArray, list[int]]:
    """Give each node's distance from the middle and the node that leads to it."""
    reached, layers, parents = network.igraph().bfs(middle)
    ring = np.full(network.n, len(layers) - 1, dtype=np.int32)
    for distance in range(len(layers) - 1):
        ring[reached[layers[distance] : layers[distance + 1]]] = distance
    lost = np.ones(network.n, dtype=bool)
    lost[reached] = False
    return ring, [middle if lost[node] else int(one) for node, one in enumerate(parents)]


def _cliques(network: Network, middle: int) -> IntArray:
    """Give each node the rank, by size, of its group among those left when the middle goes."""
    others = np.flatnonzero(np.arange(network.n) != middle)
    rank = np.zeros(network.n, dtype=np.int32)
    if len(others):
        _, part = connected_components(network.adjacency()[others][:, others], directed=False)
        rank[others] = np.argsort(np.argsort(-np.bincount(part), kind="stable"))[part]
    return rank


def _part(network: Network, nodes: Nodes, seed: int) -> FloatArray:
    """Lay out one connected part within the unit circle."""
    if len(nodes) == 1:
        return np.zeros((1, 2))
    if len(nodes) < FORCE_BELOW:
        graph = network.undirected().igraph().induced_subgraph(nodes)
        return _normal(np.array(graph.layout_kamada_kawai().coords))
    graph = _backbone(network).induced_subgraph(nodes)
    epochs = next(rounds for size, rounds in EPOCHS if len(nodes) <= size)
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 (places, no secrets)
    try:
        return _normal(np.array(graph.layout_umap(epochs=epochs).coords))
    finally:
        igraph.set_random_number_generator(random)


def _backbone(network: Network) -> igraph.Graph:
    """Keep each node's BACKBONE strongest ties; among equals those to the least connected."""
    ties = network.adjacency(weighted=True)
    ties = sparse.csr_array(ties + ties.T)
    contacts = np.diff(ties.indptr)
    row = np.repeat(np.arange(network.n), contacts)
    order = np.lexsort((ties.indices, contacts[ties.indices], -ties.data, row))
    rank = np.arange(len(row)) - np.repeat(ties.indptr[:-1], contacts)
    chosen = order[rank < BACKBONE]
    ends = np.sort(np.column_stack([row[chosen], ties.indices[chosen]]), axis=1)
    return igraph.Graph(n=network.n, edges=np.unique(ends, axis=0))


def _radius(size: int) -> float:
    """Give the radius that gives every node of a part the same room."""
    return math.sqrt(size)


def _packed(sizes: list[int]) -> list[FloatArray]:
    """Give a centre for each part, largest first: one in the middle, the others in rings."""
    centres: list[FloatArray] = []
    inner, outer, angle = 0.0, 0.0, 0.0
    for size in sizes:
        radius = _radius(size) + 0.5
        if not centres:
            centres.append(np.zeros(2))
            inner = outer = radius
            continue
        wide = 2 * math.asin(min(1.0, radius / (inner + radius)))
        if angle + wide > 2 * math.pi:
            inner, angle = outer, 0.0
            wide = 2 * math.asin(min(1.0, radius / (inner + radius)))
        turn = angle + wide / 2
        centres.append((inner + radius) * np.array([math.cos(turn), math.sin(turn)]))
        angle += wide
        outer = max(outer, inner + 2 * radius)
    return centres


def _beside(network: Network, known: npt.NDArray[np.bool_], previous: Places) -> FloatArray:
    """Leave known nodes where they are; put each new one near the middle of its contacts.

    A new node without a placed contact goes to the rim. The turn of a golden angle keeps several
    new ones around the same contact apart.
    """
    places = np.array([previous.get(id_, (0.0, 0.0)) for id_ in network.ids], dtype=float)
    ties = network.adjacency()
    placed = known.copy()
    for count, node in enumerate(np.flatnonzero(~known)):
        near = [
            one for one in ties.indices[ties.indptr[node] : ties.indptr[node + 1]] if placed[one]
        ]
        turn = np.array([math.cos(count * GOLDEN_ANGLE), math.sin(count * GOLDEN_ANGLE)])
        middle = places[near].mean(axis=0) if near else np.zeros(2)
        places[node] = middle + turn * (0.5 / math.sqrt(network.n) if near else 1.0)
        placed[node] = True
    return places


def _normal(places: FloatArray) -> FloatArray:
    """Move the middle to (0, 0) and scale the farthest node to distance 1."""
    if not len(places):
        return places
    centred: FloatArray = places - (places.max(axis=0) + places.min(axis=0)) / 2
    far = float(np.hypot(centred[:, 0], centred[:, 1]).max())
    return centred / far if far > 0 else centred
