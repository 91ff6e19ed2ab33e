"""A register of full size from its zip to a graph one can query, against Bolt with no logic.

The peers: the same rows of nodes and ties written over Bolt by the same statements, 5,000 a batch,
with nothing else done (budget: ≤ 2 ×), and the way most loaders take, a MERGE a row (measured on a
part and scaled). Then the identical file (≤ 1/20 of the first time, no server started), the same
content packed anew and one row changed (≤ 1/3). On the embedded engine, and on a Neo4j where one
can be fetched; the memory is that of this process (≤ 1 GB). Beside the seconds of the clock stand
those that this process worked, which other work on the machine lengthens less.
"""

from __future__ import annotations

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from neo4j import Session
from rich.console import Console
from rich.table import Table

from ingest.run import run
from kb.base import KnowledgeBase
from kb.graph import Graph, connect, stop
from kb.settings import Settings
from tests.benchmarks import large
from tests.graph_servers import settings_of

AT = "2026-11-21T00:00:00+00:00"
BATCH = 5_000
SAMPLE = 1_000
GIB = 2**20  # in the KiB that the system counts

_NODE = "UNWIND $rows AS r MATCH (n:Entity {id: r.id}) SET n = r RETURN n.id AS id"
_NEW = "UNWIND $rows AS r CREATE (n:%s) SET n = r"
_TIE = (
    "UNWIND $rows AS r MATCH (a:Entity {id: r.source}) MATCH (b:Entity {id: r.target}) "
    "MERGE (a)-[e:%s {key: r.key}]->(b) SET e = r.values"
)
_ONE_NODE = "MERGE (n:%s {id: $row.id}) SET n = $row"

Rows = dict[str, list[dict[str, Any]]]


def main() -> None:
    """Print seconds, rates and ratios."""
    said = large.tables()
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        for engine, settings, peer in _engines(Path(folder)):
            console.print(_measured(engine, settings, peer, said, Path(folder)))


def _engines(folder: Path) -> Iterator[tuple[str, Settings, Settings]]:
    """Give each engine with the settings of our home and those of the peer's."""
    own, peer = settings_of(folder / "own"), settings_of(folder / "peer")
    yield "embedded", own, peer
    stop(own)
    stop(peer)
    try:
        from tests.neo4j_server import shared  # noqa: PLC0415

        server = shared()
    except (OSError, RuntimeError) as problem:
        print(f"no Neo4j here: {problem}", file=sys.stderr)
        return
    yield "neo4j", server.settings(folder / "own4"), server.settings(folder / "peer4")


def _measured(
    engine: str, settings: Settings, peer: Settings, said: dict[str, large.Table], folder: Path
) -> Table:
    file = folder / "large.zip"
    large.pack(file, said)
    with KnowledgeBase(settings) as kb:
        kb.graph.status()
        first, worked = _seconds(lambda: _bring(kb, file))
        again, recognised = _seconds(lambda: _bring(kb, file))
        large.pack(file, said, level=1)
        packed, compared = _seconds(lambda: _bring(kb, file))
        number, _, *rest = said["projects"][0]
        renamed = {**said, "projects": [[number, "Renamed", *rest], *said["projects"][1:]]}
        large.pack(file, renamed)
        changed, followed = _seconds(lambda: _bring(kb, file))
        print(f"{engine}: most memory of this process {_peak() / GIB:.2f} GiB (budget 1)")
        nodes, ties = _rows(kb.graph)
        if engine == "neo4j":
            _emptied(kb.graph)
    with connect(peer) as graph:
        bare, wrote = _seconds(lambda: _write(graph, nodes, ties))
        one_by_one = _one_by_one(graph, nodes, ties)
        if engine == "neo4j":
            _emptied(graph)
    count = sum(map(len, nodes.values())) + sum(map(len, ties.values()))
    table = Table(f"{engine}: {count:,} nodes and ties", "s", "worked", "rows/s", "ratio", "budget")
    for name, seconds, own, ratio, budget in (
        ("bare Bolt, no logic", bare, wrote, "", ""),
        ("zip → graph", first, worked, f"{first / bare:.2f} × bare", "≤ 2"),
        ("a MERGE a row (scaled)", one_by_one, 0.0, f"{one_by_one / first:.1f} × ours", ""),
        ("identical file", again, recognised, f"1/{first / again:.0f} of the first", "≤ 1/20"),
        ("packed anew", packed, compared, f"1/{first / packed:.1f} of the first", "≤ 1/3"),
        ("one row changed", changed, followed, f"1/{first / changed:.1f} of the first", "≤ 1/3"),
    ):
        rate, mine = f"{count / seconds:,.0f}", f"{own:.2f}" if own else ""
        table.add_row(name, f"{seconds:.2f}", mine, rate, ratio, budget)
    return table


