"""Records of single bodies from gBizINFO (API v2, and files older than it): JSON to rows.

Nothing is lost silently: a plain field that no word says yet is kept as a further fact; a section
(list or object) that is not known stops the file with its name.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ingest.gbizinfo.exports import day_of, number_of
from ingest.gbizinfo.grants import Grant
from ingest.gbizinfo.places import application_of, of_class, of_patent
from ingest.gbizinfo.titles import local
from ingest.json_stream import one_value
from ingest.row import Row
from kb.errors import InputError, KakehashiError
from kb.text import Text

MOST_BYTES = 200_000_000
RECORD = "record"
META = "meta-data"
"""How gBizINFO itself keeps each field (quality, frequency, dates); not about the body."""
BODY = "body"
"""The table of the rows that tell of a body itself."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "certification": (
        "title", "date_of_approval", "expiration_date", "government_departments",
        "target", "category", "enterprise_scale",
    ),
    "commendation": (
        "title", "date_of_commendation", "government_departments", "target", "category", "note",
    ),
    "procurement": ("title", "date_of_order", "amount", "government_departments", "note"),
    "corporation-info": (
        "corporation_name", "corporation_name_furigana", "corporation_location",
        "corporation_location_furigana", "insured_number", "loss_date",
    ),
}  # fmt: skip
"""Sections whose entries become a row each, with the columns that `facts` reads."""

KNOWN = (*SECTIONS, "subsidy", "patent", "finance", "workplace_info")
ONE_TEXT = ("name", "name_en", "kana", "kind", "location", "status", "representative_name")
PATENT_KINDS = {
    "特許": "patent_applications", "意匠": "design_applications", "商標": "trademark_applications",
}  # fmt: skip
_CLASS = re.compile("[A-H][0-9]{2}")
_FIELD_CODE = "FI分類"
_YEAR = re.compile(r"自\s*(\d{4}年\d{1,2}月\d{1,2}日)\s*至\s*(\d{4}年\d{1,2}月\d{1,2}日)")

Json = Mapping[str, Any]


def bodies_in(file: Path, grants: list[Grant], *, whole: bool) -> Iterator[Row | KakehashiError]:
    """Yield the rows of every body in a file and add its grants; `whole`: each patent as well."""
    for record in _records(file):
        try:
            yield from _body(record, grants, whole=whole)
        except KakehashiError as problem:
            problem.parts.setdefault("where", file.name)
            yield problem


def _records(file: Path) -> Iterable[Json]:
    stated = one_value(file, most_bytes=MOST_BYTES)
    if isinstance(stated, dict) and stated.get("errors"):
        raise _unreadable(file, json.dumps(stated["errors"], ensure_ascii=False)[:500])
    found = stated.get("hojin-infos", [stated]) if isinstance(stated, dict) else stated
    if not isinstance(found, list) or not found:
        raise _unreadable(file, type(found).__name__)
    if not all(isinstance(one, dict) and "corporate_number" in one for one in found):
        raise _unreadable(file, Text("法人番号のない記録", "a record without a corporate number"))
    return found


def _unreadable(file: Path, found: str | Text) -> InputError:
    return InputError(
        Text("gBizINFOの法人の記録ではありません。", "This is not a record of a body of gBizINFO."),
        expected='{"corporate_number": "…", "name": "…", …}',
        found=found,
        where=file.name,
        remedy=Text("同じ番号でもう一度取得してください。", "Fetch it again for that number."),
    )


def _body(record: Json, grants: list[Grant], *, whole: bool) -> Iterator[Row]:
    number = number_of(Row("body", "corporate_number", _plain(record)), "corporate_number")
    place = f"records {number}"
    head = Row(BODY, place, {**_plain(record), "corporate_number": number})
    _require_texts(head, record)
    further: list[str] = []
    rows: list[Row] = []
    for section, stated in record.items():
        plain = not isinstance(stated, (list, dict)) or _is_texts(stated)
        if section == META or not stated or (plain and section not in KNOWN):
            continue
        if plain:
            raise _unknown(head, section)
        if section in SECTIONS:
            rows += _entries(place, number, section, stated)
        elif section == "subsidy":
            grants += _grants(place, number, stated)
        elif section == "patent":
            rows += _patents(head, number, stated, whole=whole)
        elif section == "finance":
            rows += _finance(place, number, stated, further)
        elif section == "workplace_info":
            rows += _workplace(place, number, stated, further)
        else:
            raise _unknown(head, section)
    head.values["further"] = "\n".join(further)
    yield head
    yield from rows


