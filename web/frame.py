"""What stands around every page: language, menu, version, files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from urllib.parse import urlencode

import flask

from kb.base import KnowledgeBase
from kb.errors import KakehashiError
from kb.text import LANGUAGES, Language, Text
from kb.vocabulary import Vocabulary
from web.addresses import to_cite, to_report
from web.page import Page

COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 3600
OF_A_FORM = ("kept", "judged", "undone", "later", "again")
"""What an address says of a form just sent, and no citation of the page should."""
CITE = Text("引用", "Cite")
MISTAKE = Text("誤りを知らせる", "Report a mistake")
WORDS: Mapping[Language, str] = {"ja": "日本語", "en": "EN"}


def language() -> Language:
    """Give the language of this request: asked for, remembered, preferred, else Japanese."""
    known: dict[str | None, Language] = {one: one for one in LANGUAGES}
    for wish in (
        flask.request.args.get("language"),
        flask.request.cookies.get(COOKIE),
        flask.request.accept_languages.best_match(LANGUAGES),
    ):
        if wish in known:
            return known[wish]
    return "ja"


def remember(response: flask.Response) -> flask.Response:
    """Remember a language that was asked for."""
    wish = flask.request.args.get("language")
    if wish in LANGUAGES:
        response.set_cookie(
            COOKIE,
            wish,
            max_age=COOKIE_SECONDS,
            secure=flask.request.is_secure or flask.current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Strict",
        )
    return response


def address_with(**values: str | None) -> str:
    """Give this page's own address with some of its query changed; None takes a value out."""
    query = flask.request.args.to_dict() | values
    kept = {name: value for name, value in query.items() if value is not None}
    path = flask.request.path
    return f"{path}?{urlencode(kept)}" if kept else path


def around(kb: KnowledgeBase, pages: Mapping[str, Page], name: str) -> dict[str, object]:
    """Give what the frame shows around the page of this name; without a ledger it shows less."""
    try:
        version, sources = kb.version_label, len(kb.ledger.sources())
    except KakehashiError:
        version, sources = "", None
    return {
        "page": name,
        "language": language(),
        "menu": list(_menu(pages, name)),
        "section": _section(pages, name),
        "languages": _languages(),
        "version": version,
        "sources": sources,
        "asked": flask.request.args.get("q", ""),
        "foot": _foot(),
    }


def _foot() -> list[dict[str, str]]:
    """Give how this very page is cited, and where a mistake on it is told."""
    page = address_with(language=None, format=None, **dict.fromkeys(OF_A_FORM))
    words = ((CITE, to_cite(page)), (MISTAKE, to_report(page)))
    return [{"word": word.get(language()), "address": address} for word, address in words]


def outside() -> dict[str, object]:
    """Give what the frame shows to somebody who has not come in: nothing of what is known."""
    return {"language": language(), "languages": _languages()}


def files(tables: int) -> list[dict[str, str]]:
    """Give the files of this page: always JSON, and CSV and XLSX where it has tables."""
    kinds = ("json", "csv", "xlsx") if tables else ("json",)
    return [{"word": kind.upper(), "address": file_address(kind)} for kind in kinds]


def file_address(kind: str, table: str = "") -> str:
    """Give the address of this page as a file, or of one table of it."""
    return address_with(format=kind, table=table or None)


def types_style(vocabulary: Vocabulary) -> str:
    """Give the colours of the types as a style sheet, made from the vocabulary."""
    return "".join(
        f".type-{name} {{ --type: {word.colour}; }}\n"
        for name, word in sorted(vocabulary.types.items())
        if word.colour
    )


def _languages() -> list[dict[str, str]]:
    return [
        {"code": code, "word": WORDS[code], "address": address_with(language=code, format=None)}
        for code in LANGUAGES
    ]


def _menu(pages: Mapping[str, Page], name: str) -> Iterator[dict[str, object]]:
    """Give the first page of every ten, as the words of the menu."""
    here = pages[name].menu if name in pages else None
    for _, ten in groupby(_placed(pages), key=lambda item: _ten(item[1])):
        page_name, page = next(ten)
        yield _entry(
            page, here=page_name == name, within=here is not None and _ten(page) == here // 10
        )


def _section(pages: Mapping[str, Page], name: str) -> list[dict[str, object]]:
    """Give the pages of the same ten as this one, where there are others."""
    if name not in pages or pages[name].menu is None:
        return []
    near = [item for item in _placed(pages) if _ten(item[1]) == _ten(pages[name])]
    return [_entry(page, here=one == name) for one, page in near] if len(near) > 1 else []


def _placed(pages: Mapping[str, Page]) -> list[tuple[str, Page]]:
    placed = [item for item in pages.items() if item[1].menu is not None]
    return sorted(placed, key=lambda item: (item[1].menu or 0, item[0]))


def _ten(page: Page) -> int:
    return (page.menu or 0) // 10


def _entry(page: Page, *, here: bool, within: bool = False) -> dict[str, object]:
    title = page.title.get(language())
    return {"address": page.path, "title": title, "here": here, "within": within}
