"""How MEXT's list of universities writes addresses, telephones, terms of office and people."""

from __future__ import annotations

import re
import unicodedata

from ingest.prefectures import Prefecture, prefecture_named
from kb.errors import InputError
from kb.records import Name
from kb.when import ALWAYS, When, between

_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d\uff70ー]")
_POST = re.compile(r"^〒?\s*(\d{3}-\d{4})$")
_ADDRESS = re.compile(r"^〒(\S{8})\s+(\S.*)$", re.DOTALL)
_PREFECTURE = re.compile("^(北海道|東京都|(?:京都|大阪)府|.{2,3}県)")
_TELEPHONE = re.compile(r"^(0\d{1,4}-\d{1,4}-\d{3,4})(?:\(.*\))?$")
_REMARK = re.compile(r"^(.*?)[（(]([^（()）]+)[)）]$")
_NARROW_KANA = re.compile("[\uff61-\uff9f]+")
_TERM = re.compile("[～〜~]")


def clean(text: str) -> str:
    """Give one line of text: Excel's carriage returns and runs of blanks become one blank."""
    return " ".join(text.replace("_x000D_", " ").split())


def post_code(text: str) -> str:
    """Give a postal code as `123-4567`; empty where it is none."""
    found = _POST.match(_plain(text))
    return found[1] if found else ""


def address(text: str) -> tuple[str, str]:
    """Give postal code and address of `〒123－4567 …`; without a readable code all is address."""
    line = clean(text)
    found = _ADDRESS.match(line)
    code = post_code(found[1]) if found else ""
    return (code, found[2]) if found and code else ("", line)


def telephone(text: str) -> str:
    """Give a number as `03-1234-5678`; empty where it is none."""
    found = _TELEPHONE.match(_plain(text))
    return found[1] if found else ""


def prefecture_in(text: str) -> Prefecture | None:
    """Give the prefecture with which an address begins."""
    found = _PREFECTURE.match(text)
    return prefecture_named(found[1]) if found else None


def term(text: str) -> tuple[When, str]:
    """Read `令和2年10月1日～令和8年3月31日`, either side of which may be empty.

    The second value is the part that is no date; empty where all was read.
    """
    since, *ends = (part.strip() for part in _TERM.split(text))
    for until, unread in (("".join(ends), ""), ("", "".join(ends))):
        try:
            return (between(since, until) if since or until else ALWAYS), unread
        except InputError:
            continue
    return ALWAYS, text


def person(text: str) -> tuple[Name, str]:
    """Give a name, with family and given name where a blank parts two; and a remark in brackets.

    Kana of half width become full ones; what was changed keeps its original.
    """
    found = _REMARK.match(text.strip())
    bare, remark = (found[1], found[2]) if found else (text, "")
    parts = _NARROW_KANA.sub(lambda kana: unicodedata.normalize("NFKC", kana[0]), bare).split()
    shown = " ".join(parts)
    family, given = parts if len(parts) == 2 else ("", "")  # noqa: PLR2004
    original = text if shown != text else ""
    return Name(shown, family=family, given=given, original=original), remark


def _plain(text: str) -> str:
    """Give the narrow form of digits, brackets and whatever stands for a hyphen."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text).replace("ー", "-")).strip()
