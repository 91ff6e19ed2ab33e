"""A day as people type it: so many years ago, or a date by any era."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from kb.when import days_of, today

LONGEST = 40
YEARS_AGO = re.compile(r"^(\d{1,2})\s*(?:年前?|years?(?:\s+ago)?)?$", re.IGNORECASE)


def day_said(text: str) -> date:
    """Give the first day of what was typed; raises InputError at what is no day."""
    typed = unicodedata.normalize("NFKC", text).strip()[:LONGEST]
    if years := YEARS_AGO.match(typed):
        return _years_before(today(), int(years[1]))
    return days_of(typed)[0]


def _years_before(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)
