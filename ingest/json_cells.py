"""Objects of JSON as rows: a cell holds a text, a number as written, or the JSON of a list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ingest.row import Row
from kb.text import Text

_NOTHING: frozenset[str] = frozenset()


def cells(found: Mapping[str, Any]) -> dict[str, str]:
    """Give the cells of a row; null becomes the empty text."""
    return {name: _cell(value) for name, value in found.items()}


def listed(row: Row, column: str) -> list[Any]:
    """Take a column that holds a list."""
    text = row.pop(column)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise row.wrong(column, Text("リスト", "a list"), text[:80])
    return found


def texts(row: Row, column: str) -> list[str]:
    """Take a column that holds a list of texts."""
    found = listed(row, column)
    for one in found:
        if not isinstance(one, str) or not one.strip():
            raise row.wrong(column, Text("文字のリスト", "a list of texts"), repr(one)[:80])
    return found


def items(
    row: Row, column: str, names: frozenset[str], *, optional: frozenset[str] = _NOTHING
) -> list[dict[str, Any]]:
    """Take a column that holds a list of objects with exactly these names, `optional` ones aside."""
    found = listed(row, column)
    for one in found:
        object_of(row, column, one, names, optional=optional)
    return found


def object_of(
    row: Row, column: str, found: object, names: frozenset[str], *, optional: frozenset[str]
) -> dict[str, Any]:
    """Give an object that has these names and no others."""
    if not isinstance(found, dict):
        raise row.wrong(column, Text("オブジェクト", "an object"), repr(found)[:80])
    if found.keys() != names:
        missing, unknown = names - found.keys(), found.keys() - names - optional
        if missing or unknown:
            raise row.wrong(column, ", ".join(sorted(names)), ", ".join(sorted(found)) or "{}")
    return found


def text_in(row: Row, column: str, found: Mapping[str, Any], name: str) -> str:
    """Give a text of an object, blanks at its ends removed; empty for null."""
    value = found[name]
    if value is None:
        return ""
    if not isinstance(value, str):
        raise row.wrong(column, Text(f"{name} に文字", f"a text as {name}"), repr(value)[:80])
    return value.strip()


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
