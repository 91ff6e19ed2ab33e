"""A slice: which part of the graph a network is, and reading it."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kb.errors import CallError, InputError, MeasureError
from kb.network import attributes, rows
from kb.network.network import Network
from kb.network.rows import OfGraph, Row, Rows
from kb.records import BASES, STATUSES
from kb.text import Text
from kb.when import days_of

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

EVERYTHING, READ_SECONDS = rows.EVERYTHING, rows.READ_SECONDS
PERSON = "Person"
FORMAT = "3"
"""Raise it when networks are read differently: what is kept of the old way is then read anew."""
PARTIAL = ".partial.npz"
LEFT_OVER = 3600.0  # seconds after which a partial file is what a killed process left


@dataclass(frozen=True, slots=True)
class Slice:
    """What of the graph counts; empty tuples mean no restriction.

    `types` are the node types (subtypes included); `shown` those for which values are shown.
    `relations` empty means every relation that the vocabulary gives a strength, less
    `not_relations`. `without` leaves out ties of a relation that lead to a type. `as_of` (a day,
    ISO, kept as YYYY-MM-DD) keeps the ties that held on it; `known_at` is a ledger version. `regions` are ids of
    regions, everything inside them included. `aggregates` lets groups without names in: for
    pictures, never for a measure.
    """

    types: tuple[str, ...] = ("Agent", "Cluster", "Project")
    shown: tuple[str, ...] = ("Agent", "Cluster")
    relations: tuple[str, ...] = ()
    not_relations: tuple[str, ...] = ("MADE", "INVOLVES")
    without: tuple[tuple[str, str], ...] = (("FUNDED_BY", "GovernmentBody"),)
    bases: tuple[str, ...] = tuple(basis for basis in BASES if basis != "inferred")
    statuses: tuple[str, ...] = tuple(status for status in STATUSES if status != "planned")
    regions: tuple[str, ...] = ()
    as_of: str | None = None
    known_at: int | None = None
    aggregates: bool = False

    def __post_init__(self) -> None:
        if self.as_of is not None:
            object.__setattr__(self, "as_of", _days(self.as_of)[1])

    @property
    def description(self) -> str:
        """Everything it says, as JSON with sorted names: its place in keys and run records."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @property
    def fingerprint(self) -> str:
        """Hash of the description."""
        return hashlib.sha256(self.description.encode()).hexdigest()[:16]

    def relations_in(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """Give the relations it reads, sorted; raises CallError at one nobody knows."""
        words = vocabulary.relations
        unknown = [name for name in self.relations if name not in words]
        unknown += [name for name in (*self.types, *self.shown) if name not in vocabulary.types]
        if unknown:
            raise CallError(
                Text("語彙にない言葉です。", "The vocabulary does not have this word."),
                found=", ".join(unknown),
                expected=", ".join(sorted(words)),
            )
        ties = self.relations or tuple(name for name, word in words.items() if word.strength)
        return tuple(sorted(set(ties) - set(self.not_relations)))


DEFAULT = Slice()

DRAWN = Slice(bases=BASES, statuses=(), without=(), aggregates=True)
"""What the map draws: also what is inferred, planned or over, and groups without names."""


def read(graph: Graph, slice_: Slice, vocabulary: Vocabulary) -> Network:
    """Read the slice through the read door; nodes in the order of their ids, ties of their keys.

    The network is undirected: the direction of a relation tells who manages or takes part, not
    which way news goes. Where things are, in which industry and in which cluster are columns of
    `groups` (`kb.network.attributes`), but for a slice with aggregates, which no measure sees.
    Raises CallError for `known_at` other than the version the graph is built to: an earlier one is
    read from the ledger (`kb.network.past`).
    """
    _require_built(graph, slice_)
    return of_rows(OfGraph(graph), slice_, vocabulary)


def of_rows(picture: Rows, slice_: Slice, vocabulary: Vocabulary) -> Network:
    """Make the network of a slice from what is public; MeasureError where no memory is left for it."""
    relations = slice_.relations_in(vocabulary)
    rows.require_room(picture, slice_.types or ("Entity",), {*relations, *attributes.READ})
    said = attributes.Said(picture, vocabulary)
    nodes = _nodes(said, slice_)
    ties = [tie for name in relations for tie in said.ties(name)]
    counted = (tie for tie in ties if _counts(tie, nodes, slice_))
    kept = sorted(counted, key=itemgetter("key", "source", "target"))
    network = _network(nodes, kept, vocabulary)
    if slice_.aggregates:
        return network
    stated = attributes.columns(said, nodes, lambda tie: _stands(tie, slice_))
    return replace(network, groups=stated)


def kept(folder: Path, graph: Graph, slice_: Slice, vocabulary: Vocabulary) -> Network:
    """Read the slice once per graph version; the folder keeps the newest as .npz.

    Threads and processes may share the folder: a file takes its name only when it is whole, and
    one that is missing or unreadable is read from the graph again.
    """
    version = graph.mark()
    found = already(folder, version, slice_, vocabulary)
    if found is not None:
        return found
    network = read(graph, slice_, vocabulary)
    if version is None:
        return network
    file = _file(folder, version, slice_, vocabulary)
    folder.mkdir(parents=True, exist_ok=True)
    _keep(network, file)
    for older in folder.glob(f"{slice_.fingerprint}-*.npz"):
        if older != file and _is_over(older):
            older.unlink(missing_ok=True)
    return network


def already(
    folder: Path, version: int | None, slice_: Slice, vocabulary: Vocabulary
) -> Network | None:
    """Give the slice of a graph version where the folder keeps it; None where it must be read."""
    return None if version is None else _loaded(_file(folder, version, slice_, vocabulary))


def _file(folder: Path, version: int, slice_: Slice, vocabulary: Vocabulary) -> Path:
    return folder / f"{slice_.fingerprint}-{version}-{vocabulary.fingerprint[:8]}-{FORMAT}.npz"


def _loaded(file: Path) -> Network | None:
    try:
        return Network.load(file)
    except (FileNotFoundError, MeasureError):
        return None


def _keep(network: Network, file: Path) -> None:
    """Write the file under a name of its own first, so that nobody meets half of it."""
    handle, name = tempfile.mkstemp(PARTIAL, f"{file.stem}-", file.parent)
    os.close(handle)
    partial = Path(name)
    try:
        network.save(partial)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _is_over(file: Path) -> bool:
    """Tell an older version, or what a killed process left, from what another writes now."""
    if not file.name.endswith(PARTIAL):
        return True
    try:
        return time.time() - file.stat().st_mtime > LEFT_OVER
    except FileNotFoundError:
        return False


def shown(network: Network, slice_: Slice, vocabulary: Vocabulary) -> tuple[bool, ...]:
    """Tell of each node whether its values are shown (in the default slice: agents and clusters)."""
    return tuple(
        not slice_.shown or any(vocabulary.is_a(type_, kind) for kind in slice_.shown)
        for type_ in network.types
    )


def _nodes(said: attributes.Said, slice_: Slice) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for label in slice_.types or ("Entity",):
        nodes = said.rows.nodes(label, aggregates=slice_.aggregates)
        found.update((str(row["id"]), row) for row in nodes)
    if slice_.regions:
        inside = said.inside(slice_.regions)
        found = {id_: row for id_, row in found.items() if id_ in inside}
    return dict(sorted(found.items()))


def _counts(tie: Row, nodes: Mapping[str, Row], slice_: Slice) -> bool:
    ends = str(tie["source"]) in nodes and str(tie["target"]) in nodes
    return (
        ends
        and tie["basis"] in slice_.bases
        and not any(
            tie["type"] == relation and type_ in nodes[str(tie["target"])]["labels"]
            for relation, type_ in slice_.without
        )
        and _holds(tie, slice_)
    )


def _stands(tie: Row, slice_: Slice) -> bool:
    """Tell whether what a tie says of a thing (its place, its cluster) is stated and holds."""
    usual = tie["status"] == "current" if slice_.as_of is None else _holds(tie, slice_)
    return tie["basis"] in slice_.bases and usual


def _holds(tie: Row, slice_: Slice) -> bool:
    """Tell whether a tie's status (or, with `as_of`, its dates) lets it count.

    On a day in the past a tie that is over now may have held, and one planned then may not: the
    dates decide, and what is over at an undated time is left out.
    """
    if slice_.as_of is None:
        return not slice_.statuses or tie["status"] in slice_.statuses
    since, until = tie["since"] or "", tie["until"]
    dated = (
        until is not None or tie["status"] == "current" or (tie["status"] == "planned" and since)
    )
    return bool(
        dated and since <= slice_.as_of and (until is None or until >= slice_.as_of[: len(until)])
    )


def _network(nodes: Mapping[str, Row], ties: list[Row], vocabulary: Vocabulary) -> Network:
    index = {id_: place for place, id_ in enumerate(nodes)}
    every = nodes.values()
    return Network(
        ids=tuple(nodes),
        source=np.array([index[str(tie["source"])] for tie in ties], dtype=np.int32),
        target=np.array([index[str(tie["target"])] for tie in ties], dtype=np.int32),
        directed=False,
        names=tuple(str(row["name"] or row["id"]) for row in every),
        names_en=tuple(str(row["name_en"] or row["name"] or row["id"]) for row in every),
        types=tuple(str(row["chief"] or vocabulary.chief(row["labels"])) for row in every),
        person=tuple(PERSON in row["labels"] and not row["aggregate"] for row in every),
        tie_ids=tuple(str(tie["key"]) for tie in ties),
        tie_types=tuple(str(tie["type"]) for tie in ties),
        sources=tuple(sorted({str(name) for tie in ties for name in tie["sources"] or ()})),
    )


def _require_built(graph: Graph, slice_: Slice) -> None:
    built = graph.mark()
    if slice_.known_at is not None and slice_.known_at != built:
        raise CallError(
            Text(
                "グラフには今の版だけがあります。過去の版は台帳から読みます（--known-at）。",
                "The graph holds the present version; an earlier one is read from the ledger "
                "(--known-at).",
            ),
            expected=f"{built}",
            found=f"{slice_.known_at}",
        )


def past_day(text: str, *, today: str) -> str:
    """Give the last day that a date covers, at most today, as YYYY-MM-DD: 令和6年 is 2024-12-31.

    Raises CallError at a date that cannot be read or is yet to come.
    """
    (first, last), here = _days(text), today[:10]
    if first > here:
        to_come = Text("まだ来ていない日付です。", "This day is yet to come.")
        raise CallError(to_come, expected=f"≤ {here}", found=text)
    return min(last, here)


def _days(text: str) -> tuple[str, str]:
    """Write the first and last day of a date in the one form in which days compare as texts."""
    try:
        first, last = days_of(text)
    except InputError as problem:
        unread = Text("日付が読めません。", "A date cannot be read.")
        forms = "2020-04-01 | 2020 | 令和2年4月1日 | R2.4.1"
        raise CallError(unread, expected=forms, found=text) from problem
    return first.isoformat(), last.isoformat()
