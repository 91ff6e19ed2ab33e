"""What stands around every page: language, menu, version, files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

import flask

from kb.base import KnowledgeBase
from kb.errors import KakehashiError
from kb.text import LANGUAGES, Language
from kb.vocabulary import Vocabulary
from web.page import Page

COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 3600
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
        "languages": _languages(),
        "version": version,
        "sources": sources,
        "asked": flask.request.args.get("q", ""),
    }


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


def _menu(pages: Mapping[str, Page], name: str) -> Iterable[dict[str, object]]:
    for page_name, page in sorted(pages.items(), key=lambda item: (item[1].menu or 0, item[0])):
        if page.menu is not None:
            yield {
                "address": page.path,
                "title": page.title.get(language()),
                "here": page_name == name,
            }
