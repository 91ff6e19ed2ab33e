"""The explorer: a Flask application made from the pages found in web/pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import flask
from flask_babel import Babel
from werkzeug.wrappers import Response as AnyResponse

import web.pages
from kb.base import KnowledgeBase
from kb.catalogue import units
from web import frame, tongues
from web.answering import errors, files
from web.answering.scripts import register_answers
from web.atlas.answers import register_map
from web.blocks import Block, Notes, Picture, Search, Table, Title
from web.blocks.data import Data, as_data, every
from web.blocks.harmless import finalize
from web.door import Door, door_of, register_door, visit
from web.door.tries import Tries
from web.page import MovedError, Page, Request
from web.serving.health import Health, register_health
from web.serving.logs import register_logs
from web.serving.metrics import register_metrics

HERE = Path(__file__).parent
MAX_BODY = 64 * 1024
MAX_FIELDS = 100

Row = dict[str, Data]
Act = Callable[[KnowledgeBase, Request], str | Sequence[Block]]


def create_app(kb: KnowledgeBase, *, door: Door | None = None, public: bool = False) -> flask.Flask:
    """Make the explorer of one knowledge base behind its door.

    Without a `door` it is the one that the settings ask for on this machine alone. `public` means
    that it can be reached from outside without a password: named people are then left out of
    rankings.
    """
    door = door or door_of(kb.settings)
    public = public or door.public
    app = flask.Flask("web", root_path=str(HERE))
    app.config.update(
        BABEL_DEFAULT_LOCALE="ja",
        BABEL_TRANSLATION_DIRECTORIES=str(HERE / "translations"),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_PARTS=MAX_FIELDS,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.finalize = finalize
    app.jinja_env.filters["groupby_kept"] = _grouped
    Babel(app, locale_selector=frame.language)
    app.context_processor(_paths)
    _register_watches(app, kb, door)
    pages = units(web.pages, "PAGE", Page)
    errors.register_errors(app, kb, pages)
    register_answers(app, kb, public=public)
    register_map(app, kb, public=public)
    for name, page in pages.items():
        _register(app, kb, pages, name, page, public=public)
    return app


def _register_watches(app: flask.Flask, kb: KnowledgeBase, door: Door) -> None:
    """Put in front of every page: the log, the figures of use, the door."""
    tries, health = Tries(), Health(kb)
    register_logs(app)
    register_metrics(app, door, tries, health)
    register_health(app, health)
    register_door(app, door, tries)
    app.after_request(frame.remember)


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
            frame.language(),
            values,
            flask.request.args.to_dict(),
            people_ranked=not public,
            by=visit.name(),
        )
        if flask.request.method == "POST" and page.act is not None:
            return _act(kb, pages, name, page.act, asked)
        try:
            blocks = _with_title(page, page.show(kb, asked))
        except MovedError as moved:
            return flask.redirect(moved.address, 301)
        kind = flask.request.args.get("format", "html")
        if kind != "html":
            return files.answer(kind, name, blocks, asked.language, kb.version_label)
        return flask.make_response(render(kb, pages, name, blocks))

    methods = ["GET", "POST"] if page.act else ["GET"]
    app.add_url_rule(page.path, endpoint=f"page_{name}", view_func=answer, methods=methods)


def _act(
    kb: KnowledgeBase, pages: dict[str, Page], name: str, act: Act, asked: Request
) -> AnyResponse:
    """Take what a form sends: lead on to what came of it, or show what is to be corrected.

    A name that the form asks for is remembered by the browser, as the page of the name does.
    """
    form = flask.request.form.to_dict(flat=False)
    if not asked.by and visit.be_called("".join(form.get("by", ()))):
        asked = replace(asked, by=visit.name())
    came = act(kb, replace(asked, form=form))
    if isinstance(came, str):
        return flask.redirect(came, 303)
    page = render(kb, pages, name, _with_title(pages[name], came))
    return flask.make_response(page, 422)


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
    page = flask.render_template(
        "page.html",
        **frame.around(kb, pages, name),
        title=as_data(title or pages[name].title, language),
        blocks=data,
        notes=notes,
        pictured=any(isinstance(part, Picture) for part in parts),
        files=frame.files(sum(isinstance(part, Table) for part in parts)),
        file_address=frame.file_address,
    )
    return tongues.marked(page, language)


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
