"""Things that stand alone: no tie but their place, their field and figures about them."""

from __future__ import annotations

from collections.abc import Iterator

from kb.text import Text
from kb.work.ground import Ground
from kb.work.worklist import Found, WorkList

TYPES = ("Agent", "Cluster", "Project", "Technology", "Product", "Need", "Offer")
ALONE = Text("だれとのつながりも記録されていません", "No tie to anybody is recorded")


def find(ground: Ground) -> Iterator[Found]:
    """Give what stands alone, by type and name."""
    alone = (
        node
        for node in ground.nodes.values()
        if node.id not in ground.tied and not node.labels.isdisjoint(TYPES)
    )
    for node in sorted(alone, key=lambda one: (one.type, one.ja, one.id)):
        yield Found(node.id, ALONE)


LIST = WorkList(
    Text("つながりのないもの", "Things without ties"),
    Text(
        "だれともつながっていない主体、取り組み、技術、ニーズなど。知っているつながりを記録します。",
        "Actors, projects, technologies, needs that are tied to nobody. Record what you know.",
    ),
    Text("種類と名前の順", "by type and name"),
    20,
    "introduce",
    find,
    grouped=True,
)
