"""The pages for what went wrong: what failed, what still works, what to do; never a traceback."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote

import flask
from rapidfuzz.distance import OSA
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Response

from kb.base import KnowledgeBase
from kb.errors import (
    CallError,
    GraphAwayError,
    GraphError,
    InputError,
    KakehashiError,
    NotKnownError,
    SearchDamagedError,
)
from kb.search import Hit
from kb.text import LANGUAGES, Text
from kb.views.naming import close
from web import frame, tongues
from web.addresses import of_thing, with_query
from web.blocks import Block, Cell, Notice, Paragraph, Title
from web.blocks.data import Data, as_data
from web.door.refusal import RefusedError
from web.door.watch import inside
from web.page import Page
from web.serving.logs import request_id, route
from web.words.wording import chip, joined

LOG = logging.getLogger("kakehashi.web")
RETRY_SECONDS = 5
"""After so long a page that found the graph away asks again by itself."""

NO_SUCH = Text("このアドレスのページはありません", "There is no page at this address")
NOT_FOUND = Text("見つかりません", "Not found")
NEAR = Text("近い名前:", "Names that come close:")
NEAR_PAGES = Text("近いアドレスのページ:", "Pages of an address that comes close:")
NOTHING_NEAR = Text(
    "近い名前もありません。アドレスを確かめるか、名前で探してください。",
    "No name comes close, either. Check the address, or search by name.",
)
CHECK = Text(
    "アドレスを確かめるか、名前で探してください。", "Check the address, or search by name."
)
OF_THINGS = re.compile(r"/(?:entity|what-if)/(.+)")
"""The addresses that end in an id."""
SLIPS = 2
"""So many letters of a page's address may be wrong, missing, added or changed over."""
AWAY = Text("グラフに届きません", "The graph is away")
STILL = Text(
    "検索・ことば・データのページはそのまま使えます。",
    "Search, words and sources still work.",
)
BY_ITSELF = Text(
    f"グラフが戻りしだい表示します。この画面は{RETRY_SECONDS}秒ごとに自動で読み込み直します。"
    "検索・ことば・データのページはそのまま使えます。",
    f"It is shown as soon as the graph is back: this page loads itself again every {RETRY_SECONDS} "
    "seconds. Search, words and sources still work.",
)
NOT_ANSWERED = Text("グラフから答えが得られません", "The graph gave no answer")
NUMBER = Text("問い合わせ番号 {id}", "Request {id}")
REFUSED = Text("ここでは受け付けられません", "This is not taken here")
HTTP = {
    400: Text("この要求は読めません。", "This request cannot be read."),
    405: Text("このアドレスは見るだけのものです。", "This address can only be read."),
    413: Text("送られたものが大きすぎます。", "What was sent is too large."),
}
WRONG_CALL = Text("この指定では答えられません", "This cannot be answered as asked")
BROKEN = Text("このページを作れませんでした", "This page could not be made")
BROKEN_MORE = Text(
    "記録は失われていません。くわしい内容はログに番号 {id} で残しました。",
    "Nothing recorded was lost. The details are in the log under {id}.",
)
BY_NAME = Text("名前で探す", "Search by name")
NAMES = 5
WHOLE, ALIKE = 0.9, 0.4
"""The least scores of what bears a whole name, and of what sounds like it as a whole."""
ELSEWHERE = (
    Cell(Text("検索", "Search"), "/search"),
    Cell(Text("ことば", "Words"), "/schema"),
    Cell(Text("データ", "Sources"), "/sources"),
)
HOME = (Cell(Text("はじめの画面", "The first page"), "/"),)


def register_errors(app: flask.Flask, kb: KnowledgeBase, pages: Mapping[str, Page]) -> None:
    """Give the application its pages for what can go wrong."""
    said = ErrorPages(kb, pages)
    app.register_error_handler(NotFound, said.unknown)
    app.register_error_handler(NotKnownError, said.not_known)
    app.register_error_handler(RefusedError, said.turned_away)
    app.register_error_handler(CallError, said.wrong_call)
    app.register_error_handler(InputError, said.wrong_call)
    app.register_error_handler(GraphError, said.away)
    app.register_error_handler(KakehashiError, said.failed)
    app.register_error_handler(HTTPException, said.http)
    app.register_error_handler(Exception, said.unexpected)


