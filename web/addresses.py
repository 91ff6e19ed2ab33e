"""The addresses of the explorer's pages, written in one place."""

from __future__ import annotations

from urllib.parse import quote, urlencode


def of_thing(id_: str) -> str:
    """Give the address of the page about one thing."""
    return f"/entity/{quote(id_, safe=':/')}"


def with_query(path: str, **values: str | int) -> str:
    """Give an address with a query, leaving out empty values."""
    query = urlencode({name: value for name, value in values.items() if value != ""})
    return f"{path}?{query}" if query else path


def without_thing(id_: str) -> str:
    """Give the address of the page that tells what is lost without a thing."""
    return f"/what-if/{quote(id_, safe=':/')}"


def of_matter(subject: str) -> str:
    """Give the address of what was entered about one matter."""
    return with_query("/entered", id=subject)


def to_enter(kind: str, **values: str) -> str:
    """Give the address of the form of a kind, with some of it filled in."""
    return with_query("/enter", kind=kind, **values)
