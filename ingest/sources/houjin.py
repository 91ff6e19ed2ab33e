"""The corporate numbers of Japan: every body with a 法人番号, its names, seats, closings, mergers.

An event of the register becomes one word on the body, told apart from its other words by a
discriminator that sorts by time; a seat becomes a tie to its municipality from the day of the
event; a merger becomes a succession from the day on which it took effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from ingest.fetch import Web
from ingest.houjin.history import UNUSED, read
from ingest.houjin.kinds import FOUNDATIONS, form_of, types_of
from ingest.houjin.line import CAUSES, PROCESSES, Line
from ingest.houjin.mergers import mergers
from ingest.houjin.pages import newest
from ingest.prefectures import prefecture, prefecture_of
from ingest.row import Row
from ingest.source import Source
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value
from kb.text import Text, same
from kb.when import When, at, between

NAME = "houjin"
JAPAN = "JP"
FOREIGN = "401"
EARLIEST = "0"
"""Sorts before every event: what another body's remark says of this one."""
OFFICE = "registered_office"
STATES = {"22": "active", "99": "withdrawn"}
NO_EVENT = Line._make([""] * 30)

FROM_A_REMARK = Text(
    "合併の相手の登記記録にある文から読み取った。",
    "Read out of the remark on the register of the other party to a merger.",
)
GLYPH = Text(
    "{what}に入力できない字がある。公表サイトの画像 {image} を参照。",
    "{what} holds a glyph that cannot be typed; see image {image} of the register.",
)
GLYPHS = (
    Text("名前", "The name"),
    Text("住所", "The address"),
    Text("国外の住所", "The address abroad"),
)


def records(row: Row) -> Iterable[Record]:
    """Turn one row into a region, a body that is named only, or an event of a body; pure."""
    return _READERS[row.table](row)


def _prefecture(row: Row) -> Iterator[Record]:
    yield prefecture(row.pop("code"), Evidence(NAME, row.place))


def _municipality(row: Row) -> Iterator[Record]:
    code, evidence = row.pop("code"), (Evidence(NAME, row.place),)
    properties: dict[str, Value] = {"code": code, "level": "municipality", "country": JAPAN}
    yield Entity(Key("jis", code), ("Region",), (Name(row.pop("name")),), evidence, properties)
    yield Link("PART_OF", Key("jis", code), prefecture_of(code).key, evidence, basis="register")


def _named(row: Row) -> Iterator[Record]:
    """Give a body that no file describes, by what the other party to its merger says of it."""
    number, name = row.pop("number"), row.pop("name", "")
    yield Entity(
        Key(NAME, number),
        ("Organisation",),
        (Name(name),) if name else (),
        (Evidence(NAME, row.place, note=FROM_A_REMARK.ja, note_en=FROM_A_REMARK.en),),
        discriminator=EARLIEST,
    )


def _event(row: Row) -> Iterator[Record]:
    """Give the word of one event on its body, its seat, and the successions it tells of."""
    said = row.values
    discriminator, stayed = said.pop("discriminator"), said.pop("stayed")
    reopened, support = said.pop("reopened", ""), said.pop("support", "")
    line = NO_EVENT._replace(**said)
    said.clear()
    evidence = (Evidence(NAME, row.place),)
    yield Entity(
        Key(NAME, line.number),
        _types(line, support=bool(support)),
        _names(line),
        evidence,
        _properties(line, closed_for_good=not reopened),
        discriminator=discriminator,
    )
    if line.city_code and not stayed:
        yield _seat(line, discriminator, evidence)
    for merger in mergers(line):
        yield Link(
            "SUCCEEDED_BY",
            Key(NAME, merger.absorbed),
            Key(NAME, merger.survivor),
            evidence,
            when=merger.when,
            basis="register",
            properties={"kind": "merger"},
            discriminator=discriminator,
        )


def _types(line: Line, *, support: bool) -> tuple[str, ...]:
    types = types_of(line.kind, line.name)
    if not support:
        return types
    foundation = form_of(line.kind, line.name) in FOUNDATIONS
    mine = "SupportFoundation" if foundation else "SupportBody"
    return (mine, *(type_ for type_ in types if type_ != "Organisation"))


def _names(line: Line) -> tuple[Name, ...]:
    said = ((line.name, "ja"), (line.furigana, "ja-Kana"), (line.en_name, "en"))
    return tuple(Name(text.strip(), language) for text, language in said if text.strip())


