"""Countries as registers write them: folded to ISO 3166-1, with names in Japanese and English.

The names are those of Unicode's CLDR, as Babel carries them.
"""

from __future__ import annotations

from functools import cache

from babel import Locale

from kb.errors import InputError
from kb.records import Entity, Evidence, Key, Name
from kb.text import Text

OF_THE_EU = {"EL": "GR", "UK": "GB"}
"""What the institutions of the EU write otherwise; XK (Kosovo) is theirs and stays."""

# In CLDR's list and no country: unions, pseudo-locales, and codes reserved for single islands.
_NO_COUNTRY = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())  # noqa: SIM905


@cache
def names() -> dict[str, Text]:
    """Give the name of every country by its two-letter code."""
    japanese, english = (Locale(language).territories for language in ("ja", "en"))
    return {
        code: Text(japanese[code], name)
        for code, name in english.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY  # noqa: PLR2004
    }


def iso(code: str) -> str:
    """Give the ISO 3166-1 alpha-2 code of a code as a register writes it (EL is GR).

    Raises InputError where no country bears it.
    """
    folded = OF_THE_EU.get(code, code)
    if folded not in names():
        raise InputError(
            Text("知らない国の符号です。", "No country bears this code."),
            expected=Text(
                "ISO 3166-1の二文字、EL、UK、XK", "two letters of ISO 3166-1, EL, UK or XK"
            ),
            found=code,
        )
    return folded


def country_key(code: str) -> Key:
    """Give the key of a country by a code as a register writes it; raise InputError as `iso`."""
    return Key("country", iso(code))


def country(code: str, evidence: tuple[Evidence, ...]) -> Entity:
    """Give a country as a thin region to tie to; raise InputError as `iso`."""
    key = country_key(code)
    name = names()[key.value]
    return Entity(
        key,
        ("Region",),
        (Name(name.ja), Name(name.en, "en")),
        evidence,
        {"code": key.value, "level": "country"},
    )
