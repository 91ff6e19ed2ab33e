"""What Gould and Fernandez' counts would be by chance: expectation and standard deviation per node.

The null model keeps the groups and their sizes and lets every arc (or every undirected tie) stand
independently with the same probability d. A path a → v → b is open with probability
p = d²(1 − d). Two of them at the same v depend on each other only where they share an arc of v:

* arcs: where they share a or share b; the covariance is d³(1 − d)² − d⁴(1 − d)² = d³(1 − d)³.
  With k_a ends b for each a, and k_b starts a for each b, the variance of a role at v is
  |P| p(1 − p) + d³(1 − d)³ (Σ_a k_a(k_a − 1) + Σ_b k_b(k_b − 1)), P its possible (a, b).
* ties: a – v – b is open together with b – v – a. A role that counts both (all but gatekeeper and
  representative) is twice a count of unordered pairs, which share a tie of v where they share one
  end. Its variance is exactly twice that of the arcs; for gatekeeper and representative, which
  count one of the two, it is the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.network.network import FloatArray, IntArray

TOTAL = "total"
ONE_WAY = ("gatekeeper", "representative")
_PLAIN = 0.0
"""Added, it makes 0 of the −0 that a group of one gives: (−1) · 0."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Expectation and standard deviation by role (ROLES and TOTAL), one number per node."""

    expected: dict[str, FloatArray]
    sd: dict[str, FloatArray]


def chance(arcs: int, code: IntArray, *, directed: bool) -> Chance:
    """Give both under independent arcs (`directed`) or ties; `arcs` counts a tie twice.

    `code` is the group of each of the N nodes, isolates included.
    """
    n = len(code)
    d = arcs / (n * (n - 1)) if n > 1 else 0.0
    open_, shared = d**2 * (1 - d), (d * (1 - d)) ** 3
    sizes = np.bincount(code).astype(np.float64)
    expected, sd = {}, {}
    for role, (possible, sharing) in _possible(sizes).items():
        both = 1 if directed or role in ONE_WAY else 2
        variance = both * (possible * open_ * (1 - open_) + sharing * shared)
        expected[role] = (possible * open_)[code] + _PLAIN
        sd[role] = np.sqrt(variance + _PLAIN)[code]
    return Chance(expected, sd)


def _possible(sizes: FloatArray) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Give by role, for a node of each group: |P|, and the ordered pairs in P that share an end."""
    total = sizes.sum()
    own, outside = sizes - 1, total - sizes
    pairs, triples = sizes * (sizes - 1), sizes * (sizes - 1) * (sizes - 2)
    crossing = own * outside
    crossing_shared = crossing * (own - 1) + crossing * (outside - 1)
    liaison, liaison_shared = _liaison(sizes)
    everyone = np.full_like(sizes, total)
    return {
        "coordinator": (own * (own - 1), 2 * own * (own - 1) * (own - 2)),
        "itinerant": (pairs.sum() - pairs, 2 * (triples.sum() - triples)),
        "gatekeeper": (crossing, crossing_shared),
        "representative": (crossing, crossing_shared),
        "liaison": (liaison, liaison_shared),
        TOTAL: (
            (everyone - 1) * (everyone - 2),
            2 * (everyone - 1) * (everyone - 2) * (everyone - 3),
        ),
    }


def _liaison(sizes: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give both for a liaison in group g: a in another group h, b in neither, T − n_g − n_h of them.

    Groups of one size are alike, so that no table of groups by groups is made.
    """
    size, at, many = np.unique(sizes, return_inverse=True, return_counts=True)
    others = many[None, :] - np.eye(len(size))
    third = np.maximum(sizes.sum() - size[:, None] - size[None, :], 0.0)
    possible = (others * third) @ size
    shared = 2 * (others * third * np.maximum(third - 1, 0.0)) @ size
    return possible[at], shared[at]
