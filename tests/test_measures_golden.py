"""Numbers worked out by hand or published; the source stands beside each."""

from __future__ import annotations

import numpy as np
import pytest

from kb.measuring import register
from kb.network.network import Network

Pairs = list[tuple[int, int]]

# Krackhardt, D. (1990). Assessing the political landscape. ASQ 35, 342–369: the kite.
# 0 Andre, 1 Beverly, 2 Carol, 3 Diane, 4 Ed, 5 Fernando, 6 Garth, 7 Heather, 8 Ike, 9 Jane
KITE: Pairs = [
    *[(0, 1), (0, 2), (0, 3), (0, 5), (1, 3), (1, 4), (1, 6), (2, 3), (2, 5)],
    *[(3, 4), (3, 5), (3, 6), (4, 6), (5, 6), (5, 7), (6, 7), (7, 8), (8, 9)],
]
TRIANGLE: Pairs = [(0, 1), (1, 2), (0, 2)]


def network(pairs: Pairs, *, directed: bool = False, weight: list[float] | None = None) -> Network:
    ends = np.array(pairs)
    ids = tuple(str(place) for place in range(int(ends.max()) + 1))
    plain = None if weight is None else np.array(weight)
    return Network(ids, ends[:, 0], ends[:, 1], directed=directed, weight=plain)


def column(name: str, of: Network, which: str | None = None) -> list[float | None]:
    return register.measure(name).measure(of)[which or name]


def test_the_kites_published_degrees_and_betweenness() -> None:
    """Krackhardt 1990, figure 1: Diane leads in degree, Heather in betweenness (14 of 36)."""
    kite = network(KITE)
    assert column("degree", kite) == [4, 4, 3, 6, 3, 5, 5, 3, 2, 1]
    shares = [0.023, 0.023, 0, 0.102, 0, 0.231, 0.231, 0.389, 0.222, 0]
    assert np.array(column("betweenness", kite)) / 36 == pytest.approx(shares, abs=5e-4)


def test_a_stars_centre_stands_between_every_pair() -> None:
    """Freeman 1977: (n² − 3n + 2) / 2 for n points, 6 for n = 5."""
    star = network([(0, 1), (0, 2), (0, 3), (0, 4)])
    assert column("betweenness", star) == [6, 0, 0, 0, 0]
    # By hand: p = 1/4 to each of four contacts without ties between them: 4 · (1/4)².
    assert column("constraint", star) == [0.25, 1, 1, 1, 1]


def test_betweenness_of_a_path_by_hand() -> None:
    """0–1–2–3: node 1 lies between (0,2) and (0,3), node 2 between (0,3) and (1,3)."""
    assert column("betweenness", network([(0, 1), (1, 2), (2, 3)])) == [0, 2, 2, 0]


def test_betweenness_follows_the_arrows() -> None:
    """0 → 1 → 2 and 2 → 0: of the ordered pairs 0→2 runs through 1, 1→0 through 2, 2→1 through 0."""
    assert column("betweenness", network([(0, 1), (1, 2), (2, 0)], directed=True)) == [1, 1, 1]
    assert column("betweenness", network([(0, 1), (2, 1)], directed=True)) == [0, 0, 0]


def test_two_equal_routes_count_half_each() -> None:
    """The square 0–1–3–2–0: each pair of opposite corners has two routes."""
    assert column("betweenness", network([(0, 1), (1, 3), (0, 2), (2, 3)])) == [0.5] * 4


def test_the_bridge_of_a_barbell() -> None:
    """Two triangles joined by 2–3: through 2 run the routes from {0, 1} to {3, 4, 5}."""
    barbell = network([(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5)])
    assert column("betweenness", barbell) == [0, 0, 6, 6, 0, 0]


def test_constraint_of_a_triangle_exceeds_one() -> None:
    """By hand: p = 1/2, each contact costs (1/2 + 1/2 · 1/2)² = 9/16; two of them."""
    assert column("constraint", network(TRIANGLE)) == [1.125] * 3


def test_constraint_of_a_clique_of_four() -> None:
    """By hand: p = 1/3, three contacts cost (1/3 + 2 · 1/9)² = 25/81 each."""
    clique = network([(a, b) for a in range(4) for b in range(a)])
    assert column("constraint", clique) == pytest.approx([75 / 81] * 4, abs=1e-12)


def test_a_mutual_pair_counts_twice_in_constraint() -> None:
    """By hand: 0 ⇄ 1 and 0 → 2, S = (2, 1): (2/3)² + (1/3)² = 5/9."""
    mutual = network([(0, 1), (1, 0), (0, 2)], directed=True)
    assert column("constraint", mutual) == pytest.approx([5 / 9, 1, 1], abs=1e-12)
    assert column("degree", mutual) == [2, 1, 1]
    assert column("degree", mutual, "strength") == [3, 2, 1]


def test_constraint_uses_a_named_weight() -> None:
    """By hand: weights 3 and 1: (3/4)² + (1/4)² = 5/8."""
    assert column("constraint", network([(0, 1), (0, 2)], weight=[3, 1])) == [0.625, 1, 1]
