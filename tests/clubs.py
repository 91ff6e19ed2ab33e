"""A small source of a test's own: invented clubs, one a row, and who supports whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ingest.fetch import Web
from ingest.read import csv_rows
from ingest.row import Row
from ingest.source import Asked, Source
from kb.errors import KakehashiError
from kb.ledger import Scope
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.text import Text


def clubs(
    name: str = "clubs",
    *,
    scope: Scope = "whole",
    rhythm: str = "monthly",
    fetch: Callable[[Web], Sequence[Path]] | None = None,
) -> Source:
    """Give the source; its table has the columns id, name, supports."""

    def read(asked: Asked) -> Iterator[Row | KakehashiError]:
        for file in asked.files:
            yield from csv_rows(file, "clubs", required=["id", "name"])

    def club(row: Row) -> Iterable[Record]:
        place = (Evidence(name, f"club {row.values['id']}"),)
        key = Key("local", f"club:{row.pop('id')}")
        yield Entity(key, ("Association",), (Name(row.pop("name")),), place)
        if other := row.pop("supports", ""):
            yield Link("SUPPORTS", key, Key("local", f"club:{other}"), place)

    return Source(
        name=name,
        title=Text(f"架空の会 {name}", f"Invented clubs {name}"),
        publisher=Text("架空", "nobody"),
        licence="CC0",
        address="https://data.example.org/clubs",
        rhythm=Text("毎月", rhythm),
        read=read,
        map=club,
        expect={"Association": range(1, 100_000)},
        accepts=Text("id, name の列", "columns id, name"),
        fetch=fetch,
        scope=scope,
    )


def table(file: Path, count: int, *, first: int = 0, word: str = "会") -> Path:
    """Write a table of so many clubs, the first of which supports all others."""
    rows = (f"{first + n},{word}{first + n},{first if n else ''}\n" for n in range(count))
    file.write_text(f"id,name,supports\n{''.join(rows)}", encoding="utf-8")
    return file
