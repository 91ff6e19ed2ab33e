"""Who may send a form: only a page of ours, with the visit's token in it."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

import flask

from kb.text import Text
from web.door.refusal import RefusedError
from web.door.rules import Door
from web.door.visit import token

FIELD = "csrf"
HEADER = "X-CSRF-Token"
SAFE = ("GET", "HEAD", "OPTIONS")
FOREIGN = Text(
    "この送信は、架け橋の画面から来たものではありません。",
    "This was not sent from one of Kakehashi's own pages.",
)
STALE = Text(
    "この画面は古くなっています。何も変えていません。", "This page is out of date. Nothing changed."
)
AGAIN = Text(
    "前の画面に戻って読み込み直し、もう一度送ってください。クッキーを許可している必要があります。",
    "Go back, load the page again and send it again. Cookies must be allowed.",
)


def require_own(door: Door) -> None:
    """Refuse what changes something unless it comes from a page of ours, with its token."""
    request = flask.request
    if request.method in SAFE:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise RefusedError(403, FOREIGN)
    origin = request.headers.get("Origin")
    if origin is not None and not _own(door, origin):
        raise RefusedError(403, FOREIGN)
    sent = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(sent.encode(), token().encode()):
        raise RefusedError(403, STALE, AGAIN)


def _own(door: Door, origin: str) -> bool:
    if door.address:
        return origin.lower() == door.address.lower()
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    called = flask.request.headers.get("Host", "")
    return parts.scheme in {"http", "https"} and parts.netloc == called
