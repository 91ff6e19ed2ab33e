"""One record of the Research Organization Registry (schema 2): names, kinds, numbers, pages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.json_cells import items, text_in, texts
from ingest.row import Row
from kb.errors import InputError
from kb.identity import normalise
from kb.records import Key, Name, NameKind, Value
from kb.text import Text

WEB = "https://ror.org/"

TYPES: dict[str, str] = {
    "archive": "",
    "company": "Firm",
    "education": "University",
    "facility": "ResearchInstitute",
    "funder": "",
    "government": "GovernmentBody",
    "healthcare": "",
    "nonprofit": "",
    "other": "",
}
"""Our type for each of the registry's; empty where it tells no more than that it is a body.

The registry's definitions are wider than ours here and there (a school is `education`), so a body
keeps the registry's own words in `ror_types`.
"""

STATES = ("active", "inactive", "withdrawn")
NUMBERS = ("fundref", "grid", "isni", "wikidata")
LAST_YEAR = 2200

_NAME = frozenset({"value", "types", "lang"})
_LINK = frozenset({"type", "value"})
_NUMBER = frozenset({"type", "all", "preferred"})
_ROLES = frozenset({"ror_display", "label", "alias", "acronym"})
_UNDETERMINED = "und"
_HAN = re.compile(r"[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f]")
_HIRAGANA = re.compile(r"[\u3041-\u3096]")


def types(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give our types and the registry's own."""
    said = texts(row, "types")
    for one in said:
        if one not in TYPES:
            raise row.wrong("types", " | ".join(TYPES), one)
    ours = tuple(sorted({TYPES[one] for one in said} - {""}))
    return ours or ("Organisation",), tuple(sorted(said))


def founded(row: Row) -> str:
    """Give the year as four digits; empty where it is not stated."""
    year = row.pop_whole("established")
    if year is None:
        return ""
    if not 0 < year <= LAST_YEAR:
        raise row.wrong("established", f"1 – {LAST_YEAR}", str(year))
    return f"{year:04d}"


def names(row: Row) -> tuple[Name, ...]:
    """Give the names, the one that the registry shows first.

    One name of each language is the official one: the one that the registry shows, else its label,
    the first by text where there are several; other labels are aliases. A name said to be Japanese
    in kana or Latin letters beside one in kanji is a reading.
    """
    said = items(row, "names", _NAME)
    found = [_said(row, one) for one in said]
    if sum("ror_display" in roles for _, _, roles in found) != 1:
        raise row.wrong(
            "names", Text("ror_display を一つ", "one ror_display"), f"{len(said)} names"
        )
    kanji = any(language == "ja" and _HAN.search(text) for text, language, _ in found)
    tagged = [
        (text, _script(text, language, kanji=kanji), roles) for text, language, roles in found
    ]
    return _kinds(tagged)


def pages(row: Row) -> dict[str, Value]:
    """Give the homepage and the further pages."""
    websites: list[str] = []
    others: list[str] = []
    for one in items(row, "links", _LINK):
        kind, address = text_in(row, "links", one, "type"), text_in(row, "links", one, "value")
        if kind not in ("website", "wikipedia"):
            raise row.wrong("links", "website | wikipedia", kind)
        (websites if kind == "website" else others).append(address)
    further = tuple(sorted({*websites[1:], *others} - {""}))
    given: dict[str, Value] = {"homepage": websites[0]} if websites and websites[0] else {}
    return given | ({"further_pages": further} if further else {})


def numbers(row: Row) -> tuple[tuple[Key, ...], tuple[str, ...]]:
    """Give the official numbers, preferred ones first, and the texts that are no such number."""
    keys: dict[Key, None] = {}
    unread: list[str] = []
    for one in items(row, "external_ids", _NUMBER):
        scheme = text_in(row, "external_ids", one, "type")
        if scheme not in NUMBERS:
            raise row.wrong("external_ids", " | ".join(NUMBERS), scheme)
        for text in _preferred_first(
            row, one["all"], text_in(row, "external_ids", one, "preferred")
        ):
            try:
                keys[normalise(scheme, text)] = None
            except InputError:
                unread.append(f"{scheme} {text}")
    return tuple(keys), tuple(sorted(set(unread)))


def key_of(row: Row, column: str, text: str) -> Key:
    """Give the key of a ROR address; raise InputError where its check digits are wrong."""
    try:
        return normalise("ror", text)
    except InputError as problem:
        raise row.wrong(column, f"{WEB}0…", text) from problem


def _preferred_first(row: Row, all_: object, preferred: str) -> list[str]:
    if not isinstance(all_, list) or not all(isinstance(one, str) and one for one in all_):
        raise row.wrong("external_ids", Text("文字のリスト", "a list of texts"), repr(all_)[:80])
    return sorted({*all_, preferred} - {""}, key=lambda text: (text != preferred, text))


def _said(row: Row, one: dict[str, object]) -> tuple[str, str, frozenset[str]]:
    text, language = text_in(row, "names", one, "value"), text_in(row, "names", one, "lang")
    roles = one["types"]
    if not text or not isinstance(roles, list) or not roles or not _ROLES.issuperset(roles):
        raise row.wrong("names", " | ".join(sorted(_ROLES)), repr(one)[:80])
    return text, language or _UNDETERMINED, frozenset(roles)


def _script(text: str, language: str, *, kanji: bool) -> str:
    if language != "ja" or not kanji or _HAN.search(text):
        return language
    if not _KANA.search(text):
        return "ja-Latn"
    return "ja-Hira" if _HIRAGANA.search(text) else "ja-Kana"


def _kinds(said: Iterable[tuple[str, str, frozenset[str]]]) -> tuple[Name, ...]:
    """Give each text of a language one kind, the best it is said in."""
    ordered = sorted(
        said,
        key=lambda one: ("ror_display" not in one[2], "label" not in one[2], one[1], one[0]),
    )
    given: dict[tuple[str, str], Name] = {}
    shown: set[str] = set()
    for text, language, roles in ordered:
        kind = _kind(roles, first=language not in shown)
        if kind == "official":
            shown.add(language)
        clean = " ".join(text.split())
        name = Name(clean, language, kind, original=text if text != clean else "")
        given.setdefault((clean, language), name)
    return tuple(given.values())


def _kind(roles: frozenset[str], *, first: bool) -> NameKind:
    if roles & {"ror_display", "label"}:
        return "official" if first else "alias"
    return "alias" if "alias" in roles else "abbreviation"
