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
