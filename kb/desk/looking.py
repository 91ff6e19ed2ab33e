"""What forms ask of what is known now, answered by the graph, and by the ledger on who is who."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kb.desk.judging import apart
from kb.entering.look import StandingTie, Stands
from kb.network.slice import EVERYTHING
from kb.records import Key
from kb.text import Text
from kb.views.profile import THING, listed, thing, tie_of
from kb.visibility import OPEN, open_thing

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

_NODE = "MATCH (n:Entity {id: $id}) RETURN properties(n) AS properties, labels(n) AS labels"
_OUT = "MATCH (n:Entity {{id: $id}})-[e{relation}]->(o:Entity) "
_IN = "MATCH (n:Entity {{id: $id}}) WITH n MATCH (n)<-[e{relation}]-(o:Entity) "
_WHERE = f"WHERE {OPEN.format(n='o')} AND ($key = '' OR e.key = $key) "
_GIVE = f"RETURN type(e) AS relation, properties(e) AS tie, {{outward}} AS outward, {THING}"


class Sight:
    """Looks at one knowledge base; what may not be shown to everybody is not seen."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Take the knowledge base; nothing is read before it is asked."""
        self._kb = kb

    def thing(self, id_: str) -> Stands | None:
        """Give a thing by its id, None where there is none to be shown."""
        rows = self._kb.graph.read(_NODE, {"id": id_}).rows
        properties = rows[0]["properties"] if rows else None
        if not isinstance(properties, Mapping) or not open_thing(properties):
            return None
        row = {**properties, "labels": rows[0]["labels"]}
        found = thing(row, self._kb.vocabulary)
        return Stands(found.id, found.name, frozenset(found.labels), properties)

    def ties(self, id_: str, *, relation: str = "", key: str = "") -> tuple[StandingTie, ...]:
        """Give the ties of a thing that a source may state, of one relation or by key."""
        words = self._kb.vocabulary
        if relation and relation not in words.relations:
            return ()
        of = f":{relation}" if relation else ""
        rows = [
            row
            for begin, outward in ((_OUT, "true"), (_IN, "false"))
            for row in self._kb.graph.read(
                begin.format(relation=of) + _WHERE + _GIVE.format(outward=outward),
                {"id": id_, "key": key},
                limit=EVERYTHING,
            ).rows
        ]
        ties = (tie_of(row, words) for row in rows)
        return tuple(
            StandingTie(
                tie.key,
                tie.relation,
                id_ if tie.outward else tie.other.id,
                tie.other.id if tie.outward else id_,
                tie.text("role"),
                tie.text("since"),
                tie.text("until"),
                tie.text("status"),
                tie.other.name,
            )
            for tie in ties
            if listed(tie, words) and not words.relations[tie.relation].generated
        )

    def apart(self, a: Key, b: Key) -> Text | None:
        """Say why two cannot be one thing; None where they can."""
        return apart(self._kb, a, b)
