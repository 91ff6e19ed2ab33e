"""Who bridges, as the pages say it: the last results that were measured, never a new measuring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

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
from kb.text import Text, same
from web.blocks import Figure
from web.wording import number

EVERYONE = 1_000_000
MARKED = 10
"""How many of the first brokers a picture marks."""
PERSON = "Person"
NOTHING = Text("値なし", "none")
STAMP = Text("{at} に版{version}で計算", "worked out {at} on version {version}")


@dataclass(frozen=True, slots=True)
class Outlook:
    """The default slice with its last results: what was measured, whatever changed since."""

    network: Network
    results: Mapping[str, Result]


def outlook(kb: KnowledgeBase) -> Outlook | None:
    """Give the default slice and its last results, or None where nothing was measured yet."""
    results = run.last(kb.derived)
    if "betweenness" not in results:
        return None
    stamp = tuple(sorted((name, result.run.id) for name, result in results.items()))
    return _outlook(kb, kb.graph.mark(), stamp)


def brokers_of(kb: KnowledgeBase, *, people: bool) -> Brokers | None:
    """Give the brokers, or None where nothing was measured yet."""
    found = outlook(kb)
    return _brokers(kb, found.network.fingerprint, people) if found else None


def broker_ids(kb: KnowledgeBase, *, people: bool) -> frozenset[str]:
    """Give the ids of the first brokers, those that pictures mark."""
    found = brokers_of(kb, people=people)
    return frozenset(row.id for row in found.rows[:MARKED]) if found else frozenset()


def sentence_of(kb: KnowledgeBase, id_: str, *, people: bool) -> tuple[Text, bool] | None:
    """Say in one sentence where a thing stands, and whether it bridges; None outside the slice."""
    found = outlook(kb)
    if found is None or id_ not in found.network.index:
        return None
    network = found.network
    actor = slices.shown(network, DEFAULT, kb.vocabulary)
    named = [people or not kb.vocabulary.is_a(type_, PERSON) for type_ in network.types]
    place = network.index[id_]
    if not actor[place]:
        return None
    stands = standing(network, place, actor)
    return reason(network, stands, named), stands.pairs > 0


def figures_of(kb: KnowledgeBase, id_: str, name: Text) -> tuple[Figure, ...]:
    """Give the measures of one thing, each with its sentence, formula and the stamp of its run."""
    found = outlook(kb)
    if found is None or id_ not in found.network.index:
        return ()
    place = found.network.index[id_]
    if not slices.shown(found.network, DEFAULT, kb.vocabulary)[place]:
        return ()
    return tuple(
        _figure(unit, found.results[unit.name], id_, name)
        for unit in measures().values()
        if unit.name in found.results and id_ in found.results[unit.name].ids
    )


def places(kb: KnowledgeBase) -> Places:
    """Give the kept places of the whole map; none before the first measuring."""
    kept = kb.derived.places(DRAWN.description)
    return kept[1] if kept else {}


def _figure(unit: Measure, result: Result, id_: str, name: Text) -> Figure:
    values = {column.name: result.column(column.name)[id_] for column in unit.columns}
    first = values[unit.columns[0].name]
    at, version = result.run.at[:10], result.run.graph_version
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


@lru_cache(maxsize=4)
def _outlook(kb: KnowledgeBase, version: int | None, stamp: tuple[tuple[str, int], ...]) -> Outlook:
    """Read the slice once per graph version and set of results."""
    del version, stamp
    network = slices.kept(kb.settings.cache_folder, kb.graph, DEFAULT, kb.vocabulary)
    return Outlook(network, run.last(kb.derived))


@lru_cache(maxsize=8)
def _brokers(kb: KnowledgeBase, fingerprint: str, people: bool) -> Brokers | None:  # noqa: FBT001
    del fingerprint
    found = outlook(kb)
    if found is None:
        return None
    return brokerage.brokers(
        found.network, found.results, kb.vocabulary, people=people, limit=EVERYONE
    )
