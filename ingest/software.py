"""Which software reads a source: so that the same file is read again when that has changed."""

from __future__ import annotations

import ast
import hashlib
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

from ingest import sources as folder
from ingest.source import Source
from kb.vocabulary import Vocabulary

HOUSE = "ingest."
BESIDE = ("ingest.fetch", "ingest.sources.")
"""Modules whose change says nothing of how this source reads: the way to it, other sources."""


def software_of(source: Source, vocabulary: Vocabulary) -> str:
    """Name what reads: version, code of the source and all of this room that it uses, words."""
    names = {f"{folder.__name__}.{source.name}", source.read.__module__, source.map.__module__}
    code = hashlib.sha256()
    for name, text in sorted(_used(names).items()):
        code.update(f"{name}\n{text}".encode())
    return f"{version('kakehashi')}+{code.hexdigest()[:12]}+{vocabulary.fingerprint[:12]}"


def _used(names: set[str]) -> dict[str, str]:
    """Give the code of modules and of whatever they import from this room, by name."""
    found: dict[str, str] = {}
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        module = sys.modules.get(name)
        if module is not None and name not in found:
            found[name] = inspect.getsource(module)
            waiting += [one for one in _imported(found[name]) if not _beside(one)]
    return found


@cache
def _imported(code: str) -> tuple[str, ...]:
    """Name what code imports from this room; a name may also be a thing within a module."""
    return tuple(_imports(code))


def _imports(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.startswith(HOUSE))
        elif isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(HOUSE):
            yield str(node.module)
            yield from (f"{node.module}.{one.name}" for one in node.names)


def _beside(name: str) -> bool:
    return name.startswith(BESIDE)
