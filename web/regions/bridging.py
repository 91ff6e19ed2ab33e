"""Who bridges in a region, as its page says it: from the last results, the first few with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np

from kb.base import KnowledgeBase
from kb.measuring.brokers import BETWEENNESS, Choice, brokers
from kb.text import Text
from kb.views.bridging import Bridging, bridging
from kb.views.profile import Thing, things
from web.addresses import with_query
from web.blocks import Block, Cell, Column, Notice, Row, Table
from web.brokers.choosing import PATH, REGION
from web.brokers.results import outlook
from web.brokers.viewing import hidden
from web.regions.tables import Scene
from web.words.wording import cell_of

SHOWN = 5
WHOLE = 200
PEOPLE_AND_BODIES = Text(
    "この地域で橋渡しをしている人と機関", "People and bodies that bridge in this region"
)
BODIES = Text("この地域で橋渡しをしている機関", "Bodies that bridge in this region")
NOT_MEASURED = Text(
    "橋渡しは、まだ数えていません。kakehashi measure refresh を実行すると、ここに並びます。",
    "Who bridges has not been measured yet; kakehashi measure refresh brings it here.",
)
NOBODY = Text(
    "この地域に、橋渡しをしていると数えられるものは、まだ記録にありません。",
    "Nobody on record in this region counts as bridging yet.",
)
BY_RANK = Text("全体での橋渡しの大きい順", "by how much they bridge in the whole")
WHO = Column("who", Text("だれが", "Who"))
REASON = Column("reason", Text("どうつなぐか", "How"))


def bridging_bodies(scene: Scene) -> Iterator[Block]:
    """Give the first who bridge here; named people only where they may be ranked."""
    kb, people = scene.kb, scene.request.people_ranked
    usual = outlook(kb)
    if usual is None:
        yield Notice("empty", NOT_MEASURED)
        return
    among = frozenset(scene.atlas.ids[place] for place in np.flatnonzero(scene.here).tolist())
    picked = Choice(BETWEENNESS, among, hidden(kb))
    limit = WHOLE if scene.request.whole else SHOWN
    found = brokers(
        usual.network, usual.results, kb.vocabulary, people=people, limit=limit, choice=picked
    )
    about = things(kb.graph, kb.vocabulary, [row.id for row in found.rows])
    brought = _brought(kb, scene.mark, people)
    scene.prove(c for row in found.rows if row.id in brought for c in brought[row.id].evidence)
    rows = []
    for row in found.rows:
        who = about.get(row.id) or Thing(row.id, row.name, row.type)
        own = brought.get(row.id)
        marks = scene.footnotes.marks(own.evidence) if own else ()
        how = Cell(own.sentence, note=row.reason, marks=marks) if own else Cell(row.reason)
        rows.append(Row((cell_of(kb.vocabulary, who), how), node=row.id))
    yield Table(
        "bridging",
        PEOPLE_AND_BODIES if people else BODIES,
        (WHO, REASON),
        tuple(rows),
        total=found.total,
        order=BY_RANK,
        rest=with_query(PATH, **{REGION: scene.region.code}),
        empty=NOBODY,
    )


@lru_cache(maxsize=4)
def _brought(
    kb: KnowledgeBase,
    mark: int | None,
    people: bool,  # noqa: FBT001 (part of the key)
) -> Mapping[str, Bridging]:
    """Give who brought whom together, read once a version of the graph."""
    del mark
    return bridging(kb.graph, kb.vocabulary, people=people)
