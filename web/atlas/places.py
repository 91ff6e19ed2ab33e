"""Where what the map shows is: the prefectures as tiles with the ties between them, and partners abroad."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kb.base import KnowledgeBase
from kb.network.atlas import Atlas, several
from kb.text import Text
from web.addresses import of_thing
from web.atlas.drawing import name_of
from web.atlas.scene import Scene
from web.atlas.wish import Wish
from web.blocks import Block, Cell, Column, Row, Table
from web.page import Request
from web.pictures.tiles import PLACES, tiles
from web.words.wording import chip

MOST_ROWS = 200
JAPAN = "日本"
ABROAD = Text("海外の相手", "Partners abroad")
NO_ABROAD = Text("いま見ているものの中に、海外の相手はない。", "Nothing shown has its seat abroad.")
BY_TIES = Text("つながりの多い順", "most ties first")


@dataclass(frozen=True, slots=True)
class Seats:
    """How many of what is shown lie in each prefecture, the ties between two, and who lies abroad.

    `abroad` are places in the atlas with the names of their country, those with most ties first.
    """

    counts: Mapping[str, int]
    ties: Mapping[tuple[str, str], int]
    abroad: tuple[tuple[int, tuple[str, str]], ...]


def places(kb: KnowledgeBase, wish: Wish, scene: Scene, request: Request) -> tuple[Block, ...]:
    """Give the tile grid of the prefectures and the list of partners abroad."""
    found = seats(scene)
    grid = tiles(found.counts, found.ties, lambda code: wish.toggled("region", code), wish.regions)
    return (grid, _abroad(kb, wish, scene, found, request))


@lru_cache(maxsize=8)
def seats(scene: Scene) -> Seats:
    """Tell where what is shown lies, or, where it begins with islands, all that they are of."""
    kept, atlas = scene.kept, scene.atlas
    every = np.flatnonzero(kept.tied) if scene.isles else np.array(scene.shown, dtype=np.int64)
    prefecture = _first(atlas, "prefecture")
    here = Counter(code for code in (prefecture[one] for one in every.tolist()) if code in PLACES)
    abroad = [(one, away) for one in every.tolist() if (away := _away(atlas, one))]
    abroad.sort(key=lambda found: (-int(kept.degree[found[0]]), found[0]))
    return Seats(here, _between(scene, every.tolist(), prefecture), tuple(abroad))


def _first(atlas: Atlas, name: str) -> list[str]:
    """Give of each node the first value of a column, or an empty text."""
    values = [next(iter(several(cell)), "") for cell in atlas.node[name].values]
    return [values[code] for code in atlas.node[name].of.tolist()]


def _between(
    scene: Scene, every: Sequence[int], prefecture: Sequence[str]
) -> Counter[tuple[str, str]]:
    atlas, pairs = scene.atlas, Counter[tuple[str, str]]()
    ties = scene.kept.among(every)
    ends = zip(atlas.source[ties].tolist(), atlas.target[ties].tolist(), strict=True)
    for a, b in ends:
        first, second = sorted((prefecture[a], prefecture[b]))
        if first and first != second:
            pairs[first, second] += 1
    return pairs


def _away(atlas: Atlas, place: int) -> tuple[str, str] | None:
    """Give the country of a seat that lies in no part of Japan."""
    named = [atlas.words.get(one) for one in several(atlas.node["country"].cell(place))]
    known = [one for one in named if one]
    return known[0] if known and JAPAN not in {one[0] for one in known} else None


def _abroad(kb: KnowledgeBase, wish: Wish, scene: Scene, found: Seats, request: Request) -> Table:
    atlas = scene.atlas
    shown = found.abroad if request.whole else found.abroad[:MOST_ROWS]
    rows = []
    for place, country in shown:
        kind = chip(kb.vocabulary, atlas.node["type"].cell(place))
        ties = int(scene.kept.degree[place])
        who = Cell(name_of(atlas, place), of_thing(atlas.ids[place]), kind)
        cells = (who, Cell(Text(*country)), Cell(kind.label), Cell(f"{ties:,}", value=ties))
        rows.append(Row(cells, node=atlas.ids[place]))
    columns = (
        Column("who", Text("名前", "Name")),
        Column("country", Text("国", "Country")),
        Column("type", Text("種類", "Type")),
        Column("ties", Text("つながり", "Ties"), numeric=True),
    )
    return Table(
        "abroad",
        ABROAD,
        columns,
        tuple(rows),
        total=len(found.abroad),
        order=BY_TIES,
        rest=wish.whole,
        empty=NO_ABROAD,
    )
