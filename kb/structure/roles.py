"""Gould and Fernandez' five roles, counted without a two-step matrix.

All two-step paths a → v → b with a ≠ b are counted from v's arcs by group; those with a → b are
taken away, found triangle by triangle.
"""

from __future__ import annotations

from functools import cache
from itertools import permutations, product

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.network.network import FloatArray, IntArray, Network
from kb.structure.sums import sums
from kb.structure.triangles import Pairs, Places, pairs, triangles

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
KINDS = 6
"""Kinds of a pair: arcs low → high, high → low or both; times 2, plus 1 within one group."""
BOTH = 2


def roles(network: Network, code: IntArray) -> FloatArray:
    """Count the ordered open paths a → v → b by role: ROLES × nodes; `code` is each node's group."""
    if not network.n:
        return np.zeros((len(ROLES), 0))
    arcs = network.adjacency()
    counts = _paths(arcs, code)
    of, kind = _pairs(network, code)
    for found in triangles(of):
        pattern = (kind[found.xy] * KINDS + kind[found.xz]) * KINDS + kind[found.yz]
        nodes = (of.low[found.xy], of.high[found.xy], of.high[found.xz])
        _take_closed(counts, pattern, nodes)
    return counts


def _paths(arcs: sparse.csr_array[np.float64], code: IntArray) -> FloatArray:
    """Count all paths a → v → b with a ≠ b by the groups of their ends."""
    n = arcs.shape[0]
    member = sparse.csr_array(
        (np.ones(n), code, np.arange(n + 1)), shape=(n, code.max(initial=0) + 1)
    )
    entering, leaving = sparse.csr_array(arcs.T) @ member, arcs @ member
    own = (np.arange(n), code)
    mutual = sparse.csr_array(arcs.multiply(arcs.T)) @ member
    mutual_own = mutual[own]
    in_own, out_own = entering[own], leaving[own]
    in_other = entering.sum(axis=1) - in_own
    out_other = leaving.sum(axis=1) - out_own
    one_group = entering.multiply(leaving).sum(axis=1) - in_own * out_own
    return np.vstack(
        [
            in_own * out_own - mutual_own,
            one_group - (mutual.sum(axis=1) - mutual_own),
            in_other * out_own,
            in_own * out_other,
            in_other * out_other - one_group,
        ]
    )


def _pairs(network: Network, code: IntArray) -> tuple[Pairs, Places]:
    """Give the tied pairs and the kind of each."""
    plain = network.simplify()[0]
    of = pairs(network.n, plain.source, plain.target)
    if not network.directed:
        arcs = np.full(of.m, BOTH)
    else:
        at = of.places(plain.source, plain.target)
        upward = np.zeros(of.m, dtype=bool)
        downward = upward.copy()
        rising = of.low[at] == plain.source
        upward[at[rising]], downward[at[~rising]] = True, True
        arcs = np.where(upward & downward, BOTH, np.where(upward, 0, 1))
    return of, arcs * 2 + (code[of.low] == code[of.high])


def _take_closed(counts: FloatArray, pattern: Places, nodes: tuple[Places, Places, Places]) -> None:
    """Take the closed paths of some triangles away from the counts of their middle nodes."""
    closed = _closed()
    present = np.bincount(pattern, minlength=KINDS**3) > 0
    for place, role in product(range(3), range(len(ROLES))):
        if closed[place, role, present].any():
            weight = closed[place, role][pattern]
            counts[role] -= sums(nodes[place], weight, counts.shape[1])


@cache
def _closed() -> npt.NDArray[np.float64]:
    """Count, for every pattern of a triangle, the closed paths by middle node and role: 3 × 5 × 216.

    A pattern holds the kinds of the pairs xy, xz and yz, of which the first is the most significant.
    """
    table = np.zeros((3, len(ROLES), KINDS**3))
    for pattern, kinds in enumerate(product(range(KINDS), repeat=3)):
        kind = dict(zip(((0, 1), (0, 2), (1, 2)), kinds, strict=True))
        for a, v, b in permutations(range(3)):
            if all(_is_arc(kind, *arc) for arc in ((a, v), (v, b), (a, b))):
                same = tuple(_is_same(kind, *ends) for ends in ((a, v), (v, b), (a, b)))
                table[v, _role(*same), pattern] += 1
    return table


def _is_arc(kind: dict[tuple[int, int], int], source: int, target: int) -> bool:
    arcs = kind[min(source, target), max(source, target)] // 2
    return arcs in (BOTH, 0 if source < target else 1)


def _is_same(kind: dict[tuple[int, int], int], one: int, other: int) -> bool:
    return bool(kind[min(one, other), max(one, other)] % 2)


def _role(first: bool, second: bool, ends: bool) -> int:  # noqa: FBT001
    """Name the role by whether a and v, v and b, a and b are of one group."""
    if first and second:
        return 0
    if ends:
        return 1
    if second:
        return 2
    return 3 if first else 4
