"""Who takes part in CORDIS projects, where they are, and in which part: rows as records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.cordis.bodies import SEVERAL, differs
from ingest.cordis.codes import ACTIVITIES, FLAGS, ROLES, UNPLACED
from ingest.cordis.records import (
    CURRENCY,
    SOURCE,
    amount,
    evidence,
    key,
    line_name,
    one_of,
    page,
    period,
    project_key,
    several,
)
from ingest.countries import country, country_key, iso, names
from ingest.row import Row
from kb.errors import InputError
from kb.identity import normalise
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value
from kb.text import Text

_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{1,3}")
_POSITION = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]+)?), *(-?[0-9]{1,3}(?:\.[0-9]+)?)")
_PLACES = {"street": "address", "postCode": "postal_code", "city": "city"}
_NO_NUMBER = re.compile(r"[^0-9]*|[^1-9]*")
"""What holds no digit but 0 is a remark (MISSING, N/A, 0), not a number."""
_TYPES = {"person": ("Person",), "either": ("Agent",)}
_EITHER = {
    "doubt": "人か組織か、出典は述べていない。",
    "doubt_en": "The source does not say whether it is a person or a body.",
}
_COMPARED = ("SME", "street", "postCode", "city", "country", "nutsCode", "geolocation")


def region_of(nuts: str, country_code: str) -> Key | None:
    """Give the region in which a body is: NUTS where it lies in the stated country, else that.

    None where the country is not stated or has no code of ISO 3166. Raises InputError as `iso`.
    """
    if not country_code or country_code in UNPLACED:
        return None
    if _NUTS.fullmatch(nuts) and nuts.startswith(country_code):
        return key("nuts", nuts)
    return country_key(country_code)


def above_nuts(code: str) -> Key:
    """Give what a NUTS region is part of: the code less its last sign, or at last the country."""
    return key("nuts", code[:-1]) if len(code) > 3 else country_key(code[:2])  # noqa: PLR2004


def region(row: Row) -> Iterable[Record]:
    """Turn a code of a country or NUTS region into a thin Region and its tie to the one above.

    The names of NUTS regions do not stand in CORDIS: they are called by code and country.
    """
    code = row.pop("code")
    if len(code) == 2:  # noqa: PLR2004
        yield country(code, evidence(row))
        return
    land = names()[iso(code[:2])]
    called = (
        Name(f"NUTS {code}（{land.ja}）", "ja", "alias"),
        Name(f"NUTS {code} ({land.en})", "en", "alias"),
    )
    yield Entity(key("nuts", code), ("Region",), called, evidence(row), {"code": code})
    yield Link("PART_OF", key("nuts", code), above_nuts(code), evidence(row), basis="register")


def body(row: Row) -> Iterable[Record]:
    """Turn the gathered facts of a participant into one entity and its tie to where it is."""
    at, kind = key("pic", row.pop("organisationID")), row.pop("kind", "")
    proof = (
        Evidence(SOURCE, row.place, note=_differences(row, "ja"), note_en=_differences(row, "en")),
    )
    countries = several(row, "country")
    land = countries[0] if countries else ""
    types = _types(row, kind)
    properties, numbers = _properties(row, kind)
    _take_position(row, properties if not kind else {})
    where = _place(row, land, properties)
    yield Entity(at, types, _names(row, land), proof, properties, identifiers=numbers)
    if where is not None:
        yield Link("LOCATED_IN", at, where, evidence(row), basis="register")


def _types(row: Row, kind: str) -> tuple[str, ...]:
    activity = row.values.get("activityType", "").split(SEVERAL)[0]
    return _TYPES.get(kind) or (one_of(row, "activityType", activity, ACTIVITIES),)


def _names(row: Row, land: str) -> tuple[Name, ...]:
    """Give the latest name as the official one; its language is stated nowhere.

    Names from Japan are written for readers of English.
    """
    language = "en" if land == "JP" else "und"
    official, *others = several(row, "name") or [row.pop("name")]
    short = [line_name(one, language, "abbreviation") for one in several(row, "shortName")]
    aliases = [line_name(one, language, "alias") for one in others]
    return (line_name(official, language), *aliases, *short)


def _properties(row: Row, kind: str) -> tuple[dict[str, Value], tuple[Key, ...]]:
    numbers, unread = _vat(several(row, "vatNumber"))
    found: dict[str, Value] = {"unread_numbers": unread} if unread else {}
    activity, size = several(row, "activityType"), several(row, "SME")
    if activity:
        found["activity_type"] = activity[0].lower()
    if size:
        found["sme"] = _flag(row, "SME", size[0])
    for column, word in _PLACES.items():
        if texts := several(row, column):
            found[word] = line_name(texts[0], "und").text
    if record := several(row, "rcn"):
        found["record_number"] = record[0]
    if kind == "person":
        found["ground"] = "public_register"
    elif kind == "either":
        found.update(_EITHER)
    return found, numbers


def _place(row: Row, land: str, properties: dict[str, Value]) -> Key | None:
    """Take country, region and page; keep as text what fits nowhere."""
    further = []
    nuts = (several(row, "nutsCode") or [""])[0]
    try:
        where = region_of(nuts, land)
    except InputError as problem:
        raise row.wrong("country", problem.parts.get("expected", ""), land) from problem
    if where is None and land:
        further.append(f"country = {land}")
    elif where is not None:
        properties["country"] = iso(land)
    if nuts and nuts != land and (where is None or where.value != nuts):
        further.append(f"nutsCode = {nuts}")
    further += _take_pages(row, properties)
    if further:
        properties["further_facts"] = tuple(further)
    return where


def _take_pages(row: Row, properties: dict[str, Value]) -> list[str]:
    """Take the pages, the latest as the homepage; give as text what is no address."""
    texts = several(row, "organizationURL")
    pages = list(dict.fromkeys(filter(None, map(page, texts))))
    if pages:
        properties["homepage"] = pages[0]
    if pages[1:]:
        properties["further_pages"] = tuple(pages[1:])
    return [f"organizationURL = {text}" for text in texts if not page(text)]


def _take_position(row: Row, properties: dict[str, Value]) -> None:
    """Take the position; that of a person, or of who may be one, is read and not kept."""
    texts = several(row, "geolocation")
    if not texts:
        return
    found = _POSITION.fullmatch(texts[0])
    if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:  # noqa: PLR2004
        raise row.wrong("geolocation", Text("緯度,経度", "latitude,longitude"), texts[0])
    properties["latitude"], properties["longitude"] = float(found[1]), float(found[2])


def _vat(texts: Sequence[str]) -> tuple[tuple[Key, ...], tuple[str, ...]]:
    """Read VAT numbers; what is none stays as text."""
    numbers, unread = [], []
    for text in texts:
        try:
            number = None if _NO_NUMBER.fullmatch(text) else normalise("vat", text)
        except InputError:
            number = None
        if number is None:
            unread.append(text)
        else:
            numbers.append(number)
    return tuple(dict.fromkeys(numbers)), tuple(unread)


def _differences(row: Row, language: str) -> str:
    """Say which facts differ between the rows of a participant, beyond case and blanks."""
    found = [
        f"{column}: {', '.join(others)}"
        for column in _COMPARED
        if SEVERAL in row.values.get(column, "") and (others := differs(row.values[column]))
    ]
    if not found:
        return ""
    begin = "ほかの行では " if language == "ja" else "On other rows "
    return begin + " | ".join(found)


def _flag(row: Row, column: str, text: str) -> bool:
    if text not in FLAGS:
        raise row.wrong(column, " | ".join(FLAGS), text)
    return FLAGS[text]


def participation(row: Row) -> Iterable[Record]:
    """Turn a row of organization.csv into the tie of a participant to its project."""
    source, target = key("pic", row.pop("organisationID")), project_key(row, "projectID")
    role = one_of(row, "role", row.pop("role"), ROLES)
    left = row.pop("endOfParticipation", "")
    return [
        Link(
            "PARTICIPATES_IN",
            source,
            target,
            evidence(row),
            role=role,
            when=period(row, row.pop("startDate", ""), row.pop("endDate", "")),
            basis="register",
            status="former" if left and _flag(row, "endOfParticipation", left) else "current",
            properties=_part(row),
            discriminator=row.pop("discriminator", ""),
        )
    ]


def _part(row: Row) -> dict[str, Value]:
    """Take what a participant does and gets; a cost of 0 beside a contribution states none."""
    found: dict[str, Value] = {}
    paid, net = amount(row, "ecContribution"), amount(row, "netEcContribution")
    total = amount(row, "totalCost")
    if total == 0 and paid:
        total = None
    for word, value in (
        ("eu_contribution", paid),
        ("net_eu_contribution", net),
        ("total_cost", total),
    ):
        if value is not None:
            found[word] = value
            found["currency"] = CURRENCY
    if order := row.pop_whole("order"):
        found["order"] = order
    if active := row.pop("active", ""):
        found["active"] = _flag(row, "active", active)
    for column, word in _TEXTS:
        if text := row.pop(column, ""):
            found[word] = text
    if text := row.pop("contactForm", ""):
        if not (address := page(text)):
            raise row.wrong("contactForm", "https://…", text)
        found["contact_form"] = address
    return found


_TEXTS = (("departmentName", "department"), ("contentUpdateDate", "record_updated"))
