"""Documents curated by hand: four tables a document, read the same way for all of them.

The tables are `entities.csv`, `ties.csv`, `statistics.csv` and `nothing_found.csv` in
ingest/curated/<source>. An id in them becomes a local key of the source; it never holds a person's
name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import cast, get_args

from ingest.curated_files import NOTHING_FOUND, REQUIRED, rows
from ingest.row import Row
from ingest.source import Asked, Source
from kb.errors import InputError, KakehashiError
from kb.records import (
    BASES,
    STATUSES,
    Basis,
    Comparator,
    Entity,
    Evidence,
    FigureKind,
    Key,
    Link,
    Name,
    NameKind,
    Record,
    Statistic,
    Status,
    Value,
)
from kb.text import Text
from kb.vocabulary import vocabulary
from kb.when import When, at, between

ACCEPTS = Text(
    "entities.csv、ties.csv、statistics.csv、nothing_found.csv の四つの表",
    "the four tables entities.csv, ties.csv, statistics.csv and nothing_found.csv",
)

OTHER_NAMES: dict[str, NameKind] = {
    "abbreviations": "abbreviation",
    "former_names": "former",
    "aliases": "alias",
}

PERSON = "Person"

CONCEPT = "concept"
"""Scheme of keys that stand for a concept of the vocabulary, written `concept:scheme/id`."""


@dataclass(frozen=True, slots=True)
class CuratedTables:
    """The tables of one curated document; `document` is the id of its own row."""

    source: str
    document: str

    def bundled(self) -> Sequence[Path]:
        """Give the tables that travel with the software."""
        folder = resources.files("ingest") / "curated" / self.source
        return tuple(Path(str(folder / f"{table}.csv")) for table in REQUIRED)

    def read(self, asked: Asked) -> Iterator[Row | KakehashiError]:
        """Yield the rows, things before ties before figures, whatever the order of the files."""
        return rows(asked.files, self.document)

    def map(self, row: Row) -> Iterable[Record]:
        """Turn one row into records; pure."""
        readers: dict[str, Callable[[Row], Iterable[Record]]] = {
            "entities": self._entity,
            "ties": self._tie,
            "statistics": self._statistic,
        }
        return readers[row.table](row)

    def key(self, identifier: str) -> Key:
        """Give the key of an id of the tables; official keys and concepts are kept as they are."""
        return key_of(self.source, identifier)

    def _entity(self, row: Row) -> Iterable[Record]:
        identifier = row.pop("id")
        types = row.pop_list("types")
        names, properties = _names(row), _properties(row) | self._silence(row)
        if _is_person(types) and not properties.get("aggregate"):
            names = (_person(names[0]), *names[1:])
        yield Entity(
            self.key(identifier),
            types,
            names,
            self._evidence(row),
            properties,
            identifiers=tuple(Key.parse(text) for text in row.pop_list("identifiers")),
            when=_when(row),
        )

    def _silence(self, row: Row) -> dict[str, Value]:
        """Give what the document's own row says of the tables: their source, and where nothing was."""
        found = {
            name: tuple(spans.splitlines())
            for name in (NOTHING_FOUND, f"{NOTHING_FOUND}_en")
            if (spans := row.pop(name, ""))
        }
        return {"curated_as": self.source, **found} if found else {}

    def _tie(self, row: Row) -> Iterable[Record]:
        yield Link(
            row.pop("relation"),
            self.key(row.pop("source")),
            self.key(row.pop("target")),
            role=row.pop("role", ""),
            when=_when(row),
            status=cast("Status", row.pop_one_of("status", STATUSES, "current")),
            basis=cast("Basis", row.pop_one_of("basis", BASES, "third_party")),
            evidence=self._evidence(row),
            properties=_properties(row),
            discriminator=row.pop("discriminator", ""),
        )

    def _statistic(self, row: Row) -> Iterable[Record]:
        period = row.pop("period", "")
        return Statistic(
            key=self.key(f"statistic {row.pop('id')}"),
            about=tuple(self.key(identifier) for identifier in row.pop_list("about")),
            what=Text(row.pop("what_ja"), row.pop("what_en")),
            value=row.pop_number("value"),
            unit=row.pop("unit"),
            comparator=cast(
                "Comparator", row.pop_one_of("comparator", get_args(Comparator), "exactly")
            ),
            kind=cast("FigureKind", row.pop_one_of("kind", get_args(FigureKind), "result")),
            base=row.pop_whole("base"),
            rank=row.pop_whole("rank"),
            rank_tied=row.pop("rank_tied", "") == "true",
            order=row.pop_whole("order"),
            basis=cast("Basis", row.pop_one_of("basis", BASES, "third_party")),
            when=_period(period),
            evidence=self._evidence(row),
        ).records()

    def _evidence(self, row: Row) -> tuple[Evidence, ...]:
        note, note_en = row.pop("note", ""), row.pop("note_en", "")
        lines = row.pop_list("lines")
        if not lines:
            row.pop("lines")
        first, *others = (Evidence(self.source, f"lines {span}") for span in lines)
        return replace(first, note=note, note_en=note_en), *others


