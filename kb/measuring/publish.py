"""The values of the default slice on the nodes of the graph, so that Cypher can use them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from kb.measure import Measure
from kb.measuring.derived import Result
from kb.measuring.register import measures
from kb.network.slice import EVERYTHING, READ_SECONDS

if TYPE_CHECKING:
    from kb.graph import Graph

MEASURED = "measured"
"""Property with the id of the run record behind each value, e.g. `betweenness:7 degree:9`."""
BY_CHANCE = ("expected_", "sd_", "z_")
"""Columns that say what chance would give: they stay in the store and in files."""

_STANDING = (
    f"MATCH (n:Entity) WHERE n.{MEASURED} IS NOT NULL RETURN n.id AS id, n.{MEASURED} AS runs"
)


@cache
def published() -> Mapping[str, tuple[str, str]]:
    """Give the properties that go onto the nodes, each with the measure and the column it holds.

    A measure with a column of its own name puts that one there (`betweenness`); of any other every
    column goes, after the measure's name (`brokerage_gatekeeper`), but for what chance would give.
    """
    return {name: of for measure, unit in measures().items() for name, of in _of(measure, unit)}


def _of(measure: str, unit: Measure) -> Iterator[tuple[str, tuple[str, str]]]:
    names = [column.name for column in unit.columns]
    for column in [measure] if measure in names else names:
        if not column.startswith(BY_CHANCE):
            begins = column == measure or column.startswith(f"{measure}_")
            yield column if begins else f"{measure}_{column}", (measure, column)


def standing_on_nodes(results: Mapping[str, Result]) -> dict[str, Mapping[str, float | None]]:
    """Give by property what stands on the nodes where these results are published, by id."""
    return {
        name: results[measure].column(column)
        for name, (measure, column) in published().items()
        if measure in results
    }


def publish(graph: Graph, results: Mapping[str, Result], shown: Sequence[bool]) -> int:
    """Write the values of the shown nodes where they are missing or of other runs.

    `shown` follows the order of the results' ids. A build that draws a node anew takes its values
    away, so what stands there tells what is to be written. Values on nodes that are no longer shown
    are removed, as are those of measures that are no more. Gives how many nodes were written.
    """
    columns = standing_on_nodes(results)
    runs = stamp(results)
    ids = next((results[published()[name][0]].ids for name in columns), ())
    wanted = {id_ for id_, visible in zip(ids, shown, strict=True) if visible}
    rows = graph.read(_STANDING, limit=EVERYTHING, timeout=READ_SECONDS).rows
    standing = {str(row["id"]): str(row["runs"]) for row in rows}
    fresh = sorted(id_ for id_ in wanted if standing.get(id_) != runs)
    gone = sorted(standing.keys() - wanted)
    empty = dict.fromkeys((*_named(standing.values()), *columns))
    if fresh or gone:
        with graph.write() as writer:
            writer.values((id_, {**empty, **_row(columns, id_, runs)}) for id_ in fresh)
            writer.values((id_, {**empty, MEASURED: None}) for id_ in gone)
    return len(fresh) + len(gone)


def stamp(results: Mapping[str, Result]) -> str:
    """Give what `measured` says on a node that bears these results' values."""
    of = ((name, measure) for name, (measure, _) in published().items() if measure in results)
    return " ".join(f"{name}:{results[measure].run.id}" for name, measure in of)


def _named(runs: Iterable[str]) -> set[str]:
    """Name the properties whose values stand on the nodes."""
    return {run.partition(":")[0] for one in set(runs) for run in one.split()}


def _row(
    columns: Mapping[str, Mapping[str, float | None]], id_: str, runs: str
) -> dict[str, object]:
    return {**{name: column[id_] for name, column in columns.items()}, MEASURED: runs}
