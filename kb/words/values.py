"""Whether a value is of the kind that its property holds."""

from __future__ import annotations

import math
import re

from kb.errors import InputError
from kb.records import Value
from kb.text import Text
from kb.when import When
from kb.words.word import PropertyWord

LEAST, MOST = -(2**63), 2**63 - 1
"""The whole numbers that the graph can hold (64 bits)."""
_ISO_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")

_EXPECTED = {
    "text": Text("文字列", "a text"),
    "integer": Text("整数（−2^63 以上 2^63 未満）", "a whole number (from -2^63, below 2^63)"),
    "number": Text("数（整数なら 64 ビットまで）", "a number (if whole, of at most 64 bits)"),
    "boolean": Text("true か false", "true or false"),
    "texts": Text("文字列の並び", "a tuple of texts"),
    "date": Text("YYYY、YYYY-MM または YYYY-MM-DD", "YYYY, YYYY-MM or YYYY-MM-DD"),
}


def fits(word: PropertyWord, value: Value) -> bool:
    """Tell whether a value is of the property's kind and within its limits."""
    match word.value:
        case "text":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "texts":
            return isinstance(value, tuple) and all(isinstance(part, str) for part in value)
        case "date":
            return isinstance(value, str) and _is_date(value)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool) and _within(word, value)
        case "number":
            return (
                isinstance(value, int | float)
                and not isinstance(value, bool)
                and _within(word, value)
            )


def _within(word: PropertyWord, value: float) -> bool:
    held = LEAST <= value <= MOST if isinstance(value, int) else math.isfinite(value)
    return (
        held
        and (word.minimum is None or value >= word.minimum)
        and (word.maximum is None or value <= word.maximum)
    )


def _is_date(text: str) -> bool:
    if not _ISO_DATE.match(text):
        return False
    try:
        When(text)
    except InputError:
        return False
    return True


def expected(word: PropertyWord) -> Text:
    """Say what kind of value the property holds, and its limits."""
    limits = [
        f"{sign} {limit:g}"
        for sign, limit in (("≧", word.minimum), ("≦", word.maximum))
        if limit is not None
    ]
    kind = _EXPECTED[word.value]
    return Text(" ".join([kind.ja, *limits]), " ".join([kind.en, *limits]))
