"""The pages for what went wrong: what failed, what still works, what to do; never a traceback."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from urllib.parse import unquote

import flask
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

from kb.base import KnowledgeBase
from kb.errors import CallError, GraphError, KakehashiError, NotKnownError
from kb.text import LANGUAGES, Text
from web import frame
from web.addresses import of_thing, with_query
from web.blocks import Block, Cell, Notice, Title
from web.data import as_data
from web.page import Page
from web.wording import chip

LOG = logging.getLogger("kakehashi.web")
ID_BYTES = 4

NO_SUCH = Text("このアドレスのページはありません", "There is no page at this address")
NEAR = Text("近い名前:", "Names that come close:")
NOTHING_NEAR = Text(
    "アドレスを確かめるか、名前で探してください。", "Check the address, or search by name."
)
AWAY = Text("グラフに届きません", "The graph is away")
STILL = Text(
    "検索・ことば・データのページはそのまま使えます。グラフは次の読み込みで自動的に起動を試みます。",
    "Search, words and sources still work. The next request tries to start the graph again.",
)
WRONG_CALL = Text("この指定では答えられません", "This cannot be answered as asked")
BROKEN = Text("このページを作れませんでした", "This page could not be made")
BROKEN_MORE = Text(
    "記録は失われていません。くわしい内容はログに番号 {id} で残しました。",
    "Nothing recorded was lost. The details are in the log under {id}.",
)
ELSEWHERE = (
    Cell(Text("検索", "Search"), "/search"),
    Cell(Text("ことば", "Words"), "/schema"),
    Cell(Text("データ", "Sources"), "/sources"),
)
HOME = (Cell(Text("はじめの画面", "The first page"), "/"),)


def register_errors(app: flask.Flask, kb: KnowledgeBase, pages: Mapping[str, Page]) -> None:
    """Give the application its pages for what can go wrong."""

    def show(title: Text, notice: Notice, status: int) -> Response:
        return _answer(kb, pages, (Title(title), notice), status)

    def unknown(problem: NotFound | NotKnownError) -> Response:
        del problem
        return show(NO_SUCH, _nearest(kb), 404)

    def refused(problem: CallError) -> Response:
        return show(WRONG_CALL, _said(problem, HOME), 400)

    def away(problem: GraphError) -> Response:
        LOG.warning("graph away: %s", problem)
        first = problem.what
        return show(AWAY, Notice("error", first, STILL, ELSEWHERE), 503)

    def failed(problem: KakehashiError) -> Response:
        LOG.error("%s", problem)
        return show(BROKEN, _said(problem, HOME), 500)

    def http(problem: HTTPException) -> Response:
        text = Text(f"{problem.code} {problem.name}", f"{problem.code} {problem.name}")
        return show(WRONG_CALL, Notice("error", text, links=HOME), problem.code or 500)

    def unexpected(problem: Exception) -> Response:
        id_ = secrets.token_hex(ID_BYTES)
        LOG.error("%s %s", id_, flask.request.path, exc_info=problem)
        return show(BROKEN, Notice("error", BROKEN_MORE.format(id=id_), links=HOME), 500)

    app.register_error_handler(NotFound, unknown)
    app.register_error_handler(NotKnownError, unknown)
    app.register_error_handler(CallError, refused)
    app.register_error_handler(GraphError, away)
    app.register_error_handler(KakehashiError, failed)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, unexpected)


def _answer(
    kb: KnowledgeBase, pages: Mapping[str, Page], blocks: tuple[Title, Notice], status: int
) -> Response:
    language = frame.language()
    parts: tuple[Block, ...] = blocks
    data = [as_data(block, language) for block in parts]
    if flask.request.args.get("format") or flask.request.path.endswith(".json"):
        return flask.make_response(flask.jsonify(status=status, blocks=data), status)
    page = flask.render_template(
        "page.html",
        **frame.around(kb, pages, "error"),
        title=as_data(blocks[0].text, language),
        blocks=data,
        notes={},
        pictured=False,
        files=[],
        file_address=frame.file_address,
    )
    return flask.make_response(page, status)


def _nearest(kb: KnowledgeBase) -> Notice:
    """Look for names like the last word of the address."""
    asked = unquote(flask.request.path).rstrip("/").rpartition("/")[2]
    hits = kb.search.nearest(asked, 5) if asked else []
    cells = tuple(Cell(hit.name, of_thing(hit.id), chip(kb.vocabulary, hit.type)) for hit in hits)
    search = Cell(Text("名前で探す", "Search by name"), with_query("/search", q=asked[:80]))
    return Notice("error", NEAR if cells else NOTHING_NEAR, links=(*cells, search))


def _said(problem: KakehashiError, links: tuple[Cell, ...]) -> Notice:
    """Say an error with its parts in both languages."""
    ja, en = (" / ".join(problem.lines(language)[1:]) for language in LANGUAGES)
    return Notice("error", problem.what, Text(ja, en) if ja else "", links)
