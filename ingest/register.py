"""The sources that are there: the modules of ingest/sources."""

from __future__ import annotations

from rapidfuzz import process

from ingest import sources as folder
from ingest.source import Source
from kb.catalogue import units
from kb.errors import CallError
from kb.text import Text


def sources() -> dict[str, Source]:
    """Give every source by name."""
    return units(folder, "SOURCE", Source)


def source_named(name: str) -> Source:
    """Give one source; raise CallError naming the nearest known ones."""
    known = sources()
    if name in known:
        return known[name]
    near = [match[0] for match in process.extract(name, list(known), limit=3)]
    raise CallError(
        Text("この名前の出典はありません。", "There is no source of this name."),
        expected=", ".join(known),
        found=name,
        remedy=Text(f"近い名前: {', '.join(near)}", f"Nearest: {', '.join(near)}"),
    )
