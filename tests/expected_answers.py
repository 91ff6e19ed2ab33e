"""Comparing an answer with what a document says, as shared/questions.md compares them.

Text is compared after NFKC, with the radicals that it leaves as normal kanji and without blanks.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Cell = str | float | None
Row = Mapping[str, object]

RADICALS = str.maketrans("⻑⻘⺠⻫", "長青民斉")


@dataclass(frozen=True, slots=True)
class Expected:
    """The rows that an answer must hold, as sets; `ordered`: in this order and no others.

    A cell is a part of the text, several parts with `&` between them, or a number; None is not
    looked at. A column in `exact` holds these values and no other.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    exact: tuple[str, ...] = ()
    ordered: bool = False

    def missing(self, answer: Sequence[Row]) -> list[tuple[Cell, ...]]:
        """Give the rows that the answer lacks."""
        return [row for row in self.rows if not any(self.holds(row, found) for found in answer)]

    def strangers(self, answer: Sequence[Row]) -> list[tuple[str, object]]:
        """Give the values in `exact` columns that no expected row has."""
        return [
            (column, row[column])
            for column in self.exact
            for row in answer
            if not any(
                same(wanted[self.columns.index(column)], row[column]) for wanted in self.rows
            )
        ]

    def holds(self, wanted: Sequence[Cell], found: Row) -> bool:
        """Tell whether a row of the answer holds what is wanted."""
        pairs = zip(self.columns, wanted, strict=True)
        return all(cell is None or same(cell, found[column]) for column, cell in pairs)


def same(wanted: Cell, found: object) -> bool:
    """Tell whether a cell holds the wanted text, or is the wanted number (1/3 is 0.333)."""
    if isinstance(wanted, int | float):
        return isinstance(found, int | float) and math.isclose(wanted, found, rel_tol=2e-3)
    parts = found if isinstance(found, list) else [found]
    text = folded(" ".join(str(part) for part in parts if part is not None))
    return all(folded(part) in text for part in str(wanted).split("&"))


def folded(text: str) -> str:
    """Give a text as it is compared."""
    return "".join(unicodedata.normalize("NFKC", text).translate(RADICALS).split())
