"""The work-lists of one version of the graph, kept in a file of the cache and asked a few rows at a time.

The file can be made again at any time: one that is missing, damaged or of another form is no error.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kb.derived_file import drop
from kb.text import Text
from kb.work.ground import MENU, Ground, read
from kb.work.worklist import Found, WorkList, work_lists

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.ledger import Ledger
    from kb.vocabulary import Vocabulary

FILE = "work.sqlite"
FORM = "1"
"""Raise it when lists are found or kept differently: what was kept before is then made anew."""

_MARK = (
    "CREATE TABLE mark (version INTEGER NOT NULL, words TEXT NOT NULL, form TEXT NOT NULL, "
    "people INTEGER NOT NULL)"
)
_MENU = "CREATE TABLE menu (what TEXT NOT NULL, value TEXT NOT NULL, ja TEXT NOT NULL, en TEXT NOT NULL)"
_PUT = "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_CHOSEN = (
    "FROM item WHERE list = :list AND (:people OR person = 0) "
    "AND (:types = '[]' OR a_type IN (SELECT value FROM json_each(:types)) "
    "OR b_type IN (SELECT value FROM json_each(:types))) "
    "AND (:region = '' OR instr(regions, '|' || :region || '|') > 0) "
    "AND (:source = '' OR instr(sources, '|' || :source || '|') > 0) "
    "AND (NOT :aged OR CASE :before WHEN '' THEN due <= :day ELSE last < :before END)"
)
_COUNT = "SELECT count(*) " + _CHOSEN
_SOME = (
    "SELECT * " + _CHOSEN + " ORDER BY CASE :sort WHEN 'name_ja' THEN a_ja "
    "WHEN 'name_en' THEN a_en WHEN 'type' THEN a_type "
    "WHEN 'oldest' THEN coalesce(nullif(last, ''), '9999') END, place LIMIT :most"
)
SORTS = ("", "name_ja", "name_en", "type", "oldest")
"""In which order rows come, by the word that asks for it; the first is the list's own."""
_NO_BAR = "|"


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a list, with all that a page shows of it.

    `a_type` and `b_type` are chief types. `regions` and `sources` are those of the thing, or of the
    ends and the tie, each with bars around (`|eu:IT|`).
    """

    list: str
    place: int
    a: str
    a_ja: str
    a_en: str
    a_type: str
    b: str
    b_ja: str
    b_en: str
    b_type: str
    tie: str
    relation: str
    why_ja: str
    why_en: str
    last: str
    due: str
    person: int
    regions: str
    sources: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows: of one of these chief types, in a region, of a source; empty where any will do.

    `day` (ISO) tells what of an aged list is due; `before` instead what was last seen before that
    day. `people` False leaves out whatever names a person.
    """

    day: str
    types: Sequence[str] = ()
    region: str = ""
    source: str = ""
    before: str = ""
    people: bool = True


@dataclass(frozen=True)
class Kept:
    """The lists as they stood at a version of the graph."""

    file: Path
    version: int
    people: int

    @classmethod
    def open(cls, folder: Path, words: str) -> Self | None:
        """Open what is kept, None where nothing whole is there for these words and this form."""
        file = folder / FILE
        if not file.is_file():
            return None
        with suppress(sqlite3.Error, ValueError, TypeError), closing(_reading(file)) as db:
            (version, said, form, people), *_ = db.execute("SELECT * FROM mark")
            if (said, form) == (words, FORM):
                return cls(file, version, people)
        return None

    def count(self, name: str, choice: Choice) -> int:
        """Count the rows of a list."""
        with closing(_reading(self.file)) as db:
            return int(db.execute(_COUNT, _values(name, choice)).fetchone()[0])

    def items(self, name: str, choice: Choice, *, most: int, sort: str = "") -> list[Item]:
        """Give the first so many rows of a list in an order of SORTS."""
        values = _values(name, choice) | {"most": most, "sort": sort}
        with closing(_reading(self.file)) as db:
            return [Item(*row) for row in db.execute(_SOME, values)]

    def menu(self, what: str) -> list[tuple[str, Text]]:
        """Give what a list can be narrowed to: `type` or `region`, each with its name."""
        asked = "SELECT value, ja, en FROM menu WHERE what = ? ORDER BY rowid"
        with closing(_reading(self.file)) as db:
            return [(value, Text(ja, en)) for value, ja, en in db.execute(asked, (what,))]


