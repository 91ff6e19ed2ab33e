"""To which community each node of the map belongs: the kept division, and what goes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from kb.base import KnowledgeBase
from kb.network.atlas import Atlas
from kb.network.slice import DEFAULT

ELSEWHERE = ""
ROUNDS = 2


def members(kb: KnowledgeBase, atlas: Atlas) -> tuple[str, ...]:
    """Give each node's community by place; empty where it has none.

    What the division does not hold (groups without names, what is inferred) goes with the community
    that most of its contacts are in.
    """
    return _members(kb, atlas, kb.derived.stamps(DEFAULT.description))


@lru_cache(maxsize=2)
def _members(kb: KnowledgeBase, atlas: Atlas, made: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    kept = kb.derived.divided(DEFAULT.description) if made else None
    if kept is None:
        return _parts(atlas)
    named = kept.division.names.of
    found = [named.get(id_, ELSEWHERE) for id_ in atlas.ids]
    for _ in range(ROUNDS):
        votes: dict[int, Counter[str]] = {}
        for a, b in _both_ways(atlas):
            if not found[a] and found[b]:
                votes.setdefault(a, Counter())[found[b]] += 1
        for place, counted in votes.items():
            found[place] = min(counted, key=lambda name: (-counted[name], name))
    return tuple(found)


def _both_ways(atlas: Atlas) -> Iterable[tuple[int, int]]:
    source, target = atlas.source.tolist(), atlas.target.tolist()
    yield from zip(source, target, strict=True)
    yield from zip(target, source, strict=True)


def _parts(atlas: Atlas) -> tuple[str, ...]:
    """Before anything was divided, what hangs together is one island."""
    ones = np.ones(len(atlas.source))
    matrix = coo_array((ones, (atlas.source, atlas.target)), shape=(atlas.n, atlas.n))
    _, part = connected_components(matrix, directed=False)
    many = np.bincount(part)
    order = {int(one): rank for rank, one in enumerate(np.argsort(-many, kind="stable"), 1)}
    return tuple(f"P{order[int(one)]}" for one in part)
