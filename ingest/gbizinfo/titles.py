"""What the titles of gBizINFO's grants say: the programme behind years and rounds, and a theme.

One research and development project stands in several titles, one a year and a member: programme,
（継続事業） or （新規事業）, the theme between brackets, and sometimes a body in 【 】 at the end.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kb.records import Key
from kb.when import ERA_START, FISCAL_START_MONTH

SOURCE_NAME = "gbizinfo"

CONSORTIA = ("戦略的基盤技術高度化支援事業", "成長型中小企業等研究開発支援事業")
"""The programmes whose titles hold themes: サポイン, and Go-Tech after it."""

_ERA_YEAR = r"(?P<era>令和|平成|昭和)(?P<year>元|\d{1,2})年度"
_YEAR = re.compile(_ERA_YEAR)
_LEADING = re.compile(
    r"^(?:[\s.・、]*(?:"
    r"【[^【】]*(?:年度|予算|会計)[^【】]*】"
    r"|(?:令和|平成|昭和)(?:元|\d{1,2})年度(?:(?:第?\d+次)?(?:補正|当初|本)予算|補正)?"
    r"(?:\([^()]*(?:繰越|予算|上期|下期)[^()]*\))?"
    r"))+[\s.・、]*"
)
_COURSE = re.compile(r"\((?:継続|新規)事業\)")
_TAG = re.compile(r"\s*【([^【】]*)】\s*$")
_BLANK = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")
_BRACKETS = {"(": ")", "「": "」"}


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme in a title: its programme, its name, the body in 【 】 at the end ("" without)."""

    programme: str
    name: str
    body: str

    @property
    def key(self) -> Key:
        """The key of the theme's project; blanks and width do not matter."""
        return local("theme", self.name)


def local(kind: str, *parts: str) -> Key:
    """Give the key of something without an official number, from a few fields as stated."""
    text = "\n".join((kind, *map(bare, parts)))
    return Key("local", f"{SOURCE_NAME}:{hashlib.sha256(text.encode()).hexdigest()[:16]}")


def bare(text: str) -> str:
    """Give a text as it is compared: NFKC, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def tidy(text: str) -> str:
    """Give a text as it is shown: NFKC, blanks only between Latin words."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return _BLANK.sub("", plain)


@lru_cache(maxsize=8192)
def programme_of(title: str) -> str:
    """Give the programme's name: budget years, rounds and a body in 【 】 at the end left out."""
    theme = theme_of(title)
    if theme:
        return theme.programme
    plain = unicodedata.normalize("NFKC", title).strip()
    name = tidy(_COURSE.sub("", _LEADING.sub("", plain)).lstrip(". "))
    found = _TAG.search(name)
    if found and names_a_body(found[1]):
        name = name[: found.start()]
    return name or tidy(title)


@lru_cache(maxsize=8192)
def theme_of(title: str) -> Theme | None:
    """Give the theme of a consortium's title, or None where the title holds none."""
    plain = unicodedata.normalize("NFKC", title)
    programme = next((name for name in CONSORTIA if name in plain), None)
    if programme is None:
        return None
    rest = _COURSE.sub("", " ".join(plain.partition(programme)[2].split()))
    tag = _TAG.search(rest)
    name = _without_brackets(tidy((rest[: tag.start()] if tag else rest).strip().lstrip(")")))
    return Theme(programme, name, tag[1].strip() if tag else "") if name else None


@lru_cache(maxsize=8192)
def fiscal_year(title: str, date: str) -> int | None:
    """Give the fiscal year of a grant: that of its title or of its date, the later of both."""
    found = _YEAR.search(unicodedata.normalize("NFKC", title))
    years = []
    if found:
        count = 1 if found["year"] == "元" else int(found["year"])
        years.append(ERA_START[found["era"]] + count - 1)
    if date:
        year, month = int(date[:4]), int(date[5:7])
        years.append(year if month >= FISCAL_START_MONTH else year - 1)
    return max(years, default=None)


_BODY = re.compile(
    r"法人|会社|組合|商工会|協会|連合会|機構|財団|社団|銀行|金庫|大学|\((?:株|有|公財|一財|一社)\)"
)


def names_a_body(text: str) -> bool:
    """Tell whether a text looks like the name of a body rather than of a scheme or a place."""
    return bool(_BODY.search(unicodedata.normalize("NFKC", text))) and not text.endswith("事業")


def _without_brackets(text: str) -> str:
    """Take off brackets around the whole; one that is opened and never closed goes as well."""
    while text[:1] in _BRACKETS:
        closing = _closing(text)
        if closing == len(text) - 1:
            text = text[1:-1].strip()
        elif closing < 0:
            text = text[1:].strip()
        else:
            break
    return text


def _closing(text: str) -> int:
    """Give the place at which the first bracket is closed, or -1."""
    opening, closing, depth = text[0], _BRACKETS[text[0]], 0
    for place, character in enumerate(text):
        depth += (character == opening) - (character == closing)
        if not depth:
            return place
    return -1
