"""Values of an answer as plain ones: what JSON, CSV and a template can show."""

from __future__ import annotations

from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

_PLAIN = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> object:
    """Give text, numbers, truth values, None, and lists and mappings of them.

    A node becomes its properties and `labels`, a tie its properties and `type`, a path its
    `nodes` and `ties`; dates become ISO text.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        return [item if type(item) in _PLAIN else plain(item) for item in value]
    return _mapping(value) if kind is dict else _special(value)


def _special(value: Any) -> object:
    if isinstance(value, Node):
        return {**_mapping(value), "labels": sorted(value.labels)}
    if isinstance(value, Relationship):
        return {**_mapping(value), "type": value.type}
    if isinstance(value, Path):
        return {
            "nodes": list(map(plain, value.nodes)),
            "ties": list(map(plain, value.relationships)),
        }
    return _other(value)


def _other(value: Any) -> object:
    if isinstance(value, Date | DateTime | Time | Duration):
        return value.iso_format()
    if isinstance(value, Point):
        return list(value)
    if isinstance(value, tuple | set | frozenset):
        return [plain(item) for item in value]
    return str(value)


def _mapping(value: Any) -> dict[str, object]:
    return {
        str(name): item if type(item) in _PLAIN else plain(item) for name, item in value.items()
    }
