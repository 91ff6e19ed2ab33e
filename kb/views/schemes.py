"""The schemes as an index: programmes, projects, clusters, certifications, support networks.

Whose a scheme is, is read off the record: who ADMINISTERS it, else who MANAGES it, else what it is
PART_OF, else who pays. A government body counts as local where it lies in a prefecture or a
municipality, and as national otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kb.network.slice import EVERYTHING
from kb.text import Text
from kb.views.further import Further, details, further, inferred, once
from kb.views.profile import THING, Thing, Tie, thing
from kb.visibility import OPEN

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

GROUPS = (
    "national", "local", "association", "foundation", "other",
    "project", "cluster", "support", "certification", "abroad", "unknown",
)  # fmt: skip
"""The groups in the order in which they are shown."""

TYPES = ("Programme", "Project", "Cluster", "Certification", "SupportBody")
OWN_GROUP = {
    "Project": "project",
    "Cluster": "cluster",
    "Certification": "certification",
    "SupportBody": "support",
}
OF_BODY = (("Association", "association"), ("SupportBody", "foundation"))
ADMINISTERS, MANAGES, PART_OF, LOCATED_IN = "ADMINISTERS", "MANAGES", "PART_OF", "LOCATED_IN"
RUN = (ADMINISTERS, MANAGES)
HOME = "JP"
ELSEWHERE = ("branch", "site", "activity", "venue")
"""Roles of a place where a body is not at home."""
LOCAL_LEVELS = ("prefecture", "municipality", "district")
MOST = 2_000
"""Of a type with more than these, only what a document tells of is in the index."""
FITTING = 500
"""How many others of such a type are looked at where a word is asked for."""
DEEPEST = 4
"""How many times a scheme is asked for the larger one it is part of."""

_NATIONAL = re.compile(r"^(独立行政法人|国立研究開発法人)")
_LOCAL = re.compile(r"(自治体|(?<!内閣)[都道府県市区町村])$")
_SCHEMES = (
    f"MATCH (o:{{type}}) WHERE {OPEN.format(n='o')} "
    "{only} "
    f"RETURN {THING}, o.description_ja AS description_ja, o.description_en AS description_en"
)
_HOW_MANY = f"MATCH (o:{{type}}) WHERE {OPEN.format(n='o')} RETURN count(o) AS number"
_TOLD_OF = "AND o.description_ja IS NOT NULL"
_WITH_FIGURES = (
    "MATCH (o:{type})<-[:ABOUT]-(s:Statistic) WHERE " + OPEN.format(n="o") + " "
    f"RETURN DISTINCT {THING}, o.description_ja AS description_ja, "
    "o.description_en AS description_en"
)
_BEARS = (
    "AND any(word IN [o.name, coalesce(o.name_en, '')] + coalesce(o.aliases, []) "
    "WHERE toLower(word) CONTAINS toLower($asked)) "
)
_TIES = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted})-[e]-(o:Entity) "
    f"WHERE NOT o:Statistic AND {OPEN.format(n='o')} RETURN n.id AS id, count(e) AS number"
)
_FIGURES = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted})<-[e:ABOUT]-(o:Statistic) "
    f"WHERE {OPEN.format(n='o')} RETURN n.id AS id, count(e) AS number"
)


@dataclass(frozen=True, slots=True)
class Scheme:
    """One entry of the index; `parts` are the schemes within it, `whole` what it is part of."""

    thing: Thing
    group: str
    description: Text | None
    runners: tuple[Tie, ...] = ()
    whole: Tie | None = None
    parts: tuple[Tie, ...] = ()
    ties: int = 0
    figures: int = 0

    @property
    def stands_alone(self) -> bool:
        """Tell whether it has a row of its own; a programme's part has where it has figures."""
        folded = "Programme" in self.thing.labels and "Platform" not in self.thing.labels
        return self.whole is None or self.figures > 0 or not folded


