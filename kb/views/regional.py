"""What is known of a region: who has its seat there, what they have and need, where ties lead.

Who is where, and the ties, come from the atlas (every open actor, cluster and project); what they
have and need, and the evidence, are asked of the graph for those that a page speaks of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.network.atlas import several
from kb.network.attributes import LOCATED, SEATS
from kb.network.slice import EVERYTHING
from kb.views.further import further, inferred
from kb.views.profile import THING, Tie, listed, strongest_first, tie_of

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.network.atlas import Atlas, Codes, Mask
    from kb.network.network import IntArray
    from kb.views.profile import Thing
    from kb.vocabulary import Vocabulary

HAD = ("HAS_TECHNOLOGY", "HAS_OFFER", "DEVELOPED")
NEEDED = ("HAS_NEED", "HAS_GAP")
JAPAN = ("country:JP", "日本")
"""Japan by its key, and by its name where no register gave the key."""
NOWHERE = ""
"""The home of what has no place on record."""

_SEEN = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted}) RETURN n.id AS id, n.first_seen AS at "
    "ORDER BY at DESC, id LIMIT $most"
)
_PAIRS = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted})-[e]->(o:Entity) WHERE o.id IN $others "
    f"RETURN n.id AS of, type(e) AS relation, properties(e) AS tie, true AS outward, {THING}"
)


@dataclass(frozen=True, slots=True)
class Partner:
    """Another region: its id (NOWHERE: no place on record), ties with it, and how many inferred.

    `strongest` is the place in the atlas of the strongest of these ties, of a stated one if there is.
    """

    id: str
    ties: int
    inferred: int
    strongest: int


@dataclass(frozen=True, slots=True)
class Held:
    """Something had or needed: what, by whom (ids), on what claims, and whether any source says so."""

    thing: Thing
    holders: tuple[str, ...]
    claims: tuple[int, ...]
    guess: bool


def inside(atlas: Atlas, regions: Collection[str]) -> Mask:
    """Tell of each node whether its seat lies in one of these regions, or in a part of one."""
    wanted = frozenset(regions)
    return atlas.node["region"].where(lambda cell: not wanted.isdisjoint(several(cell)))


def is_japan(atlas: Atlas, id_: str) -> bool:
    """Tell whether a region is Japan as a whole."""
    return id_ == JAPAN[0] or atlas.words.get(id_, ("", ""))[0] == JAPAN[1]


def homes(atlas: Atlas, *, countries: bool = False) -> tuple[tuple[str, ...], IntArray]:
    """Give each node's home as a code and the ids that these stand for.

    A home is the prefecture of the seat, for want of one the country; with `countries` always the
    country. Of several the first by id counts; NOWHERE is the home of what has no place.
    """
    country, prefecture = atlas.node["country"], atlas.node["prefecture"]
    pair = prefecture.of.astype(np.int64) * max(1, len(country.values)) + country.of
    found, code = np.unique(pair, return_inverse=True)
    names: dict[str, int] = {}
    of_pair = []
    for one in found.tolist():
        in_country = _first(country, one % max(1, len(country.values)))
        in_prefecture = _first(prefecture, one // max(1, len(country.values)))
        home = in_country if countries else in_prefecture or in_country
        of_pair.append(names.setdefault(home, len(names)))
    return tuple(names), np.array(of_pair, dtype=np.int32)[code.ravel()]


def home_of(atlas: Atlas, here: Mask) -> set[str]:
    """Give the one home that all those who are here share; nothing where they have several."""
    names, home = homes(atlas)
    found = np.unique(home[here])
    return {names[int(found[0])]} if len(found) == 1 else set()


def partners(
    atlas: Atlas, here: Mask, *, countries: bool = False
) -> tuple[int, tuple[Partner, ...]]:
    """Count the ties among those who are here, and those to each other home, most first."""
    source, target = here[atlas.source], here[atlas.target]
    across = np.flatnonzero(source ^ target)
    other = np.where(source[across], atlas.target[across], atlas.source[across])
    names, home = homes(atlas, countries=countries)
    at = home[other]
    guess = atlas.tie["basis"].where(lambda basis: basis == "inferred")[across]
    ties = np.bincount(at, minlength=len(names))
    guesses = np.bincount(at[guess], minlength=len(names))
    best = np.lexsort((across, -atlas.strength[across], guess, at))
    first = {int(at[place]): int(across[place]) for place in best[::-1]}
    found = [
        Partner(name, int(ties[code]), int(guesses[code]), first[code])
        for code, name in enumerate(names)
        if ties[code]
    ]
    order = sorted(found, key=lambda one: (one.id == NOWHERE, -one.ties, one.id))
    return int(np.count_nonzero(source & target)), tuple(order)


def pairs(atlas: Atlas, ties: Mask) -> dict[tuple[str, str], int]:
    """Count these ties between each two homes that differ, the homes of a pair in order of id."""
    names, home = homes(atlas)
    rank = np.argsort(np.argsort(np.array(names)))
    a, b = home[atlas.source[ties]], home[atlas.target[ties]]
    swap = rank[a] > rank[b]
    low, high = np.where(swap, b, a), np.where(swap, a, b)
    apart = low != high
    found, many = np.unique(low[apart] * len(names) + high[apart], return_counts=True)
    return {
        (names[code // len(names)], names[code % len(names)]): number
        for code, number in zip(found.tolist(), many.tolist(), strict=True)
    }


def held(
    graph: Graph, vocabulary: Vocabulary, ids: Collection[str], relations: Collection[str]
) -> tuple[Held, ...]:
    """Give what these have by such relations, those held by most first; over or planned is left out."""
    found: dict[str, list[tuple[str, Tie]]] = {}
    for of, ties in further(graph, vocabulary, ids, relations, outward_only=True).items():
        for tie in ties:
            if tie.text("status") == "current":
                found.setdefault(tie.other.id, []).append((of, tie))
    told = [_held(some) for some in found.values()]
    return tuple(sorted(told, key=_most_first))


def _held(some: Sequence[tuple[str, Tie]]) -> Held:
    holders = dict.fromkeys(of for of, _ in sorted(some, key=lambda one: one[0]))
    claims = dict.fromkeys(claim for _, tie in some for claim in tie.evidence)
    return Held(
        some[0][1].other, tuple(holders), tuple(claims), all(inferred(tie) for _, tie in some)
    )


def _most_first(one: Held) -> tuple[int, bool, str, str]:
    return -len(one.holders), one.guess, one.thing.name.ja, one.thing.id


def newest(graph: Graph, ids: Collection[str], most: int) -> tuple[tuple[str, str], ...]:
    """Give which of these came on record last, the latest first: id and when (ISO)."""
    asked = {"ids": sorted(ids), "most": most}
    rows = graph.read(_SEEN, asked).rows if ids else []
    return tuple((str(row["id"]), str(row["at"] or "")) for row in rows)


def seats(graph: Graph, vocabulary: Vocabulary, ids: Collection[str]) -> dict[str, tuple[Tie, ...]]:
    """Give the ties that say where each of these has its seat; those without a place of their own lack."""
    places = further(graph, vocabulary, ids, (LOCATED,), outward_only=True)
    found = {id_: _seat(ties) for id_, ties in places.items()}
    return {id_: ties for id_, ties in found.items() if ties}


def _seat(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Keep the places of the best role that there is, as the atlas does."""
    current = [tie for tie in ties if tie.text("status") == "current"]
    every = (tuple(tie for tie in current if tie.text("role") in roles) for roles in SEATS)
    return next((some for some in every if some), ())


