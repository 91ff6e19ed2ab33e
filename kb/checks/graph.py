"""The graph: its mark, and every node and tie against the picture that the ledger makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from kb.check import FOLLOW, REBUILD, Check, Finding, Seen, finding
from kb.graph.affected import everything
from kb.graph.picture import DRAWING, Node, Tie
from kb.measuring.publish import MEASURED
from kb.scene import Drawn, Scene, own_values
from kb.text import Text

NONE_YET = Text("グラフはまだありません。", "There is no graph yet.")
DAMAGED = Text(
    "閉じられたときと違うグラフのファイルがあります。",
    "There are files of the graph that are not as they were when it was closed.",
)
EMPTY = Text("グラフは空です。", "The graph is empty.")
BEHIND = Text(
    "グラフは版 {found} まで、台帳は版 {expected} です。",
    "The graph is built up to version {found}, the ledger is at {expected}.",
)
CUT_OFF = Text("グラフの作成が途中で切れています。", "A build of the graph was cut off.")
OTHER = Text(
    "グラフは、別の台帳か、この台帳の別の経過から描かれています。",
    "The graph was drawn from another ledger, or from another course of this one.",
)
OTHER_WAY = Text(
    "グラフは、別の語彙か別の描き方で描かれています。",
    "The graph was drawn with other words or in another way.",
)
STRANGE = Text(
    "Kakehashi のものではない点があります。", "There are nodes that are not Kakehashi's."
)
MISSING = {
    "node": Text("グラフにない点があります。", "There are nodes missing from the graph."),
    "tie": Text("グラフにないつながりがあります。", "There are ties missing from the graph."),
}
EXTRA = {
    "node": Text(
        "台帳からは出てこない点があります。", "There are nodes that the ledger does not give."
    ),
    "tie": Text(
        "台帳からは出てこないつながりがあります。", "There are ties that the ledger does not give."
    ),
}
DIFFERENT = {
    "node": Text("中身が台帳と違う点があります。", "There are nodes that differ from the ledger."),
    "tie": Text(
        "中身が台帳と違うつながりがあります。", "There are ties that differ from the ledger."
    ),
}

COMPARING = {
    "node": Text("点を台帳と比べています", "Comparing nodes with the ledger"),
    "tie": Text("つながりを台帳と比べています", "Comparing ties with the ledger"),
}
NODES = (
    "UNWIND $ids AS id MATCH (n:Entity {id: id}) "
    "RETURN n.id AS id, labels(n) AS labels, properties(n) AS said"
)
_TIE = "RETURN a.id AS source, b.id AS target, type(e) AS type, e.key AS key, properties(e) AS said"
TIES = f"UNWIND $ids AS id MATCH (a:Entity {{id: id}})-[e]->(b:Entity) {_TIE}"
TIES_OF = f"MATCH (a:Entity)-[e]->(b:Entity) WHERE e.key IN $keys {_TIE}"
AT_ONCE = 2_000

Things = Mapping[str, Mapping[str, Any]]


def _run(scene: Scene) -> Seen:
    if not scene.has_graph:
        return Seen(NONE_YET, (Finding("outdated", NONE_YET, command=FOLLOW),))
    if scene.broken_files:
        return Seen(DAMAGED, finding("wrong", DAMAGED, scene.broken_files, REBUILD))
    drawn = scene.drawn
    marked = tuple(_of_mark(scene, drawn))
    nodes, ties = len(drawn.nodes), len(drawn.ties)
    seen = Text(
        f"点 {nodes:,}、つながり {ties:,} を台帳から描いた図と比べました",
        f"{nodes:,} nodes and {ties:,} ties compared with the picture that the ledger makes",
    )
    behind = any(one.harm == "outdated" for one in marked)
    # A graph that lags differs in what came since; that is said once, by its mark.
    return Seen(seen, marked if behind else (*marked, *_of_content(scene, drawn)))


def _of_mark(scene: Scene, drawn: Drawn) -> Iterator[Finding]:
    mark, version = drawn.mark, scene.examined.version
    if mark is None:
        yield Finding("outdated", EMPTY, command=FOLLOW)
        return
    if mark.building or mark.version is None:
        yield Finding("outdated", CUT_OFF, command=FOLLOW)
    elif mark.version < version:
        said = BEHIND.format(found=mark.version, expected=version)
        yield Finding("outdated", said, version - mark.version, command=FOLLOW)
    elif mark.version > version or _elsewhere(scene, mark.origin, mark.version, mark.at):
        yield Finding("wrong", OTHER, command=REBUILD)
    if (mark.vocabulary, mark.drawing) != (scene.vocabulary.fingerprint, DRAWING):
        yield Finding("outdated", OTHER_WAY, command=FOLLOW)
    if drawn.strangers:
        yield Finding("wrong", STRANGE, drawn.strangers)


def _elsewhere(scene: Scene, origin: str, version: int, at: str) -> bool:
    time = scene.ledger.version_at(version) if version else ""
    return (origin, at) != (scene.origin, time)


def _of_content(scene: Scene, drawn: Drawn) -> Iterator[Finding]:
    """Compare everything, part by part; a thing that stands there twice is one too many."""
    nodes, links, events = everything(scene.moment, without=scene.examined.spoilt)
    there = set(nodes.owners)
    yield from _compared(
        "node",
        _Sides(
            ({node.id: _node(node)} for node in scene.moment.nodes(nodes)),
            lambda ids: {str(row["id"]): _drawn_node(row) for row in scene.rows(NODES, ids=ids)},
            lambda node: node["id"],
        ),
        drawn.nodes,
        scene,
    )
    ties = chain(scene.moment.ties(links, there), scene.moment.introduced(events))
    yield from _compared(
        "tie",
        _Sides(
            ({tie.key: _tie(tie)} for tie in ties if isinstance(tie, Tie)),
            lambda ids: {str(row["key"]): _drawn_tie(row) for row in scene.rows(TIES, ids=ids)},
            lambda tie: tie["source()"],
        ),
        drawn.ties,
        scene,
    )


@dataclass(frozen=True, slots=True)
class _Sides:
    """What the ledger gives, one by one; what the graph holds at some nodes; at which to look."""

    expected: Iterator[dict[str, dict[str, Any]]]
    found: Callable[[list[str]], Things]
    at: Callable[[dict[str, Any]], str]


def _compared(kind: str, sides: _Sides, held: list[str], scene: Scene) -> Iterator[Finding]:
    missing: list[str] = []
    different: list[str] = []
    known: set[str] = set()
    for part in _parts(sides.expected):
        found = sides.found(sorted({sides.at(one) for one in part.values()}))
        for name, one in part.items():
            if name not in found:
                missing.append(_called(kind, one))
            elif one != found[name]:
                different.append(f"{_called(kind, one)}: {', '.join(_unlike(one, found[name]))}")
        known.update(part)
        scene.progress.advance(COMPARING[kind], len(known), max(len(known), len(held)))
    counted = Counter(held)
    extra = [name for name, count in counted.items() if count > 1 or name not in known]
    yield from finding("wrong", MISSING[kind], missing, REBUILD)
    yield from finding("wrong", EXTRA[kind], _named(kind, extra, scene), REBUILD)
    yield from finding("wrong", DIFFERENT[kind], different, REBUILD)


def _parts(items: Iterator[dict[str, dict[str, Any]]]) -> Iterator[dict[str, dict[str, Any]]]:
    while part := list(islice(items, AT_ONCE)):
        yield {name: one for item in part for name, one in item.items()}


def _named(kind: str, extra: list[str], scene: Scene) -> list[str]:
    """Name the ties of these keys as a person finds them; the ids of nodes are names."""
    if kind == "node" or not extra:
        return extra
    rows = scene.rows(TIES_OF, keys=extra)
    return sorted({_called(kind, _drawn_tie(row)) for row in rows})


def _unlike(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _node(node: Node) -> dict[str, Any]:
    return {**node.properties, "id": node.id, "labels()": sorted(node.labels)}


def _drawn_node(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**own_values(row["said"], MEASURED), "labels()": sorted(row["labels"])}


def _tie(tie: Tie) -> dict[str, Any]:
    ends = {"type()": tie.type, "source()": tie.source, "target()": tie.target}
    return {**tie.properties, "key": tie.key, **ends}


def _drawn_tie(row: Mapping[str, Any]) -> dict[str, Any]:
    ends = {f"{name}()": row[name] for name in ("type", "source", "target")}
    return {**row["said"], **ends}


def _called(kind: str, one: Mapping[str, Any]) -> str:
    """Name a thing so that a person finds it: its id, or a tie's ends, relation and key."""
    if kind == "node":
        return str(one["id"])
    return f"{one['source()']} {one['type()']} {one['target()']} [{one.get('key')}]"


CHECK = Check(3, Text("グラフ", "Graph"), _run)
