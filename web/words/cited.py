"""Which page is to be cited: its address as given in the footer of that page, and its heading."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

import flask

from kb.base import KnowledgeBase
from kb.changes import Teller
from kb.errors import InputError
from kb.records import Key
from kb.text import Text
from web.addresses import THING
from web.page import Page

LONGEST = 500


def local(address: str) -> str:
    """Give an address if it is one of ours, else an empty text: nothing leads out of the house."""
    plain = address.isprintable() and len(address) <= LONGEST and "\\" not in address
    return address if plain and address.startswith("/") and address[1:2] != "/" else ""


def heading(kb: KnowledgeBase, address: str, pages: Iterable[Page]) -> Text | None:
    """Give the heading of the page at an address; None for the first page, and where nobody knows it.

    `pages` are all there are.
    """
    path = unquote(urlsplit(address).path)
    if path.startswith(THING):
        return _name(kb, path.removeprefix(THING))
    return next((page.title for page in pages if page.path == path != "/"), None)


def whole(address: str) -> str:
    """Give an address with the machine that this page was asked from, where it was asked by one."""
    root = flask.request.url_root.rstrip("/") if flask.has_request_context() else ""
    return f"{root}{address}"


def _name(kb: KnowledgeBase, id_: str) -> Text | None:
    try:
        key = Key.parse(id_)
    except InputError:
        return None
    found = Teller(kb.ledger, kb.vocabulary, kb.identity).named([key])
    return found[id_].name if id_ in found else None