@dataclass(frozen=True, slots=True)
class ErrorPages:
    """One page for each kind of thing that can go wrong."""

    kb: KnowledgeBase
    pages: Mapping[str, Page]

    def unknown(self, problem: NotFound) -> Response:
        """Say that nothing bears this address, and what comes near."""
        del problem
        return self._show(NO_SUCH, _nearest(self.kb, self.pages), 404)

    def not_known(self, problem: NotKnownError) -> Response:
        """Say what is not there; at the address of a thing also what comes near."""
        if not OF_THINGS.fullmatch(unquote(flask.request.path).rstrip("/")):
            return self._show(NOT_FOUND, _said(problem, (Cell(BY_NAME, "/search"),)), 404)
        near = _nearest(self.kb, self.pages)
        said = _said(problem, near.links)
        more = joined(one for one in (said.more, near.text) if one)
        return self._show(NOT_FOUND, Notice("error", said.text, more, near.links), 404)

    def turned_away(self, problem: RefusedError) -> Response:
        """Say why the door did not open."""
        notice = Notice("error", problem.what, problem.remedy or "")
        response = self._show(REFUSED, notice, problem.status)
        if problem.wait:
            response.headers["Retry-After"] = str(problem.wait)
        if flask.request.endpoint == "metrics" and problem.status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = 'Basic realm="Kakehashi", charset="UTF-8"'
        return response

    def wrong_call(self, problem: CallError | InputError) -> Response:
        """Say what is wrong with the question."""
        return self._show(WRONG_CALL, _said(problem, HOME), 400)

    def away(self, problem: GraphError) -> Response:
        """Say that the graph is away, and have the page ask again; or that it gave no answer."""
        LOG.warning("graph away: %s", problem)
        gone = isinstance(problem, GraphAwayError)
        read = flask.request.method == "GET"  # nothing that was typed is sent again by itself
        more = BY_ITSELF if gone and read else STILL
        notice = Notice("error", problem.what, more, ELSEWHERE)
        title = AWAY if gone else NOT_ANSWERED
        again = RETRY_SECONDS if gone and read else 0
        return self._show(title, notice, 503, again)

    def failed(self, problem: KakehashiError) -> Response:
        """Say what of ours failed."""
        LOG.error("%s", problem)
        return self._show(BROKEN, _said(problem, HOME), 500)

    def http(self, problem: HTTPException) -> Response:
        """Say that the request is not what it should be."""
        usual = Text(f"{problem.code} {problem.name}", f"{problem.code} {problem.name}")
        text = HTTP.get(problem.code or 500, usual)
        response = self._show(WRONG_CALL, Notice("error", text, links=HOME), problem.code or 500)
        if isinstance(problem, MethodNotAllowed):
            response.headers["Allow"] = ", ".join(sorted(problem.valid_methods or ()))
        return response

    def unexpected(self, problem: Exception) -> Response:
        """Say that nobody thought of this; the number leads to the log."""
        LOG.error("%s %s", request_id(), route(), exc_info=problem)
        text = BROKEN_MORE.format(id=request_id())
        return self._show(BROKEN, Notice("error", text, links=HOME), 500)

    def _show(self, title: Text, notice: Notice, status: int, again: int = 0) -> Response:
        """Answer as the one who asked can read it; `again` seconds later the page asks anew."""
        number = Paragraph(NUMBER.format(id=request_id()), quiet=True)
        parts: tuple[Block, ...] = (Title(title), notice, number)
        data = [as_data(block, frame.language()) for block in parts]
        if flask.request.args.get("format") or flask.request.path.endswith(".json"):
            response = flask.jsonify(status=status, request=request_id(), blocks=data)
        else:
            response = flask.make_response(self._page(title, data, again))
        response.status_code = status
        if again:
            response.headers["Retry-After"] = str(again)
        return response

    def _page(self, title: Text, blocks: list[Data], again: int) -> str:
        """Write the page; whoever has not come in sees nothing of what is known."""
        shown = inside()
        page = flask.render_template(
            "page.html" if shown else "outside.html",
            **(frame.around(self.kb, self.pages, "error") if shown else frame.outside()),
            title=title.get(frame.language()),
            blocks=blocks,
            notes={},
            again=again,
            pictured=False,
            files=[],
            file_address=frame.file_address,
        )
        return tongues.marked(page, frame.language())


def _nearest(kb: KnowledgeBase, pages: Mapping[str, Page]) -> Notice:
    """Say what is really near: pages one or two letters away, or what bears the name asked for.

    Only an address of a thing, or one of a single word, can be meant for a name; another is never
    looked for among names.
    """
    path = unquote(flask.request.path).rstrip("/")
    if near := [page for page in pages.values() if _slipped(path, page.path)]:
        return Notice("error", NEAR_PAGES, links=tuple(Cell(one.title, one.path) for one in near))
    found = OF_THINGS.fullmatch(path)
    word = found[1] if found else path.removeprefix("/")
    if not word or (not found and not _is_name(word)):
        return Notice("error", CHECK, links=(Cell(BY_NAME, "/search"),))
    search = Cell(BY_NAME, with_query("/search", q=word[:80]))
    cells = tuple(
        Cell(hit.name, of_thing(hit.id), chip(kb.vocabulary, hit.type))
        for hit in _near_names(kb, word, of_things=bool(found))
    )
    return Notice("error", NEAR if cells else NOTHING_NEAR, links=(*cells, search))


def _near_names(kb: KnowledgeBase, word: str, *, of_things: bool) -> list[Hit]:
    """Give what bears the very name; for the address of a thing also what is a slip away."""
    try:
        hits = kb.search.find(word, limit=NAMES, sound=True)
    except SearchDamagedError:
        return []
    same = [hit for hit in hits if hit.score >= (ALIKE if hit.alike else WHOLE)]
    return same or (close(kb.search.nearest(word, NAMES)) if of_things else [])


def _is_name(word: str) -> bool:
    """Tell whether an address of one word may be meant for a name: no path and no file."""
    return "/" not in word and "." not in word and "?" not in word


def _slipped(path: str, page: str) -> bool:
    """Tell whether an address is that of a page but for a slip of the finger."""
    if "<" in page or len(page) <= 2 * SLIPS:
        return False
    return path != page and OSA.distance(path, page, score_cutoff=SLIPS) <= SLIPS


def _said(problem: KakehashiError, links: tuple[Cell, ...]) -> Notice:
    """Say an error with its parts in both languages."""
    ja, en = (" / ".join(problem.lines(language)[1:]) for language in LANGUAGES)
    return Notice("error", problem.what, Text(ja, en) if ja else "", links)
