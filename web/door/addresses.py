"""Where to go on after the door: only to pages of our own."""

from __future__ import annotations

from urllib.parse import urlsplit

DOORS = ("/login", "/logout", "/name")
LONGEST = 2_048


def own_path(wanted: str) -> str:
    """Give a path of ours as it was wanted, or the first page where it leads elsewhere."""
    harmless = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    if not harmless or len(wanted) > LONGEST or "\\" in wanted or not wanted.isprintable():
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc or parts.path in DOORS else wanted
