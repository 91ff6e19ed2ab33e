"""Small random networks, directed or not, with isolates, self-ties, parallels, weights, groups."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from kb.measuring import register
from kb.network.network import Network

Pairs = list[tuple[int, int]]
Matrix = list[list[float]]
GROUPS = ("", "a", "b", "c")


def network(
    pairs: Pairs,
    n: int,
    *,
    directed: bool = False,
    weight: list[float] | None = None,
    group: tuple[str, ...] | None = None,
) -> Network:
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return Network(
        tuple(f"n{place}" for place in range(n)),
        ends[:, 0],
        ends[:, 1],
        directed=directed,
        weight=None if weight is None else np.array(weight),
        groups={} if group is None else {"group": group},
    )


@st.composite
def networks(draw: st.DrawFn, *, weighted: bool = False, directed: bool | None = None) -> Network:
    n = draw(st.integers(1, 9))
    nodes = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(nodes, nodes), max_size=30))
    weight = st.lists(
        st.one_of(st.just(0.0), st.floats(0.01, 9)), min_size=len(pairs), max_size=len(pairs)
    )
    group = st.lists(st.sampled_from(GROUPS), min_size=n, max_size=n)
    return network(
        pairs,
        n,
        directed=draw(st.booleans()) if directed is None else directed,
        weight=draw(weight) if weighted else None,
        group=tuple(draw(group)),
    )


def column(
    name: str, of: Network, which: str | None = None, **parameters: str
) -> list[float | None]:
    return register.measure(name).measure(of, parameters)[which or name]


def matrix(of: Network) -> Matrix:
    """Give A as the definitions say, from the ties as they stand: the first of parallels counts."""
    a = [[0.0] * of.n for _ in range(of.n)]
    seen = set()
    weights = [1.0] * of.m if of.weight is None else of.weight.tolist()
    for i, j, w in zip(of.source.tolist(), of.target.tolist(), weights, strict=True):
        pair = (i, j) if of.directed else (min(i, j), max(i, j))
        if i != j and pair not in seen:
            seen.add(pair)
            a[i][j] = w
            if not of.directed:
                a[j][i] = w
    return a
