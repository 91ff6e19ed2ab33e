"""Where in a record of a body something is said: the places that a reading of it tells in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

PATENT = "patent"
_OF_CLASSES = "ABCDEFGH"
"""How the codes of classes of technology begin (those of the IPC)."""
_OF_GRANTS = "0123456789abcdef—"
"""How the places of grants and of parts in projects begin: dates, none, hexadecimal signs."""


def of_class(place: str, code: str) -> str:
    """Give the place of a class of technology in which a body has patents."""
    return f"{place}/{PATENT}/{code}"


def application_of(patent: Mapping[str, Any]) -> str:
    """Give what an application is known by: its number, that of the patent, its page or its title."""
    known = (patent.get(name) for name in ("application_number", "registration_number", "url"))
    return str(next((number for number in known if number), patent.get("title")))


def of_patent(place: str, sign: str) -> str:
    """Give the place of a single patent; it begins as that of no class does."""
    return f"{place}/{PATENT}/{'=' if sign[:1] in _OF_CLASSES else ''}{sign}"


def told_of(place: str, sections: Iterable[str], *, whole: bool) -> Iterator[str]:
    """Give how the places of what a record tells begin, but for that of the body itself.

    Single patents are told only where `whole` is asked; without it their places begin otherwise.
    """
    if whole:
        yield f"{place}/"
        return
    yield from (f"{place}/{section}/" for section in sections if section != PATENT)
    yield from (f"{place}/{letter}" for letter in _OF_GRANTS)
    yield from (of_class(place, letter) for letter in _OF_CLASSES)
