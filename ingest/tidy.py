"""Curated tables in their one order and quoting, so that a change of a row is a change of a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

from kb.encoding import text_of
from kb.views.documents import spans

Cells = Mapping[str, str]

ORDERS: dict[str, Callable[[Cells], tuple[object, ...]]] = {
    "entities": lambda row: (row["id"],),
    "ties": lambda row: tuple(
        row.get(name) or "" for name in ("source", "relation", "target", "role", "since", "lines")
    ),
    "statistics": lambda row: (row["id"],),
    "nothing_found": lambda row: (next(spans(row["lines"]), 0),),
    "who_is_who": lambda row: (row["a_source"], row["a"], row["b_source"], row["b"]),
}
"""By what the rows of each table are sorted."""


def tidied(file: Path) -> str:
    """Give the text of a curated table as it should stand: sorted, UTF-8, LF, quoted where needed."""
    reader = csv.DictReader(io.StringIO(text_of(file), newline=""))
    header = list(reader.fieldnames or ())
    found = sorted(
        ({name: (row[name] or "").strip() for name in header} for row in reader),
        key=ORDERS[file.stem],
    )
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue()


def tidy(file: Path) -> bool:
    """Bring a curated table into its order; tell whether that changed it."""
    text = tidied(file)
    if file.read_text(encoding="utf-8") == text:
        return False
    file.write_text(text, encoding="utf-8", newline="\n")
    return True
