"""Small exports and records of gBizINFO with invented bodies, and what is read from files."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from stdnum.jp import cn

from ingest.row import Row
from ingest.source import Asked
from ingest.sources.gbizinfo import SOURCE, read
from kb.errors import KakehashiError
from kb.records import Entity, Link, Record
from kb.vocabulary import vocabulary

COLUMNS = ("", "corporate_number", "name", "subsidy_title", "amount", "date_of_approval")
PROGRAMME = "中小企業経営支援等対策費補助金（戦略的基盤技術高度化支援事業）"
AT = "2026-11-21T09:00:00+00:00"


def number(seed: int) -> str:
    """Give an invented corporate number with its check digit."""
    rest = f"{seed:012d}"
    return f"{cn.calc_check_digit(rest)}{rest}"


FIRM, SCHOOL, TOWN = number(999_901_000_001), number(999_905_000_002), number(20_049_999)


def export(folder: Path, *rows: Sequence[str], encoding: str = "utf-8") -> Path:
    file = folder / "subsidies.csv"
    with file.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([COLUMNS, *((str(i), *row) for i, row in enumerate(rows))])
    return file


def record(folder: Path, **stated: object) -> Path:
    file = folder / "record.json"
    said = {"corporate_number": FIRM, "name": "架空精機株式会社", **stated}
    file.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return file


def said(*files: Path, whole: bool = False) -> list[Record]:
    found: list[Record] = []
    words = vocabulary()
    for row in read(Asked(files, whole=whole)):
        assert isinstance(row, Row), row.sentence("en")
        for one in SOURCE.map(row):
            assert isinstance(one, (Entity, Link))
            words.check(one)
            found.append(one)
        assert row.left() == (), row
    return found


def problems(*files: Path) -> str:
    try:
        found = [row for row in read(Asked(files)) if isinstance(row, KakehashiError)]
    except KakehashiError as problem:
        found = [problem]
    return " ".join(problem.sentence("en") for problem in found)


def links(records: Sequence[Record], type_: str) -> list[Link]:
    return [one for one in records if isinstance(one, Link) and one.type == type_]


def entities(records: Sequence[Record], type_: str) -> list[Entity]:
    return [one for one in records if isinstance(one, Entity) and type_ in one.types]
