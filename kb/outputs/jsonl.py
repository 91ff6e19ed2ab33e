"""JSON lines: `nodes.jsonl` and `links.jsonl`, one thing or tie a line, each with its evidence.

`sources.json` beside them names the sources with their licences and the attribution these ask for.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import portalocker

from kb.errors import CallError
from kb.measuring.publish import MEASURED, published
from kb.network.slice import EVERYTHING, PERSON, READ_SECONDS
from kb.output import Options, Output, Written
from kb.text import Text
from kb.visibility import open_thing, open_tie
from kb.vocabulary import ROOT

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.ledger import Ledger
    from kb.vocabulary import Vocabulary

NODES, LINKS, SOURCES = "nodes.jsonl", "links.jsonl", "sources.json"
AT_ONCE = 1_000

LOCK = ".jsonl.lock"
ALONE = portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
_FIRST = ("id", "types", "name", "name_ja", "name_kana", "name_en", "aliases", "identifiers")

_IDS = "MATCH (n:Entity) RETURN n.id AS id"
_SOME = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted}) "
    "RETURN n.id AS id, labels(n) AS labels, properties(n) AS properties"
)
_TIES = (
    "MATCH (a:Entity)-[e:%s]->(b:Entity) "
    "RETURN a.id AS source, b.id AS target, properties(e) AS properties"
)

Row = dict[str, Any]


def write(
    ledger: Ledger, graph: Graph, vocabulary: Vocabulary, path: Path, options: Options
) -> Written:
    """Write the files into the folder `path`, sorted.

    Until all are whole and on the disk the old ones stay as they are; then the new ones take
    their names one after the other. So no file is ever seen half written, and a failure changes
    none; only a kill between those two renamings leaves new nodes beside old ties, which the
    next export puts right. What a killed export left half written is written over by the next.
    Raises CallError where another export is writing into the folder.

    Named people and the ties to them are left out unless asked (a group such as "doctors all over
    the country" names nobody and stays); asked for, the purpose of use goes into
    the ledger first. Left out always: contact details, what its `visibility` does not make public
    or an NDA covers, and relations the vocabulary calls private unless a tie says it is public.
    """
    drawing = _Drawing(ledger, graph, vocabulary, people=options.people)
    path.mkdir(parents=True, exist_ok=True)
    files = (path / NODES, path / LINKS, path / SOURCES)
    with _together(*files) as (nodes, links, sources):
        written = _lines(nodes, drawing.nodes())
        tied = _lines(links, drawing.links())
        json.dump(list(_sources(ledger)), sources, ensure_ascii=False, indent=1)
        sources.write("\n")
        counts = {"nodes": written, "links": tied, **drawing.left_out}
        if options.people:
            options.record(ledger, {"format": "jsonl", **counts})
    return Written(files, counts)


def _sources(ledger: Ledger) -> Iterator[Row]:
    """Give the sources by name, with what their licences ask for."""
    for one in sorted(ledger.sources(), key=lambda source: source.name):
        said = {"title": one.title, "publisher": one.publisher, "attribution": one.attribution}
        yield {
            "name": one.name,
            **{name: {"ja": text.ja, "en": text.en} for name, text in said.items() if text},
            "licence": one.licence,
            "address": one.address,
        }


class _Drawing:
    """Reads the graph and its evidence; remembers which nodes were written."""

    def __init__(
        self, ledger: Ledger, graph: Graph, vocabulary: Vocabulary, *, people: bool
    ) -> None:
        self.ledger = ledger
        self.graph = graph
        self.vocabulary = vocabulary
        self.people = people
        self.written: set[str] = set()
        # Made from the graph, not said by a source; a run's number differs from home to home.
        self.made_here = {*published(), MEASURED, "evidence"}
        self.left_out = {"people_left_out": 0, "hidden": 0}

    def nodes(self) -> Iterator[Row]:
        """Give the nodes by id."""
        ids = sorted(str(row["id"]) for row in self._rows(_IDS))
        for some in _batches(ids):
            rows = self._rows(_SOME, {"ids": list(some)})
            shown = sorted((row for row in rows if self._may(row)), key=lambda row: str(row["id"]))
            evidence = self._evidence(shown)
            self.written.update(str(row["id"]) for row in shown)
            yield from (self._node(row, evidence) for row in shown)

    def links(self) -> Iterator[Row]:
        """Give the ties between written nodes by type, ends, role, start and key."""
        for relation in sorted(self.vocabulary.relations):
            rows = [row for row in self._rows(_TIES % relation) if self._may_tie(relation, row)]
            for some in _batches(sorted(rows, key=_tie_order)):
                evidence = self._evidence(some)
                yield from (self._link(relation, row, evidence) for row in some)

    def _may(self, row: Row) -> bool:
        told = row["properties"]
        if not self.people and PERSON in row["labels"] and not told.get("aggregate"):
            self.left_out["people_left_out"] += 1
            return False
        hidden = not open_thing(told)
        self.left_out["hidden"] += hidden
        return not hidden

    def _may_tie(self, relation: str, row: Row) -> bool:
        told = row["properties"]
        ends = {str(row["source"]), str(row["target"]), str(told.get("via", row["source"]))}
        return ends <= self.written and open_tie(self.vocabulary, relation, told.get("visibility"))

    def _node(self, row: Row, evidence: Mapping[int, list[Row]]) -> Row:
        types = [name for name in self.vocabulary.labels(sorted(row["labels"])) if name != ROOT]
        told = {"id": row["id"], "types": types, "aliases": [], **self._public(row["properties"])}
        ordered = [*_FIRST, *sorted(told.keys() - set(_FIRST))]
        return {
            **{name: told[name] for name in ordered if name in told},
            "evidence": _proof(row, evidence),
        }

    def _link(self, relation: str, row: Row, evidence: Mapping[int, list[Row]]) -> Row:
        told = self._public(row["properties"])
        first = {name: told.pop(name, None) for name in ("role", "since", "until", "basis")}
        return {
            "type": relation,
            "source": row["source"],
            "target": row["target"],
            **first,
            **dict(sorted(told.items())),
            "evidence": _proof(row, evidence),
        }

    def _public(self, properties: Row) -> Row:
        words = self.vocabulary.properties
        return {
            name: value
            for name, value in properties.items()
            if name not in self.made_here and not (name in words and words[name].private)
        }

    def _evidence(self, rows: Iterable[Row]) -> dict[int, list[Row]]:
        """Give, by claim id, where each of the rows' claims stands."""
        ids = {int(claim) for row in rows for claim in row["properties"].get("evidence", ())}
        return {
            claim.id: [{"source": one.source, "place": one.place} for one in claim.record.evidence]
            for claim in (self.ledger.claims(ids=ids) if ids else ())
        }

    def _rows(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        return self.graph.read(statement, parameters, limit=EVERYTHING, timeout=READ_SECONDS).rows


def _proof(row: Row, evidence: Mapping[int, list[Row]]) -> list[Row]:
    """Give the places of a row's claims, each once, sorted."""
    claims = row["properties"].get("evidence", ())
    places = {(one["source"], one["place"]) for id_ in claims for one in evidence.get(int(id_), ())}
    return [{"source": source, "place": place} for source, place in sorted(places)]


def _tie_order(row: Row) -> tuple[str, ...]:
    told = row["properties"]
    ends = str(row["source"]), str(row["target"])
    return (*ends, *(str(told.get(name, "")) for name in ("role", "since", "key")))


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def _lines(file: TextIO, rows: Iterable[Row]) -> int:
    count = 0
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")
        count += 1
    return count


@contextmanager
def _together(*files: Path) -> Iterator[list[TextIO]]:
    """Open files of one folder that take their names only when all are whole and kept."""
    partial = [file.with_name(f".{file.name}.partial") for file in files]
    with _alone(files[0].parent):
        try:
            with ExitStack() as stack:
                texts: list[TextIO] = [
                    stack.enter_context(made.open("w", encoding="utf-8", newline="\n"))
                    for made in partial
                ]
                yield texts
                for text in texts:
                    text.flush()
                    os.fsync(text.fileno())
            for file in files:
                _require_no_folder(file)
            for made, file in zip(partial, files, strict=True):
                made.replace(file)
        finally:
            for made in partial:
                made.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other exports out of the folder; the system frees the lock even after a kill."""
    with (folder / LOCK).open("a") as lock:
        try:
            portalocker.lock(lock, ALONE)
        except portalocker.exceptions.LockException as problem:
            raise CallError(
                Text(
                    "別の書き出しがこの場所に書いている途中です。",
                    "Another export is writing into this place.",
                ),
                where=str(folder),
                remedy=Text(
                    "終わってから、もう一度実行してください。", "Try again when it is done."
                ),
            ) from problem
        yield


def _require_no_folder(file: Path) -> None:
    """Refuse, before anything is replaced, what could not be replaced."""
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))


OUTPUT = Output("jsonl", Text("JSON Lines（点と関係）", "JSON Lines (nodes and links)"), write)
