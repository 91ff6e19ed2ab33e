"""The addresses of the explorer's pages, written in one place."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlencode, urlsplit

THING = "/entity/"
"""How the address of the page about one thing begins."""
ABOUT = "/about"


def of_thing(id_: str) -> str:
    """Give the address of the page about one thing."""
    return f"{THING}{quote(id_, safe=':/')}"


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


def to_compare(a: str, b: str = "") -> str:
    """Give the comparison of a thing with another, or the page that asks for the other."""
    return with_query("/compare", a=a, b=b)


def to_changes(id_: str) -> str:
    """Give what changed about a thing, from its first record on."""
    return with_query("/changes", thing=id_)


def to_correct(id_: str, fact: str = "") -> str:
    """Give the address of the form that corrects a fact of a thing, or of the list of its facts."""
    return with_query("/correct", id=id_, fact=fact)


def to_confirm(id_: str, tie: str, says: str = "") -> str:
    """Give the address of the form that checks a tie at one of its ends."""
    return with_query("/confirm", id=id_, tie=tie, says=says)


def to_judge(a: str = "", b: str = "") -> str:
    """Give the address of the form that judges whether two are the same, or of all judgements."""
    return with_query("/judge", a=a, b=b)


def to_undo(decision: int) -> str:
    """Give the address of the form that undoes a judgement on who is who."""
    return with_query("/judge", undo=decision)


def to_cite(address: str) -> str:
    """Give the address at which a page is cited."""
    return f"{with_query(ABOUT, page=address)}#cite"


def to_report(address: str) -> str:
    """Give where a mistake on a page is told: the form of its thing, else how it is told."""
    path = unquote(urlsplit(address).path)
    if path.startswith(THING):
        return to_correct(path.removeprefix(THING))
    return f"{with_query(ABOUT, page=address)}#report"
