"""Everything a request meets before a page sees it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import flask
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response

from kb.text import Text
from web import frame
from web.addresses import with_query
from web.door import desk, forms, headers, visit
from web.door.refusal import RefusedError
from web.door.rules import Door
from web.door.tries import Tries

LONGEST_PATH = 4 * 1024
LONGEST_QUERY = 4 * 1024
OPEN_FILES = ("style.css", "icon.svg")
"""What the password page itself is made with."""
WITHOUT_PASSWORD = ("login", "health")
WITHOUT_NAME = ("name", "logout", "static", "types_style")
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")

TOO_LONG = Text("このアドレスは長すぎます。", "This address is too long.")
OTHER_NAME = Text(
    "架け橋は、この名前では呼べません。", "Kakehashi does not answer to the name it was called by."
)
OTHER_NAME_MORE = Text(
    "設定された名前で開いてください。プロキシは Host ヘッダーをそのまま渡し、KAKEHASHI_ADDRESS に"
    "その名前を書いてください。",
    "Open it by the name it was set up with. A proxy must pass the Host header on unchanged, and "
    "KAKEHASHI_ADDRESS must hold that name.",
)
UNTOLD_PROXY = Text(
    "プロキシの後ろでは、パスワードなしに開けません。",
    "Behind a proxy it does not open without a password.",
)
UNTOLD_PROXY_MORE = Text(
    "KAKEHASHI_PASSWORD と KAKEHASHI_ADDRESS を設定して、もう一度起動してください。",
    "Set KAKEHASHI_PASSWORD and KAKEHASHI_ADDRESS, and start it again.",
)
ASKED = Text("パスワードが要ります。", "The password is needed.")
OUT = Text("出る", "Leave")
FORGET = Text("名前を忘れる", "Forget the name")
ASKED_MORE = Text("/login で入ってください。", "Enter at /login.")


def register_door(app: flask.Flask, door: Door, tries: Tries) -> None:
    """Put the door in front of every address of the application."""
    cookie = "__Host-kakehashi" if door.secure else "kakehashi"
    app.config.update(
        SECRET_KEY=door.cookie_key,
        SESSION_COOKIE_NAME=cookie,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=door.secure,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(seconds=visit.REMEMBERED_SECONDS),
    )
    app.context_processor(lambda: {"csrf_token": visit.token, "door": _shown(door)})
    app.before_request(lambda: _meet(door))
    app.after_request(lambda response: headers.add(door, response))
    desk.register_desk(app, door, tries)


def inside() -> bool:
    """Tell whether this request may see what is known; errors must show nothing to others."""
    return bool(flask.g.get("inside", False))


def _meet(door: Door) -> Response | None:
    """Turn a request away, send it to the password or the name, or let it pass."""
    request = flask.request
    if len(request.query_string) > LONGEST_QUERY or len(request.path) > LONGEST_PATH:
        raise RefusedError(414, TOO_LONG)
    if request.endpoint == "health":
        return None
    _require_own_name(door)
    flask.g.inside = door.password is None or visit.let_in()
    if not inside() and not _open_to_all(door):
        return _ask(request)
    if not isinstance(request.routing_exception, MethodNotAllowed):
        forms.require_own(door)
    if door.password and inside() and not visit.name() and _is_page(request):
        return flask.redirect(with_query("/name", next=_here(request)), 303)
    return None


def _require_own_name(door: Door) -> None:
    """Refuse a request that calls the explorer by another's name, or comes by an untold proxy."""
    asked_by_number = flask.request.endpoint == "metrics" and door.password is not None
    if not asked_by_number and not door.knows(flask.request.headers.get("Host", "")):
        raise RefusedError(400, OTHER_NAME, OTHER_NAME_MORE)
    if door.password is None and any(one in flask.request.headers for one in FORWARDED):
        raise RefusedError(403, UNTOLD_PROXY, UNTOLD_PROXY_MORE)


def _open_to_all(door: Door) -> bool:
    """Tell whether an address shows nothing of what is known, or asks for the password itself."""
    endpoint, values = flask.request.endpoint, flask.request.view_args or {}
    if endpoint == "static":
        return values.get("filename") in OPEN_FILES
    return endpoint in WITHOUT_PASSWORD or (endpoint == "metrics" and door.password is not None)


def _ask(request: flask.Request) -> Response:
    """Send a person to the password page; tell a program what is missing."""
    if not _is_page(request):
        raise RefusedError(401, ASKED, ASKED_MORE)
    if request.headers.get("Sec-Fetch-Site", "none") in {"cross-site", "same-site"}:
        return _come_again(request)
    return flask.redirect(with_query("/login", next=_here(request)), 303)


def _come_again(request: flask.Request) -> Response:
    """Have the page asked for once more by a page of our own.

    A browser sends strict cookies only then: whoever follows a link in a mail is let in already.
    """
    page = flask.render_template("again.html", address=_here(request))
    return flask.make_response(page, 401)


def _is_page(request: flask.Request) -> bool:
    """Tell whether a person's browser asks for a page, not a script or program for data."""
    plain = request.args.get("format", "html") == "html" and not request.path.endswith(".json")
    reading = request.method in {"GET", "HEAD"} and request.endpoint not in WITHOUT_NAME
    return plain and reading and request.endpoint not in {"login", "metrics"}


def _here(request: flask.Request) -> str:
    query = request.query_string.decode("ascii", "replace")
    path = quote(request.path, safe="/:")
    return f"{path}?{query}" if query else path


def _shown(door: Door) -> dict[str, object]:
    leave = (OUT if door.password else FORGET).get(frame.language())
    return {"name": visit.name() if inside() else "", "leave": leave}
