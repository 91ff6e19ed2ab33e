"""MEXT's list of universities: who set them up, where they are, their faculties, their presidents.

The ministry publishes the list (全国大学一覧) as workbooks; what is read here is their conversion to
JSON, which the ministry does not publish, so that nothing can be fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ingest.archive import opened
from ingest.countries import country
from ingest.json_cells import cells, items, text_in, texts
from ingest.json_stream import objects
from ingest.mext.cells import address, clean, person, prefecture_in, telephone, term
from ingest.mext.joint import SECTIONS, Courses
from ingest.mext.units import FACULTY, GRADUATE, Major, Whole, campuses, located, majors, units
from ingest.prefectures import PREFECTURES, Prefecture, prefecture, prefecture_links
from ingest.row import Row
from ingest.source import Asked, Source
from kb.errors import InputError, KakehashiError
from kb.identity import normalise
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value
from kb.text import Text

NAME = "mext_universities"
ESTABLISHMENTS = {"国立": "national", "公立": "public", "私立": "private"}
HISTORIES = {"History-F": "学部沿革", "History-G": "大学院沿革"}
TITLES = {
    FACULTY: "学部",
    GRADUATE: "研究科",
    "campus": "学部・研究科所在地（キャンパス名など）",
    **HISTORIES,
    **SECTIONS,
}
PRESIDENT = "学長"
PURPOSE = "大学を代表する人を示すため / to show who heads a university"

_EVENT = frozenset({"date", "detail"})


def read(asked: Asked) -> Iterator[Row | KakehashiError]:
    """Yield a row a university, then the pairs with joint courses, and Japan's prefectures."""
    courses = Courses()
    for file in asked.files:
        with opened(file) as stream:
            for count, found in enumerate(objects(stream, file.name), 1):
                try:
                    row = _row(found, f"{file.name}, {count}")
                    courses.take(row)
                except KakehashiError as problem:
                    yield problem
                else:
                    yield row
    try:
        yield from courses.rows()
    except KakehashiError as problem:
        yield problem
    yield Row("country", "country JP", {"code": "JP"})
    for code in PREFECTURES:
        yield Row("prefecture", f"prefecture {code}", {"code": code})


def tell(row: Row) -> Iterable[Record]:
    """Turn a row into records; pure."""
    return _READERS[row.table](row, Evidence(NAME, row.place))


def _row(found: dict[str, Any], place: str) -> Row:
    """Give the row of a university, every titled section as the list that it holds."""
    row = Row("university", str(found.get("mext_code") or place), cells(found))
    for column, value in found.items():
        if column not in TITLES and not isinstance(value, str | None):
            raise row.wrong(column, Text("文字", "a text"), repr(value))
    row.values["mext_code"] = _code(row)
    for column, title in TITLES.items():
        section = found.get(column)
        names = section.keys() if isinstance(section, dict) else set()
        named = (section or {}).get("name" if "name" in names else "table") if names else None
        if named != title or len(names) != len(("name", "rows")) or "rows" not in names:
            raise row.wrong(column, title, repr(section)[:80])
        row.values |= cells({column: found[column]["rows"]})
    return row


def _code(row: Row) -> str:
    stated = row.pop("mext_code")
    try:
        return normalise("mext", stated).value
    except InputError as problem:
        raise row.wrong("mext_code", problem.parts["expected"], stated) from problem


def _university(row: Row, evidence: Evidence) -> Iterator[Record]:
    key, name = Key("mext", row.pop("mext_code")), clean(row.pop("name"))
    taught = {column: majors(row, column) for column in (FACULTY, GRADUATE)}
    properties, originals, within = _seat(
        row, [line for lines in taught.values() for line in lines]
    )
    properties["establishment"] = ESTABLISHMENTS[row.pop_one_of("type", tuple(ESTABLISHMENTS), "")]
    if history := tuple(dict.fromkeys(_history(row))):
        properties["history"] = history
    names = (Name(name), Name(clean(row.pop("name_eng")), "en"))
    yield Entity(key, ("University",), names, (evidence,), properties, originals=originals)
    if within:
        yield located(key, within, evidence, "head_office")
    whole = Whole(NAME, key, name, str(properties.get("postal_code", "")))
    for column, lines in taught.items():
        yield from units(whole, column, lines)
    yield from campuses(row, whole)
    yield from _president(row, key, evidence)