def _require_texts(head: Row, record: Json) -> None:
    for name in ONE_TEXT:
        if not isinstance(record.get(name), str | None):
            raise head.wrong(name, Text("文字", "a text"), repr(record[name]))


def _plain(stated: Json) -> dict[str, str]:
    """Give the plain fields as text; lists of texts are joined by line breaks."""
    return {
        name: _text(value)
        for name, value in stated.items()
        if name != META and (not isinstance(value, (list, dict)) or _is_texts(value))
    }


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, (str, int, float)) for one in value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(map(_text, value))
    return " ".join(str(value).replace("\0", " ").split())


def _objects(where: Row, section: str, stated: object) -> Iterator[dict[str, str]]:
    """Yield the entries of a list; refuse what is no plain object."""
    if not isinstance(stated, list):
        raise _unknown(where, section)
    for entry in stated:
        if not isinstance(entry, dict):
            raise _unknown(where, section)
        nested = [name for name, value in entry.items() if isinstance(value, (list, dict))]
        if left := [name for name in nested if name != META and entry[name]]:
            raise _unknown(where, f"{section}.{left[0]}")
        yield _plain(entry)


def _unknown(row: Row, section: str) -> InputError:
    return InputError(
        Text("知らない区分が記録にあります。", "A record holds a section that is not known."),
        expected=", ".join(KNOWN),
        found=section,
        where=row.place,
        remedy=Text(
            "何も書き込んでいません。この区分の読み方を加えるよう知らせてください。",
            "Nothing was written. Please tell us, so that it will be read.",
        ),
    )


def _entries(place: str, number: str, section: str, stated: object) -> Iterator[Row]:
    """Yield a row an entry; its place is a hash of what it says, so that order does not matter."""
    known = SECTIONS[section]
    for entry in _objects(Row(section, place), section, stated):
        sign = local(section, *(f"{name}={entry[name]}" for name in sorted(entry))).value[-8:]
        more = "; ".join(f"{name} = {entry[name]}" for name in entry if name not in known)
        said = {name: entry.get(name, "") for name in known}
        yield Row(section, f"{place}/{section}/{sign}", {**said, "more": more, "number": number})


def _grants(place: str, number: str, stated: object) -> Iterator[Grant]:
    for entry in _objects(Row("subsidy", place), "subsidy", stated):
        row = Row("subsidy", f"{place}/subsidy", entry)
        row.values.setdefault("date_of_approval", "")
        title, amount = row.pop("title"), row.pop_whole("amount")
        date, office = day_of(row, "date_of_approval"), row.pop("government_departments", "")
        more = "; ".join(f"{name} = {row.pop(name)}" for name in row.left())
        yield Grant(number, title, amount, date, more.removeprefix("target = "), office, RECORD)


def _patents(head: Row, number: str, stated: object, *, whole: bool) -> Iterator[Row]:
    """Count applications by kind, each once, and patents by the class of technology."""
    if not isinstance(stated, list) or not all(isinstance(one, dict) for one in stated):
        raise _unknown(head, "patent")
    kinds: dict[str, set[str]] = defaultdict(set)
    fields: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    patents: dict[str, list[Json]] = defaultdict(list)
    for one in stated:
        kind, sign = str(one.get("patent_type") or ""), application_of(one)
        if kind not in PATENT_KINDS:
            raise head.wrong("patent.patent_type", " | ".join(PATENT_KINDS), kind)
        kinds[kind].add(sign)
        if kind == "特許":
            patents[sign].append(one)
            for code, label in _classes(head, one):
                fields[code].add(sign)
                labels[code] = min(labels.get(code, label), label)
    head.values |= {PATENT_KINDS[kind]: str(len(signs)) for kind, signs in kinds.items()}
    for code, signs in fields.items():
        said = {"code": code, "label": labels[code], "applications": str(len(signs))}
        yield Row("technology", of_class(head.place, code), {**said, "number": number})
    for sign, told in patents.items() if whole else ():
        yield Row("patent", of_patent(head.place, sign), _patent(head, sign, told, number))


