"""What text from outside may do on a page: be read, and nothing else.

Templates escape markup; here is what escaping leaves. Characters that turn the direction of
writing, or that no screen shows, are made visible on pages and in pictures (`‹U+202E›`, `␀`), so
that a name cannot turn round or hide what stands beside it; an address leads to a page of ours or to
http(s), or is none; a cell that a spreadsheet would calculate gets an apostrophe. JSON and jsonl hold
every text as it is.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup

from kb.readable import UNSEEN, readable

__all__ = ["address", "calculates", "cell", "finalize", "readable"]

_SCHEMES = ("http", "https")
# What a spreadsheet takes for a formula, the full-width signs of Japanese keyboards too; an
# apostrophe before it is doubled, so that taking one away always gives back what stood there.
_FORMULA = re.compile("^'*[=+\\-@\t\r\n＝＋－＠]")


def finalize(value: object) -> object:
    """Give what a template prints; markup made by a template is already readable."""
    return readable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def address(text: str) -> str:
    """Give an address that may be followed: a path or query of ours, or http(s); else nothing."""
    if not text or UNSEEN.search(text) or text != text.strip() or "\\" in text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        return text if parts.scheme in _SCHEMES and parts.netloc else ""
    return text if text.startswith(("/", "?", "#")) else ""


def cell(text: str) -> str:
    """Give a text as a CSV cell that no spreadsheet calculates.

    To get the text back, take one apostrophe away where `'` stands before, after any further
    apostrophes, one of = + - @ (also full-width), a tab or a line end.
    """
    return f"'{text}" if calculates(text) else text


def calculates(text: str) -> bool:
    """Tell whether a spreadsheet would take a text for a formula."""
    return bool(_FORMULA.match(text))
