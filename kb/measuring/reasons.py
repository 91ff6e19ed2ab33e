"""Why a node scores as it does, in words: whom it ties together, and who is cut off without it.

Everything here speaks of recorded ties (記録上) and is counted exactly on U, the network without
directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kb.network.network import Network
from kb.text import Text, same

Nodes = npt.NDArray[np.int64]

SIDES_NAMED = 2

NO_TIES = Text("記録上の関係がない。", "No ties are recorded.")
ONE_CONTACT = Text("記録上の相手は{a}だけ。", "The only recorded contact is {a}.")
NOT_BETWEEN = Text(
    "相手どうしは、ここを通らなくても互いを通じて記録上つながっている。",
    "On record, the contacts also reach each other through one another.",
)
TIES = Text("{a}と{b}をつなぐ。", "Ties {a} to {b}.")
TIES_ONE_MORE = Text(
    "{a}と{b}をつなぎ、ほか1方面にもつながる。", "Ties {a} to {b}, and to one more side."
)
TIES_MORE = Text(
    "{a}と{b}をつなぎ、ほか{n}方面にもつながる。", "Ties {a} to {b}, and to {n} more sides."
)
AND_MORE = Text("{a}（ほか{n}）", "{a} (and {n} more)")
WITHOUT = Text(
    "いなくなると、主体{n}組が記録上の唯一の経路を失う。",
    "For {n} pairs of actors this is the only recorded route.",
)
WITHOUT_ONE = Text(
    "いなくなると、主体1組が記録上の唯一の経路を失う。",
    "For 1 pair of actors this is the only recorded route.",
)
NOT_ALONE = Text(
    "いなくなっても、どの主体の組にも記録上の別の経路が残る。",
    "Every pair of actors has another recorded route.",
)
SOMEONE = Text("ある人物", "a person")
UNNAMED = Text("名前を出せない相手", "one that is not named")


@dataclass(frozen=True, slots=True)
class Side:
    """Contacts of a node that stay together without it, the best connected first.

    `size` counts the nodes that hang together on this side (of those that count).
    """

    contacts: tuple[int, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a node stands: the sides it ties together, and the pairs it alone holds together.

    `sides` are the parts into which the rest falls without the node; where it falls into one only,
    the groups of contacts that have no tie to each other. `pairs` counts pairs of other nodes that
    lose every recorded route between them.
    """

    sides: tuple[Side, ...]
    pairs: int


def standing(network: Network, node: int, counted: Sequence[bool] | None = None) -> Standing:
    """Look at one node. `counted` limits sizes and pairs to some nodes (all by default)."""
    plain = network.undirected()
    ties = plain.adjacency()
    contacts = ties.indices[ties.indptr[node] : ties.indptr[node + 1]].astype(np.int64)
    weights = np.ones(plain.n) if counted is None else np.array(counted, dtype=float)
    part = _parts_without(plain, node)
    sizes = np.bincount(part, weights=weights)
    touched = np.unique(part[contacts])
    pairs = _pairs(sizes[touched])
    if len(touched) == 1:
        part = _groups_of(ties, contacts, plain.n)
        sizes = np.bincount(part[contacts], weights=weights[contacts])
        touched = np.unique(part[contacts])
    degree = np.diff(ties.indptr)
    together: dict[int, list[int]] = {}
    for one in sorted(contacts.tolist(), key=lambda one: (-degree[one], plain.ids[one])):
        together.setdefault(int(part[one]), []).append(one)
    sides = [Side(tuple(group), int(sizes[label])) for label, group in together.items()]
    return Standing(tuple(sorted(sides, key=lambda side: _first(plain, side))), pairs)


def reason(network: Network, stands: Standing, named: Sequence[bool]) -> Text:
    """Say a standing in words; `named` tells of each node whether it may be named."""
    sides = between(network, stands, named)
    if not sides:
        return NO_TIES
    if len(sides) == 1:
        alone = len(stands.sides[0].contacts) == 1
        return _one(sides[0], alone=alone)
    return _joined(_tying(sides), _losing(stands.pairs))


def between(network: Network, stands: Standing, named: Sequence[bool]) -> tuple[Text, ...]:
    """Name each side by its best connected contact whose name may be told."""
    return tuple(_side(network, side, named) for side in stands.sides)


def firsts(stands: Standing, named: Sequence[bool]) -> tuple[int | None, ...]:
    """Give of each side the best connected contact whose name may be told, None where none may."""
    return tuple(next((one for one in side.contacts if named[one]), None) for side in stands.sides)


def _parts_without(network: Network, node: int) -> Nodes:
    """Give each node the connected part it is in without the node (its contacts' parts count).

    Where nothing falls apart all get one part.
    """
    if node not in network.cut_nodes:
        return np.zeros(network.n, dtype=np.int64)
    stay = (network.source != node) & (network.target != node)
    ends = network.source[stay], network.target[stay]
    ties = sparse.coo_array((np.ones(len(ends[0])), ends), shape=(network.n, network.n))
    _, part = connected_components(ties, directed=False)
    return np.asarray(part, dtype=np.int64)


def _groups_of(ties: sparse.csr_array[np.float64], contacts: Nodes, n: int) -> Nodes:
    """Give each contact its group: contacts tied directly or through other contacts."""
    _, label = connected_components(ties[contacts][:, contacts], directed=False)
    part = np.zeros(n, dtype=np.int64)
    part[contacts] = label
    return part


def _pairs(sizes: npt.NDArray[np.number]) -> int:
    whole = [int(size) for size in sizes]
    return (sum(whole) ** 2 - sum(size**2 for size in whole)) // 2


def _first(network: Network, side: Side) -> tuple[int, int, str]:
    return -side.size, -len(side.contacts), network.ids[side.contacts[0]]


def _side(network: Network, side: Side, named: Sequence[bool]) -> Text:
    (first,) = firsts(Standing((side,), 0), named)
    bodies = all(network.types[one] and not network.person[one] for one in side.contacts)
    nobody = UNNAMED if bodies else SOMEONE
    name = nobody if first is None else Text(network.names[first], network.names_en[first])
    more = len(side.contacts) - 1
    return AND_MORE.filled(a=name, n=same(f"{more:,}")) if more else name


def _one(side: Text, *, alone: bool) -> Text:
    return ONE_CONTACT.filled(a=side) if alone else NOT_BETWEEN


def _tying(sides: Sequence[Text]) -> Text:
    first, second = sides[:SIDES_NAMED]
    more = len(sides) - SIDES_NAMED
    if not more:
        return TIES.filled(a=first, b=second)
    template = TIES_ONE_MORE if more == 1 else TIES_MORE
    return template.filled(a=first, b=second, n=same(f"{more:,}"))


def _losing(pairs: int) -> Text:
    if pairs == 1:
        return WITHOUT_ONE
    return WITHOUT.format(n=f"{pairs:,}") if pairs else NOT_ALONE


def _joined(first: Text, second: Text) -> Text:
    return Text(first.ja + second.ja, f"{first.en} {second.en}")
