"""Measuring a slice: what is known is taken from the store, only what changed is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kb.analyses.communities import Names
from kb.analyses.sensitivity import SEED as SHUFFLES
from kb.measure import Values
from kb.measuring import child, division, publish, register, sureness, view
from kb.measuring.boundary import boundary
from kb.measuring.child import Sure, Wanted
from kb.measuring.derived import Derived, Result, Run
from kb.measuring.division import Divided
from kb.network import atlas_file, groups
from kb.network import slice as slices
from kb.network.layout import SEED, Places
from kb.network.network import Network
from kb.network.slice import DEFAULT, Slice
from kb.progress import QUIET, Progress
from kb.text import Text

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.ledger import Ledger
    from kb.vocabulary import Vocabulary

STEP = Text("計算", "Measuring")
LAYOUT = "layout"
TYPE, MODE = groups.TYPE, "mode"
"""The group that every network has, and the parameter that names a column of two modes."""
SLICES = 24
"""How many slices besides the default one are kept, those measured last."""


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
    """A slice with every measure's result, and the map's places; `made` names what was new.

    `told` says what was left out where groups were compared. Of a slice that is not the default one
    there are no places.
    """

    network: Network
    results: Mapping[str, Result]
    places: Places
    made: tuple[str, ...]
    told: tuple[Text, ...] = ()


def everything(group: str = TYPE) -> tuple[Wanted, ...]:
    """Every measure that needs no column but that of a group, with its defaults.

    Those that compare groups compare the types, or the groups of the column named.
    """
    units = register.measures().items()
    return tuple(
        Wanted(name, one.settle({"group": group} if one.grouped else {}))
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
    group: str = TYPE,
    ledger: Ledger | None = None,
    progress: Progress = QUIET,
) -> Measured:
    """Bring a slice up to date: read and measure; the default slice goes onto the nodes.

    What the map draws is laid out beside it, and the slice is divided into communities. `group`
    names the column whose groups are compared; `ledger` is needed for what was known earlier.

    `folder` keeps the network as read. The clock `at` (ISO) is the caller's. Raises CallError at a
    column that is not there.
    """
    read = view.network(graph, folder, vocabulary, slice_, ledger)
    occasion = Occasion(slice_, slice_.known_at or graph.mark(), at)
    found = divided_of(read, store, occasion)
    network, told = groups.decided(view.with_communities(read, found.division), group)
    told += groups.told(network, group)
    results, made = measure_all(
        network, store, occasion, wanted=everything(group), progress=progress
    )
    shown = slices.shown(network, slice_, vocabulary)
    sure(network, store, occasion, group, shown)
    if slice_ != DEFAULT:
        view.forget_others(store, folder, SLICES)
        return Measured(network, results, {}, made, tuple(told))
    drawn = slices.kept(folder, graph, slices.DRAWN, vocabulary)
    atlas_file.kept(folder, graph, vocabulary)
    places = layout_of(drawn, store, replace(occasion, slice_=slices.DRAWN))
    if group == TYPE:
        publish.publish(graph, results, shown)
    return Measured(network, results, places, made, tuple(told))


def sure(
    network: Network,
    store: Derived,
    occasion: Occasion,
    group: str,
    shown: Sequence[bool],
) -> dict[str, Result]:
    """Give how sure the ranks are, by measure: the kept ones, or new ones from a child process.

    Nothing where no ranks are claimed, and where the network is too large for it.
    """
    ranked = boundary(network, sum(shown)).ranked
    many, marks = ranked * sureness.repetitions(network), np.array(shown, dtype=bool)
    calls = [one for one in everything(group) if one.measure in sureness.RANKED] if many else []
    runs = [
        Run(
            fingerprint=sureness.fingerprint(network, one.measure, one.parameters, marks),
            measure=sureness.NAME,
            parameters=sureness.parameters(one.measure, one.parameters, many),
            software=sureness.software(one.measure),
            slice_=occasion.slice_.description,
            seed=SHUFFLES,
            graph_version=occasion.graph_version,
            at=occasion.at,
        )
        for one in calls
    ]
    values = [_known(store, run) for run in runs]
    missing = [place for place, known in enumerate(values) if known is None]
    if missing:
        asked = [Sure(calls[at].measure, calls[at].parameters, many) for at in missing]
        for place, fresh in zip(missing, child.swayed(network, asked, shown), strict=True):
            values[place] = fresh
    return {
        one.measure: store.keep(Result(run, network.ids, found))
        for one, run, found in zip(calls, runs, values, strict=True)
        if found is not None
    }


def last_sure(
    store: Derived, network: Network, slice_: Slice = DEFAULT, group: str = TYPE
) -> dict[str, Result]:
    """Give how sure the ranks of a slice were found to be, by measure, without finding it anew."""
    many = sureness.repetitions(network)
    found = {
        one.measure: store.last(
            slice_.description,
            sureness.NAME,
            sureness.parameters(one.measure, one.parameters, many),
        )
        for one in everything(group)
        if one.measure in sureness.RANKED
    }
    return {name: result for name, result in found.items() if result is not None}


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
    last_ = kept or store.divided(DEFAULT.description)
    before = last_.division.names if last_ else Names()
    fresh = child.divided(network, before)
    found = Divided(network.fingerprint, by, occasion.graph_version, occasion.at, fresh)
    store.keep_divided(about, found)
    return found


def last(store: Derived, slice_: Slice = DEFAULT, group: str = TYPE) -> dict[str, Result]:
    """Give the newest results of a slice without measuring anything: what a page shows at once."""
    found = {
        one.measure: store.last(slice_.description, one.measure, one.parameters)
        for one in everything(group)
    }
    return {name: result for name, result in found.items() if result is not None}
