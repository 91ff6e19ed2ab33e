"""A number as people type it, read as one that the graph can hold."""

from __future__ import annotations

import re
import unicodedata

from kb.entering.reading import NO_NUMBER
from kb.text import Text
from kb.words.values import LEAST, MOST

NO_INTEGER = Text("整数を入れてください。", "Enter a whole number.")
TOO_LARGE = Text(
    "大きすぎる数です。9,223,372,036,854,775,807 まで入れられます。桁を確かめてください。",
    "This number is too large: at most 9,223,372,036,854,775,807. Check its digits.",
)
_DIGITS = re.compile(r"[+-]?0*(\d*)")
_LONGEST = len(str(MOST))


def number_in(text: str, *, whole: bool) -> int | float | Text:
    """Give the number that was typed (`whole`: without a fraction), or say what is wrong with it."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix("円")
    if not whole:
        try:
            return float(plain)
        except ValueError:
            return NO_NUMBER
    digits = _DIGITS.fullmatch(plain)
    if digits and len(digits[1]) > _LONGEST:
        return TOO_LARGE
    try:
        value = int(plain)
    except ValueError:
        return NO_INTEGER
    return value if LEAST <= value <= MOST else TOO_LARGE
