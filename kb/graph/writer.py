"""Writing nodes and ties in the way that is fast on both engines.

A node is matched by its id and set, and what was not there is created: a MERGE on several labels
reads every node of the embedded engine. Ties are merged between two nodes found by id.

Labels and relation types cannot be parameters in Cypher. They come from the vocabulary alone and
are checked once more here; everything else is a parameter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, TypeVar

from neo4j import ManagedTransaction, Session

from kb.errors import GraphError
from kb.graph.picture import Node, Tie
from kb.text import Text

BATCH = 5_000
MARK = "KakehashiMark"

_WORD = re.compile(r"[A-Z][A-Za-z0-9_]*")
_CONSTRAINT = "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"
_UPDATE = (
    "UNWIND $rows AS r MATCH (n:Entity {id: r.id}) SET n = r RETURN n.id AS id, labels(n) AS labels"
)
_SET = "UNWIND $rows AS r MATCH (n:Entity {id: r.id}) SET n += r.values"
_CREATE = "UNWIND $rows AS r CREATE (n:%s) SET n = r"
_ENDS = "UNWIND $rows AS r MATCH (a:Entity {id: r.source}) MATCH (b:Entity {id: r.target}) "
_TIE = _ENDS + "MERGE (a)-[e:%s {key: r.key}]->(b) SET e = r.values"
_NEW_TIE = _ENDS + "CREATE (a)-[e:%s]->(b) SET e = r.values"
_UNTIE = (
    "UNWIND $rows AS r MATCH (a:Entity {id: r.source})-[e:%s {key: r.key}]->"
    "(b:Entity {id: r.target}) DELETE e"
)
_REMOVE = "UNWIND $ids AS id MATCH (n:Entity {id: id}) DETACH DELETE n"
_COUNTS = (
    "MATCH (n:Entity) RETURN count(n.id) AS n",
    "MATCH (:Entity)-[e]->(:Entity) RETURN count(e.key) AS n",
)

Item = TypeVar("Item")
IsNew = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the graph bears: drawn in which way from which words up to which version.

    `version` None: a first build has begun and not ended. `building`: a build is under way or was
    cut off; `towards` is the version it draws and `towards_at` the ledger's time of that. `nodes`
    and `ties` are the counts at the end of the last build. `origin` names the ledger it was drawn
    from ("": an empty one) and `at` is that ledger's time of the version.
    """

    version: int | None
    vocabulary: str
    drawing: str
    building: bool = False
    nodes: int = 0
    ties: int = 0
    origin: str = ""
    at: str = ""
    towards: int | None = None
    towards_at: str = ""

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Mark:
        """Read it from the properties of its node."""
        return cls(
            values.get("version"),
            str(values.get("vocabulary", "")),
            str(values.get("drawing", "")),
            bool(values.get("building")),
            int(values.get("nodes", 0)),
            int(values.get("ties", 0)),
            str(values.get("origin", "")),
            str(values.get("at", "")),
            values.get("towards"),
            str(values.get("towards_at", "")),
        )


@dataclass(frozen=True, slots=True, order=True)
class TieEnds:
    """Which tie: enough to find it."""

    type: str
    source: str
    target: str
    key: str


