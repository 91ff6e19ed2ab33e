"""Official numbers: how each is written, its check digit, and which one a thing is known by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from stdnum import isni, lei
from stdnum.jp import cn

from kb.errors import InputError
from kb.records import Key
from kb.text import Text

_ROR_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def ror_is_valid(value: str) -> bool:
    """Check a ROR id: 0, six characters in Crockford's base 32, two check digits.

    The check digits are 98 − (100·n mod 97), ISO 7064 mod 97-10, where n is the number that the
    seven characters write (ror.readme.io, "ROR identifier pattern").
    """
    if not re.fullmatch(f"0[{_ROR_DIGITS}]{{6}}[0-9]{{2}}", value):
        return False
    number = 0
    for character in value[:7]:
        number = number * 32 + _ROR_DIGITS.index(character)
    return int(value[7:]) == 98 - number * 100 % 97


def _digits(least: int, most: int) -> Callable[[str], bool]:
    return lambda value: bool(re.fullmatch(f"[0-9]{{{least},{most}}}", value))


def _houjin_is_valid(value: str) -> bool:
    return bool(re.fullmatch("[1-9][0-9]{12}", value)) and bool(cn.is_valid(value))


def _isni_is_valid(value: str) -> bool:
    return bool(re.fullmatch("[0-9]{15}[0-9X]", value)) and bool(isni.is_valid(value))


def _orcid_is_valid(value: str) -> bool:
    return bool(re.fullmatch("(?:[0-9]{4}-){3}[0-9]{3}[0-9X]", value)) and _isni_is_valid(
        value.replace("-", "")
    )


def _in_fours(value: str) -> str:
    return "-".join(value[place : place + 4] for place in range(0, len(value), 4))


Identifies = Literal["always", "where unique", "never"]


@dataclass(frozen=True, slots=True)
class Scheme:
    """How the numbers of one issuer are written and what they can tell.

    `one_per_body`: a body bears at most one, so two different ones are two bodies; universities
    have several PICs, and an institute may have several ISNIs. `identifies`: two records with the
    same number are the same thing; a VAT number is shared by the members of a group.
    `strip` is the pattern of what may stand before the number or between its digits; `case` and
    `shape` bring the rest to its canonical form, which `valid` checks.
    """

    title: Text
    expected: str
    valid: Callable[[str], bool]
    strip: str = r"[\s\-]"
    case: Callable[[str], str] = str
    shape: Callable[[str], str] = str
    one_per_body: bool = False
    identifies: Identifies = "always"


_WEB = r"^\s*(?:https?://)?(?:www\.)?"

SCHEMES: dict[str, Scheme] = {
    "houjin": Scheme(
        Text("法人番号", "Corporate Number"),
        "13 digits with a check digit, e.g. 1130001011420",
        _houjin_is_valid,
        # T before it makes the invoice number (適格請求書発行事業者登録番号) of the same body.
        strip=r"^\s*T|[\s\-]",
        one_per_body=True,
    ),
    "ror": Scheme(
        Text("ROR ID", "ROR ID"),
        "0, six letters or digits, two check digits, e.g. 057zh3y96",
        ror_is_valid,
        strip=_WEB + r"ror\.org/|[\s\-/]",
        case=str.lower,
        one_per_body=True,
    ),
    "orcid": Scheme(
        Text("ORCID iD", "ORCID iD"),
        "four groups of four with a check digit, e.g. 0000-0002-1825-0097",
        _orcid_is_valid,
        strip=_WEB + r"orcid\.org/|[\s\-/]",
        case=str.upper,
        shape=_in_fours,
        one_per_body=True,
    ),
    "lei": Scheme(
        Text("取引主体識別子 (LEI)", "Legal Entity Identifier"),
        "20 letters and digits with check digits",
        lambda value: (
            bool(re.fullmatch("[0-9A-Z]{18}[0-9]{2}", value)) and bool(lei.is_valid(value))
        ),
        case=str.upper,
        one_per_body=True,
    ),
    "isni": Scheme(
        Text("国際標準名称識別子 (ISNI)", "ISNI"),
        "16 digits with a check digit (the last may be X)",
        _isni_is_valid,
        strip=_WEB + r"isni\.org/(?:isni/)?|[\s\-/]",
        case=str.upper,
    ),
    "pic": Scheme(
        Text("CORDISの参加者番号 (PIC)", "Participant Identification Code"),
        "9 digits",
        _digits(9, 9),
    ),
    "cordis": Scheme(
        Text("CORDISの課題番号", "CORDIS project number"),
        "5 to 9 digits",
        _digits(5, 9),
        one_per_body=True,
    ),
    "vat": Scheme(
        Text("付加価値税番号", "VAT number"),
        "letters and digits",
        lambda value: bool(re.fullmatch("[0-9A-Z+*]{2,20}", value)),
        strip=r"[\s\-.]",
        case=str.upper,
        identifies="where unique",
    ),
    "grid": Scheme(
        Text("GRID", "GRID"),
        "grid., digits, a dot, digits or letters a–f",
        lambda value: bool(re.fullmatch(r"grid\.[0-9]+\.[0-9a-f]+", value)),
        strip=_WEB + r"grid\.ac/institutes/|\s",
        case=str.lower,
    ),
    "wikidata": Scheme(
        Text("ウィキデータの番号", "Wikidata number"),
        "Q and digits",
        lambda value: bool(re.fullmatch("Q[1-9][0-9]*", value)),
        strip=_WEB + r"wikidata\.org/(?:wiki|entity)/|[\s\-]",
        case=str.upper,
    ),
    "fundref": Scheme(
        Text("Crossrefの助成機関番号", "Crossref funder number"),
        "digits",
        _digits(5, 15),
        identifies="never",
    ),
    "mext": Scheme(
        Text("文部科学省の学校コード", "MEXT school code"),
        "F and 12 digits",
        lambda value: bool(re.fullmatch("F[0-9]{12}", value)),
        case=str.upper,
        one_per_body=True,
    ),
    "jis": Scheme(
        Text("全国地方公共団体コード", "Japanese local government code"),
        "2 digits of a prefecture or 5 of a municipality, without the check digit",
        lambda value: bool(re.fullmatch("[0-9]{2}|[0-9]{5}", value)),
        one_per_body=True,
    ),
    "country": Scheme(
        Text("国コード (ISO 3166-1)", "country code (ISO 3166-1)"),
        "two letters",
        lambda value: bool(re.fullmatch("[A-Z]{2}", value)),
        case=str.upper,
        one_per_body=True,
    ),
    "nuts": Scheme(
        Text("NUTS地域コード", "NUTS region code"),
        "two letters of a country and up to three letters or digits",
        lambda value: bool(re.fullmatch("[A-Z]{2}[0-9A-Z]{1,3}", value)),
        case=str.upper,
        one_per_body=True,
    ),
    "geonames": Scheme(
        Text("GeoNamesの地名の番号", "GeoNames number of a place"),
        "digits",
        _digits(1, 10),
        strip=_WEB + r"(?:sws\.)?geonames\.org/|[\s/]",
        one_per_body=True,
    ),
    "iso3166_2": Scheme(
        Text("国の地方の符号 (ISO 3166-2)", "code of a part of a country (ISO 3166-2)"),
        "two letters of the country, a hyphen, up to three letters or digits, e.g. NL-ZH",
        lambda value: bool(re.fullmatch("[A-Z]{2}-[0-9A-Z]{1,3}", value)),
        strip=r"\s",
        case=str.upper,
        one_per_body=True,
    ),
    "jsic": Scheme(
        Text("日本標準産業分類", "Japan Standard Industrial Classification"),
        "a capital letter, or 2 to 4 digits",
        lambda value: bool(re.fullmatch("[A-T]|[0-9]{2,4}", value)),
        case=str.upper,
        one_per_body=True,
    ),
    "euroscivoc": Scheme(
        Text("EuroSciVocの番号", "EuroSciVoc code"),
        "digits",
        _digits(1, 12),
        one_per_body=True,
    ),
}

RANK: tuple[str, ...] = ("houjin", "ror", "orcid", "lei", "isni", "pic", "cordis", "local")
"""Whose number becomes the id of a thing, best first.

