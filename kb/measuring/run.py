"""Measuring a slice: what is known is taken from the store, only what changed is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.analyses.communities import Names
from kb.measure import Values
from kb.measuring import child, division, publish, register
from kb.measuring.child import Wanted
from kb.measuring.derived import Derived, Result, Run
from kb.measuring.division import Divided
from kb.network import slice as slices
from kb.network.layout import SEED, Places
from kb.network.network import Network
from kb.network.slice import DEFAULT, Slice
from kb.progress import QUIET, Progress
from kb.text import Text

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

STEP = Text("計算", "Measuring")
LAYOUT = "layout"
TYPE, MODE = "type", "mode"
"""The group that every network has, and the parameter that names a column of two modes."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """On what and when a run happens: what its record says."""

    slice_: Slice
    graph_version: int | None
    at: str

    def run(self, network: Network, wanted: Wanted, seed: int | None = None) -> Run:
        """Begin the record of one run."""
        return Run(
            fingerprint=_depends_on(network, wanted),
            measure=wanted.measure,
            parameters=wanted.parameters,
            software=register.software(wanted.measure) if wanted.measure != LAYOUT else "",
            slice_=self.slice_.description,
            seed=seed,
            graph_version=self.graph_version,
            at=self.at,
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """A slice with every measure's result, and the map's places; `made` names what was new."""

    network: Network
    results: Mapping[str, Result]
    places: Places
    made: tuple[str, ...]


def everything() -> tuple[Wanted, ...]:
    """Every measure that needs no column but the type of a node, with its defaults.

    Those that compare groups compare the types.
    """
    units = register.measures().items()
    return tuple(
        Wanted(name, one.settle({"group": TYPE} if one.grouped else {}))
        for name, one in units
        if not any(parameter.name == MODE for parameter in one.parameters)
    )


def fits(result: Result, network: Network) -> bool:
    """Tell whether a kept result is of this network."""
    wanted = Wanted(result.run.measure, result.run.parameters)
    return result.ids == network.ids and result.run.fingerprint == _depends_on(network, wanted)


def _depends_on(network: Network, wanted: Wanted) -> str:
    """Hash what a result depends on; a layout depends on the ties alone."""
    if wanted.measure == LAYOUT:
        return network.fingerprint
    return register.measure(wanted.measure).fingerprint(network, wanted.parameters)


def refresh(
    graph: Graph,
    store: Derived,
    folder: Path,
    vocabulary: Vocabulary,
    *,
    at: str,
    slice_: Slice = DEFAULT,
    progress: Progress = QUIET,
) -> Measured:
    """Bring a slice up to date: read and measure; the default slice goes onto the nodes.

    What the map draws is laid out beside it, and the slice is divided into communities.

    `folder` keeps the network as read. The clock `at` (ISO) is the caller's.
    """
    network = slices.kept(folder, graph, slice_, vocabulary)
    occasion = Occasion(slice_, graph.mark(), at)
    results, made = measure_all(network, store, occasion, progress=progress)
    drawn = slices.kept(folder, graph, slices.DRAWN, vocabulary)
    places = layout_of(drawn, store, replace(occasion, slice_=slices.DRAWN))
    divided_of(network, store, occasion)
    if slice_ == DEFAULT:
        shown = slices.shown(network, slice_, vocabulary)
        publish.publish(graph, results, shown)
    return Measured(network, results, places, made)


def put_back(graph: Graph, store: Derived, folder: Path, vocabulary: Vocabulary) -> int:
    """Write the kept results onto nodes drawn anew, where they are of the network drawn.

    Measures nothing; gives how many nodes were written.
    """
    kept = last(store)
    if not kept:
        return 0
    network = slices.kept(folder, graph, DEFAULT, vocabulary)
    fitting = {name: one for name, one in kept.items() if fits(one, network)}
    shown = slices.shown(network, DEFAULT, vocabulary)
    return publish.publish(graph, fitting, shown) if fitting else 0


def measure_all(
    network: Network,
    store: Derived,
    occasion: Occasion,
    *,
    wanted: Iterable[Wanted] | None = None,
    progress: Progress = QUIET,
) -> tuple[dict[str, Result], tuple[str, ...]]:
    """Give the results by measure, and the names of those that had to be made.

    What is missing is measured together in one child process.
    """
    runs = [occasion.run(network, one) for one in (everything() if wanted is None else wanted)]
    values = [_known(store, run) for run in runs]
    missing = [place for place, known in enumerate(values) if known is None]
    progress.advance(STEP, len(runs) - len(missing), len(runs))
    if missing:
        asked = [Wanted(runs[place].measure, runs[place].parameters) for place in missing]
        for place, fresh in zip(missing, child.measured(network, asked), strict=True):
            values[place] = fresh
    progress.advance(STEP, len(runs), len(runs))
    results = {
        run.measure: store.keep(Result(run, network.ids, found))
        for run, found in zip(runs, values, strict=True)
        if found is not None
    }
    return results, tuple(runs[place].measure for place in missing)


def _known(store: Derived, run: Run) -> Values | None:
    found = store.find(run.fingerprint, run.measure, run.parameters, run.software)
    return None if found is None else found.values


def layout_of(network: Network, store: Derived, occasion: Occasion, seed: int = SEED) -> Places:
    """Give the places of the slice's nodes: the kept ones, or new ones that start from them."""
    kept = store.places(occasion.slice_.description)
    if kept and kept[0] == network.fingerprint:
        return kept[1]
    places = child.laid_out(network, kept[1] if kept else None, seed)
    store.keep_places(occasion.run(network, Wanted(LAYOUT, {}), seed), places)
    return places


def divided_of(network: Network, store: Derived, occasion: Occasion) -> Divided:
    """Give the slice's communities: the kept ones, or new ones that take over their names."""
    about = occasion.slice_.description
    kept, by = store.divided(about), division.software()
    if kept and (kept.fingerprint, kept.software) == (network.fingerprint, by):
        return kept
    before = kept.division.names if kept else Names()
    fresh = child.divided(network, before)
    found = Divided(network.fingerprint, by, occasion.graph_version, occasion.at, fresh)
    store.keep_divided(about, found)
    return found


def last(store: Derived, slice_: Slice = DEFAULT) -> dict[str, Result]:
    """Give the newest results of a slice without measuring anything: what a page shows at once."""
    found = {
        one.measure: store.last(slice_.description, one.measure, one.parameters)
        for one in everything()
    }
    return {name: result for name, result in found.items() if result is not None}
