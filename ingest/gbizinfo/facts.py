"""Rows of a body's own record at gBizINFO to records; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping

from ingest.gbizinfo.bodies import body_type, legal_form
from ingest.gbizinfo.exports import day_of
from ingest.gbizinfo.figures import figure, statistic, year_end
from ingest.gbizinfo.grants import administers, day, department
from ingest.gbizinfo.titles import SOURCE_NAME, local
from ingest.prefectures import PREFECTURES, prefecture
from ingest.row import Row
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value
from kb.text import Text
from kb.when import ALWAYS, When

WORD = "record"
"""Tells a body's own record from the exports, which name the same body; the record is later."""

CLOSED = "閉鎖"
MERGER = ("合併", "11")
COUNTS = ("patent_applications", "design_applications", "trademark_applications")
FURTHER = ("qualification_grade", "process", "aggregated_year", "company_size_male",
           "company_size_female")  # fmt: skip
KINDS = {"認証": "conformity", "認定": "recognition", "許可": "licence", "承認": "approval",
         "登録": "registration", "表彰": "award"}  # fmt: skip
DEPARTMENTS = "government_departments"

_POST = re.compile(
    r"^(?:(?:代表|取締役|執行役員?|社長|副社長|会長|専務|常務|業務|理事長?|学長|総長|校長|園長|院長|"
    r"所長|頭取|社員|清算人|組合長|管理者|職務|執行者|知事|市長|区長|町長|村長|兼|CEO|COO|CFO|"
    r"最高経営責任者|最高執行責任者)[\s・、,]*)+"
)
_FIRM = re.compile(
    r"[A-Za-z0-9]|法人|会社|組合|銀行|金庫|信託|財団|社団|機構|会$|共済|基金|大臣|[都道府県市]$|"
    r"バンク|カンパニー|コーポレーション|リミテッド|ファンド|トラスト|エルエルシー|インク"
)
SHAREHOLDER = "人か団体かは書かれていない。人として扱う。"
SHAREHOLDER_EN = "Whether a person or a body is not stated; treated as a person."


def records(row: Row) -> Iterable[Record]:
    """Turn one row of a record into records."""
    return _READERS[row.table](row, (Evidence(SOURCE_NAME, row.place),))


