"""An invented register of research projects, of the size and shape of the European one.

19,000 projects with a text each, 30,000 bodies of which few take part in much and most in one,
118,000 participations, 38,000 ties to fields, and a place for every body in 1,400 regions.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

from ingest.row import Row
from ingest.source import Asked, Source
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.text import Text
from kb.when import When

PROJECTS, BODIES, PARTS, FIELDS, REGIONS = 19_000, 30_000, 118_000, 1_000, 1_400
TOPICS = 38_000
TEXT = 2_000
NAME = "large"

Table = list[list[str]]


def tables() -> dict[str, Table]:
    """Make the rows of the five tables, the same at every call."""
    dice = random.Random(6)  # noqa: S311 - invented data
    words = [
        "".join(dice.choices("abcdefghijklmnoprstuv", k=dice.randint(3, 9))) for _ in range(4000)
    ]
    weights = list(accumulate(1 / (rank + 3) ** 0.8 for rank in range(BODIES)))
    taking = dice.choices(range(BODIES), cum_weights=weights, k=PARTS)
    parts = {(n % PROJECTS, body) for n, body in enumerate(taking)}
    topics = {(n % PROJECTS, dice.randrange(FIELDS)) for n in range(TOPICS)}
    return {
        "regions": [[f"{n:05}", f"Region {n}"] for n in range(REGIONS)],
        "fields": [[str(n), f"Field {n}"] for n in range(FIELDS)],
        "projects": [
            [str(100000 + n), " ".join(dice.choices(words, k=8)), _text(dice, words), "2023-01-01"]
            for n in range(PROJECTS)
        ],
        "bodies": [
            [f"{n:09}", " ".join(dice.choices(words, k=4)), f"XX{n:08}", f"{n % REGIONS:05}"]
            for n in range(BODIES)
        ],
        "parts": [
            [str(100000 + project), f"{body:09}", str(dice.randrange(10**6))]
            for project, body in sorted(parts)
        ],
        "topics": [[str(100000 + project), str(field)] for project, field in sorted(topics)],
    }


def pack(file: Path, said: dict[str, Table], *, level: int = 6) -> None:
    """Write the tables as a zip of CSV; another level gives other bytes of the same content."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, rows in said.items():
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            archive.writestr(f"{name}.csv", text.getvalue())


def read(asked: Asked) -> Iterator[Row]:
    """Yield the rows of every table."""
    for file in asked.files:
        with zipfile.ZipFile(file) as archive:
            for name, columns in COLUMNS.items():
                with archive.open(f"{name}.csv") as member:
                    lines = io.TextIOWrapper(member, encoding="utf-8", newline="")
                    for row in csv.reader(lines):
                        values = dict(zip(columns, row, strict=True))
                        yield Row(name, f"{name} {' '.join(row[:2])}", values)


COLUMNS = {
    "regions": ("id", "name"),
    "fields": ("id", "name"),
    "projects": ("id", "name", "text", "since"),
    "bodies": ("id", "name", "vat", "region"),
    "parts": ("project", "body", "money"),
    "topics": ("project", "field"),
}


def records(row: Row) -> Iterable[Record]:
    """Give the records of a row of any table."""
    return _MAKERS[row.table](row, (Evidence(NAME, row.place),))


def _thing(row: Row, here: tuple[Evidence, ...]) -> Iterator[Record]:
    scheme, type_ = ("jis", "Region") if row.table == "regions" else ("euroscivoc", "Technology")
    yield Entity(_key(scheme, row.pop("id")), (type_,), (Name(row.pop("name"), "en"),), here)


def _project(row: Row, here: tuple[Evidence, ...]) -> Iterator[Record]:
    yield Entity(
        Key("cordis", row.pop("id")),
        ("Project",),
        (Name(row.pop("name"), "en"),),
        here,
        {"description_en": row.pop("text")},
        when=When(row.pop("since")),
    )


def _body(row: Row, here: tuple[Evidence, ...]) -> Iterator[Record]:
    key = Key("pic", row.pop("id"))
    vat = Key("vat", row.pop("vat"))
    yield Entity(key, ("Organisation",), (Name(row.pop("name"), "en"),), here, identifiers=(vat,))
    yield Link("LOCATED_IN", key, _key("jis", row.pop("region")), here, role="registered_office")


def _part(row: Row, here: tuple[Evidence, ...]) -> Iterator[Record]:
    ends = Key("pic", row.pop("body")), _key("cordis", row.pop("project"))
    money: dict[str, float] = {"eu_contribution": float(row.pop("money"))}
    yield Link("PARTICIPATES_IN", *ends, here, role="partner", basis="register", properties=money)


def _topic(row: Row, here: tuple[Evidence, ...]) -> Iterator[Record]:
    ends = _key("cordis", row.pop("project")), _key("euroscivoc", row.pop("field"))
    yield Link("HAS_TECHNOLOGY", *ends, here, basis="register")


_MAKERS = {
    "regions": _thing, "fields": _thing, "projects": _project, "bodies": _body, "parts": _part,
    "topics": _topic,
}  # fmt: skip

SOURCE = Source(
    name=NAME,
    title=Text("測定用の登録簿", "a register for measuring"),
    publisher=Text("測定", "bench"),
    licence="CC0",
    address="",
    rhythm=Text("なし", "none"),
    read=read,
    map=records,
    expect={"Project": range(PROJECTS, PROJECTS + 1)},
    accepts=Text("一つの zip", "one zip"),
)


def _text(dice: random.Random, words: list[str]) -> str:
    return " ".join(dice.choices(words, k=TEXT // 6))[:TEXT].strip()


@cache
def _key(scheme: str, value: str) -> Key:
    return Key(scheme, value)
