"""The Japan Standard Industrial Classification (JSIC): divisions, major groups, groups, classes.

Each row of the table is one entry. Its four columns hold the codes of all levels down to the
entry's own; zeros stand where the entry is wider than the column (`A,00,000,0000` is division A).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from ingest.read import csv_rows
from ingest.row import Row
from ingest.source import Asked, Source
from kb.errors import KakehashiError
from kb.identity import check
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.text import Text

NAME = "industries"
LEVELS = ("大分類コード", "中分類コード", "小分類コード", "細分類コード")
TITLE = "項目名"
WIDTHS = (1, 2, 3, 4)


def read(asked: Asked) -> Iterator[Row | KakehashiError]:
    """Yield the entries with their code and the code of the wider entry, wider ones first."""
    places: dict[str, tuple[str, list[str]]] = {}
    for file in asked.files:
        for row in csv_rows(file, "industry", required=(*LEVELS, TITLE), published=True):
            try:
                yield _entry(row, places)
            except KakehashiError as problem:
                yield problem


def records(row: Row) -> Iterable[Record]:
    """Turn one entry into an industry and the tie to the wider one."""
    key = Key("jsic", row.pop("code"))
    evidence = (Evidence(NAME, row.place),)
    yield Entity(key, ("Industry",), (Name(row.pop(TITLE)),), evidence, {"code": key.value})
    if wider := row.pop("within", ""):
        yield Link("PART_OF", key, Key("jsic", wider), evidence, basis="register")


def _entry(row: Row, places: dict[str, tuple[str, list[str]]]) -> Row:
    """Give the row of an entry; `places` holds the line and the codes of those before it."""
    codes = [row.pop(level) for level in LEVELS]
    for code, level, width in zip(codes, LEVELS, WIDTHS, strict=True):
        if not code.isascii() or not code.isalnum() or len(code) != width:
            raise row.wrong(level, Text(f"{width}桁の符号", f"a code of {width}"), code)
    row.values[TITLE] = row.pop(TITLE)
    own = _own(row, codes)
    line, row.place = row.place, f"JSIC {own[-1]}"
    if own[-1] in places:
        twice = f"{line} = {places[own[-1]][0]}"
        raise row.wrong(TITLE, Text("一度だけ", "each code once"), twice)
    if len(own) > 1 and (own[-2] not in places or places[own[-2]][1] != own[:-1]):
        expected = Text("先に出る上位の項目", "its wider entry before it")
        raise row.wrong(TITLE, expected, ",".join(own[:-1]))
    places[own[-1]] = line, own
    row.values |= {"code": own[-1], "within": own[-2] if len(own) > 1 else ""}
    return row


def _own(row: Row, codes: list[str]) -> list[str]:
    """Give the codes from the division down to the entry's own; refuse what does not nest."""
    own = [code for code in codes if code.strip("0")]
    if own != codes[: len(own)] or not own:
        raise row.wrong(
            LEVELS[-1], Text("上位から続く符号", "codes without a gap"), ",".join(codes)
        )
    for wider, finer in pairwise(own[1:]):
        if not finer.startswith(wider):
            raise row.wrong(LEVELS[-1], f"{wider}…", finer)
    check(Key("jsic", own[-1]))
    return own


SOURCE = Source(
    name=NAME,
    title=Text("日本標準産業分類", "Japan Standard Industrial Classification"),
    publisher=Text("総務省", "Ministry of Internal Affairs and Communications, Japan"),
    licence="政府標準利用規約（第2.0版）、CC BY 4.0互換 / "
    "Government Standard Terms of Use 2.0, compatible with CC BY 4.0",
    address="https://www.soumu.go.jp/toukei_toukatsu/index/seido/sangyo/index.htm",
    rhythm=Text("数年ごとの改定", "revised every few years"),
    read=read,
    map=records,
    expect={"Industry": range(1_900, 2_400)},
    accepts=Text("産業分類の表（jsic.csv）", "the table of the classification (jsic.csv)"),
    attribution=Text(
        "出典: 総務省「日本標準産業分類」",
        "Source: Japan Standard Industrial Classification, Ministry of Internal Affairs and "
        "Communications",
    ),
    published_as=("**/jsic.csv",),
)