def _body(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    key = Key("houjin", row.pop("corporate_number"))
    name, kind = row.pop("name"), row.pop("kind", "")
    updated = day_of(row, "update_date")
    evidence = (Evidence(SOURCE_NAME, row.place, retrieved=updated),)
    representative = row.pop("representative_name", "")
    location = row.pop("location", "")
    yield Entity(
        key,
        (body_type(name, key.value, kind[:3]),),
        tuple(_names(row, name)),
        evidence,
        _stated({**_facts(row, name), "address": location, "further_facts": _further(row)}),
        discriminator=WORD,
    )
    yield from _located(key, location, evidence)
    if representative:
        yield from _representative(key, representative, evidence)


def _names(row: Row, name: str) -> Iterator[Name]:
    yield Name(name)
    if kana := row.pop("kana", ""):
        plain = unicodedata.normalize("NFKC", kana)
        hiragana = all("ぁ" <= one <= "ゖ" or one == "ー" for one in plain)
        original = kana if kana != plain else ""
        yield Name(plain, "ja-Hira" if hiragana else "ja-Kana", original=original)
    if english := row.pop("name_en", ""):
        yield Name(english, "en")


def _facts(row: Row, name: str) -> dict[str, Value | None]:
    closed, cause, status = (
        day_of(row, "close_date"), row.pop("close_cause", ""), row.pop("status", "-"),
    )  # fmt: skip
    return {
        "legal_form": legal_form(name),
        "capital": _not_negative(row, "capital_stock"),
        "employees": _not_negative(row, "employee_number"),
        "founded": day_of(row, "date_of_establishment") or row.pop("founding_year", ""),
        "dissolved": closed,
        "state": _state(status, closed, cause),
        "note": f"閉鎖の事由: {cause}" if cause else "",
        "homepage": row.pop("company_url", ""),
        "description_ja": row.pop("business_summary", ""),
        "postal_code": row.pop("postal_code", ""),
        "industry_code": _texts(row, "industry"),
        "keywords": _texts(row, "business_items"),
        **{count: row.pop_whole(count) for count in COUNTS},
    }


def _state(status: str, closed: str, cause: str) -> str:
    if cause in MERGER or MERGER[0] in cause:
        return "merged"
    return "dissolved" if closed or CLOSED in status else ""


def _not_negative(row: Row, column: str) -> int | None:
    number = row.pop_whole(column)
    if number is not None and number < 0:
        raise row.wrong(column, Text("0以上", "0 or more"), str(number))
    return number


def _further(row: Row) -> tuple[str, ...]:
    """Give the fields that no word says, the unknown ones among them, as `field = value`."""
    founded = row.pop("founding_year", "")
    told = [f"founding_year = {founded}"] if founded else []
    told += [f"{name} = {text}" for name in FURTHER if (text := row.pop(name, ""))]
    told += [line for line in row.pop("further", "").split("\n") if line]
    return (*told, *(f"{name} = {row.pop(name)}" for name in row.left()))


def _located(key: Key, location: str, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    for one in PREFECTURES.values():
        if location.startswith(one.name):
            yield prefecture(one.code, Evidence(SOURCE_NAME, f"prefectures {one.code}"))
            yield Link("LOCATED_IN", key, one.key, evidence, role="registered_office")


def _representative(key: Key, stated: str, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    """Give the person who represents a body: a public role in an official record."""
    plain = " ".join(unicodedata.normalize("NFKC", stated).split())
    found = _POST.match(plain)
    title, name = (found[0].strip(), plain[found.end() :]) if found else ("", plain)
    if not name:
        title, name = "", plain
    family, _, given = name.partition(" ")
    person = local("person", key.value, name)
    names = (Name(name, family=family if given else "", given=given, original=stated),)
    yield Entity(person, ("Person",), names, evidence, {"ground": "public_role"})
    said = {"title": title} if title else {}
    yield Link("AFFILIATED_WITH", person, key, evidence, role="representative", properties=said)


def _certification(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    title, body = row.pop("title"), Key("houjin", row.pop("number"))
    target = yield from _granted(row, title)
    since, until = day_of(row, "date_of_approval"), day_of(row, "expiration_date")
    kind = next((word for text, word in KINDS.items() if text in title), None)
    said = _stated({"what": _what(row, "target", "category", "enterprise_scale"), "kind": kind})
    yield Link(
        "CERTIFIED_BY",
        body,
        target,
        evidence,
        when=When(since or None, until or None, precision="day") if since or until else ALWAYS,
        properties=said,
        discriminator=row.place,
    )


def _commendation(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    title, body = row.pop("title"), Key("houjin", row.pop("number"))
    target = yield from _granted(row, title)
    yield Link(
        "AWARDED",
        body,
        target,
        evidence,
        when=day(day_of(row, "date_of_commendation")),
        properties=_stated({"what": _what(row, "target", "category", "note")}),
        discriminator=row.place,
    )


def _granted(row: Row, title: str) -> Generator[Record, None, Key]:
    """Give the certification or award and who administers it; return its key."""
    key = local("certification", title)
    where = f"certifications {key.value[-8:]}"
    yield Entity(key, ("Certification",), (Name(title),), (Evidence(SOURCE_NAME, where),))
    if office := row.pop(DEPARTMENTS, ""):
        yield from administers(office, key, where)
    return key


def _procurement(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    body, amount = Key("houjin", row.pop("number")), row.pop_whole("amount")
    title, date, office = row.pop("title"), day_of(row, "date_of_order"), row.pop(DEPARTMENTS, "")
    buyer = department(office or "政府機関")
    money: dict[str, Value] = {} if amount is None else {"amount": float(amount), "currency": "JPY"}
    said = "" if amount is None else f"{amount:,} JPY"
    item = " ".join(part for part in (date, said, title, _what(row, "note")) if part)
    yield buyer
    yield Link(
        "SUPPLIES_TO",
        body,
        buyer.key,
        evidence,
        when=day(date),
        properties={**money, "items": (item,)},
        discriminator=row.place,
    )


def _site(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    body, name = Key("houjin", row.pop("number")), row.pop("corporation_name")
    address = row.pop("corporation_location", "")
    row.values |= {"field": "insured_number", "value": row.pop("insured_number", "")}
    kana = row.pop("corporation_name_furigana", "")
    key = local("unit", body.value, name, address)
    told = _what(row, "corporation_location_furigana")
    said = {"address": address, "dissolved": day_of(row, "loss_date"), "note": told}
    names = (Name(name), Name(kana, "ja-Kana")) if kana else (Name(name),)
    yield Entity(key, ("Unit",), names, evidence, _stated(said))
    yield Link("PART_OF", key, body, evidence)
    if row.values["value"]:
        yield from statistic(row, key, evidence, ALWAYS)
    else:
        row.pop("field")


def _shareholder(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    body, name = Key("houjin", row.pop("number")), row.pop("name_major_shareholders")
    when, share = year_end(row), row.values.get("shareholding_ratio")
    key = local("shareholder", body.value, name)
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    is_body = bool(_FIRM.search(plain) or legal_form(plain))
    doubt = {"ground": "public_role", "doubt": SHAREHOLDER, "doubt_en": SHAREHOLDER_EN}
    names = (Name(plain, original=name if name != plain else ""),)
    types = (body_type(plain) if is_body else "Person",)
    yield Entity(key, types, names, evidence, {} if is_body else doubt)
    held = {"share": row.pop_number("shareholding_ratio")} if share else {}
    yield Link("OWNS", key, body, evidence, when=when, properties=held)


def _technology(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    code, label, count = row.pop("code"), row.pop("label"), row.pop_whole("applications")
    key, where = Key("ipc", code), Evidence(SOURCE_NAME, f"IPC {code}")
    yield Entity(key, ("Technology",), (Name(label),), (where,), {"keywords": (code,)})
    body = Key("houjin", row.pop("number"))
    yield Link("HAS_TECHNOLOGY", body, key, evidence, properties=_stated({"applications": count}))


def _patent(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    sign, date, url = row.pop("application"), day_of(row, "date"), row.pop("url", "")
    key = local("patent", sign)
    numbers = tuple(text for text in (sign, row.pop("registration", "")) if text)
    said: dict[str, Value | None] = {
        "patents": numbers,
        "keywords": _texts(row, "codes"),
        "homepage": url,
    }
    yield Entity(key, ("Technology",), (Name(row.pop("title")),), evidence, _stated(said))
    when = When(date, precision="day") if date else ALWAYS
    yield Link("HAS_TECHNOLOGY", Key("houjin", row.pop("number")), key, evidence, when=when)
    for code in _texts(row, "classes"):
        yield Link("PART_OF", key, Key("ipc", code), evidence)


def _texts(row: Row, column: str) -> tuple[str, ...]:
    return tuple(text for text in row.pop(column, "").split("\n") if text)


def _what(row: Row, *columns: str) -> str:
    """Join what the columns say, and the fields that no word says yet."""
    return "; ".join(text for name in (*columns, "more") if (text := row.pop(name, "")))


def _stated(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value not in (None, "", ())}


_READERS: dict[str, Callable[[Row, tuple[Evidence, ...]], Iterable[Record]]] = {
    "body": _body,
    "certification": _certification,
    "commendation": _commendation,
    "procurement": _procurement,
    "corporation-info": _site,
    "shareholder": _shareholder,
    "technology": _technology,
    "patent": _patent,
    "figure": figure,
}
