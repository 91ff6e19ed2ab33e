"""Published figures as pages show them: those of one thing, stage by stage, and as rankings.

A figure stands as its source prints it. Stages of one funnel are put side by side only where the
source numbers them (`order`); bodies are put in order only where the source ranks them (`rank`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from kb.network.slice import EVERYTHING
from kb.text import Text
from kb.views.profile import THING, Thing, claims_in, thing
from kb.visibility import OPEN, open_tie

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

ABOUT = "ABOUT"
BODY = "Agent"
FEWEST = 2
"""How many stages make a funnel, and how many bodies a ranking."""
SHORTEST = 4
"""How many letters the common beginning of names must have to name a ranking."""

_FIGURES = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted})<-[a:ABOUT]-(s:Statistic) "
    f"WHERE {OPEN.format(n='s')} RETURN n.id AS of, a.visibility AS visibility, "
    "properties(s) AS properties ORDER BY s.name, s.id"
)
_OTHERS = (
    "UNWIND $ids AS wanted MATCH (s:Statistic {id: wanted})-[a:ABOUT]->(o:Entity) "
    f"WHERE {OPEN.format(n='o')} RETURN s.id AS figure, a.visibility AS visibility, {THING} "
    "ORDER BY figure, name, id"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure; `others` are the further things it is about, `properties` its own."""

    id: str
    name: Text
    properties: Mapping[str, object]
    others: tuple[Thing, ...]

    def text(self, name: str) -> str:
        """Give a property as text, or an empty text."""
        return str(self.properties.get(name) or "")

    def whole(self, name: str) -> int | None:
        """Give a property that is a whole number, or None."""
        value = self.properties.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def value(self) -> float | None:
        """The number itself, in its unit."""
        value = self.properties.get("value")
        return float(value) if isinstance(value, int | float) else None

    @property
    def evidence(self) -> tuple[int, ...]:
        """The ids of the claims that state it."""
        return claims_in(self.properties.get("evidence"))

    @property
    def bodies(self) -> tuple[Thing, ...]:
        """Those of the others that act: the ones a rank is given to."""
        return tuple(other for other in self.others if BODY in other.labels)


@dataclass(frozen=True, slots=True)
class Funnel:
    """Figures that the source numbers as stages of one way, in their order."""

    stages: tuple[Figure, ...]

    def changes_unit(self, place: int) -> bool:
        """Tell whether a stage counts something else than the one before it."""
        return place > 0 and self.stages[place].text("unit") != self.stages[place - 1].text("unit")

    def share(self, place: int) -> float | None:
        """Give a stage as a share of the one before, where both count the same."""
        now, before = self.stages[place].value, self.stages[place - 1].value
        if place == 0 or self.changes_unit(place) or not before or now is None:
            return None
        return now / before