def _classes(head: Row, one: Json) -> Iterator[tuple[str, str]]:
    """Yield the class (B25) and its title from every FI code of a patent."""
    listed = one.get("classifications") or []
    for stated in listed if isinstance(listed, list) else [listed]:
        if not isinstance(stated, dict):
            raise _unknown(head, "patent.classifications")
        found = _CLASS.match(str(stated.get("コード値", "")))
        if stated.get("コード名") == _FIELD_CODE and found:
            yield found[0], _text(stated.get("日本語")) or found[0]


def _patent(head: Row, sign: str, told: list[Json], number: str) -> dict[str, str]:
    codes = {
        _text(code.get("コード値")) for one in told for code in one.get("classifications") or ()
    }
    classes = {code for one in told for code, _ in _classes(head, one)}
    return {
        "number": number,
        "application": sign,
        "title": _text(told[0].get("title")) or sign,
        "date": _text(told[0].get("application_date")).partition("T")[0],
        "registration": _text(told[0].get("registration_number")),
        "url": _text(told[0].get("url")),
        "codes": "\n".join(sorted(codes - {""})),
        "classes": "\n".join(sorted(classes)),
    }


def _finance(place: str, number: str, stated: object, further: list[str]) -> Iterator[Row]:
    if not isinstance(stated, dict):
        raise _unknown(Row("finance", place), "finance")
    cover = _text(stated.get("fiscal_year_cover_page"))
    years = _YEAR.search(cover)
    span = {"since": years[1], "until": years[2]} if years else {"since": "", "until": ""}
    head = Row("finance", place)
    for name, value in _plain(stated).items():
        if value:
            further.append(f"finance.{name} = {value}")
    for name, value in stated.items():
        if isinstance(value, (list, dict)) and value and name not in {META, *_FINANCE}:
            raise _unknown(head, f"finance.{name}")
    for one in _objects(head, "finance.major_shareholders", stated.get("major_shareholders") or []):
        name = one.get("name_major_shareholders", "")
        sign = local("shareholder", number, name).value[-8:]
        yield Row("shareholder", f"{place}/finance/{sign}", {**one, "number": number, **span})
    for one in _objects(head, "finance.management_index", stated.get("management_index") or []):
        yield from _figures(f"{place}/finance", number, one, span)


_FINANCE = ("major_shareholders", "management_index")


def _figures(place: str, number: str, one: dict[str, str], span: Json) -> Iterator[Row]:
    """Yield a row a figure of one year."""
    period = one.pop("period", "")
    for name, value in one.items():
        if value and not name.endswith("_unit_ref"):
            said = {"field": name, "value": value, "unit": one.get(f"{name}_unit_ref", "")}
            where = f"{place}/{period or '—'}/{name}"
            yield Row("figure", where, {**said, **span, "period": period, "number": number})


def _workplace(place: str, number: str, stated: object, further: list[str]) -> Iterator[Row]:
    """Yield a row a figure of the workplace; ranges in words become further facts."""
    if not isinstance(stated, dict):
        raise _unknown(Row("workplace_info", place), "workplace_info")
    for section, facts in stated.items():
        if section == META or not facts:
            continue
        if not isinstance(facts, dict) or len(_plain(facts)) != len(set(facts) - {META}):
            raise _unknown(Row("workplace_info", place), f"workplace_info.{section}")
        for name, value in _plain(facts).items():
            if name.endswith("_type") and value:
                further.append(f"{section}.{name} = {value}")
            elif value:
                said = {"field": name, "value": value, "unit": "", "since": "", "until": ""}
                where = f"{place}/workplace_info/{name}"
                yield Row("figure", where, {**said, "period": "", "number": number})
