"""ROR, the Research Organization Registry: bodies with names, kinds, places, and how they hang together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ingest.archive import is_archive, members, opened
from ingest.countries import country
from ingest.fetch import Web
from ingest.json_cells import cells, texts
from ingest.json_stream import objects
from ingest.prefectures import prefecture, prefecture_links
from ingest.ror.record import STATES, founded, key_of, names, numbers, pages, types
from ingest.ror.ties import Gathered, region_key
from ingest.row import Row
from ingest.source import Asked, Source
from kb.errors import InputError, KakehashiError
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value
from kb.text import Text

NAME = "ror"
ACCEPTS = Text(
    "RORの公開ファイル（zip。中は schema 2 の JSON）、または JSON、JSON Lines",
    "a release of ROR (zip with JSON of schema 2), or its JSON or JSON Lines",
)
LATEST = "https://zenodo.org/api/communities/ror-data/records?q=&sort=newest&size=1"
"""The newest release in ROR's own community on Zenodo."""

OURS = ("_schema_v2.json", ".jsonl", ".json")
"""Endings of the file to read in a release, best first; older releases hold schema 1 beside it."""


def read(asked: Asked) -> Iterator[Row | KakehashiError]:
    """Yield a row a record, then the places and ties that the records state together."""
    gathered = Gathered()
    for file in asked.files:
        member = _member(file)
        where = f"{file.name}/{member}" if member else file.name
        with opened(file, member) as stream:
            for count, found in enumerate(objects(stream, where), 1):
                row = Row("organisation", str(found.get("id") or f"{where}, {count}"), cells(found))
                try:
                    gathered.take(row)
                except KakehashiError as problem:
                    yield problem
                else:
                    yield row
    yield from gathered.rows()


def _member(file: Path) -> str:
    """Name the file in a zip that holds the records; empty for a plain file."""
    if not is_archive(file):
        return ""
    names = members(file)
    for ending in OURS:
        fitting = [name for name in names if name.endswith(ending)]
        if len(fitting) == 1:
            return fitting[0]
    raise InputError(
        Text("zip にRORの記録がありません。", "The zip holds no records of ROR."),
        expected=", ".join(OURS),
        found=", ".join(names) or Text("なし", "none"),
        where=file.name,
        remedy=ACCEPTS,
    )


def tell(row: Row) -> Iterable[Record]:
    """Turn a row into records; pure."""
    return _READERS[row.table](row, Evidence(NAME, row.place))


def fetch(web: Web) -> Sequence[Path]:
    """Bring the newest release from Zenodo."""
    try:
        newest = json.loads(web.text(LATEST))["hits"]["hits"][0]
        ((name, address),) = [
            (one["key"], one["links"]["self"])
            for one in newest["files"]
            if one["key"].endswith(".zip")
        ]
    except (ValueError, KeyError, IndexError, TypeError) as problem:
        raise _unlike(str(problem)) from problem
    return (web.download(address, name=name),)


def _organisation(row: Row, evidence: Evidence) -> Iterator[Record]:
    key = key_of(row, "id", row.pop("id"))
    ours, theirs = types(row)
    identifiers, unread = numbers(row)
    properties: dict[str, Value | None] = {
        "ror_types": theirs,
        "state": row.pop_one_of("status", STATES, ""),
        "founded": founded(row) or None,
        "domains": tuple(sorted(texts(row, "domains"))) or None,
        "unread_numbers": unread or None,
        **_itself(row.pop_list("itself")),
    }
    stated = {name: value for name, value in properties.items() if value is not None}
    yield Entity(key, ours, names(row), (evidence,), stated | pages(row), identifiers=identifiers)
    for number in row.pop_list("locations"):
        yield Link("LOCATED_IN", key, Key("geonames", number), (evidence,), basis="register")


def _itself(relations: Sequence[str]) -> Mapping[str, Value]:
    """Say that the record names itself as its own parent, child or the like."""
    if not relations:
        return {}
    said = ", ".join(relations)
    return {
        "doubt": f"登録簿の記録が自分自身を関係先（{said}）に挙げている。",
        "doubt_en": f"The register's record names itself as its own {said}.",
    }


