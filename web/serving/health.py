"""/healthz: whether ledger and graph answer, asked without looking at anybody's data."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLateError
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import flask
from werkzeug.wrappers import Response

from kb.base import KnowledgeBase
from kb.errors import GraphError, KakehashiError
from kb.text import LANGUAGES, Text

SECONDS = 3.0
"""How long an answer of the graph is waited for."""
RETRY = 5
SQLITE = "sqlite:///"

NO_LEDGER = Text("台帳を読めません。", "The ledger cannot be read.")
NO_GRAPH = Text("グラフに届きません。", "The graph cannot be reached.")
NOT_DRAWN = Text("グラフはまだ描かれていません。", "The graph has not been drawn yet.")


@dataclass(frozen=True, slots=True)
class Pulse:
    """The versions at which ledger and graph stand; None with a reason where one is gone."""

    ledger: int | None
    graph: int | None
    reasons: dict[str, Text]


class Health:
    """Asks ledger and graph, one question at a time, and never waits long for the answer."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Ask this knowledge base."""
        self._kb = kb
        self._lock = Lock()
        self._asked: Future[int | None] | None = None
        self._asker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")

    def pulse(self) -> Pulse:
        """Ask both."""
        reasons: dict[str, Text] = {}
        ledger = self._ledger()
        if ledger is None:
            reasons["ledger"] = NO_LEDGER
        try:
            graph = self._future().result(SECONDS)
            if graph is None and ledger:
                reasons["graph"] = NOT_DRAWN
        except (GraphError, TooLateError):
            graph, reasons["graph"] = None, NO_GRAPH
        return Pulse(ledger, graph, reasons)

    def _ledger(self) -> int | None:
        url = self._kb.settings.ledger_url
        if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).is_file():
            return None
        try:
            return self._kb.ledger.version()
        except KakehashiError:
            return None

    def _mark(self) -> int | None:
        return self._kb.graph.mark()

    def _future(self) -> Future[int | None]:
        """Give the running question, or begin one: a graph that hangs is not asked again."""
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked = self._asker.submit(self._mark)
            return self._asked


def register_health(app: flask.Flask, health: Health) -> None:
    """Give the application /healthz: 200, or 503 with what is gone."""

    def healthz() -> Response:
        reasons = health.pulse().reasons
        said = {
            part: {language: text.get(language) for language in LANGUAGES}
            for part, text in reasons.items()
        }
        response = flask.jsonify(status="failing" if said else "ok", reasons=said)
        response.status_code = 503 if said else 200
        response.headers["Cache-Control"] = "no-store"
        if said:
            response.headers["Retry-After"] = str(RETRY)
        return response

    app.add_url_rule("/healthz", "health", healthz, methods=["GET"])
