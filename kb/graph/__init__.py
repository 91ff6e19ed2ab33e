"""The graph: the picture that Cypher questions, drawn from the ledger.

The names below are loaded when they are first asked for: the keeper process lives in this package
and must be up before the database driver (half a second) would have been imported.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.graph.build import BuildReport, catch_up, rebuild
    from kb.graph.connection import connect, start, status, stop, uri
    from kb.graph.door import Graph, GraphStatus, Rows
    from kb.graph.picture import Node, Picture, Tie, picture

__all__ = [
    "BuildReport",
    "Graph",
    "GraphStatus",
    "Node",
    "Picture",
    "Rows",
    "Tie",
    "catch_up",
    "connect",
    "picture",
    "rebuild",
    "start",
    "status",
    "stop",
    "uri",
]

_HOME_OF = {
    "BuildReport": "build",
    "catch_up": "build",
    "rebuild": "build",
    "connect": "connection",
    "start": "connection",
    "status": "connection",
    "stop": "connection",
    "uri": "connection",
    "Graph": "door",
    "GraphStatus": "door",
    "Rows": "door",
    "Node": "picture",
    "Picture": "picture",
    "Tie": "picture",
}


def __getattr__(name: str) -> Any:
    """Import the module that holds a public name."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)
