"""The picture of an earlier version, drawn from the ledger alone: the graph holds the present one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Self

from kb.errors import CallError
from kb.graph.affected import everything
from kb.graph.merging import no_times
from kb.graph.moment import Moment
from kb.graph.picture import Node, Tie
from kb.network import room
from kb.network.rows import Row
from kb.network.slice import past_day
from kb.text import Text
from kb.visibility import open_thing

if TYPE_CHECKING:
    from kb.ledger import Ledger
    from kb.vocabulary import Vocabulary

NODE = ("name", "name_en", "chief", "level", "aggregate")
TIE = ("role", "basis", "status", "since", "until", "sources", "visibility")


@dataclass(frozen=True)
class OfLedger:
    """What a graph drawn to one version of the ledger held: open things, and the ties between them."""

    all_nodes: Sequence[Row]
    by_relation: dict[str, list[Row]]

    @classmethod
    def at(
        cls, ledger: Ledger, version: int, words: Vocabulary, relations: Collection[str]
    ) -> Self:
        """Draw the nodes and the ties of these relations as they were known at a version.

        The claims are read in parts; what is kept of each node and tie is what networks need.
        Raises MeasureError where there is no memory for them.
        """
        moment = Moment.of(ledger, version, words, no_times)
        nodes, links, events = everything(moment)
        room.require(room.of_reading(len(nodes), sum(map(len, links.parts()))), room.READING)
        open_ = [_node(node) for node in moment.nodes(nodes) if open_thing(node.properties)]
        ids = {row["id"] for row in open_}
        drawn: defaultdict[str, list[Row]] = defaultdict(list)
        for tie in chain(moment.ties(links, None), moment.introduced(events)):
            if isinstance(tie, Tie) and tie.type in relations and {tie.source, tie.target} <= ids:
                drawn[tie.type].append(_tie(tie))
        return cls(open_, dict(drawn))

    def size(self, types: Collection[str], relations: Collection[str]) -> tuple[int, int]:
        """Count what was drawn."""
        nodes = sum(not set(types).isdisjoint(row["labels"]) for row in self.all_nodes)
        return nodes, sum(len(self.by_relation.get(relation, ())) for relation in relations)

    def nodes(self, type_: str, *, aggregates: bool) -> Iterable[Row]:
        """Give the nodes of a type."""
        return (
            row
            for row in self.all_nodes
            if type_ in row["labels"] and (aggregates or not row["aggregate"])
        )

    def ties(self, relation: str) -> Iterable[Row]:
        """Give the ties of a relation."""
        return self.by_relation.get(relation, ())


def version_known_at(ledger: Ledger, text: str, *, today: str) -> int:
    """Give the version that `--known-at` names: its number, or the last one of a day (ISO, UTC).

    Raises CallError at what is neither, at a version the ledger has not come to, at a day before
    its first, and at a day after today.
    """
    newest = ledger.version()
    version = int(text) if text.isdecimal() else ledger.version_on(past_day(text, today=today))
    if not 0 < version <= newest:
        raise CallError(
            Text(
                "台帳は、その版または日にはまだありません。",
                "The ledger has no such version, or nothing was known by that day.",
            ),
            expected=Text(
                f"1〜{newest}、または {_first(ledger)} からの日付 YYYY-MM-DD",
                f"1 … {newest}, or a day from {_first(ledger)} on (YYYY-MM-DD)",
            ),
            found=text,
        )
    return version


def _first(ledger: Ledger) -> str:
    return ledger.version_at(1)[:10] if ledger.version() else "—"


def _node(node: Node) -> Row:
    own = {name: node.properties.get(name) for name in NODE}
    return {"id": node.id, "labels": node.labels, **own}


def _tie(tie: Tie) -> Row:
    own = {name: tie.properties.get(name) for name in TIE}
    ends = {"source": tie.source, "target": tie.target, "type": tie.type, "key": tie.key}
    return {**ends, **own}
