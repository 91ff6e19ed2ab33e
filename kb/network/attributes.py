"""What is stated of the nodes of a slice besides their ties: where they are, in what, of which cluster.

Each is a column of `Network.groups` with ids of the graph, several in one cell as `a; b`:

`country`, `prefecture`, `municipality`: of the seat. The registered office counts before the head
office, that before a place without a role, that before branches, plants and the like; where
somebody is merely active is no seat. A person or unit without a place of its own is where the body
is that it belongs to.
`region`: every region of any width that holds the seat.
`industry`: the industries, or where none is stated the markets, that it operates in.
`cluster`: the clusters it is a member of; a cluster is of itself.
`field`: its markets, industries and technologies, and those that contain them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kb.network.groups import SEPARATOR
from kb.network.rows import Row, Rows
from kb.visibility import open_tie

if TYPE_CHECKING:
    from kb.vocabulary import Vocabulary

REGION, FIELD = "region", "field"
LEVELS = ("country", "prefecture", "municipality")
INDUSTRY, CLUSTER = "industry", "cluster"
SEATS: tuple[tuple[str, ...], ...] = (
    ("registered_office",),
    ("head_office",),
    ("",),
    ("branch", "plant", "laboratory", "site"),
)
"""Roles of a place, those that make a seat first."""
LOCATED, WITHIN = "LOCATED_IN", "PART_OF"
BELONGS = (("Unit", WITHIN), ("Person", "AFFILIATED_WITH"))
"""Who is where its body is, by the tie that says to which it belongs; units before people."""
IN_FIELDS, HAS, MEMBER = "OPERATES_IN", "HAS_TECHNOLOGY", "MEMBER_OF"
READ = (LOCATED, IN_FIELDS, HAS, MEMBER, *(relation for _, relation in BELONGS))
"""The relations that the columns are read from."""

Holds = Callable[[Row], bool]
Many = Mapping[str, set[str]]


class Said:
    """The rows of a picture that may be shown to everybody, each relation read once."""

    def __init__(self, rows: Rows, vocabulary: Vocabulary) -> None:
        self.rows = rows
        self.vocabulary = vocabulary
        self._ties: dict[str, list[Row]] = {}

    def ties(self, relation: str) -> list[Row]:
        """Give the open ties of a relation."""
        if relation not in self._ties:
            self._ties[relation] = [
                tie
                for tie in self.rows.ties(relation)
                if open_tie(self.vocabulary, relation, tie["visibility"])
            ]
        return self._ties[relation]

    def targets(self, relation: str, holds: Holds) -> Many:
        """Give what the ties of a relation that hold lead to, by where they begin."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for tie in self.ties(relation):
            if holds(tie):
                found[str(tie["source"])].add(str(tie["target"]))
        return found

    def ids(self, type_: str) -> frozenset[str]:
        """Give the ids of all nodes of a type."""
        return frozenset(str(row["id"]) for row in self.rows.nodes(type_, aggregates=True))

    @cached_property
    def levels(self) -> Mapping[str, str]:
        """How wide each region is, as far as its source says."""
        rows = self.rows.nodes("Region", aggregates=True)
        return {str(row["id"]): str(row["level"] or "") for row in rows}

    @cached_property
    def wider(self) -> Many:
        """Each region with every region that it lies in, itself included."""
        above: defaultdict[str, set[str]] = defaultdict(set)
        for tie in (*self.ties(WITHIN), *self.ties(LOCATED)):
            if tie["source"] in self.levels and tie["target"] in self.levels:
                above[str(tie["source"])].add(str(tie["target"]))
        return {region: _closed(region, above) for region in self.levels}

    def inside(self, regions: Collection[str]) -> set[str]:
        """Give what is said, on any basis, to lie in these regions or in parts of them."""
        wanted = set(regions)
        return {
            str(tie["source"])
            for tie in self.ties(LOCATED)
            if self.wider.get(str(tie["target"]), set()) & wanted
        }


def columns(said: Said, nodes: Mapping[str, Row], holds: Holds) -> dict[str, tuple[str, ...]]:
    """Give the columns for these nodes, in their order; `holds` tells which ties count."""
    places = _places(said, nodes, holds)
    markets, technologies = said.ids("Market"), said.ids("Technology")
    operates = said.targets(IN_FIELDS, holds)
    has = said.targets(HAS, holds)
    member = said.targets(MEMBER, holds)
    clusters = said.ids("Cluster")
    industries = said.ids("Industry")
    above = said.targets(WITHIN, holds)
    found: dict[str, list[str]] = {name: [] for name in (*LEVELS, REGION, INDUSTRY, CLUSTER, FIELD)}
    for id_ in nodes:
        regions = places.get(id_, set())
        for level in LEVELS:
            found[level].append(_cell(one for one in regions if said.levels[one] == level))
        found[REGION].append(_cell(regions))
        within = operates.get(id_, set()) & markets
        found[INDUSTRY].append(_cell(within & industries or within))
        own = {id_} if id_ in clusters else set()
        found[CLUSTER].append(_cell(own | member.get(id_, set()) & clusters))
        fields = within | has.get(id_, set()) & technologies
        found[FIELD].append(_cell(_all_above(fields, above)))
    return {name: tuple(cells) for name, cells in found.items()}


def _places(said: Said, nodes: Mapping[str, Row], holds: Holds) -> dict[str, set[str]]:
    """Give each node every region that holds its seat."""
    seats: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for tie in said.ties(LOCATED):
        if holds(tie) and tie["target"] in said.levels:
            seats[str(tie["source"])][str(tie["role"] or "")].add(str(tie["target"]))
    found = {id_: _all_above(_seat(by_role), said.wider) for id_, by_role in seats.items()}
    for type_, relation in BELONGS:
        bodies = said.targets(relation, holds)
        for id_, row in nodes.items():
            if type_ in row["labels"] and not found.get(id_):
                found[id_] = {one for body in bodies.get(id_, ()) for one in found.get(body, ())}
    return found


def _seat(by_role: Mapping[str, set[str]]) -> set[str]:
    """Give the places of the best role that there is."""
    every = ({one for role in roles for one in by_role.get(role, ())} for roles in SEATS)
    return next((places for places in every if places), set())


def _all_above(ids: Iterable[str], above: Many) -> set[str]:
    return {one for id_ in ids for one in _closed(id_, above)}


def _closed(id_: str, above: Many) -> set[str]:
    """Give a thing with all that contains it, however far up."""
    found, open_ = {id_}, [id_]
    while open_:
        for one in above.get(open_.pop(), ()):
            if one not in found:
                found.add(one)
                open_.append(one)
    return found


def _cell(ids: Iterable[str]) -> str:
    return f"{SEPARATOR} ".join(sorted(ids))
