"""Leiden communities of weighted pairs, the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

import igraph
import numpy as np

from kb.network.network import FloatArray, IntArray

UNTIL_STABLE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """The community of each node, numbered from 0, and its modularity at the resolution asked."""

    member: IntArray
    modularity: float


def leiden(
    n: int,
    pairs: tuple[IntArray, IntArray],
    weights: FloatArray | None,
    *,
    resolution: float,
    seed: int,
) -> Partition:
    """Maximise modularity until a round changes nothing; needs at least one pair.

    The pairs are undirected and simple. The order of nodes and pairs matters to the dice, so the
    caller gives them in an order of its own choosing.
    """
    graph = igraph.Graph(n=n, edges=np.column_stack(pairs))
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 (communities, no secrets)
    try:
        found = graph.community_leiden(
            objective_function="modularity",
            weights=weights,
            resolution=resolution,
            n_iterations=UNTIL_STABLE,
        )
    finally:
        igraph.set_random_number_generator(random)
    member = np.array(found.membership, dtype=np.int32)
    quality = graph.modularity(member.tolist(), weights=weights, resolution=resolution)
    return Partition(member, float(quality))
