"""Distances by hops from every node, searched once for all the measures that ask for them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kb.network.network import Network

if TYPE_CHECKING:
    from kb.paths.distances import Reached


def nearness(network: Network) -> Reached:
    """Search along the ties as given, of U where the network is undirected; parallels count once."""
    return _searched(network.simplify()[0] if network.directed else network.undirected())


@lru_cache(maxsize=1)
def _searched(plain: Network) -> Reached:
    """Keep the answer for the network last asked: several measures rest on one search."""
    from kb.paths import distances, rows  # noqa: PLC0415 numba takes 0.5 s to load

    ties = rows.rows_of(plain.n, plain.source, plain.target, directed=plain.directed)
    return distances.reached(ties)
