"""Who bridges, as the pages say it: the last results that were measured, never a new measuring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kb.base import KnowledgeBase
from kb.measure import Measure
from kb.measuring import brokers as brokerage
from kb.measuring import run
from kb.measuring.brokers import Brokers
from kb.measuring.derived import Result
from kb.measuring.reasons import reason, standing
from kb.measuring.register import measures
from kb.network import slice as slices
from kb.network.layout import Places
from kb.network.network import Network
from kb.network.slice import DEFAULT, DRAWN
from kb.structure.chance import TOTAL
from kb.text import Text, same
from kb.when import day_here
from web.blocks import Figure
from web.words.wording import number

EVERYONE = 1_000_000
SHOWN = 50
"""How many brokers a page shows unless asked for all; each shown one needs a reason worked out."""
MARKED = 10
"""How many of the first brokers a picture marks."""
FIRST = "betweenness"
"""The measure by which brokers are found: without it nothing was measured."""
NOTHING = Text("値なし", "none")
STAMP = Text("{at} に版{version}で計算", "worked out {at} on version {version}")

State = tuple[int | None, tuple[tuple[str, int, int | None], ...]]


@dataclass(frozen=True)
class Outlook:
    """The default slice with its last results: what was measured, whatever changed since.

    `actor` tells of each node whether it has values to show.
    """

    network: Network
    results: Mapping[str, Result]
    actor: Sequence[bool]

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, int]]:
        """The row of each id in each result; results on the same ids share one mapping."""
        found: dict[tuple[str, ...], dict[str, int]] = {self.network.ids: dict(self.network.index)}
        for result in self.results.values():
            if result.ids not in found:
                found[result.ids] = {id_: row for row, id_ in enumerate(result.ids)}
        return {name: found[result.ids] for name, result in self.results.items()}


def outlook(kb: KnowledgeBase) -> Outlook | None:
    """Give the default slice and its last results, or None where nothing was measured yet."""
    state = _state(kb)
    return _outlook(kb, state) if state else None


def network_of(kb: KnowledgeBase) -> Network:
    """Give the default slice, measured or not: one network per graph version for all pages."""
    found = outlook(kb)
    return found.network if found else _network(kb, kb.graph.mark())


def brokers_of(kb: KnowledgeBase, *, people: bool, limit: int = SHOWN) -> Brokers | None:
    """Give the first brokers, or None where nothing was measured yet.

    The rows are at most `limit`, the total counts all of them.
    """
    state = _state(kb)
    return _brokers(kb, state, people, limit) if state else None


def broker_ids(kb: KnowledgeBase, *, people: bool) -> frozenset[str]:
    """Give the ids of the first brokers, those that pictures mark."""
    found = brokers_of(kb, people=people)
    return frozenset(row.id for row in found.rows[:MARKED]) if found else frozenset()


def sentence_of(kb: KnowledgeBase, id_: str, *, people: bool) -> tuple[Text, bool] | None:
    """Say in one sentence where a thing stands, and whether it bridges; None outside the slice."""
    found = outlook(kb)
    if found is None or id_ not in found.network.index:
        return None
    network, actor = found.network, found.actor
    named = [people or not one for one in network.person]
    place = network.index[id_]
    if not actor[place]:
        return None
    stands = standing(network, place, actor)
    return reason(network, stands, named), stands.pairs > 0


def figures_of(
    kb: KnowledgeBase, id_: str, name: Text, *, people: bool = True
) -> tuple[Figure, ...]:
    """Give the measures of one thing, each with its sentence, formula and the stamp of its run.

    Without `people` a named person has none: values would rank them.
    """
    found = outlook(kb)
    if found is None or id_ not in found.network.index:
        return ()
    place = found.network.index[id_]
    hidden = found.network.person[place] and not people
    if hidden or not found.actor[place]:
        return ()
    return tuple(
        _figure(unit, found.results[unit.name], found.rows[unit.name][id_], name)
        for unit in measures().values()
        if id_ in found.rows.get(unit.name, ())
    )


def places(kb: KnowledgeBase) -> Places:
    """Give the kept places of the whole map; none before the first measuring."""
    return _places(kb, kb.derived.stamps(DRAWN.description))


@lru_cache(maxsize=2)
def _places(kb: KnowledgeBase, made: tuple[tuple[str, str], ...]) -> Places:
    """Read the places once after each time that they were made."""
    kept = kb.derived.places(DRAWN.description) if made else None
    return kept[1] if kept else {}


def _figure(unit: Measure, result: Result, row: int, name: Text) -> Figure:
    values = {column.name: result.values[column.name][row] for column in unit.columns}
    first = values[_chief(unit)]
    at, version = str(day_here(result.run.at)), result.run.graph_version
    return Figure(
        unit.name,
        unit.title,
        unit.say(name, values),
        first,
        NOTHING if first is None else same(number(first)),
        unit.formula,
        unit.reference,
        Text(STAMP.ja.format(at=at, version=version), STAMP.en.format(at=at, version=version)),
    )


def _chief(unit: Measure) -> str:
    """Name the column that stands for a measure: its own, else the total, else the first."""
    names = [column.name for column in unit.columns]
    return next((one for one in (unit.name, TOTAL) if one in names), names[0])


def _state(kb: KnowledgeBase) -> State | None:
    """Tell on what all of this rests: the graph's version and the runs of the results."""
    newest = kb.derived.newest(DEFAULT.description)
    measured = any(measure == FIRST for measure, _, _ in newest)
    return (kb.graph.mark(), newest) if measured else None


@lru_cache(maxsize=4)
def _outlook(kb: KnowledgeBase, state: State) -> Outlook | None:
    """Read the slice once per graph version and set of results; None where these are damaged."""
    del state
    results = run.last(kb.derived)
    if FIRST not in results:
        return None
    network = slices.kept(kb.settings.cache_folder, kb.graph, DEFAULT, kb.vocabulary)
    return Outlook(network, results, slices.shown(network, DEFAULT, kb.vocabulary))


@lru_cache(maxsize=2)
def _network(kb: KnowledgeBase, mark: int | None) -> Network:
    del mark
    return slices.kept(kb.settings.cache_folder, kb.graph, DEFAULT, kb.vocabulary)


@lru_cache(maxsize=8)
def _brokers(
    kb: KnowledgeBase,
    state: State,
    people: bool,  # noqa: FBT001 (part of the key)
    limit: int,
) -> Brokers | None:
    found = _outlook(kb, state)
    if found is None:
        return None
    return brokerage.brokers(
        found.network, found.results, kb.vocabulary, people=people, limit=limit
    )