def _seat(
    row: Row, lines: Iterable[Major]
) -> tuple[dict[str, Value], dict[str, str], Prefecture | None]:
    """Give address, postal code and telephone, what they were before, and the certain prefecture.

    Where the address leaves the prefecture out, it is that of the faculties' city it begins with.
    """
    stated = {"address": row.pop("addr"), "telephone": row.pop("tel", "")}
    code, line = address(stated["address"])
    number = telephone(stated["telephone"])
    properties: dict[str, Value] = {"address": line}
    if code:
        properties["postal_code"] = code
    if number:
        properties["telephone"] = number
    elif stated["telephone"]:
        properties["doubt"] = f"電話の欄に番号でない「{stated['telephone']}」がある。"
        properties["doubt_en"] = f"The telephone column holds no number: “{stated['telephone']}”."
    originals = {word: said for word, said in stated.items() if properties.get(word, said) != said}
    cities = (one.prefecture for one in lines if one.city and line.startswith(one.city))
    return properties, originals, prefecture_in(line) or next(cities, None)


def _history(row: Row) -> Iterator[str]:
    for column in HISTORIES:
        for one in items(row, column, _EVENT):
            date, detail = (text_in(row, column, one, part) for part in ("date", "detail"))
            lines = detail.replace("_x000D_", "").splitlines()
            told = "、".join(line for text in lines if (line := clean(text)))
            yield clean(f"{date} {told}")


def _president(row: Row, university: Key, evidence: Evidence) -> Iterator[Record]:
    name, remark = person(row.pop("president"))
    said = row.pop("term_president", "")
    when, unread = term(said)
    digest = hashlib.sha256(f"{university.value}\t{PRESIDENT}\t{when.since}".encode()).hexdigest()
    key = Key("local", f"{NAME}:{digest[:12]}")
    properties: dict[str, Value] = {"title": remark or PRESIDENT}
    if not remark:
        properties["title_en"] = "President"
    if unread:
        properties["doubt"] = f"任期の欄に日付でない「{unread}」がある。"
        properties["doubt_en"] = f"The column of the term of office holds no date: “{unread}”."
    ground: dict[str, Value] = {"ground": "public_role", "purpose": PURPOSE}
    yield Entity(key, ("Person",), (name,), (evidence,), ground)
    yield Link(
        "AFFILIATED_WITH",
        key,
        university,
        (evidence,),
        role="representative",
        when=when,
        basis="register",
        properties=properties,
    )


def _joint(row: Row, _: Evidence) -> Iterator[Record]:
    yield Link(
        "COLLABORATES_WITH",
        Key("mext", row.pop("a")),
        Key("mext", row.pop("b")),
        tuple(Evidence(NAME, place) for place in texts(row, "said")),
        basis="register",
        properties={"kind": "joint_teaching", "what": "、".join(texts(row, "courses"))},
    )


def _country(row: Row, evidence: Evidence) -> Iterator[Record]:
    yield country(row.pop("code"), (evidence,))


def _prefecture(row: Row, evidence: Evidence) -> Iterator[Record]:
    code = row.pop("code")
    yield prefecture(code, evidence)
    yield from prefecture_links(code, evidence)


_READERS: Mapping[str, Callable[[Row, Evidence], Iterator[Record]]] = {
    "university": _university,
    "joint": _joint,
    "country": _country,
    "prefecture": _prefecture,
}

SOURCE = Source(
    name=NAME,
    title=Text("全国大学一覧", "List of Universities"),
    publisher=Text(
        "文部科学省", "Ministry of Education, Culture, Sports, Science and Technology (MEXT)"
    ),
    licence="文部科学省ウェブサイト利用規約 / terms of use of MEXT's website",
    address="https://www.mext.go.jp/a_menu/koutou/ichiran/mext_01853.html",
    rhythm=Text("年に一度", "once a year"),
    read=read,
    map=tell,
    expect={"University": range(700, 1000), "Person": range(700, 1000)},
    accepts=Text(
        "全国大学一覧を JSON にしたもの（universities_mext_*.json）",
        "the list of universities as JSON (universities_mext_*.json)",
    ),
    attribution=Text(
        "出典: 文部科学省「全国大学一覧」を加工して作成",
        "Source: MEXT, List of Universities (全国大学一覧), adapted",
    ),
    published_as=("**/universities_mext_*.json",),
)