def _properties(line: Line, *, closed_for_good: bool) -> dict[str, Value]:
    closing = line.process == "21"
    merged = line.close_cause == "11"
    said = {
        "legal_form": form_of(line.kind, line.name),
        "country": "" if line.kind in (FOREIGN, "") else JAPAN,
        "address": _address(line),
        "postal_code": line.post_code,
        "address_en": _in_english(line),
        "address_abroad": line.outside,
        "number_assigned": line.assigned,
        "register_event": PROCESSES[line.process],
        "register_date": line.changed,
        "register_remark": line.cause,
        "closure_cause": CAUSES.get(line.close_cause, ""),
        "dissolved": line.closed if closed_for_good else "",
        "state": ("merged" if merged else "dissolved") if closing else STATES.get(line.process, ""),
        **_glyphs(line),
    }
    stated: dict[str, Value] = {name: text.strip() for name, text in said.items() if text.strip()}
    return {**stated, "hidden_from_search": True} if line.hidden == "1" else stated


def _glyphs(line: Line) -> dict[str, str]:
    """Say which names hold a glyph that the register can show as an image only."""
    images = (line.name_image, line.address_image, line.outside_image)
    said = [
        GLYPH.filled(what=what, image=same(image))
        for what, image in zip(GLYPHS, images, strict=True)
        if image
    ]
    if not said:
        return {}
    return {
        "doubt": "".join(one.ja for one in said),
        "doubt_en": " ".join(one.en for one in said),
    }


def _seat(line: Line, discriminator: str, evidence: tuple[Evidence, ...]) -> Link:
    """Give the registered office from the day of the event; that of a closed body, of its end."""
    over = line.process == "21"
    said = {
        "address": _address(line),
        "postal_code": line.post_code,
        "address_en": _in_english(line),
    }
    return Link(
        "LOCATED_IN",
        Key(NAME, line.number),
        _municipality_key(line.prefecture_code + line.city_code),
        evidence,
        role=OFFICE,
        when=_day(line.changed) if over else _from(line.changed),
        basis="register",
        status="former" if over else "current",
        properties={name: text for name, text in said.items() if text},
        discriminator=discriminator,
    )


def _address(line: Line) -> str:
    return f"{line.prefecture}{line.city}{line.street}"


def _in_english(line: Line) -> str:
    return ", ".join(part for part in (line.en_city, line.en_prefecture, line.en_outside) if part)


@lru_cache(maxsize=4000)
def _municipality_key(code: str) -> Key:
    return Key("jis", code)


@lru_cache(maxsize=20_000)
def _from(day: str) -> When:
    return between(day, "")


@lru_cache(maxsize=20_000)
def _day(day: str) -> When:
    return at(day)


def fetch(web: Web) -> Sequence[Path]:
    """Bring the full file of the whole country and the differences of the last days."""
    return newest(web)


_READERS = {
    "prefecture": _prefecture,
    "municipality": _municipality,
    "named": _named,
    "event": _event,
}

SOURCE = Source(
    name=NAME,
    title=Text("国税庁法人番号公表サイト", "Corporate Number Publication Site"),
    publisher=Text("国税庁", "National Tax Agency, Japan"),
    licence="公共データ利用規約（第1.0版）、CC BY 4.0互換 / "
    "Public Data License 1.0, compatible with CC BY 4.0",
    address="https://www.houjin-bangou.nta.go.jp/download/",
    rhythm=Text(
        "全件は毎月末、差分は平日ごと", "full at the end of a month, differences on workdays"
    ),
    read=read,
    map=records,
    # A day may bring nobody who matters; more regions than Japan has had would be misread codes.
    expect={"Region": range(5000)},
    accepts=Text(
        "全件データ（zipかCSV）と日次の差分データ（CSVかzip）。見出しなし、23列または30列",
        "full files (zip or CSV) and daily differences (CSV or zip), no header, 23 or 30 columns",
    ),
    fetch=fetch,
    ignore=UNUSED,
    scope="part",
    names=frozenset({NAME}),
    attribution=Text(
        "出典：国税庁法人番号公表サイト（国税庁）の公表データを加工して作成",
        "Source: Corporate Number Publication Site (National Tax Agency, Japan), processed",
    ),
    published_as=("**/*_all_*.zip", "**/diff_*.csv", "**/diff_*.zip"),
)
