"""The rows of CORDIS as records: programmes, projects, fields, participants and their parts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ingest.cordis.bodies import SEVERAL
from ingest.cordis.codes import PROGRAMMES, STATES, STATUSES
from ingest.row import Row
from kb.errors import InputError
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value
from kb.text import Text
from kb.when import ALWAYS, When

SOURCE = "cordis"
CURRENCY = "EUR"

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_AMOUNT = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,12})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PAGE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def evidence(row: Row) -> tuple[Evidence, ...]:
    """Give the place of a row; it names the record, never the line, which shifts."""
    return (Evidence(SOURCE, row.place),)


@lru_cache(1 << 17)
def key(scheme: str, value: str) -> Key:
    """Give a key, made once for the many rows that name it."""
    return Key(scheme, value)


def project_key(row: Row, column: str) -> Key:
    """Take the key of the project that a column names."""
    number = row.pop(column)
    if not (number.isascii() and number.isdigit()):
        raise row.wrong(
            column, Text("課題の番号（数字）", "the digits of a project number"), number
        )
    return key("cordis", number)


def programme_key(code: str) -> Key:
    """Give the key of a programme: its code, which CORDIS alone writes so."""
    return key("local", f"{SOURCE}:{code}")


def programme(row: Row) -> Iterable[Record]:
    """Turn a legal basis or framework programme into a Programme and its tie to the one above."""
    code, above = row.pop("code"), row.pop("above", "")
    name = PROGRAMMES.get(code, Text(code, code))
    names = (Name(name.ja), Name(name.en, "en"), Name(code, "en", "abbreviation"))
    yield Entity(
        programme_key(code), ("Programme",), names[: 2 if code == name.en else 3], evidence(row)
    )
    if above:
        yield _register("PART_OF", programme_key(code), programme_key(above), row)


def project(row: Row) -> Iterable[Record]:
    """Turn a row of project.csv into a Project and its tie to the programme of its legal basis."""
    at = project_key(row, "id")
    originals: dict[str, str] = {}
    properties: dict[str, Value] = {"currency": CURRENCY}
    names = [line_name(row.pop("title"), "en")]
    if acronym := row.pop("acronym", ""):
        names.append(line_name(acronym, "en", "abbreviation"))
    when = period(row, row.pop("startDate", ""), row.pop("endDate", ""))
    _take_status(row, properties)
    _take_money(row, properties, originals)
    _take_call(row, properties, originals)
    _take_texts(row, properties, originals)
    basis = row.pop("legalBasis", "") or row.pop("frameworkProgramme", "")
    yield Entity(
        at, ("Project",), tuple(names), evidence(row), properties, when=when, originals=originals
    )
    if basis:
        yield _register("PART_OF", at, programme_key(basis), row)


def _take_status(row: Row, properties: dict[str, Value]) -> None:
    status = row.pop("status")
    properties["grant_status"] = one_of(row, "status", status, STATUSES)
    if status in STATES:
        properties["state"] = STATES[status]


def _take_money(row: Row, properties: dict[str, Value], originals: dict[str, str]) -> None:
    """Take what the project costs; a total of 0 beside a contribution says that none is stated."""
    paid = amount(row, "ecMaxContribution")
    total_text = row.values.get("totalCost", "").strip()
    total = amount(row, "totalCost")
    if paid is not None:
        properties["eu_contribution"] = paid
    if total == 0 and paid:
        originals["total_cost"] = total_text
    elif total is not None:
        properties["total_cost"] = total
        if "," in total_text:
            originals["total_cost"] = total_text


def _take_call(row: Row, properties: dict[str, Value], originals: dict[str, str]) -> None:
    if signed := row.pop("ecSignatureDate", ""):
        properties["signed"] = day(row, "ecSignatureDate", signed)
    if scheme := row.pop("fundingScheme", ""):
        properties["funding_scheme"] = scheme.strip("/")
        if scheme[0] == "/":
            originals["funding_scheme"] = scheme
    for column, word in _CALL.items():
        if text := row.pop(column, ""):
            properties[word] = text


_CALL = {
    "frameworkProgramme": "framework_programme",
    "topics": "topic",
    "masterCall": "master_call",
    "subCall": "sub_call",
    "grantDoi": "doi",
    "rcn": "record_number",
    "contentUpdateDate": "record_updated",
}


def _take_texts(row: Row, properties: dict[str, Value], originals: dict[str, str]) -> None:
    if objective := row.pop("objective", ""):
        cleaned = clean(objective)
        properties["description_en"] = cleaned
        if cleaned != objective:
            originals["description_en"] = objective
    if words := row.pop("keywords", ""):
        cut = clean(words).split(";" if ";" in words else ",")
        properties["keywords"] = tuple(part for one in cut if (part := " ".join(one.split())))
    if nature := row.pop("nature", ""):
        properties["further_facts"] = (f"nature = {nature}",)


def field(row: Row) -> Iterable[Record]:
    """Turn an entry of EuroSciVoc into a Technology and its tie to the entry above it."""
    code, above = row.pop("code"), row.pop("above", "")
    about = row.pop("description", "")
    yield Entity(
        key("euroscivoc", code),
        ("Technology",),
        (line_name(row.pop("title"), "en"),),
        evidence(row),
        {"description_en": clean(about)} if about else {},
    )
    if above:
        yield _register("PART_OF", key("euroscivoc", code), key("euroscivoc", above), row)


def classified(row: Row) -> Iterable[Record]:
    """Turn a row of euroSciVoc.csv into the tie of a project to its field."""
    at = project_key(row, "projectID")
    yield _register("HAS_TECHNOLOGY", at, key("euroscivoc", row.pop("code")), row)


def _register(relation: str, source: Key, target: Key, row: Row) -> Link:
    return Link(relation, source, target, evidence(row), basis="register")


def line_name(text: str, language: str, kind: str = "official") -> Name:
    """Give a name on one line; what was cleaned off it stays beside it."""
    cleaned = clean(text)
    if not cleaned.isprintable() or "  " in cleaned:
        cleaned = " ".join(cleaned.split())
    return Name(cleaned, language, kind, original="" if cleaned == text else text)  # type: ignore[arg-type]


def clean(text: str) -> str:
    """Read HTML's entities, one kind of line end, and leave out control characters."""
    if "&" in text:
        text = _ENTITY.sub(_read, text)
        text = _ENTITY.sub(_read, text) if "&" in text else text
    if text.isprintable():
        return text.strip()
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _read(found: re.Match[str]) -> str:
    return html.unescape(found[0])


