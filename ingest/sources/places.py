"""Japan's municipalities and prefectures as regions, with their codes and positions.

Two tables: the municipalities (CSV, in UTF-8 with the official code or in CP932 without it) and
the seats of the prefectural governments (JSON). Where both tables of municipalities are given, the
one with the official code is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ingest.countries import country
from ingest.fetch import Web
from ingest.json_stream import one_value
from ingest.prefectures import (
    JAPAN,
    PREFECTURES,
    Prefecture,
    prefecture,
    prefecture_links,
    prefecture_named,
)
from ingest.read import csv_rows
from ingest.row import Row
from ingest.source import Asked, Source
from kb.errors import InputError, KakehashiError
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value
from kb.text import Text

NAME = "places"
MUNICIPALITIES = ("pid", "pref", "cid", "city", "citykana", "lat", "lng", "url", "phrase")
"""The columns that both tables of municipalities have; `lgcode` is in one of them only."""

ADDRESSES = {
    "localgovjp-utf8.csv": "https://code4fukui.github.io/localgovjp/localgovjp-utf8.csv",
    "japanese-prefectural-capitals.json": "https://champierre.github.io/japanese-prefectural-capitals/index.json",
}

MOST_SEATS_BYTES = 1_000_000

WEIGHTS = (6, 5, 4, 3, 2)
SEAT = "都道府県庁の位置"
SEAT_EN = "position of the prefectural government's seat"


def read(asked: Asked) -> Iterator[Row | KakehashiError]:
    """Yield the country, the 47 prefectures (with the seats that a file gives), the municipalities."""
    seats: dict[str, Mapping[str, object]] = {}
    cities: dict[str, Row] = {}
    for file in asked.files:
        if file.suffix.lower() == ".json":
            seats |= _seats(file)
        else:
            yield from _collect(file, cities)
    yield Row("country", "country JP", {"code": JAPAN.value})
    for one in PREFECTURES.values():
        position = {side: str(seats.get(one.code, {}).get(side, "")) for side in ("lat", "lng")}
        yield Row("prefecture", f"prefectures {one.code}", {"code": one.code, **position})
    yield from _with_their_cities(cities)


def records(row: Row) -> Iterable[Record]:
    """Turn one row into a region and the tie to the region it lies in."""
    evidence = Evidence(NAME, row.place)
    code = row.pop("code")
    if row.table == "country":
        yield country(code, (evidence,))
    elif row.table == "prefecture":
        yield _prefecture(row, code, evidence)
        yield from prefecture_links(code, evidence)
    else:
        yield _municipality(row, code, evidence)
        within = Key("jis", row.pop("within"))
        yield Link("PART_OF", Key("jis", code), within, (evidence,), basis="register")


def fetch(web: Web) -> Sequence[Path]:
    """Bring both tables from those who keep them."""
    return tuple(web.download(address, name=name) for name, address in ADDRESSES.items())


def check_digit(code: str) -> str:
    """Give the check digit of a five-digit code (weights 6 to 2, modulus 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(code, WEIGHTS, strict=True))
    return str((11 - total % 11) % 10)


def _seats(file: Path) -> dict[str, Mapping[str, object]]:
    """Read the positions of the seats by prefecture code."""
    stated = one_value(file, most_bytes=MOST_SEATS_BYTES)
    if not isinstance(stated, dict):
        raise _not_seats(file, type(stated).__name__)
    found: dict[str, Mapping[str, object]] = {}
    for name, position in stated.items():
        one = prefecture_named(name)
        if one is None or not isinstance(position, dict) or set(position) != {"lat", "lng"}:
            raise _not_seats(file, f"{name}: {position}"[:200])
        found[one.code] = position
    return found


def _not_seats(file: Path, found: str) -> InputError:
    return InputError(
        Text(
            "都道府県庁の位置の表として読めません。",
            "This is not a table of the seats of the prefectures.",
        ),
        expected='{"北海道": {"lat": 43.06, "lng": 141.35}, …}',
        found=found,
        where=file.name,
        remedy=Text("公開元から取り直してください。", "Fetch it again from its publisher."),
    )


def _collect(file: Path, cities: dict[str, Row]) -> Iterator[KakehashiError]:
    """Add a table's rows by code; what is wrong with a row is yielded."""
    own: set[str] = set()
    width = len(MUNICIPALITIES)
    for row in csv_rows(file, "municipality", required=MUNICIPALITIES, published=True):
        width = max(width, len(row.said))
        try:
            _require_whole(row, width)
            code = _code(row)
        except KakehashiError as problem:
            yield problem
            continue
        if code in own:
            yield row.wrong("cid", Text("一度だけ", "each code once"), code)
        own.add(code)
        row.place = f"municipalities {code}"
        row.values["code"] = code
        # The table with the official code is believed before the one without.
        if code not in cities or "lgcode" in row.said:
            cities[code] = row


