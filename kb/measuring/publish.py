"""The values of the default slice on the nodes of the graph, so that Cypher can use them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from kb.measuring.derived import Result
from kb.measuring.register import measures
from kb.network.slice import EVERYTHING, READ_SECONDS

if TYPE_CHECKING:
    from kb.graph import Graph

MEASURED = "measured"
"""Property with the ids of the run records, e.g. `betweenness:7 constraint:8 degree:9`."""

_STANDING = (
    f"MATCH (n:Entity) WHERE n.{MEASURED} IS NOT NULL RETURN n.id AS id, n.{MEASURED} AS runs"
)


@cache
def published() -> tuple[str, ...]:
    """Name the measures whose column of the same name goes onto the nodes."""
    return tuple(
        name
        for name, unit in measures().items()
        if any(column.name == name for column in unit.columns)
    )


def publish(graph: Graph, results: Mapping[str, Result], shown: Sequence[bool]) -> int:
    """Write the values of the shown nodes where they are missing or of other runs.

    `shown` follows the order of the results' ids. A build that draws a node anew takes its values
    away, so what stands there tells what is to be written. Values on nodes that are no longer shown
    are removed, as are those of measures that are no more. Gives how many nodes were written.
    """
    names = [name for name in published() if name in results]
    runs = stamp(results)
    columns = {name: results[name].column(name) for name in names}
    ids = next((results[name].ids for name in names), ())
    wanted = {id_ for id_, visible in zip(ids, shown, strict=True) if visible}
    rows = graph.read(_STANDING, limit=EVERYTHING, timeout=READ_SECONDS).rows
    standing = {str(row["id"]): str(row["runs"]) for row in rows}
    fresh = sorted(id_ for id_ in wanted if standing.get(id_) != runs)
    gone = sorted(standing.keys() - wanted)
    empty = dict.fromkeys((*_named(standing.values()), *names))
    if fresh or gone:
        with graph.write() as writer:
            writer.values((id_, {**empty, **_row(columns, id_, runs)}) for id_ in fresh)
            writer.values((id_, {**empty, MEASURED: None}) for id_ in gone)
    return len(fresh) + len(gone)


def stamp(results: Mapping[str, Result]) -> str:
    """Give what `measured` says on a node that bears these results' values."""
    return " ".join(f"{name}:{results[name].run.id}" for name in published() if name in results)


def _named(runs: Iterable[str]) -> set[str]:
    """Name the measures whose values stand on the nodes."""
    return {run.partition(":")[0] for one in set(runs) for run in one.split()}


def _row(
    columns: Mapping[str, Mapping[str, float | None]], id_: str, runs: str
) -> dict[str, object]:
    return {**{name: column[id_] for name, column in columns.items()}, MEASURED: runs}
