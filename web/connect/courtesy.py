"""How somebody is addressed in a letter: 先生, 様 or 御中, Professor or Dr., and no guessed reading.

The family name stands alone only where the source parts it from the given name, and a name without
Roman letters leaves a gap in English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.text import Text
from web.words.posts import Post

TEACHER = re.compile(
    r"教授|講師|助教|博士|医師|医学士|病院長|弁護士|弁理士|司法書士|税理士|公認会計士"
)
"""Titles in Japanese whose bearers are addressed as 先生."""
PROFESSOR = re.compile(r"\bprofessor\b", re.IGNORECASE)
DOCTOR = re.compile(r"\b(?:dr|doctor|physician|surgeon)\b", re.IGNORECASE)
_CJK = re.compile(r"^[々〆ヶ一-鿿ぁ-ヿ]+$")
_LATIN = re.compile(r"[A-Za-z]")

ARTICLES = ("A", "An", "The")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whom a letter names: a person with a post, or a body.

    `unnamed`: a group, or somebody whom the source leaves without a name; `name` only describes it.
    """

    name: Text
    person: bool = False
    unnamed: bool = False
    post: Post | None = None
    kind: Text | None = None


def addressed(party: Party) -> str:
    """Write to whom a Japanese letter goes: body, title and name with 先生, 様 or 御中."""
    if party.unnamed:
        return "〔宛先のお名前〕 様"
    if not party.person:
        return f"{party.name.ja} 御中"
    lines = [party.post.said.ja] if party.post else ["〔宛先の所属〕"]
    return "\n".join([*lines, f"{party.name.ja} {_honour(party)}"])


def called(party: Party) -> str:
    """Name somebody within a Japanese letter: family name and 先生 or 様 where it is known."""
    if party.unnamed or not party.person:
        return f"「{party.name.ja}」"
    return f"{_family(party.name.ja)}{_honour(party)}"


def dear(party: Party) -> str:
    """Open an English letter."""
    if party.unnamed:
        return "Dear 〔name of the person you write to〕,"
    if not party.person:
        return f"Dear colleagues at {party.name.en},"
    title = f"{_english_title(party)} " if _english_title(party) else ""
    return f"Dear {title}{_roman(party)},"


def mention(party: Party) -> str:
    """Name somebody within an English letter; what only describes a party begins small."""
    if party.person and not party.unnamed:
        title = _english_title(party)
        return f"{title} {_roman(party)}".strip()
    first, _, rest = party.name.en.partition(" ")
    article = party.unnamed and first in ARTICLES
    return f"{first.lower()} {rest}" if article else party.name.en


def _honour(party: Party) -> str:
    title = party.post.title if party.post else None
    return "先生" if title and TEACHER.search(title.ja) else "様"


def _english_title(party: Party) -> str:
    title = party.post.title.en if party.post and party.post.title else ""
    if PROFESSOR.search(title):
        return "Professor"
    return "Dr." if DOCTOR.search(title) else ""


def _family(name: str) -> str:
    """Give the family name where a blank parts it from the given name, else the whole name."""
    parts = name.split()
    known = len(parts) == 2 and all(_CJK.match(part) for part in parts)  # noqa: PLR2004
    return parts[0] if known else name


def _roman(party: Party) -> str:
    if _LATIN.search(party.name.en):
        return party.name.en
    return f"{party.name.ja} 〔the name in Roman letters, as they write it〕"
