"""Records in the form of the Research Organization Registry, of bodies that do not exist."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from ingest.source import Asked
from ingest.sources.ror import SOURCE
from kb.errors import KakehashiError
from kb.ledger import Judged
from kb.records import Entity, Link, Record

WEB = "https://ror.org/"


def invented(number: int) -> str:
    """Make a ROR id of an invented body, with its check digits (base 32, ISO 7064)."""
    signs, rest, value = "0123456789abcdefghjkmnpqrstvwxyz", "", number
    for _ in range(6):
        value, place = divmod(value, 32)
        rest = signs[place] + rest
    return f"0{rest}{98 - number * 100 % 97:02d}"


A, B, C, D = (invented(number) for number in (7, 77, 777, 7777))

BODY: dict[str, Any] = {
    "admin": {"created": {"date": "2020-01-01", "schema_version": "1.0"}},
    "domains": ["hibiki.example"],
    "established": 1926,
    "external_ids": [
        {"type": "grid", "all": ["grid.999999.0"], "preferred": "grid.999999.0"},
        {"type": "isni", "all": ["0000 0001 2103 2683"], "preferred": None},
        {"type": "wikidata", "all": ["Q900000002", "Q900000001"], "preferred": "Q900000002"},
        {"type": "fundref", "all": ["100000000001"], "preferred": None},
    ],
    "id": WEB + A,
    "links": [
        {"type": "website", "value": "https://hibiki.example"},
        {"type": "wikipedia", "value": "https://en.wikipedia.org/wiki/Hibiki_University"},
    ],
    "locations": [
        {
            "geonames_id": 9000001,
            "geonames_details": {
                "continent_code": "AS",
                "continent_name": "Asia",
                "country_code": "JP",
                "country_name": "Japan",
                "country_subdivision_code": "06",
                "country_subdivision_name": "Yamagata",
                "lat": 38.5,
                "lng": 140,
                "name": "Hibiki",
            },
        }
    ],
    "names": [
        {"value": "Hibiki University", "types": ["label", "ror_display"], "lang": "en"},
        {"value": "University  of Hibiki", "types": ["label"], "lang": "en"},
        {"value": "ヒビキダイガク", "types": ["label"], "lang": "ja"},
        {"value": "Hibiki Daigaku", "types": ["alias"], "lang": "ja"},
        {"value": "響大学", "types": ["label"], "lang": "ja"},
        {"value": "HU", "types": ["acronym"], "lang": None},
    ],
    "relationships": [],
    "status": "active",
    "types": ["education", "funder"],
}


def body(id_: str, **changes: object) -> dict[str, Any]:
    return deepcopy(BODY) | {"id": WEB + id_, "external_ids": [], **changes}


def tied(type_: str, other: str, label: str = "Other") -> dict[str, str]:
    return {"type": type_, "id": WEB + other, "label": label}


def jsonl(folder: Path, *bodies: Mapping[str, object], name: str = "ror.jsonl") -> Path:
    file = folder / name
    lines = (json.dumps(one, ensure_ascii=False) for one in bodies)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def told(file: Path) -> list[Record]:
    found = (record for row in rows(file) for record in SOURCE.map(row))
    return [record for record in found if not isinstance(record, Judged)]


def rows(file: Path) -> Iterator[Any]:
    for row in SOURCE.read(Asked([file])):
        if isinstance(row, KakehashiError):
            raise row
        yield row


def entities(records: Sequence[Record]) -> dict[str, Entity]:
    return {str(one.key): one for one in records if isinstance(one, Entity)}


def links(records: Sequence[Record], type_: str) -> list[Link]:
    return [one for one in records if isinstance(one, Link) and one.type == type_]


def packed(folder: Path, **members: str) -> Path:
    file = folder / "release.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as release:
        for name, text in members.items():
            release.writestr(name.replace("__", "-"), text)
    return file