@dataclass(frozen=True, slots=True)
class Ranking:
    """Bodies in the order in which the source ranks them; `name` is what all their names share."""

    name: Text | None
    rows: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Arranged:
    """The figures of one thing: funnels, rankings, and what belongs to neither."""

    funnels: tuple[Funnel, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    rest: tuple[Figure, ...] = ()


def figures_about(
    graph: Graph, vocabulary: Vocabulary, ids: Collection[str]
) -> dict[str, tuple[Figure, ...]]:
    """Give the open figures about each of these things, by the thing's id and by name."""
    rows = _open(graph, vocabulary, _FIGURES, ids)
    found = [(str(row["of"]), _mapping(row["properties"])) for row in rows]
    others = _others(graph, vocabulary, {str(properties["id"]) for _, properties in found})
    about: dict[str, list[Figure]] = {}
    for of, properties in found:
        beside = tuple(one for one in others.get(str(properties["id"]), ()) if one.id != of)
        about.setdefault(of, []).append(_figure(properties, beside))
    return {of: tuple(figures) for of, figures in about.items()}


def arranged(figures: Sequence[Figure], *, people: bool = True) -> Arranged:
    """Sort one thing's figures into funnels, rankings and the rest.

    Without `people` no named person stands in a ranking; their figures are left out.
    """
    funnels = tuple(Funnel(stages) for stages in _funnels(figures))
    staged = {figure.id for funnel in funnels for figure in funnel.stages}
    ranked = [f for f in figures if f.id not in staged and f.whole("rank") and f.bodies]
    rankings = tuple(_rankings(ranked, people=people))
    listed = {figure.id for figure in ranked if _several(_like(figure, ranked))}
    rest = tuple(figure for figure in figures if figure.id not in staged | listed)
    return Arranged(funnels, rankings, rest)


def _funnels(figures: Sequence[Figure]) -> Iterable[tuple[Figure, ...]]:
    """Split numbered stages until no number stands twice: by period, then by what they are about."""
    staged = [figure for figure in figures if figure.whole("order") is not None]
    return _split(staged, (_nothing, _period, _subjects))


def _split(
    figures: Sequence[Figure], keys: Sequence[Callable[[Figure], Hashable]]
) -> Iterable[tuple[Figure, ...]]:
    key, *finer = keys
    groups: dict[Hashable, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    for group in groups.values():
        orders = [figure.whole("order") for figure in group]
        if len(set(orders)) < len(orders) and finer:
            yield from _split(group, finer)
        elif len(set(orders)) >= FEWEST:
            yield tuple(sorted(group, key=lambda figure: (figure.whole("order") or 0, figure.id)))


def _nothing(figure: Figure) -> Hashable:
    del figure
    return None


def _period(figure: Figure) -> Hashable:
    return figure.text("since"), figure.text("until")


def _subjects(figure: Figure) -> Hashable:
    return frozenset(other.id for other in figure.others)


def _rankings(ranked: Sequence[Figure], *, people: bool) -> Iterable[Ranking]:
    for _, group in groupby(sorted(ranked, key=_measured), key=_measured):
        figures = list(group)
        if not _several(figures):
            continue
        kept = [one for one in (_without_people(f, people=people) for f in figures) if one.bodies]
        if kept:
            yield Ranking(_shared([figure.name for figure in figures]), tuple(_by_rank(kept)))


def _by_rank(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(figures, key=lambda figure: (figure.whole("rank") or 0, figure.bodies[0].name.ja))


def _measured(figure: Figure) -> tuple[str, ...]:
    """Give what figures of one ranking share: unit, kind and period."""
    return tuple(figure.text(name) for name in ("unit", "figure_kind", "since", "until"))


def _like(figure: Figure, ranked: Iterable[Figure]) -> list[Figure]:
    return [other for other in ranked if _measured(other) == _measured(figure)]


def _several(figures: Iterable[Figure]) -> bool:
    return len({figure.bodies[0].id for figure in figures}) >= FEWEST


def _without_people(figure: Figure, *, people: bool) -> Figure:
    if people:
        return figure
    kept = (one for one in figure.others if "Person" not in one.labels or one.aggregate)
    return replace(figure, others=tuple(kept))


def _shared(names: Sequence[Text]) -> Text | None:
    """Give the beginning that all names have in common, where it is long enough to say something."""
    ja, en = _beginning([name.ja for name in names]), _beginning([name.en for name in names])
    return Text(ja, en) if min(len(ja), len(en)) >= SHORTEST else None


def _beginning(texts: Sequence[str]) -> str:
    letters = takewhile(lambda found: len(set(found)) == 1, zip(*texts, strict=False))
    return "".join(found[0] for found in letters).rstrip(" 　:：(（,、・-–—「")


def _open(
    graph: Graph, vocabulary: Vocabulary, statement: str, ids: Collection[str]
) -> list[dict[str, object]]:
    rows = graph.read(statement, {"ids": sorted(ids)}, limit=EVERYTHING).rows if ids else []
    return [row for row in rows if open_tie(vocabulary, ABOUT, row["visibility"])]


def _others(
    graph: Graph, vocabulary: Vocabulary, ids: Collection[str]
) -> dict[str, tuple[Thing, ...]]:
    found: dict[str, list[Thing]] = {}
    for row in _open(graph, vocabulary, _OTHERS, ids):
        found.setdefault(str(row["figure"]), []).append(thing(row, vocabulary))
    return {figure: tuple(things) for figure, things in found.items()}


def _figure(properties: Mapping[str, object], others: tuple[Thing, ...]) -> Figure:
    name = str(properties.get("name") or properties["id"])
    said = Text(str(properties.get("name_ja") or name), str(properties.get("name_en") or name))
    return Figure(str(properties["id"]), said, properties, others)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