def _require_whole(row: Row, width: int) -> None:
    """Refuse a row with fewer cells than those before it: the file was cut off."""
    if len(row.said) < width:
        last = list(row.said)[-1]
        raise row.wrong(last, f"{width}", Text("行が途中で切れている", "the row is cut off"))


def _code(row: Row) -> str:
    """Give the five-digit code, its leading zero restored, checked against every other column."""
    short = row.pop("cid")
    code = short.zfill(5)
    one = _prefecture_of(row)
    if not (short.isascii() and code.isdigit() and len(code) == len(WEIGHTS)):
        raise row.wrong("cid", Text("5桁までの数字", "up to 5 digits"), short)
    if code[:2] != one.code:
        raise row.wrong("cid", f"{one.name} = {one.code}…", code)
    official = row.pop("lgcode", "")
    if official and official != code + check_digit(code):
        raise row.wrong("lgcode", code + check_digit(code), official)
    return code


def _prefecture_of(row: Row) -> Prefecture:
    name, number = row.pop("pref"), row.pop("pid")
    one = prefecture_named(name)
    if one is None or one.code != number.zfill(2):
        raise row.wrong("pref", Text("都道府県名とその番号", "a prefecture and its number"), name)
    return one


def _with_their_cities(cities: Mapping[str, Row]) -> Iterator[Row | KakehashiError]:
    """Tell each row which region it lies in: a ward in its city, all others in the prefecture."""
    codes = {(code[:2], row.said["city"].strip()): code for code, row in cities.items()}
    for code, row in cities.items():
        city, blank, _ = row.said["city"].strip().partition(" ")
        within = codes.get((code[:2], city)) if blank else code[:2]
        if within is None:
            yield row.wrong("city", Text("表にある市の区", "a ward of a city in the table"), city)
            continue
        row.values["within"] = within
        yield row


def _prefecture(row: Row, code: str, evidence: Evidence) -> Entity:
    thin = prefecture(code, evidence)
    if not row.values.get("lat"):
        return thin
    position = {"latitude": row.pop_number("lat"), "longitude": row.pop_number("lng")}
    seat = Evidence(evidence.source, evidence.place, note=SEAT, note_en=SEAT_EN)
    return Entity(thin.key, thin.types, thin.names, (seat,), {**thin.properties, **position})


def _municipality(row: Row, code: str, evidence: Evidence) -> Entity:
    written, kana = row.pop("city"), row.pop("citykana", "")
    name = "".join(written.split())
    names = [Name(name, original=written if written != name else "")]
    if kana:
        spoken = "".join(kana.split())
        names.append(Name(spoken, "ja-Hira", original=kana if kana != spoken else ""))
    stated: dict[str, Value] = {
        "code": code,
        "country": JAPAN.value,
        "level": "municipality" if name == written else "district",
        "latitude": row.pop_number("lat"),
        "longitude": row.pop_number("lng"),
        "homepage": row.pop("url", ""),
        "slogan": row.pop("phrase", ""),
    }
    said = {name: value for name, value in stated.items() if value != ""}
    return Entity(Key("jis", code), ("Region",), tuple(names), (evidence,), said)


SOURCE = Source(
    name=NAME,
    title=Text("日本の都道府県と市区町村", "Japan's prefectures and municipalities"),
    publisher=Text(
        "総務省の全国地方公共団体コードによる公開の表",
        "Public tables after the local government codes of the Ministry of Internal Affairs",
    ),
    licence="CC0 1.0; MIT",
    address="https://www.soumu.go.jp/denshijiti/code.html",
    rhythm=Text("市町村の合併や改称の時", "when municipalities merge or change their names"),
    read=read,
    map=records,
    expect={"Region": range(1_800, 2_300)},
    accepts=Text(
        "市区町村の表（localgovjp-utf8.csv または -sjis.csv）と都道府県庁の位置（JSON）",
        "the table of municipalities (localgovjp-utf8.csv or -sjis.csv) and the seats of the "
        "prefectures (JSON)",
    ),
    fetch=fetch,
    attribution=Text(
        "出典: 総務省「全国地方公共団体コード」による localgovjp（CC0）、"
        "japanese-prefectural-capitals（MIT）",
        "Source: localgovjp (CC0) after the local government codes of the Ministry of Internal "
        "Affairs and Communications; japanese-prefectural-capitals (MIT)",
    ),
    published_as=("**/localgovjp-utf8.csv", "**/japanese-prefectural-capitals.json"),
)