def _bring(kb: KnowledgeBase, file: Path) -> None:
    cache = kb.settings.cache_folder
    run(large.SOURCE, (file,), ledger=kb.ledger, vocabulary=kb.vocabulary, at=AT, cache=cache)
    kb.keep_up()


def _rows(graph: Graph) -> tuple[Rows, Rows]:
    """Read the very rows that were drawn, by labels and by relation."""
    nodes: Rows = {}
    ties: Rows = {}
    with graph._line.speaking() as session:  # noqa: SLF001 - no door gives so many rows
        for row in session.run("MATCH (n:Entity) RETURN labels(n) AS l, properties(n) AS p"):
            labels = ":".join(sorted(row["l"], key=lambda name: name != "Entity"))
            nodes.setdefault(labels, []).append(row["p"])
        for row in session.run(
            "MATCH (a:Entity)-[e]->(b:Entity) "
            "RETURN a.id AS source, b.id AS target, e.key AS key, type(e) AS t, properties(e) AS values"
        ):
            tie = {name: row[name] for name in ("source", "target", "key", "values")}
            ties.setdefault(row["t"], []).append(tie)
    return nodes, ties


def _write(graph: Graph, nodes: Rows, ties: Rows) -> None:
    with graph.write() as writer, graph._line.speaking("WRITE") as session:  # noqa: SLF001
        writer.prepare()
        for labels, rows in nodes.items():
            for place in range(0, len(rows), BATCH):
                _both(session, rows[place : place + BATCH], labels)
        for type_, rows in ties.items():
            for place in range(0, len(rows), BATCH):
                _once(session, _TIE % type_, rows=rows[place : place + BATCH])


def _both(session: Session, rows: list[dict[str, Any]], labels: str) -> None:
    _once(session, _NODE, rows=rows)
    _once(session, _NEW % labels, rows=rows)


def _one_by_one(graph: Graph, nodes: Rows, ties: Rows) -> float:
    """Write a part of the rows again, a statement each, and scale to all."""
    seconds = 0.0
    with graph._line.speaking("WRITE") as session:  # noqa: SLF001
        for rows_of, statement, parameter in ((nodes, _ONE_NODE, "row"), (ties, _TIE, "rows")):
            total = sum(map(len, rows_of.values()))
            few = [(name, row) for name, rows in rows_of.items() for row in rows]
            some = few[:: max(1, total // SAMPLE)]
            began = time.perf_counter()
            for name, row in some:
                asked = statement % ("Entity" if parameter == "row" else name)
                _once(session, asked, **{parameter: row if parameter == "row" else [row]})
            seconds += (time.perf_counter() - began) * total / len(some)
    return seconds


def _once(session: Session, statement: str, **given: Any) -> None:
    session.run(statement, **given).consume()


def _emptied(graph: Graph) -> None:
    """Delete little by little: the server has too small a memory for all in one transaction."""
    few = "MATCH (n) WITH n LIMIT 1000 DETACH DELETE n RETURN count(*) AS deleted"
    with graph._line.speaking("WRITE") as session:  # noqa: SLF001
        while (found := session.run(few).single()) and found["deleted"]:
            pass


def _seconds(work: Callable[[], None]) -> tuple[float, float]:
    """Give the seconds of the clock, and those in which this process worked."""
    gc.collect()
    began, working = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - working


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