class Writer:
    """What the build may do to a graph. Every call can be repeated."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def prepare(self) -> None:
        """Make the one constraint: an id is unique."""
        self._session.run(_CONSTRAINT).consume()

    def nodes(
        self,
        nodes: Iterable[Node],
        told: Callable[[int], None] = lambda _: None,
        is_new: IsNew = lambda _: False,
    ) -> None:
        """Upsert nodes, labels included; a node's properties become exactly those given.

        `is_new` tells of an id that no node here has it: it is created without being looked for.
        """
        for batch in batches(nodes):
            changed = self._session.execute_write(_upsert, batch, is_new)
            for (add, drop), ids in sorted(changed.items()):
                # The embedded server cannot relabel a node twice in one transaction, nor in the
                # one that wrote it.
                self._session.execute_write(_relabel, "SET", add, ids)
                self._session.execute_write(_relabel, "REMOVE", drop, ids)
            told(len(batch))

    def values(self, values: Iterable[tuple[str, Mapping[str, object]]]) -> None:
        """Set further properties of nodes (measures), leaving the others as they are."""
        for batch in batches({"id": id_, "values": dict(more)} for id_, more in values):
            self._session.execute_write(_run, _SET, rows=batch)

    def ties(
        self,
        ties: Iterable[Tie],
        told: Callable[[int], None] = lambda _: None,
        is_new: IsNew = lambda _: False,
    ) -> None:
        """Upsert ties between nodes that are there; properties become exactly those given.

        `is_new` tells of a key that no tie here has it: at a hub, looking for it takes long.
        """
        waiting: defaultdict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
        for tie in ties:
            kind = tie.type, _NEW_TIE if is_new(tie.key) else _TIE
            rows = waiting[kind]
            rows.append(_tie_row(tie))
            if len(rows) == BATCH:
                self._tie(*kind, rows, told)
                rows.clear()
        for kind, rows in sorted(waiting.items()):
            self._tie(*kind, rows, told)

    def remove_ties(self, ties: Iterable[TieEnds]) -> None:
        """Delete ties."""
        for type_, group in _by_type(ties):
            statement = _UNTIE % _checked(type_)
            for batch in batches(map(asdict, group)):
                self._session.execute_write(_run, statement, rows=batch)

    def remove_nodes(self, ids: Iterable[str]) -> None:
        """Delete nodes and what ties remain at them."""
        for batch in batches(ids):
            self._session.execute_write(_run, _REMOVE, ids=batch)

    def all_ids(self) -> Iterator[str]:
        """Give the id of every node, as they come."""
        yield from (row["id"] for row in self._session.run("MATCH (n:Entity) RETURN n.id AS id"))

    def all_ties(self) -> Iterator[TieEnds]:
        """Give every tie, as they come."""
        statement = (
            "MATCH (a:Entity)-[e]->(b:Entity) "
            "RETURN type(e) AS type, e.key AS key, a.id AS source, b.id AS target"
        )
        yield from map(_ends, self._session.run(statement))

    def counts(self) -> tuple[int, int]:
        """Read every node and tie once and count them."""
        nodes, ties = (
            self._session.run(statement).single(strict=True)["n"] for statement in _COUNTS
        )
        return nodes, ties

    def unmark_version(self) -> None:
        """Take the version off the mark: what is here is not whole."""
        statement = f"MATCH (m:{MARK}) REMOVE m.version"
        self._session.run(statement).consume()

    def mark(self, mark: Mark) -> None:
        """Write the mark; a version that is None leaves the old one."""
        values = {name: value for name, value in asdict(mark).items() if value is not None}
        statement = f"MERGE (m:{MARK} {{name: 'kakehashi'}}) SET m += $values"
        self._session.run(statement, values=values).consume()

    def _tie(
        self,
        type_: str,
        statement: str,
        rows: list[dict[str, object]],
        told: Callable[[int], None],
    ) -> None:
        if rows:
            self._session.execute_write(_run, statement % _checked(type_), rows=rows)
            told(len(rows))


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """Cut into lists of at most `size`."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def _upsert(
    transaction: ManagedTransaction, nodes: list[Node], is_new: IsNew
) -> dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]]:
    """Update who is there, create who is not; give the ids by labels to add and to drop."""
    rows = [{"id": node.id, **node.properties} for node in nodes]
    known = [row for node, row in zip(nodes, rows, strict=True) if not is_new(node.id)]
    updated = transaction.run(_UPDATE, rows=known) if known else ()
    there = {row["id"]: frozenset(row["labels"]) for row in updated}
    fresh: dict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    changed: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for node, row in zip(nodes, rows, strict=True):
        if node.id not in there:
            fresh[node.labels].append(row)
        elif there[node.id] != frozenset(node.labels):
            add = tuple(sorted(set(node.labels) - there[node.id]))
            drop = tuple(sorted(there[node.id] - set(node.labels)))
            changed[add, drop].append(node.id)
    for labels, group in sorted(fresh.items()):
        _run(transaction, _CREATE % _labels(labels), rows=group)
    return changed


def _relabel(
    transaction: ManagedTransaction, verb: str, words: Collection[str], ids: list[str]
) -> None:
    if words:
        statement = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) {verb} n:{_labels(words)}"
        _run(transaction, statement, ids=ids)


def _run(transaction: ManagedTransaction, /, statement: str, **parameters: Any) -> None:
    transaction.run(statement, **parameters).consume()


def _tie_row(tie: Tie) -> dict[str, object]:
    return {
        "source": tie.source,
        "target": tie.target,
        "key": tie.key,
        "values": {"key": tie.key, **tie.properties},
    }


def _by_type(items: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for item in items:
        groups[item.type].append(item)
    return sorted(groups.items())


def _ends(row: Any) -> TieEnds:
    return TieEnds(row["type"], row["source"], row["target"], row["key"] or "")


def _labels(words: Iterable[str]) -> str:
    return ":".join(map(_checked, words))


def _checked(word: str) -> str:
    """Give a label or relation type back if it can be nothing else."""
    if not _WORD.fullmatch(word):
        raise GraphError(
            Text("ラベルに使えない言葉です。", "This word cannot be a label."),
            expected=_WORD.pattern,
            found=word,
        )
    return word
