"""What is told of requests: one line of JSON each, without anything about whom they concerned.

No query, no path with its ids, no name, no address, no cookie: the route's template alone.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from kb.text import Text

OURS = ("kakehashi", "kb", "web", "ingest")
OWN = logging.getLogger("kakehashi")
REQUESTS = logging.getLogger("kakehashi.request")
SERVER = logging.getLogger("kakehashi.server")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NOWHERE = "none"
ID_BYTES = 6
HEADER = "X-Request-Id"


class AsJson(logging.Formatter):
    """A record as one line. What a record was filled with may name people, so it stays out.

    A failure is told by its kind and the places in the program, not by its words; of a foreign
    library's records only the place is told.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] in OURS:
            told["event"] = str(record.msg).partition("%")[0].rstrip(" :")
        else:
            told["at"] = f"{record.module}:{record.lineno}"
        extra = getattr(record, "told", None)
        if isinstance(extra, dict):
            told |= extra
        if record.exc_info and record.exc_info[0] is not None:
            told["failure"] = record.exc_info[0].__name__
            places = traceback.extract_tb(record.exc_info[2])
            told["places"] = [f"{_module(one.filename)}:{one.lineno} {one.name}" for one in places]
        return json.dumps(told, ensure_ascii=False)


def tell_in_json() -> Callable[[Text], None]:
    """Tell of every request, and of what goes wrong, on stderr; give what tells of the server."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson())
    logging.getLogger().addHandler(handler)
    OWN.setLevel(logging.INFO)
    return lambda said: SERVER.info(said.en)


def register_logs(app: flask.Flask) -> None:
    """Give every request a number, and tell of it when it is answered."""
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """Give the number of this request; it stands in the log and on an error's page."""
    found = flask.g.get("request_id")
    if not isinstance(found, str):
        found = flask.g.request_id = secrets.token_hex(ID_BYTES)
    return found


def route() -> str:
    """Give the template of the address asked for, which names nobody."""
    rule = flask.request.url_rule
    return rule.rule if rule is not None else NOWHERE


def method() -> str:
    """Give the method, or `OTHER` for one that nobody has heard of."""
    return flask.request.method if flask.request.method in METHODS else "OTHER"


def seconds() -> float:
    """Give for how long this request has been worked on."""
    begun = flask.g.get("begun")
    return time.perf_counter() - begun if isinstance(begun, float) else 0.0


def _begin() -> None:
    flask.g.begun = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    told = {
        "request": request_id(),
        "method": method(),
        "route": route(),
        "status": response.status_code,
        "ms": round(seconds() * 1000, 1),
        "bytes": response.content_length,
    }
    REQUESTS.info("request", extra={"told": told})
    return response


def _module(file: str) -> str:
    return "/".join(file.replace("\\", "/").split("/")[-2:])
