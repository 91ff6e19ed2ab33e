"""Actors of whom no place is known."""

from __future__ import annotations

from collections.abc import Iterator

from kb.text import Text
from kb.work.ground import Ground
from kb.work.worklist import Found, WorkList

TYPES = ("Agent", "Cluster")
NOWHERE = Text("所在地の記録がありません", "No place is recorded")
ADDRESSED = Text(
    "住所の文字はありますが、地域に結びついていません",
    "An address is written, but tied to no region",
)


def find(ground: Ground) -> Iterator[Found]:
    """Give actors without a place of their own or of their body, by type and name.

    Groups without names are nowhere in particular and are left out.
    """
    lost = (
        node
        for node in ground.nodes.values()
        if not node.nameless and node.id not in ground.places and not node.labels.isdisjoint(TYPES)
    )
    for node in sorted(lost, key=lambda one: (not one.addressed, one.type, one.ja, one.id)):
        yield Found(node.id, ADDRESSED if node.addressed else NOWHERE)


LIST = WorkList(
    Text("所在地のわからないもの", "Actors without a place"),
    Text(
        "都道府県も国もわからない主体。所在地を記録すると、地図と地域の画面に出ます。",
        "Actors of whom neither prefecture nor country is known. With a place they appear on the map "
        "and under their region.",
    ),
    Text("種類と名前の順", "by type and name"),
    40,
    "place",
    find,
    grouped=True,
)
