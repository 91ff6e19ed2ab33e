"""Every page that the explorer has, by an address at which it shows something.

The pages come from the folder of pages itself. A page whose address has a blank in it needs an
example here, and so does one that shows its best only when it is asked something; a page with a
blank and no example fails every test that walks over all pages, with a sentence that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import web.pages
from kb.base import KnowledgeBase
from kb.catalogue import units
from kb.text import LANGUAGES, Language
from web.addresses import (
    of_matter,
    of_thing,
    to_confirm,
    to_correct,
    to_enter,
    to_judge,
    with_query,
    without_thing,
)
from web.connect.examples import examples as routes
from web.connect.ways import address_of
from web.connect.wish import LETTER, ROUTE
from web.page import Page

PAGES = units(web.pages, "PAGE", Page)
BLANK = re.compile(r"<[^>]+>")
_FIRST = "MATCH (n:{type}) WHERE n.visibility IS NULL OR n.visibility = 'public' RETURN n.id AS id ORDER BY n.id LIMIT 1"
_TIE = "MATCH (n:Entity {id: $id})-[r]-(:Entity) RETURN r.key AS key ORDER BY r.key LIMIT 1"
_OF_NAME = "MATCH (n:Entity {name: $name}) RETURN n.id AS id ORDER BY n.id LIMIT 1"

Addresses = Callable[[KnowledgeBase], Mapping[str, str]]


@dataclass(frozen=True)
class Visit:
    """One address of one page; `name` tells them apart in words that a file can bear."""

    name: str
    page: str
    address: str

    def within(self, site: str, language: Language) -> str:
        """Give it on a site, in a language."""
        return f"{site}{self.address}{'&' if '?' in self.address else '?'}language={language}"


def first(kb: KnowledgeBase, type_: str) -> str:
    """Give the first thing of a type, for an example."""
    rows = kb.graph.read(_FIRST.format(type=type_)).rows
    assert rows, f"the ecosystem that the tests show holds nothing of the type {type_}"
    return str(rows[0]["id"])


def named(kb: KnowledgeBase, name: str) -> str:
    """Give the thing of a name, for an example."""
    rows = kb.graph.read(_OF_NAME, {"name": name}).rows
    assert rows, f"the ecosystem that the tests show holds nothing named {name}"
    return str(rows[0]["id"])


def _entities(kb: KnowledgeBase) -> Mapping[str, str]:
    types = ("Producer", "Cluster", "Programme", "Technology", "Project")
    found = {type_.lower(): of_thing(first(kb, type_)) for type_ in types}
    return {**found, "firm": of_thing(named(kb, "N社"))}


def _connect(kb: KnowledgeBase) -> Mapping[str, str]:
    one = routes(kb, people=True)[0]
    return {
        "": "/connect",
        "answer": one.wish.at(inferred="1", between="3"),
        "none": with_query("/connect", **{"from": "N社", "to": "だれでもない会社"}),
    }


def _route(kb: KnowledgeBase, path: str) -> Mapping[str, str]:
    one = routes(kb, people=True)[0]
    return {"": path, "example": address_of(one.wish, one.best, path)}


def _confirm(kb: KnowledgeBase) -> Mapping[str, str]:
    id_ = named(kb, "N社")
    key = str(kb.graph.read(_TIE, {"id": id_}).rows[0]["key"])
    return {"": to_confirm(id_, key), "wrong": to_confirm(id_, key, "wrong")}


EXAMPLES: Mapping[str, Addresses] = {
    "brokers": lambda _: {"": "/brokers", "between": "/brokers?between=prefecture&role=gatekeeper"},
    "candidates": lambda kb: {
        "": PAGES["candidates"].path,
        "need": with_query(PAGES["candidates"].path, id=first(kb, "Need")),
    },
    "compare": lambda kb: {
        "": "/compare",
        "two": with_query("/compare", a=named(kb, "N社"), b=first(kb, "Producer")),
    },
    "confirm": _confirm,
    "correct": lambda kb: {
        "": to_correct(named(kb, "N社")),
        "fact": to_correct(named(kb, "N社"), "description_ja"),
    },
    "connect": _connect,
    "connect_letter": lambda kb: _route(kb, LETTER),
    "connect_route": lambda kb: _route(kb, ROUTE),
    "judge": lambda kb: {
        "": to_judge(),
        "one": to_judge(named(kb, "N社")),
        "two": to_judge(named(kb, "N社"), first(kb, "Producer")),
    },
    "enter": lambda _: {"": "/enter", "form": to_enter("introduction")},
    "entered": lambda _: {"": "/entered", "kind": "/entered?kind=introduction"},
    "entity": _entities,
    "map": lambda _: {"": "/map", "whole": "/map?view=whole"},
    "questions": lambda _: {"": "/questions", "answer": "/questions?question=count_by_type"},
    "region": lambda _: {"": "/region/jis:13", "wide": "/region/kinki", "nobody": "/region/jis:47"},
    "search": lambda _: {
        "": "/search?q=宇宙",
        "nothing": "/search?q=zzzzqqqq",
        "type": "/search?type=Firm",
    },
    "what_if": lambda kb: {"": without_thing(first(kb, "Producer"))},
}
"""The addresses of a page by a word for each, "" for the usual one."""

WRONG = {
    "unknown": "/entity/local:nobody",
    "no-page": "/no/such/page",
    "wrong-call": "/brokers?between=nothing",
    "wrong-day": "/brokers?as_of=2999-01-01",
}
"""Addresses at which there is nothing, or nothing that can be answered."""


def visits(kb: KnowledgeBase) -> tuple[Visit, ...]:
    """Give every page at every example address; what has a blank and no example fails."""
    return tuple(visit for page in PAGES for visit in visits_of(kb, page))


def visits_of(kb: KnowledgeBase, page: str) -> Iterator[Visit]:
    """Give the addresses of one page."""
    path = PAGES[page].path
    if page not in EXAMPLES:
        assert not BLANK.search(path), (
            f"web/pages/{page}.py has the address {path}, which has a blank to fill in. Give it an "
            "example address in EXAMPLES of tests/every_page.py, so that it is tested in both "
            "languages, at every size and by keyboard, like every other page."
        )
        yield Visit(page, page, path)
        return
    for word, address in EXAMPLES[page](kb).items():
        yield Visit(f"{page}-{word}" if word else page, page, address)


def wrong_visits() -> tuple[Visit, ...]:
    """Give addresses at which the explorer says what is wrong."""
    return tuple(Visit(name, "error", address) for name, address in WRONG.items())


def matters(subject: str, kind: str) -> tuple[Visit, ...]:
    """Give the pages about something that was entered."""
    return (
        Visit(f"entered-{kind}", "entered", of_matter(subject)),
        Visit(f"list-{kind}", "entered", with_query("/entered", kind=kind)),
    )


__all__ = ["LANGUAGES", "PAGES", "Visit", "first", "matters", "visits", "visits_of", "wrong_visits"]
