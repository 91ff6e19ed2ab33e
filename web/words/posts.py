"""Where people work and as what, as the graph holds it now: one post a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.network.slice import EVERYTHING
from kb.text import Text
from kb.views.profile import THING, thing
from kb.visibility import OPEN
from web.words.wording import both

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

_POSTS = (
    "UNWIND $ids AS wanted MATCH (p:Person {id: wanted})-[e:AFFILIATED_WITH]->(o:Entity) "
    f"WHERE e.status = 'current' AND e.basis <> 'inferred' AND {OPEN.format(n='o')} "
    f"RETURN wanted AS person, e.title AS title, e.title_en AS title_en, e.since AS since, {THING}"
)
SAID = Text("{body} {title}", "{title}, {body}")


@dataclass(frozen=True, slots=True)
class Post:
    """A body and the title there, where a source gives one."""

    body: Text
    title: Text | None = None

    @property
    def said(self) -> Text:
        """Write it as it stands before a name."""
        return SAID.filled(body=self.body, title=self.title) if self.title else self.body


def posts(kb: KnowledgeBase, ids: Sequence[str]) -> dict[str, Post]:
    """Give the stated current post of each of these people: with a title before without, latest."""
    rows = kb.graph.read(_POSTS, {"ids": list(ids)}, limit=EVERYTHING).rows if ids else []
    found: dict[str, Post] = {}
    for row in sorted(rows, key=_order, reverse=True):
        body = thing(row, kb.vocabulary).name
        found.setdefault(str(row["person"]), Post(body, both(row, "title")))
    return found


def _order(row: Mapping[str, object]) -> tuple[bool, str, str]:
    return bool(row["title"]), str(row["since"] or ""), str(row["id"])
