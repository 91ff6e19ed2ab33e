"""The explorer: a Flask application made from the pages found in web/pages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import flask
from flask_babel import Babel
from werkzeug.wrappers import Response as AnyResponse

import web.pages
from kb.base import KnowledgeBase
from kb.catalogue import units
from web import errors, files, frame
from web.answers import register_answers
from web.blocks import Block, Notes, Picture, Search, Table, Title
from web.data import Data, as_data, every
from web.page import MovedError, Page, Request

HERE = Path(__file__).parent
MAX_ADDRESS = 64 * 1024
OWN_NAMES = ("localhost", "127.0.0.1", "::1")
"""The names by which a browser may call the explorer: a page elsewhere cannot make its own name
lead here (DNS rebinding) and read what is shown."""

Row = dict[str, Data]


def create_app(kb: KnowledgeBase, *, public: bool = False) -> flask.Flask:
    """Make the explorer of one knowledge base.

    `public` means that it can be reached from outside without a password: named people are then
    left out of rankings.
    """
    app = flask.Flask("web", root_path=str(HERE))
    app.config.update(
        BABEL_DEFAULT_LOCALE="ja",
        BABEL_TRANSLATION_DIRECTORIES=str(HERE / "translations"),
        MAX_CONTENT_LENGTH=MAX_ADDRESS,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_HTTPONLY=True,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["groupby_kept"] = _grouped
    Babel(app, locale_selector=frame.language)
    pages = units(web.pages, "PAGE", Page)
    app.context_processor(_paths)
    app.before_request(_require_own_name)
    app.after_request(frame.finish)
    errors.register_errors(app, kb, pages)
    register_answers(app, kb, public=public)
    for name, page in pages.items():
        _register(app, kb, pages, name, page, public=public)
    return app


def _require_own_name() -> None:
    """Refuse a request that calls the explorer by another's name."""
    try:
        called = urlsplit(f"//{flask.request.headers.get('Host', '')}").hostname
    except ValueError:
        called = None
    if called not in OWN_NAMES:
        flask.abort(400)


def _register(
    app: flask.Flask,
    kb: KnowledgeBase,
    pages: dict[str, Page],
    name: str,
    page: Page,
    *,
    public: bool,
) -> None:
    """Give a page its address: as HTML, and with `?format=` as JSON, CSV or XLSX."""

    def answer(**values: str) -> AnyResponse:
        asked = Request(
            frame.language(), values, flask.request.args.to_dict(), people_ranked=not public
        )
        try:
            blocks = _with_title(page, page.show(kb, asked))
        except MovedError as moved:
            return flask.redirect(moved.address, 301)
        kind = flask.request.args.get("format", "html")
        if kind != "html":
            return files.answer(kind, name, blocks, asked.language, kb.version_label)
        return flask.make_response(render(kb, pages, name, blocks))

    app.add_url_rule(page.path, endpoint=f"page_{name}", view_func=answer, methods=["GET"])


def render(kb: KnowledgeBase, pages: dict[str, Page], name: str, blocks: Sequence[Block]) -> str:
    """Write a page as HTML: the same data as its JSON twin, through the blocks' templates."""
    language = frame.language()
    data = [as_data(block, language) for block in blocks]
    parts = list(every(blocks))
    notes = {
        note.number: as_data(note, language)
        for part in parts
        if isinstance(part, Notes)
        for note in part.notes
    }
    title = next((part.text for part in parts if isinstance(part, Title)), None)
    return flask.render_template(
        "page.html",
        **frame.around(kb, pages, name),
        title=as_data(title or pages[name].title, language),
        blocks=data,
        notes=notes,
        pictured=any(isinstance(part, Picture) for part in parts),
        files=frame.files(sum(isinstance(part, Table) for part in parts)),
        file_address=frame.file_address,
    )


def _with_title(page: Page, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """See to it that every page has one first heading."""
    headed = any(isinstance(block, Title | Search) for block in every(blocks))
    return tuple(blocks) if headed else (Title(page.title), *blocks)


def _paths() -> dict[str, object]:
    return {
        "asset": lambda name: f"/static/{name}",
        "marks_file": "/static/marks.svg",
        "types_style": "/static/types.css",
    }


def _grouped(rows: Sequence[Row], name: str) -> list[tuple[Data, list[Row]]]:
    """Group neighbouring rows that have the same value under a name, in their order."""
    return [(value, list(group)) for value, group in groupby(rows, key=lambda row: row[name])]
