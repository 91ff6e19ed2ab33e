"""The pages of the door: the password, the name, the way out."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from kb.text import Text
from web import frame
from web.addresses import with_query
from web.door import visit
from web.door.addresses import own_path
from web.door.password import LONGEST
from web.door.refusal import RefusedError
from web.door.rules import Door
from web.door.tries import Tries

WRONG = Text("パスワードが違います。", "This is not the password.")
TOO_OFTEN = Text(
    "何度も違うパスワードが入れられたため、いまは受け付けていません。",
    "Too many wrong passwords were tried, so none is taken at the moment.",
)
LATER = Text(
    "{minutes}分ほどしてから、もう一度お試しください。", "Try again in about {minutes} min."
)
UNREADABLE = Text("読める名前を入れてください。", "Enter a name that can be read.")
WORDS = {
    "login": Text("パスワード", "Password"),
    "login_lead": Text(
        "この画面は、仲間だけに開いています。",
        "These pages are open to those who share the password.",
    ),
    "enter": Text("入る", "Enter"),
    "name": Text("お名前", "Your name"),
    "name_lead": Text(
        "記録に書き加えるとき、この名前が根拠として残ります。この端末のブラウザーだけが覚えます。",
        "What you enter will bear this name as its evidence. Only this browser remembers it.",
    ),
    "keep": Text("この名前で続ける", "Go on under this name"),
}


def register_desk(app: flask.Flask, door: Door, tries: Tries) -> None:
    """Give the application /login, /name and /logout."""

    def login() -> Response:
        wanted = own_path(flask.request.values.get("next", ""))
        if door.password is None or visit.let_in():
            return flask.redirect(wanted, 303)
        if flask.request.method != "POST":
            return _page("login", wanted)
        return _try(door, tries, wanted)

    def name() -> Response:
        wanted = own_path(flask.request.values.get("next", ""))
        if flask.request.method != "POST":
            return _page("name", wanted)
        if visit.be_called(flask.request.form.get("name", "")):
            return flask.redirect(wanted, 303)
        return _page("name", wanted, UNREADABLE, 400)

    def logout() -> Response:
        visit.leave()
        return flask.redirect("/login" if door.password else "/", 303)

    app.add_url_rule("/login", "login", login, methods=["GET", "POST"])
    app.add_url_rule("/name", "name", name, methods=["GET", "POST"])
    app.add_url_rule("/logout", "logout", logout, methods=["POST"])


def require_password(door: Door, tries: Tries) -> None:
    """Ask a program for the password (HTTP Basic, any user name) unless its browser is let in."""
    if door.password is None or visit.let_in():
        return
    given = flask.request.authorization
    if given is None or given.type != "basic" or given.password is None:
        raise RefusedError(401, WRONG)
    _check(door, tries, given.password)


def _try(door: Door, tries: Tries, wanted: str) -> Response:
    try:
        _check(door, tries, flask.request.form.get("password", ""))
    except RefusedError as refused:
        if refused.wait:
            raise
        return _page("login", wanted, refused.what, refused.status)
    visit.enter()
    return flask.redirect(wanted if visit.name() else with_query("/name", next=wanted), 303)


def _check(door: Door, tries: Tries, text: str) -> None:
    """Compare with the password; raise RefusedError where it is another or was tried too often."""
    address = flask.request.remote_addr or ""
    if wait := tries.begin(address):
        minutes = str(-(-wait // 60))
        raise RefusedError(429, TOO_OFTEN, LATER.format(minutes=minutes), wait=wait)
    if door.password is None or not door.password.fits(text):
        raise RefusedError(401, WRONG)
    tries.forgive(address)


def _page(which: str, wanted: str, problem: Text | None = None, status: int = 200) -> Response:
    language = frame.language()
    page = flask.render_template(
        f"{which}.html",
        **frame.outside(),
        words={name: text.get(language) for name, text in WORDS.items()},
        problem=problem.get(language) if problem else "",
        next=wanted,
        longest={"login": LONGEST, "name": visit.LONGEST_NAME}[which],
    )
    return flask.make_response(page, status)