def key_of(source: str, identifier: str) -> Key:
    """Give the key of an id in the tables of a source."""
    if ":" in identifier:
        return Key.parse(identifier)
    digest = hashlib.sha256(identifier.encode()).hexdigest()[:12]
    return Key("local", f"{source}:{digest}")


def document(
    name: str, *, row: str, title: Text, publisher: Text, expect: Mapping[str, range]
) -> Source:
    """Make the source of one curated document; `row` is the id of its own row among the entities."""
    tables = CuratedTables(name, row)
    return Source(
        name=name,
        title=title,
        publisher=publisher,
        licence="事実のみを手作業で収録 / facts only, curated by hand",
        address="",
        rhythm=Text("一度だけ公表", "published once"),
        read=tables.read,
        map=tables.map,
        expect=expect,
        accepts=ACCEPTS,
        bundled=tables.bundled,
    )


def _is_person(types: Iterable[str]) -> bool:
    words = vocabulary()
    return any(type_ in words.types and words.is_a(type_, PERSON) for type_ in types)


def _person(name: Name) -> Name:
    """Give a person's name its parts; the tables write a blank between them."""
    family, _, given = name.text.partition(" ")
    return replace(name, family=family, given=given)


def _names(row: Row) -> tuple[Name, ...]:
    names = [Name(row.pop("name"))]
    if kana := row.pop("kana", ""):
        names.append(Name(kana, "ja-Hira"))
    if english := row.pop("name_en", ""):
        names.append(Name(english, "en"))
    for column, kind in OTHER_NAMES.items():
        names += [Name(text, _language(text), kind) for text in row.pop_list(column)]
    return tuple(names)


def _language(text: str) -> str:
    return "en" if text.isascii() else "ja"


def _period(text: str) -> When:
    """Read when a figure holds: a point (`2021-03`, `FY2024`) or two with a slash between them."""
    since, slash, until = text.partition("/")
    if slash:
        return between(since.strip(), until.strip())
    return at(text) if text else When()


def _when(row: Row) -> When:
    since, until = row.pop("since", ""), row.pop("until", "")
    try:
        return at(since) if since and since == until else between(since, until)
    except InputError as problem:
        raise row.wrong("since", problem.parts["expected"], problem.parts["found"]) from problem


def _properties(row: Row) -> dict[str, Value]:
    """Read `key=value | key=value`; the vocabulary says which value is a number or a truth."""
    properties: dict[str, Value] = {}
    for part in row.pop("properties", "").split("|"):
        if part.strip():
            name, equals, text = (piece.strip() for piece in part.partition("="))
            if not equals or not text:
                raise row.wrong("properties", "key=value | key=value", part.strip())
            properties[name] = _typed(row, name, text)
    return properties


def _typed(row: Row, name: str, text: str) -> Value:
    word = vocabulary().properties.get(name)
    kind = word.value if word else "text"
    try:
        return _READERS.get(kind, str)(text)
    except (ValueError, KeyError) as problem:
        raise row.wrong("properties", f"{name}: {kind}", text) from problem


_READERS: dict[str, Callable[[str], Value]] = {
    "integer": lambda text: int(text.replace(",", "")),
    "number": lambda text: float(text.replace(",", "")),
    "boolean": lambda text: {"true": True, "false": False}[text.lower()],
    "texts": lambda text: tuple(part.strip() for part in text.split("/") if part.strip()),
}
