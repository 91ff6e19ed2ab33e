"""A row that is used up column by column, so that nothing in it is overlooked."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field

from kb.errors import InputError
from kb.text import Text

_MISSING = object()
MOST_DIGITS = 18
"""A longer number is none that anybody counted."""
MOST_SHOWN = 200
"""Of a cell that is wrong, so many characters are told."""

_WHOLE = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)")
_NUMBER = re.compile(rf"{_WHOLE.pattern}(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{{1,4}})?|-?\.[0-9]+")


@dataclass(slots=True)
class Row:
    """One row of a source's input: `place` names file and line, `table` which kind of row it is."""

    table: str
    place: str
    values: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.said = dict(self.values)

    def columns_of(self, word: str) -> tuple[str, ...]:
        """Name the columns in which a word stands, by itself or in a list or as a property."""
        return tuple(
            column
            for column, text in self.said.items()
            if word in map(str.strip, re.split("[;|=]", text or ""))
        )

    def pop(self, column: str, default: object = _MISSING) -> str:
        """Take a column's text, blanks at its ends removed.

        Without a default the column must be there and hold something.
        """
        found = self.values.pop(column, None)
        text = (found or "").strip()
        if text:
            return text
        if default is _MISSING:
            raise self.wrong(
                column,
                Text("空でない値", "a value"),
                Text("列がない", "no such column") if found is None else Text("空", "empty"),
            )
        return str(default)

    def pop_whole(self, column: str) -> int | None:
        """Take a whole number; None where the cell is empty."""
        text = self.pop(column, "")
        if not text:
            return None
        digits = text.replace(",", "").lstrip("-")
        if len(digits) > MOST_DIGITS or not _WHOLE.fullmatch(text):
            raise self.wrong(column, Text("整数", "a whole number"), text)
        return int(text.replace(",", ""))

    def pop_number(self, column: str) -> float:
        """Take a number with a decimal point."""
        text = self.pop(column)
        plain = unicodedata.normalize("NFKC", text)
        if _NUMBER.fullmatch(plain) and math.isfinite(number := float(plain.replace(",", ""))):
            return number
        raise self.wrong(column, Text("数（1234.5）", "a number (1234.5)"), text)

    def pop_one_of(self, column: str, allowed: tuple[str, ...], default: str) -> str:
        """Take one of a closed list of words; `default` where the cell is empty."""
        text = self.pop(column, default)
        if text not in allowed:
            raise self.wrong(column, " | ".join(allowed), text)
        return text

    def pop_list(self, column: str) -> tuple[str, ...]:
        """Take a list separated by semicolons; empty parts are dropped."""
        parts = self.pop(column, "").split(";")
        return tuple(part.strip() for part in parts if part.strip())

    def left(self, ignore: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Name the columns that hold something nobody took."""
        return tuple(
            column
            for column, value in self.values.items()
            if column not in ignore and (value or "").strip()
        )

    def wrong(self, column: str, expected: Text | str, found: Text | str) -> InputError:
        """Make the error that names row, column, what was expected and what was found."""
        return InputError(
            Text("行の内容が形式に合いません。", "A row is not what its format says."),
            expected=expected,
            found=_shortened(found),
            where=Text(f"{self.place}、列「{column}」", f"{self.place}, column “{column}”"),
            remedy=Text(
                "この行を直してから、同じ命令をもう一度実行してください。何も書き込んでいません。",
                "Correct the row and run the same command again. Nothing was written.",
            ),
        )


def _shortened(found: Text | str) -> Text | str:
    if isinstance(found, Text) or len(found) <= MOST_SHOWN:
        return found
    return f"{found[:MOST_SHOWN]}… ({len(found):,})"
