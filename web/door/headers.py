"""The headers that every answer bears, errors and files included."""

from __future__ import annotations

import flask

from web.door.rules import Door

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
ONLY_TLS = {"Strict-Transport-Security": "max-age=31536000"}
FILES = ("static", "types_style")


def add(door: Door, response: flask.Response) -> flask.Response:
    """Add them; behind the password nothing is kept by a cache but the program's own files."""
    for header, value in (HEADERS | (ONLY_TLS if door.secure else {})).items():
        response.headers.setdefault(header, value)
    if flask.request.endpoint in FILES:
        response.cache_control.private = door.password is not None or None
        return response
    response.vary.update(("Accept-Language", "Cookie"))
    if door.password:
        response.headers["Cache-Control"] = "private, no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