def examples(
    graph: Graph, vocabulary: Vocabulary, atlas: Atlas, ties: Collection[int]
) -> dict[int, Tie]:
    """Give ties of the atlas, by their places, with their evidence, seen from their source."""
    ends = {(atlas.ids[int(atlas.source[t])], atlas.ids[int(atlas.target[t])]): t for t in ties}
    asked = {"ids": sorted({a for a, _ in ends}), "others": sorted({b for _, b in ends})}
    found: dict[int, list[Tie]] = {}
    for row in graph.read(_PAIRS, asked, limit=EVERYTHING).rows if ends else ():
        place = ends.get((str(row["of"]), str(row["id"])))
        tie = tie_of(row, vocabulary)
        if place is not None and listed(tie, vocabulary):
            found.setdefault(place, []).append(tie)
    return {place: min(some, key=strongest_first) for place, some in found.items()}


def by_type(atlas: Atlas, here: Mask) -> dict[str, tuple[int, int]]:
    """Count those who are here by type: how many, and how many of them are groups without names."""
    column = atlas.node["type"]
    number = np.bincount(column.of[here], minlength=len(column.values))
    groups = np.bincount(column.of[here & atlas.aggregate], minlength=len(column.values))
    return {
        type_: (int(number[code]), int(groups[code]))
        for code, type_ in enumerate(column.values)
        if number[code]
    }


def _first(column: Codes, code: int) -> str:
    return next(iter(several(column.values[code])), NOWHERE)