def amount(row: Row, column: str) -> float | None:
    """Take an amount of money with a decimal point or comma; None where the cell is empty."""
    text = row.pop(column, "")
    if not text:
        return None
    if not _AMOUNT.fullmatch(text):
        raise row.wrong(
            column, Text("金額（1234.5 か 1234,5）", "an amount: 1234.5 or 1234,5"), text
        )
    return float(text.replace(",", "."))


def day(row: Row, column: str, text: str) -> str:
    """Check a day written YYYY-MM-DD and give it."""
    try:
        if _DAY.fullmatch(text):
            _period(text, "")
            return text
    except InputError:
        pass
    raise row.wrong(column, Text("YYYY-MM-DD の日付", "a day as YYYY-MM-DD"), text)


def period(row: Row, since: str, until: str) -> When:
    """Give the time from one day to another, either of which may be empty."""
    if since:
        day(row, "startDate", since)
    if until:
        day(row, "endDate", until)
    return _period(since, until)


@lru_cache(1 << 14)
def _period(since: str, until: str) -> When:
    return When(since or None, until or None, precision="day") if since or until else ALWAYS


def page(text: str) -> str:
    """Give the address of a page, or "" where the text is none that a browser may follow."""
    if "://" not in text and "." in text:
        text = f"http://{text}"
    return text if _PAGE.fullmatch(text) else ""


def one_of(row: Row, column: str, code: str, known: Mapping[str, str]) -> str:
    """Give our word for a code; raise InputError naming the code where it is not known."""
    if code not in known:
        raise row.wrong(column, " | ".join(filter(None, known)), code)
    return known[code]


def several(row: Row, column: str) -> list[str]:
    """Take a column whose rows may differ, the latest value first."""
    text = row.pop(column, "")
    return [one for value in text.split(SEVERAL) if (one := value.strip())]
