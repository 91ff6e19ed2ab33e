"""What a picture shows: the nodes around one thing, or of the whole, with the ties among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kb.network.layout import Places, ego, layout
from kb.network.network import Network
from kb.network.slice import EVERYTHING
from kb.views.profile import THING, Thing, Tie, thing
from kb.visibility import OPEN, open_tie

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

# What a picture leaves out: papers and figures about a thing are facts beside it, and an
# introduction is drawn as the ties INTRODUCED that are generated from it.
NOT_DRAWN = ("Document", "Introduction", "Statistic")
FEWEST = 5_000
"""Of how many things, at each end of ties, the number of ties is looked at for the whole map."""
SPARE = 4
"""How many times as many things as the map holds are looked at: some are no actors."""
UNNAMED = 0.5
"""The share of its size that a group or a party without a name is drawn at."""


_NEXT = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted})-[e]-(o:Entity) "
    f"WHERE {OPEN.format(n='o')} "
    f"RETURN DISTINCT {THING}, e.strength AS strength, type(e) AS relation, "
    "e.visibility AS visibility"
)
_SELF = f"UNWIND $ids AS wanted MATCH (o:Entity {{id: wanted}}) RETURN {THING}"
_OPEN_SELF = (
    "UNWIND $ids AS wanted MATCH (o:Entity {id: wanted}) "
    f"WHERE {OPEN.format(n='o')} RETURN {THING}"
)
_ACTORS = (
    f"MATCH (o:Entity) WHERE o.chief IN $actors AND {OPEN.format(n='o')} RETURN count(o) AS number"
)
_DEGREES = (
    "MATCH (a:Entity)-[e:{relations}]->(b:Entity) "
    "RETURN {end}.id AS id, count(e) AS number ORDER BY number DESC, id LIMIT $limit"
)
_TIES = (
    "UNWIND $ids AS wanted MATCH (a:Entity {id: wanted})-[e]->(b:Entity) WHERE b.id IN $ids "
    "RETURN a.id AS source, b.id AS target, type(e) AS relation, e.key AS key, "
    "e.strength AS strength, e.basis AS basis, e.status AS status, e.visibility AS visibility"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One tie of a picture."""

    key: str
    source: str
    target: str
    relation: str
    strength: float
    basis: str
    status: str


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The nodes and ties of a picture; `total` counts also the nodes left out by the limit."""

    things: tuple[Thing, ...]
    ties: tuple[Drawn, ...]
    total: int


def around(
    graph: Graph, vocabulary: Vocabulary, id_: str, *, steps: int = 1, limit: int = 60
) -> Neighbourhood:
    """Give the nodes within so many steps of one, the strongest ties first up to the limit."""
    found = {
        str(row["id"]): thing(row, vocabulary) for row in graph.read(_SELF, {"ids": [id_]}).rows
    }
    total = len(found)
    edge = list(found)
    for _ in range(steps):
        reached = _reached(graph, vocabulary, edge, found)
        total += len(reached)
        edge = [node.id for node in reached[: max(0, limit - len(found))]]
        found |= {node.id: node for node in reached if node.id in set(edge)}
    return _with_ties(graph, vocabulary, found, total)


def beside(
    graph: Graph, vocabulary: Vocabulary, centre: Thing, ties: Iterable[Tie], *, limit: int = 60
) -> Neighbourhood:
    """Give the same as `around` gives in one step, where the ties told of a thing are at hand."""
    own = [tie for tie in ties if tie.other.id != centre.id]
    reached = _strongest((tie.strength, tie.other) for tie in own)
    found = {node.id: node for node in (centre, *reached[: limit - 1])}
    others = {id_: node for id_, node in found.items() if id_ != centre.id}
    among = _with_ties(graph, vocabulary, others, len(reached) + 1)
    drawn = (*among.ties, *(_drawn(centre, tie) for tie in own if tie.other.id in others))
    return Neighbourhood(tuple(found.values()), tuple(sorted(drawn, key=_place)), among.total)


def whole(
    graph: Graph,
    vocabulary: Vocabulary,
    *,
    limit: int = 500,
    first: Collection[str] = (),
    drawn: Network | None = None,
) -> Neighbourhood:
    """Give the actors, projects and clusters that are tied to each other, with their ties.

    Groups without names are among them; what has no tie is counted in `total` and not drawn.
    `first` are ids that must be among those kept where the limit leaves some out; the others are
    kept by how many ties they have; `drawn` is the network that tells it, where it is at hand.
    """
    actors = sorted(name for name, word in vocabulary.types.items() if word.actor)
    (counted,) = graph.read(_ACTORS, {"actors": actors}).rows
    if drawn is not None:
        degree = _degrees_in(drawn)
    else:
        degree = _degrees(graph, vocabulary, actors, max(FEWEST, limit))
    wanted = set(first)
    order = sorted(degree, key=lambda id_: (id_ not in wanted, -degree[id_], id_))
    rows = graph.read(_OPEN_SELF, {"ids": order[: limit * SPARE]}, limit=EVERYTHING).rows
    known = {str(row["id"]): thing(row, vocabulary) for row in rows}
    shown = [id_ for id_ in order if id_ in known and vocabulary.types[known[id_].type].actor]
    kept = {id_: known[id_] for id_ in sorted(shown[:limit])}
    picture = _with_ties(graph, vocabulary, kept, int(_number(counted["number"])))
    tied = {end for tie in picture.ties for end in (tie.source, tie.target)}
    return replace(picture, things=tuple(node for node in picture.things if node.id in tied))


def _degrees_in(network: Network) -> Counter[str]:
    """Give the number of ties of each node that has any."""
    ties = np.bincount(np.concatenate([network.source, network.target]), minlength=network.n)
    return Counter({network.ids[place]: int(ties[place]) for place in np.flatnonzero(ties)})


def _degrees(
    graph: Graph, vocabulary: Vocabulary, actors: Sequence[str], limit: int
) -> Counter[str]:
    """Give the number of ties such as actors have, of those that have most of them."""
    found: Counter[str] = Counter()
    for end in ("a", "b"):
        statement = _DEGREES.format(end=end, relations="|".join(_between(vocabulary, actors)))
        for row in graph.read(statement, {"limit": limit}, limit=EVERYTHING).rows:
            found[str(row["id"])] += int(_number(row["number"]))
    return found


def _between(vocabulary: Vocabulary, actors: Collection[str]) -> list[str]:
    """Give the open relations that can tie one actor to another."""

    def reaches(end: str) -> bool:
        return any(vocabulary.is_a(one, end) or vocabulary.is_a(end, one) for one in actors)

    return sorted(
        name
        for name, word in vocabulary.relations.items()
        if not word.private
        and any(reaches(source) and reaches(target) for source, target in word.ends)
    )


def places(
    shown: Neighbourhood, centre: str = "", known: Places | None = None
) -> list[tuple[float, float]]:
    """Give each thing's place within the unit circle; around the centre where one is named.

    On the whole map a thing whose place is `known` stays there.
    """
    network = _network(shown)
    found = ego(network, centre) if centre else layout(network, known)
    return [(round(float(x), 4), round(float(y), 4)) for x, y in found]


def sizes(shown: Neighbourhood) -> list[float]:
    """Give each thing's size from 0 to 1: the square root of its share of the most ties.

    What has no name of its own is half as large, so that names come first where labels are few.
    """
    network = _network(shown)
    ties = np.bincount(np.concatenate([network.source, network.target]), minlength=network.n)
    most = max(1, int(ties.max(initial=0)))
    shares = zip(shown.things, np.sqrt(ties / most), strict=True)
    return [round(float(share) * (UNNAMED if _unnamed(node) else 1), 3) for node, share in shares]


def _unnamed(node: Thing) -> bool:
    return bool(node.aggregate or node.anonymous)


def _network(shown: Neighbourhood) -> Network:
    place = {node.id: number for number, node in enumerate(shown.things)}
    return Network(
        ids=tuple(place),
        source=np.array([place[tie.source] for tie in shown.ties], dtype=np.int32),
        target=np.array([place[tie.target] for tie in shown.ties], dtype=np.int32),
        directed=False,
    )


def _reached(
    graph: Graph, vocabulary: Vocabulary, edge: Sequence[str], found: Mapping[str, Thing]
) -> list[Thing]:
    """Give what is one step further out, strongest tie first."""
    pairs = (
        (_number(row["strength"]), thing(row, vocabulary))
        for row in graph.read(_NEXT, {"ids": list(edge)}).rows
        if open_tie(vocabulary, str(row["relation"]), row["visibility"])
    )
    return _strongest(pair for pair in pairs if pair[1].id not in found)


def _strongest(reached: Iterable[tuple[float, Thing]]) -> list[Thing]:
    """Give what a picture draws of that, each thing once, by the strongest tie that leads to it."""
    best: dict[str, tuple[float, Thing]] = {}
    for strength, node in reached:
        if node.type in NOT_DRAWN:
            continue
        if node.id not in best or best[node.id][0] < strength:
            best[node.id] = strength, node
    return [node for _, node in sorted(best.values(), key=lambda pair: (-pair[0], pair[1].id))]


def _with_ties(
    graph: Graph, vocabulary: Vocabulary, found: Mapping[str, Thing], total: int
) -> Neighbourhood:
    rows = graph.read(_TIES, {"ids": list(found)}, limit=500_000).rows
    ties = sorted(
        (
            Drawn(
                str(row["key"]),
                str(row["source"]),
                str(row["target"]),
                str(row["relation"]),
                _number(row["strength"]),
                str(row["basis"] or ""),
                str(row["status"] or ""),
            )
            for row in rows
            if str(row["relation"]) in vocabulary.relations
            and open_tie(vocabulary, str(row["relation"]), row["visibility"])
        ),
        key=_place,
    )
    return Neighbourhood(tuple(found.values()), tuple(ties), total)


def _drawn(centre: Thing, tie: Tie) -> Drawn:
    ends = (centre.id, tie.other.id) if tie.outward else (tie.other.id, centre.id)
    said = (tie.text("basis"), tie.text("status"))
    return Drawn(tie.key, *ends, tie.relation, tie.strength, *said)


def _place(tie: Drawn) -> tuple[str, str, str, str]:
    return tie.source, tie.target, tie.relation, tie.key


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