@dataclass(frozen=True, slots=True)
class Index:
    """The schemes of the graph, and how many are left out of it.

    `unnamed` are groups and what has no name; `listed` counts by type those that only registers
    list, where these are too many for an index.
    """

    schemes: tuple[Scheme, ...]
    unnamed: int
    listed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rules read: the schemes' ties, their runners' ties, the regions."""

    own: Further
    bodies: Further
    regions: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def schemes(graph: Graph, vocabulary: Vocabulary, asked: str = "") -> Index:
    """Give the index of schemes: those with most ties and figures first within each group.

    `asked`: a word by which also those are found that only registers list.
    """
    found: dict[str, tuple[Thing, Text | None]] = {}
    listed: dict[str, int] = {}
    for type_ in TYPES:
        number = _how_many(graph, type_)
        read = _of_type if number <= MOST else _told_of
        some = {one[0].id: one for one in read(graph, vocabulary, type_, asked)}
        found |= some
        if number > len(some):
            listed[type_] = number - len(some)
    numbers = _numbers(graph, found)
    named = {id_: one for id_, one in found.items() if _named(one[0], numbers)}
    known = _known(graph, vocabulary, named, listed)
    entries = (
        _scheme(thing, said, known, numbers.get(thing.id, (0, 0))) for thing, said in named.values()
    )
    return Index(tuple(sorted(entries, key=_order)), len(found) - len(named), listed)


def _how_many(graph: Graph, type_: str) -> int:
    (row,) = graph.read(_HOW_MANY.format(type=type_)).rows
    return int(str(row["number"]))


def _of_type(
    graph: Graph, vocabulary: Vocabulary, type_: str, asked: str
) -> Iterable[tuple[Thing, Text | None]]:
    del asked  # all of them are read
    yield from _read(graph, vocabulary, _SCHEMES.format(type=type_, only=""))


def _told_of(
    graph: Graph, vocabulary: Vocabulary, type_: str, asked: str
) -> Iterable[tuple[Thing, Text | None]]:
    """Read those of a type that documents tell of or that bear the word."""
    yield from _read(graph, vocabulary, _SCHEMES.format(type=type_, only=_TOLD_OF))
    yield from _read(graph, vocabulary, _WITH_FIGURES.format(type=type_))
    if asked:
        statement = _SCHEMES.format(type=type_, only=_BEARS)
        yield from _read(graph, vocabulary, f"{statement} LIMIT {FITTING}", asked=asked)


def _read(
    graph: Graph, vocabulary: Vocabulary, statement: str, **values: str
) -> Iterable[tuple[Thing, Text | None]]:
    for row in graph.read(statement, values, limit=EVERYTHING).rows:
        ja, en = (str(row[f"description_{code}"] or "") for code in ("ja", "en"))
        yield thing(row, vocabulary), Text(ja or en, en or ja) if ja or en else None


def _named(thing: Thing, numbers: Mapping[str, tuple[int, int]]) -> bool:
    """Tell whether it can stand in an index: by name, or as a network with figures of its own."""
    network = "SupportBody" in thing.labels and numbers.get(thing.id, (0, 0))[1] > 0
    return not thing.anonymous and (not thing.aggregate or network)


def _known(
    graph: Graph, vocabulary: Vocabulary, ids: Collection[str], listed: Collection[str]
) -> _Known:
    """Read what the rules ask; the parts of a scheme that only registers list are not read."""
    own = further(graph, vocabulary, ids, (*RUN, PART_OF), without=listed)
    for id_, ties in further(
        graph, vocabulary, ids, (LOCATED_IN, "FUNDED_BY"), outward_only=True
    ).items():
        own[id_] = (*own.get(id_, ()), *ties)
    bodies = {tie.other.id for ties in own.values() for tie in ties if "Agent" in tie.other.labels}
    above = further(graph, vocabulary, bodies, (PART_OF, LOCATED_IN), outward_only=True)
    parents = {t.other.id for ties in above.values() for t in ties if t.relation == PART_OF}
    above |= further(graph, vocabulary, parents - bodies, (LOCATED_IN,), outward_only=True)
    places = {
        tie.other.id
        for ties in (*own.values(), *above.values())
        for tie in ties
        if tie.relation == LOCATED_IN and tie.outward
    }
    return _Known(Further(own), Further(above), details(graph, places))


def _numbers(graph: Graph, ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """Give how many ties and how many figures each has."""
    ties, figures = (
        {str(row["id"]): int(str(row["number"])) for row in rows}
        for statement in (_TIES, _FIGURES)
        for rows in [graph.read(statement, {"ids": sorted(ids)}, limit=EVERYTHING).rows]
    )
    return {id_: (ties.get(id_, 0), figures.get(id_, 0)) for id_ in ids}


def _scheme(thing: Thing, said: Text | None, known: _Known, numbers: tuple[int, int]) -> Scheme:
    whole = [t for t in known.own.of(thing.id, PART_OF, outward=True) if _is_scheme(t.other)]
    within = [t for t in known.own.of(thing.id, PART_OF, outward=False) if _is_scheme(t.other)]
    return Scheme(
        thing,
        _group(thing, known),
        said,
        tuple(_runners(thing.id, known)),
        next(iter(whole), None),
        tuple(within),
        *numbers,
    )


def _runners(id_: str, known: _Known) -> list[Tie]:
    """Give who answers for it and who runs it, each once: present and stated ones first."""
    ties = [tie for name in RUN for tie in known.own.of(id_, name, outward=False)]
    return sorted(once(ties), key=lambda tie: (tie.text("status") == "former", inferred(tie)))


def _group(thing: Thing, known: _Known) -> str:
    if _abroad(known.own.of(thing.id, LOCATED_IN, outward=True), known):
        return "abroad"
    fixed = next((OWN_GROUP[one] for one in OWN_GROUP if one in thing.labels), "")
    if fixed and "Programme" not in thing.labels:
        return fixed
    return _whose(thing.id, known, DEEPEST)


def _whose(id_: str, known: _Known, deep: int) -> str:
    """Say whose a programme is, asking upwards where nobody is named.

    Those whom a source states decide; those whom we infer only where it states nobody.
    """
    runners = _runners(id_, known)
    stated = [tie for tie in runners if not inferred(tie)]
    groups = [_of(tie.other, known) for tie in stated or runners]
    if groups:
        return next((group for group in groups if group != "other"), "other")
    for whole in known.own.of(id_, PART_OF, outward=True) if deep else ():
        if (group := _whose(whole.other.id, known, deep - 1)) != "unknown":
            return group
    paid = known.own.of(id_, "FUNDED_BY", outward=True)
    return next((_of(tie.other, known) for tie in paid if "Agent" in tie.other.labels), "unknown")


def _of(body: Thing, known: _Known) -> str:
    """Say which group a body's schemes belong to; a unit's are those of its organisation."""
    if "Unit" in body.labels:
        above = known.bodies.of(body.id, PART_OF, outward=True)
        return next((_of(tie.other, known) for tie in above if tie.other.id != body.id), "other")
    places = known.bodies.of(body.id, LOCATED_IN, outward=True)
    if _abroad(places, known):
        return "abroad"
    if _NATIONAL.match(body.name.ja):
        return "national"
    if "GovernmentBody" in body.labels:
        return "local" if _is_local(body, places, known) else "national"
    return next((group for type_, group in OF_BODY if type_ in body.labels), "other")


def _is_local(body: Thing, places: Sequence[Tie], known: _Known) -> bool:
    levels = {str(known.regions.get(tie.other.id, {}).get("level") or "") for tie in places}
    return bool(_LOCAL.search(body.name.ja) or levels & set(LOCAL_LEVELS))


def _abroad(places: Sequence[Tie], known: _Known) -> bool:
    """Tell whether it is at home in another country alone, by the regions it lies in."""
    homes = [tie.other for tie in places if tie.text("role") not in ELSEWHERE]
    foreign = [_foreign(known.regions.get(home.id, {}), home) for home in homes]
    return bool(foreign) and all(foreign)


def _foreign(region: Mapping[str, object], place: Thing) -> bool:
    country = str(region.get("country") or "")
    if country:
        return country != HOME
    return region.get("level") == "country" and place.name.ja != "日本"


def _is_scheme(thing: Thing) -> bool:
    return any(type_ in thing.labels for type_ in TYPES)


def _order(scheme: Scheme) -> tuple[int, int, str]:
    place = GROUPS.index(scheme.group)
    return place, -scheme.figures - scheme.ties, scheme.thing.name.ja
