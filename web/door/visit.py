"""One browser's visit: whether it is let in, and under which name. It lives in a signed cookie."""

from __future__ import annotations

import secrets
import time
import unicodedata

import flask

LET_IN_SECONDS = 12 * 3600
"""A working day: after that the password is asked again."""
REMEMBERED_SECONDS = 30 * 24 * 3600
"""For so long a browser need not give its name again."""
LONGEST_NAME = 80
_BACK = 60
"""Seconds by which the clock may have been set back."""
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def name() -> str:
    """Give the name under which this browser looks, or an empty text where none was given."""
    found = flask.session.get("name", "")
    return found if isinstance(found, str) else ""


def let_in() -> bool:
    """Tell whether the password came from this browser not too long ago."""
    since = flask.session.get("in")
    return isinstance(since, int) and -_BACK <= time.time() - since < LET_IN_SECONDS


def enter() -> None:
    """Let this browser in; a cookie that somebody else laid there before is worth nothing."""
    known = name()
    flask.session.clear()
    flask.session.permanent = True
    flask.session["in"] = int(time.time())
    if known:
        flask.session["name"] = known


def be_called(text: str) -> bool:
    """Keep a name; False where nothing of it can be read."""
    cleaned = readable(text)
    if cleaned:
        flask.session.permanent = True
        flask.session["name"] = cleaned
    return bool(cleaned)


def leave() -> None:
    """Forget this browser."""
    flask.session.clear()


def token() -> str:
    """Give the visit's token, which every form sends back."""
    found = flask.session.get("csrf")
    if not isinstance(found, str):
        found = flask.session["csrf"] = secrets.token_urlsafe(24)
    return found


def readable(text: str) -> str:
    """Give a name as it can be read: one line, composed, nothing invisible, not too long."""
    composed = unicodedata.normalize("NFC", text)
    seen = (" " if one.isspace() else one for one in composed)
    visible = "".join(one for one in seen if unicodedata.category(one) not in _INVISIBLE)
    return " ".join(visible.split())[:LONGEST_NAME].strip()
