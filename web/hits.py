"""What a list of hits says of each, so that two things of one name can be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.base import KnowledgeBase
from kb.errors import GraphError
from kb.profile import THING, Thing, thing
from kb.text import Text, same

LENGTH = 80
"""Characters of a description that a list shows."""
_TOLD = (
    f"UNWIND $ids AS wanted MATCH (o:Entity {{id: wanted}}) RETURN {THING}, "
    "o.description_ja AS description_ja, o.description_en AS description_en, o.sources AS sources"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A thing with its description, where one is recorded, and the titles of its sources."""

    thing: Thing
    description: Text | None
    sources: tuple[Text, ...]


def told(kb: KnowledgeBase, ids: Sequence[str]) -> dict[str, Told]:
    """Give what the graph tells of these ids; nothing while it is away: names are found without."""
    try:
        rows = kb.graph.read(_TOLD, {"ids": list(ids)}).rows if ids else []
    except GraphError:
        return {}
    titles = {source.name: source.title for source in kb.ledger.sources()}
    return {str(row["id"]): _told(kb, row, titles) for row in rows}


def shorten(text: str) -> str:
    """Cut a description to what a list shows."""
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1].rstrip()}…"


def _told(kb: KnowledgeBase, row: dict[str, object], titles: dict[str, Text]) -> Told:
    ja, en = (str(row[f"description_{language}"] or "") for language in ("ja", "en"))
    sources = row["sources"] if isinstance(row["sources"], list) else []
    return Told(
        thing(row, kb.vocabulary),
        Text(ja or en, en or ja) if ja or en else None,
        tuple(titles.get(str(source), same(str(source))) for source in sources),
    )
