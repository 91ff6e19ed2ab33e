"""What was measured: on the network as it is now, kept whole, and on the nodes as it is kept."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.check import MEASURE, REBUILD, Check, Finding, Seen, finding
from kb.measuring import division
from kb.measuring.derived import Result, divided_of, result_of
from kb.measuring.division import Divided
from kb.measuring.publish import MEASURED, published, stamp, standing_on_nodes
from kb.measuring.register import software
from kb.measuring.run import everything, fits
from kb.network import slice as slices
from kb.network.network import Network
from kb.scene import Scene
from kb.text import Text

NOT_READ = Text(
    "グラフがないので比べていません。", "Not compared, since there is no graph to compare with."
)
NOTHING = Text("まだ何も測っていません。", "Nothing has been measured yet.")
DAMAGED = Text("計算結果の控えが壊れています。", "The file of derived results is damaged.")
STALE = Text(
    "今のネットワークとは別のものを測った結果です。",
    "These results were measured on a network that has changed since.",
)
OLD_SOFTWARE = Text(
    "別の版のソフトで測った結果です。", "These results were measured by other software."
)
ORPHANED = Text(
    "計算の記録がない結果があります。", "There are results whose run record is not there."
)
NOT_SHOWN = Text(
    "最新の指標が付いていない点があります。",
    "There are nodes that do not bear the newest measures.",
)
ALTERED = Text(
    "点に付いている値が、測った結果と違います。",
    "There are nodes whose values are not those that were measured.",
)
MOVED = Text(
    "地図の配置は、別のネットワークのものです。", "The map was laid out for another network."
)
REGROUPED = Text(
    "まとまりは、別のネットワークか別の版のソフトで分けたものです。",
    "The communities were found in another network, or by other software.",
)
STRANGE = Text(
    "まとまりに、ネットワークにない点か、二度入る点があります。",
    "The communities hold nodes that the network does not have, or a node twice.",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What derived.sqlite holds of the default slice, and of the map."""

    results: Mapping[str, Result]
    orphaned: tuple[str, ...]
    layout: str | None
    divided: Divided | None = None


def _run(scene: Scene) -> Seen:
    if not scene.has_graph or scene.broken_files:
        return Seen(NOT_READ)
    try:
        kept = _kept(scene.derived_file)
    except (sqlite3.DatabaseError, zlib.error, ValueError, LookupError, TypeError):
        return Seen(DAMAGED, (Finding("outdated", DAMAGED, command=MEASURE),))
    if not kept.results and not kept.orphaned:
        return Seen(Text("指標 0 種", "no measures"), (Finding("note", NOTHING, command=MEASURE),))
    count = len(kept.results)
    network = slices.read(scene.graph, slices.DEFAULT, scene.vocabulary)
    return Seen(
        Text(f"指標 {count} 種の結果", f"results of {count} measures"),
        (*_of_network(scene, kept, network), *_of_nodes(scene, kept, network)),
    )


def _kept(file: Path) -> Kept:
    """Read the file without writing to it; raise sqlite3.DatabaseError where it is damaged."""
    if not file.is_file():
        return Kept({}, (), None)
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        if [row[0] for row in db.execute("PRAGMA integrity_check")] != ["ok"]:
            raise sqlite3.DatabaseError(str(file))
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        if not {"measured", "latest", "layout"} <= tables:
            return Kept({}, (), None)
        return _read(db)


def _read(db: sqlite3.Connection) -> Kept:
    rows = db.execute(
        "SELECT measured.*, latest.measure AS asked, latest.slice AS of, latest.parameters AS given "
        "FROM latest LEFT JOIN measured ON measured.id = latest.measured"
    ).fetchall()
    usual = {one.measure: dict(one.parameters) for one in everything()}
    default = [
        row
        for row in rows
        if row["of"] == slices.DEFAULT.description
        and json.loads(row["given"]) == usual.get(row["asked"])
    ]
    layout = db.execute(
        "SELECT fingerprint FROM layout WHERE slice = ?", (slices.DRAWN.description,)
    ).fetchone()
    return Kept(
        {row["asked"]: result_of(row) for row in default if row["id"] is not None},
        tuple(str(row["asked"]) for row in rows if row["id"] is None),
        layout and str(layout["fingerprint"]),
        _divided(db),
    )


def _divided(db: sqlite3.Connection) -> Divided | None:
    """Read the communities of the default slice; a file from before they were kept has none."""
    named = "SELECT name FROM sqlite_master WHERE name = 'divided'"
    if db.execute(named).fetchone() is None:
        return None
    row = db.execute(
        "SELECT * FROM divided WHERE slice = ?", (slices.DEFAULT.description,)
    ).fetchone()
    return None if row is None else divided_of(row)


def _of_network(scene: Scene, kept: Kept, network: Network) -> Iterator[Finding]:
    current = {name for name, one in kept.results.items() if fits(one, network)}
    yield from finding("outdated", STALE, kept.results.keys() - current, MEASURE)
    old = (name for name in current if kept.results[name].run.software != software(name))
    yield from finding("outdated", OLD_SOFTWARE, old, MEASURE)
    yield from finding("outdated", ORPHANED, kept.orphaned, MEASURE)
    drawn = slices.read(scene.graph, slices.DRAWN, scene.vocabulary)
    if kept.layout not in {None, drawn.fingerprint}:
        yield Finding("outdated", MOVED, command=MEASURE)
    if kept.divided is not None:
        yield from _of_communities(kept.divided, network)


def _of_communities(kept: Divided, network: Network) -> Iterator[Finding]:
    """Compare the communities with the network they are said to be of."""
    current = kept.fingerprint == network.fingerprint
    if not current or kept.software != division.software():
        yield Finding("outdated", REGROUPED, command=MEASURE)
    members = [id_ for one in kept.division.all for id_ in one.ids]
    counted = Counter(members)
    wrong = (id_ for id_ in counted if counted[id_] > 1 or (current and id_ not in network.index))
    yield from finding("wrong", STRANGE, wrong, MEASURE)


def _of_nodes(scene: Scene, kept: Kept, network: Network) -> Iterator[Finding]:
    """Compare the values on the nodes with the results that they name."""
    shown = slices.shown(network, slices.DEFAULT, scene.vocabulary)
    expected = {id_ for id_, visible in zip(network.ids, shown, strict=True) if visible}
    runs = stamp(kept.results)
    columns = ", ".join(f"n.{name} AS {name}" for name in (MEASURED, *published()))
    bearers = f"MATCH (n:Entity) WHERE n.{MEASURED} IS NOT NULL RETURN n.id AS id, {columns}"
    standing = {str(row["id"]): row for row in scene.rows(bearers)}
    bearing = {id_ for id_, said in standing.items() if said.get(MEASURED) == runs}
    other = {id_ for id_, said in standing.items() if MEASURED in said} - bearing
    yield from finding("outdated", NOT_SHOWN, (expected - bearing) | other, MEASURE)
    yield from finding("wrong", ALTERED, _altered(kept, bearing, standing), REBUILD)


def _altered(kept: Kept, bearing: set[str], standing: Mapping[str, Any]) -> Iterator[str]:
    for name, column in standing_on_nodes(kept.results).items():
        for id_, value in column.items():
            if id_ in bearing and standing[id_].get(name) != value:
                yield f"{id_}: {name} {standing[id_].get(name)} ≠ {value}"


CHECK = Check(5, Text("計算結果", "Results"), _run)