def make(graph: Graph, ledger: Ledger, vocabulary: Vocabulary, folder: Path) -> Kept | None:
    """Find every list anew and keep them in place of what was kept; None before the first build."""
    version = graph.mark()
    if version is None:
        return None
    ground = read(graph, ledger, vocabulary)
    write(ground, folder, version)
    return Kept.open(folder, vocabulary.fingerprint)


def write(ground: Ground, folder: Path, version: int) -> None:
    """Keep the lists of a ground: the file takes its name when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{FILE}.partial"
    drop(partial)
    with closing(sqlite3.connect(partial)) as db, db:
        for table in (_MARK, _MENU, _item_table()):
            db.execute(table)
        for name, one in work_lists().items():
            db.executemany(_PUT, _rows(name, one, ground))
        db.execute("CREATE INDEX item_list ON item (list, place)")
        db.executemany("INSERT INTO menu VALUES (?, ?, ?, ?)", _menu(ground))
        mark = (version, ground.vocabulary.fingerprint, FORM, ground.namesakes.people)
        db.execute("INSERT INTO mark VALUES (?, ?, ?, ?)", mark)
    partial.replace(folder / FILE)


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)


def _item_table() -> str:
    kinds = ((one.name, "INTEGER" if one.type == "int" else "TEXT") for one in fields(Item))
    return f"CREATE TABLE item ({', '.join(f'{name} {kind} NOT NULL' for name, kind in kinds)})"


def _rows(name: str, one: WorkList, ground: Ground) -> Iterator[tuple[str | int, ...]]:
    ties = {tie.key: tie for tie in ground.ties} if one.mend == "confirm" else {}
    for place, found in enumerate(one.find(ground)):
        stated = ties[found.tie].sources if found.tie in ties else None
        yield _row(name, place, found, ground, stated)


def _row(
    name: str, place: int, found: Found, ground: Ground, stated: tuple[str, ...] | None
) -> tuple[str | int, ...]:
    a, b = ground.nodes[found.a], ground.nodes.get(found.b)
    ends = [a, b] if b else [a]
    regions = {region for end in ends for region in ground.menu(end.id)}
    sources = stated if stated is not None else {one for end in ends for one in end.sources}
    other = (b.id, b.ja, b.en, b.type) if b else ("", "", "", "")
    return (
        *(name, place, a.id, a.ja, a.en, a.type, *other, found.tie, found.relation),
        *(found.why.ja, found.why.en, found.last, found.due),
        *(int(any(end.person for end in ends)), _barred(regions), _barred(sources)),
    )


def _barred(values: Sequence[str] | set[str]) -> str:
    kept = [value for value in sorted(values) if _NO_BAR not in value]
    return f"|{'|'.join(kept)}|" if kept else ""


def _menu(ground: Ground) -> Iterator[tuple[str, str, str, str]]:
    """Give what lists can be narrowed to: prefectures from north to south, countries, types."""
    regions = {one for places in ground.places.values() for one in places}
    known = [ground.nodes[one] for one in regions if ground.nodes[one].level in MENU]
    for node in sorted(known, key=lambda one: (MENU.index(one.level), _number(one.id), one.ja)):
        if not node.nameless:
            yield "region", node.id, node.ja, node.en
    labels = {node.type: ground.vocabulary.types[node.type].label for node in ground.nodes.values()}
    for type_, label in sorted(labels.items(), key=lambda one: one[1].ja):
        yield "type", type_, label.ja, label.en


def _number(id_: str) -> str:
    """Give what prefectures are sorted by: their number, then those that have none."""
    return id_ if id_.startswith("jis:") else "~"


def _values(name: str, choice: Choice) -> dict[str, str | int]:
    """Give what a statement asks for."""
    return {
        "list": name,
        "people": int(choice.people),
        "types": json.dumps(list(choice.types)),
        "region": choice.region,
        "source": choice.source,
        "aged": int(work_lists()[name].aged),
        "before": choice.before,
        "day": choice.day,
    }