def _named(row: Row, evidence: Evidence) -> Iterator[Record]:
    first, *others = texts(row, "names")
    yield Entity(
        Key("ror", row.pop("id")),
        ("Organisation",),
        (Name(first, "und"), *(Name(other, "und", "alias") for other in others)),
        (evidence,),
        {"named_only": True},
    )


def _tie(row: Row, _: Evidence) -> Iterator[Record]:
    over = bool(row.pop("over", ""))
    yield Link(
        row.pop("relation"),
        Key("ror", row.pop("source")),
        Key("ror", row.pop("target")),
        tuple(Evidence(NAME, place) for place in row.pop_list("said")),
        basis="register",
        status="former" if over else "current",
        properties=_BOTH_WAYS if row.pop("both_ways", "") else {},
    )


_BOTH_WAYS: Mapping[str, Value] = {
    "doubt": "登録簿は逆の向きも述べている。",
    "doubt_en": "The register states the opposite direction as well.",
}


def _country(row: Row, evidence: Evidence) -> Iterator[Record]:
    yield country(row.pop("country"), (evidence,))


def _part(row: Row, evidence: Evidence) -> Iterator[Record]:
    in_country, code, name = row.pop("country"), row.pop("code"), row.pop("name")
    if in_country == "JP":
        yield prefecture(code, evidence)
        yield from prefecture_links(code, evidence)
        return
    key = region_key(in_country, code)
    properties = {"code": key.value, "level": "prefecture", "country": in_country}
    yield Entity(key, ("Region",), (Name(name, "en"),), (evidence,), properties)
    yield _inside(key, Key("country", in_country), evidence)


def _place(row: Row, evidence: Evidence) -> Iterator[Record]:
    in_country, part = row.pop("country"), row.pop("part", "")
    key = Key("geonames", row.pop("geonames"))
    yield Entity(
        key,
        ("Region",),
        (Name(row.pop("name"), "en"),),
        (evidence,),
        {
            "country": in_country,
            "latitude": row.pop_number("latitude"),
            "longitude": row.pop_number("longitude"),
        },
    )
    wider = region_key(in_country, part) if part else Key("country", in_country)
    yield _inside(key, wider, evidence)


def _inside(part: Key, whole: Key, evidence: Evidence) -> Link:
    return Link("PART_OF", part, whole, (evidence,), basis="register")


_READERS: Mapping[str, Callable[[Row, Evidence], Iterator[Record]]] = {
    "organisation": _organisation,
    "named": _named,
    "tie": _tie,
    "country": _country,
    "part": _part,
    "place": _place,
}


def _unlike(found: str) -> InputError:
    return InputError(
        Text(
            "ZenodoのRORの頁が、知っている形ではありません。",
            "Zenodo's answer is not as we know it.",
        ),
        expected=Text("版ごとに一つの zip", "one zip a release"),
        found=found,
        where=LATEST,
        remedy=Text(
            "https://zenodo.org/communities/ror-data から zip を取り、ファイルを指定してください。",
            "Fetch the zip from https://zenodo.org/communities/ror-data and name the file.",
        ),
    )


SOURCE = Source(
    name=NAME,
    title=Text("研究機関登録簿 (ROR)", "Research Organization Registry (ROR)"),
    publisher=Text("ROR（研究機関登録簿）", "Research Organization Registry"),
    licence="CC0 1.0",
    address="https://zenodo.org/communities/ror-data",
    rhythm=Text("月に一度ほど", "about once a month"),
    read=read,
    map=tell,
    expect={"University": range(5_000, 80_000), "Firm": range(3_000, 200_000)},
    accepts=ACCEPTS,
    fetch=fetch,
    # When the register last touched a record, and in which release: its own bookkeeping.
    ignore=frozenset({"admin", "_release"}),
    attribution=Text(
        "出典: Research Organization Registry (ROR), CC0 1.0",
        "Source: Research Organization Registry (ROR), CC0 1.0",
    ),
    published_as=("**/*ror-data*.zip", "**/ror-v2*.zip"),
)
