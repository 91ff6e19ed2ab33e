"""How long a need or an offer that people posted stands, and what it says of itself.

A posting stands until its expiry, which is stated or six months after it was posted; it can be
renewed, and closed with what came of it. Nothing here depends on today: who looks for matches asks
about a day.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from kb.entering.kind import CORRECT, NEW, Matter, day_of
from kb.when import When

MONTHS = 6
"""For so many months a posting stands where no expiry is stated."""
RENEW, CLOSE = "renew", "close"
DECEMBER = 12

_WORDS = re.compile(r"\s*[;；、\n]\s*")


def expiry(matter: Matter) -> date | None:
    """Give the last day on which a posting stands, unless it was closed; None without a date."""
    last = last_day(default_end(matter.day("on")))
    for one in matter.told:
        action = one.content.get("action")
        if action in {NEW, CORRECT} and "until" in one.content:
            last = last_day(day_of(one.content, "until")) or last_day(default_end(matter.day("on")))
        if action == RENEW:
            last = last_day(day_of(one.content, "until")) or last_day(
                default_end(day_of(one.content, "on"))
            )
    return last


def closed(matter: Matter) -> When | None:
    """Give when a posting was closed, None while it was not."""
    entries = matter.of(CLOSE)
    return day_of(entries[-1].content, "on") if entries else None


def stands(matter: Matter, day: date) -> bool:
    """Tell whether a posting stands on a day: posted by then, not expired, closed or withdrawn."""
    over, ends, posted = closed(matter), expiry(matter), matter.day("on")
    first = posted.first_day() if posted else None
    end = over.first_day() if over else None
    if matter.withdrawn or first is None or first > day or (end is not None and end <= day):
        return False
    return ends is None or day <= ends


def kept(matter: Matter) -> tuple[str, ...]:
    """Give the fields that the desk alone is shown: to whom it was told, and a holder not named."""
    return ("disclosed_to", "owner") if matter.values.get("unnamed") else ("disclosed_to",)


def words_of(matter: Matter) -> tuple[str, ...]:
    """Give the words for technologies and markets that the graph has no thing for."""
    said = (matter.text(name) for name in ("technology_words", "market_words"))
    return tuple(dict.fromkeys(word for text in said for word in _WORDS.split(text) if word))


def later(day: date, months: int = MONTHS) -> date:
    """Give the same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, DECEMBER)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def default_end(when: When | None) -> When | None:
    """Give the expiry of what was posted then, where none is stated."""
    last = when.last_day() if when else None
    return When(until=later(last).isoformat()) if last else None


def last_day(when: When | None) -> date | None:
    """Give the last day of a date that may be missing."""
    return when.last_day() if when else None