The national register before worldwide ones, these before a programme's own numbers; numbers of
any other scheme come between `cordis` and `local`, in the order of their text.
"""

_PLACE = {scheme: place for place, scheme in enumerate(RANK)}


def rank(key: Key) -> tuple[int, str]:
    """Give what sorts keys by how well they name a thing; ties are broken by the key's text."""
    place = 2 * _PLACE.get(key.scheme, len(RANK) - 2)
    return place + (key.scheme not in _PLACE), str(key)


def one_per_body(key: Key) -> bool:
    """Tell whether a body bears at most one number of this scheme."""
    return key.scheme in SCHEMES and SCHEMES[key.scheme].one_per_body


def identifies(key: Key) -> Identifies:
    """Tell when an equal number means the same thing; always, of schemes we do not know."""
    return SCHEMES[key.scheme].identifies if key.scheme in SCHEMES else "always"


def check(key: Key) -> None:
    """Raise InputError if the number is not in its canonical form or fails its check digit."""
    scheme = SCHEMES.get(key.scheme)
    if scheme and not scheme.valid(key.value):
        raise _refused(scheme, key.value)


def normalise(scheme: str, text: str) -> Key:
    """Read a number as sources write it: full width, blanks, hyphens, addresses, T numbers.

    Raises InputError if nothing or no number of that scheme is left. The text of a scheme we do
    not know is kept but for width and outer blanks.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    known = SCHEMES.get(scheme)
    if known is None:
        return Key(scheme, plain)
    bare = re.sub(known.strip, "", _DASHES.sub("-", plain), flags=re.IGNORECASE)
    value = known.shape(known.case(bare))
    if not known.valid(value):
        raise _refused(known, text)
    return Key(scheme, value)


_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc]")


def _refused(scheme: Scheme, found: str) -> InputError:
    return InputError(
        Text(f"{scheme.title.ja}として読めません。", f"This is not a valid {scheme.title.en}."),
        expected=scheme.expected,
        found=found,
        remedy=Text(
            "出典の番号を確かめてください。桁や検査数字が違います。",
            "Compare it with its source: a digit is missing or wrong.",
        ),
    )
