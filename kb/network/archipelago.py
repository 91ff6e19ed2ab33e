"""Communities as islands: where each lies, and where its nodes lie on it, from the kept places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.network.network import FloatArray

ROUNDS = 300
PULL = (0.988, 0.962)
"""How the islands are drawn together every round: less sideways, for screens are wide."""
STRAIT = 0.7
"""How much water lies between two islands, in radii of the smaller."""
SPREAD = 3.0
"""How far the kept places are drawn apart before islands that meet are moved."""


@dataclass(frozen=True, slots=True)
class Island:
    """Its middle, its radius, and the places of its nodes, all within the unit circle."""

    x: float
    y: float
    radius: float
    spots: FloatArray


def archipelago(groups: Sequence[FloatArray], sizes: Sequence[int]) -> list[Island]:
    """Give an island for each group of places (n × 2), largest first.

    An island's area follows its size, its middle the middle of its nodes; where two would meet they
    are moved apart. On it the nodes stand in rings, in the order of their distances from its middle
    and of their directions.
    """
    if not groups:
        return []
    radius = np.sqrt(np.maximum(np.array(sizes, dtype=float), 3.0))
    middles = np.array([np.median(places, axis=0) for places in groups])
    scale = SPREAD * float(radius.max()) * math.sqrt(len(groups)) / 2
    centres = _apart(middles * scale * (1.4, 0.8), radius)
    low, high = (centres - radius[:, None]).min(axis=0), (centres + radius[:, None]).max(axis=0)
    middle, half = (low + high) / 2, float((high - low).max()) / 2 or 1.0
    return [
        Island(
            float((centres[place][0] - middle[0]) / half),
            float((centres[place][1] - middle[1]) / half),
            float(radius[place] / half),
            (centres[place] + _spread(spots) * radius[place] * 0.8 - middle) / half,
        )
        for place, spots in enumerate(groups)
    ]


def _apart(centres: FloatArray, radius: FloatArray) -> FloatArray:
    """Draw the islands together towards the middle, then apart where they meet."""
    moved = centres + np.random.default_rng(7).normal(0, 1e-3, centres.shape)
    least = (radius[:, None] + radius[None, :]) + STRAIT * np.minimum(
        radius[:, None], radius[None, :]
    )
    for round_ in range(ROUNDS):
        moved = moved * (PULL if round_ < ROUNDS * 2 // 3 else 1.0)
        gap = moved[:, None, :] - moved[None, :, :]
        far = np.maximum(np.hypot(gap[..., 0], gap[..., 1]), 1e-9)
        push = np.where(far < least, (least - far) / far, 0.0) * 0.5
        np.fill_diagonal(push, 0.0)
        moved = moved + (gap * push[..., None]).sum(axis=1)
    return moved


def _spread(places: FloatArray) -> FloatArray:
    """Spread places over the unit disc in rings, the nearest inside, each ring in its directions."""
    offset = places - np.median(places, axis=0)
    order = np.argsort(np.hypot(offset[:, 0], offset[:, 1]), kind="stable")
    angle = np.arctan2(offset[:, 1], offset[:, 0])
    rings = _rings(len(places))
    spots = np.zeros_like(offset)
    start = 0
    for ring, many in enumerate(rings):
        nodes = order[start : start + many]
        nodes = nodes[np.argsort(angle[nodes], kind="stable")]
        turn = angle[nodes[0]] + 2 * math.pi * np.arange(len(nodes)) / len(nodes)
        far = ring / max(1, len(rings) - 1)
        spots[nodes] = far * np.column_stack([np.cos(turn), np.sin(turn)])
        start += many
    return spots


def _rings(nodes: int) -> list[int]:
    """Give how many nodes each ring holds: 1, 6, 12 … and what is left on the outermost."""
    found: list[int] = []
    while sum(found) < nodes:
        found.append(min(6 * len(found) or 1, nodes - sum(found)))
    return found
