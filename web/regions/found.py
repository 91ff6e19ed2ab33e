"""Regions as the pages speak of them: found by code or name, with the words for what lies in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import numpy as np

from kb.areas import AREAS, area_of
from kb.base import KnowledgeBase
from kb.errors import NotKnownError
from kb.identity import fold
from kb.network.atlas import Atlas, Mask, several
from kb.network.slice import EVERYTHING
from kb.text import Text, same
from kb.views.regional import HAD, NEEDED, Held, held, inside, newest
from web.blocks import Cell
from web.page import MovedError
from web.pictures.tiles import PLACES, SCHEME, full_name

REGIONS = "/regions"
REGION = "Region"
MOST_ASKED = 500
"""Of so many of a region, those with most ties, it is asked what they have, need and said lately."""
NEWEST = 8
LEVELS = ("country", "area", "prefecture", "municipality", "district")
"""From wide to narrow."""

NO_SUCH = Text("この地域はありません。", "There is no such region.")
ELSEWHERE = Text("所在地の記録のない相手", "those with no place on record")
SOMEWHERE = Text("{name}（都道府県の記録なし）", "{name} (prefecture not on record)")

_LOCAL = re.compile(r"\d{2}|\d{5}")
_REGION = (
    "MATCH (r:Region {id: $id}) RETURN r.name AS name, r.name_ja AS ja, r.name_en AS en, "
    "r.level AS level"
)
_LEVELS = "UNWIND $ids AS wanted MATCH (r:Region {id: wanted}) RETURN r.id AS id, r.level AS level"


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its code in addresses, its name, how wide, and the ids whose seats count as here."""

    code: str
    name: Text
    level: str
    ids: tuple[str, ...]

    @property
    def countries(self) -> bool:
        """Whether others are told by their country, not by their prefecture."""
        return self.level == "country"


@dataclass(frozen=True, slots=True)
class Known:
    """What is asked of the graph about those in a region (`asked` of them)."""

    asked: int
    had: tuple[Held, ...] = ()
    needed: tuple[Held, ...] = ()
    newest: tuple[tuple[str, str], ...] = ()


def of_region(code: str) -> str:
    """Give the address of the page of a region."""
    return f"/region/{quote(code, safe=':/')}"


def region_of(kb: KnowledgeBase, code: str) -> Region:
    """Find a region by its code: `kinki`, `jis:26`, `jis:26100`, `country:DE` or the graph's id.

    Raises MovedError at another way to say it (26, 京都府, an id of before) and NotKnownError where
    there is none.
    """
    if code in AREAS:
        area = AREAS[code]
        return Region(code, area.name, "area", area.prefectures)
    if code in PLACES:
        return Region(code, full_name(code), "prefecture", (code,))
    rows = kb.graph.read(_REGION, {"id": code}).rows
    if not rows:
        raise _elsewhere(kb, code)
    (row,) = rows
    ja, en = str(row["ja"] or row["name"]), str(row["en"] or row["name"])
    return Region(code, Text(ja, en), str(row["level"] or "area"), (code,))


def _elsewhere(kb: KnowledgeBase, asked: str) -> Exception:
    """Find the code that was meant by a number, a name or an id of before."""
    known = {fold(name): one.code for one in AREAS.values() for name in (one.name.ja, one.name.en)}
    known |= {
        fold(name): code for code in PLACES for name in (*PLACES[code][:2], full_name(code).ja)
    }
    if fold(asked) in known:
        return MovedError(of_region(known[fold(asked)]))
    local = f"{SCHEME}{asked}" if _LOCAL.fullmatch(asked) else asked
    present = kb.identity.present(local)
    if present != asked and (present in PLACES or kb.graph.read(_REGION, {"id": present}).rows):
        return MovedError(of_region(present))
    hits = kb.search.find(asked, limit=2, types=(REGION,)) if asked.strip() else []
    exact = [hit for hit in hits if fold(hit.matched) == fold(asked)]
    if len(exact) == 1:
        return MovedError(of_region(exact[0].id))
    return NotKnownError(NO_SUCH, found=asked[:200])


def cell_of_region(atlas: Atlas, id_: str, *, japan: str = "") -> Cell:
    """Name a region and lead to its page; `japan` is the id of a country that is meant without place."""
    if not id_:
        return Cell(ELSEWHERE)
    if id_ == japan:
        return Cell(SOMEWHERE.filled(name=name_of(atlas, id_)), of_region(id_))
    return Cell(name_of(atlas, id_), of_region(id_))


def name_of(atlas: Atlas, id_: str) -> Text:
    """Give the name of a region that the atlas tells of."""
    if id_ in PLACES:
        return full_name(id_)
    return Text(*atlas.words[id_]) if id_ in atlas.words else same(id_)


def wider_and_parts(
    kb: KnowledgeBase, atlas: Atlas, region: Region, here: Mask
) -> tuple[list[Cell], list[Cell]]:
    """Lead to the regions that hold this one, and to those in it where somebody has a seat."""
    many: Counter[str] = Counter()
    column = atlas.node["region"]
    for code, number in zip(*np.unique(column.of[here], return_counts=True), strict=True):
        for id_ in several(column.values[int(code)]):
            many[id_] += int(number)
    level = _levels(kb, many)
    own = LEVELS.index(region.level) if region.level in LEVELS else 0
    total = int(np.count_nonzero(here))
    held = area_of(region.code)
    wider = [Cell(held.name, of_region(held.code))] if held else []
    wider += [
        Cell(name_of(atlas, id_), of_region(id_))
        for id_ in sorted(many, key=lambda id_: (-level.get(id_, 0), id_))
        if level.get(id_, own) < own and many[id_] == total
    ]
    narrow = [id_ for id_ in many if level.get(id_, own) > own]
    order = sorted(narrow, key=lambda id_: (level[id_], -many[id_], id_))
    parts = [
        Cell(name_of(atlas, id_), of_region(id_), note=f"{many[id_]:,}")
        for id_ in order
        if level[id_] == level[order[0]]
    ]
    return wider, parts


def _levels(kb: KnowledgeBase, ids: Iterable[str]) -> dict[str, int]:
    rows = kb.graph.read(_LEVELS, {"ids": list(ids)}, limit=EVERYTHING).rows
    return {
        str(row["id"]): LEVELS.index(str(row["level"])) for row in rows if row["level"] in LEVELS
    }


def members(atlas: Atlas, region: Region) -> Mask:
    """Tell of each node of the atlas whether its seat is in the region."""
    return inside(atlas, region.ids)


def most_tied(atlas: Atlas, here: Mask) -> Iterator[int]:
    """Give those who are here, most ties first."""
    places = np.flatnonzero(here)
    yield from places[np.lexsort((places, -atlas.degree[places]))].tolist()


def known_of(kb: KnowledgeBase, mark: int | None, atlas: Atlas, here: Mask) -> Known:
    """Ask the graph about those who are here; once a version of the graph."""
    ids = [atlas.ids[place] for place in most_tied(atlas, here)][:MOST_ASKED]
    return _known(kb, mark, tuple(ids))


@lru_cache(maxsize=32)
def _known(kb: KnowledgeBase, mark: int | None, ids: tuple[str, ...]) -> Known:
    del mark
    graph, words = kb.graph, kb.vocabulary
    return Known(
        len(ids),
        held(graph, words, ids, HAD),
        held(graph, words, ids, NEEDED),
        newest(graph, ids, NEWEST),
    )
