"""The regions: the prefectures as a grid, then by region with who is there, and partners abroad."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kb.areas import AREAS, Area
from kb.base import KnowledgeBase
from kb.network.atlas import Atlas, Mask, several
from kb.text import Text, same
from kb.views.regional import by_type, homes, inside, is_japan, pairs, partners
from web.atlas.scene import atlas_of
from web.blocks import (
    Block,
    Cell,
    Column,
    Columns,
    Notice,
    Paragraph,
    Row,
    Sentence,
    Table,
    Title,
    Words,
)
from web.page import Page, Request
from web.pictures.tiles import PLACES, full_name, tiles
from web.regions.found import REGIONS, cell_of_region, name_of, of_region

KINDS: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "firms": (Text("企業", "Firms"), ("Firm",)),
    "research": (Text("大学・研究機関", "Research"), ("University", "ResearchInstitute")),
    "support": (Text("支える機関", "Support"), ("SupportBody", "Association", "GovernmentBody")),
    "clusters": (Text("クラスター", "Clusters"), ("Cluster",)),
}
"""What a row counts apart from all: by column, its word and its types."""
FIRST = 3
TITLE = Text("地域", "Regions")
LEAD = Text(
    "だれがどこにいて、どことつながっているかを、所在地から見ます。",
    "Who is where, and with where they are tied, by their seats.",
)
MAP = Text("地図で見る", "See it on the map")
MATRIX = Text("都道府県のあいだの関係と、偶然との比較", "Ties between prefectures, against chance")
EMPTY = Text("まだ何も記録にありません。", "Nothing is on record yet.")
HOW = Text(
    "kakehashi demo を実行すると、最初のデータが入ります。",
    "kakehashi demo loads the first data.",
)
NO_PLACES = Text(
    "所在地の記録が、まだありません。",
    "No seats are on record yet.",
)
NO_PLACES_HOW = Text(
    "法人番号や研究機関の登録簿を取り込むか、所在地を窓口で記録すると、ここに並びます。",
    "The registers of corporations and research organisations bring seats, and so does entering "
    "them.",
)
IN_ONE = Text("ひとことで", "In one sentence")
SAID = Text(
    "国内では{places}の都道府県に{n}。多いのは{first}。海外は{countries}の国に{abroad}。",
    "{n} in {places} prefectures of Japan, most of all in {first}; {abroad} in {countries} countries "
    "abroad.",
)
NO_HOME = Text(
    "都道府県までわかるものは、まだ記録にない。海外は{countries}の国に{abroad}。",
    "None on record with a prefecture yet; {abroad} in {countries} countries abroad.",
)
BOUND = Text(
    "全体{all}のうち、都道府県か国がわかるのは{placed}。日本とだけわかるものが{somewhere}、"
    "広域とだけわかるものが{wide}、所在地の記録がないものが{none}あります。",
    "Of all {all}, {placed} have a prefecture or a country abroad on record; {somewhere} are only "
    "known to be in Japan, {wide} only in a wider area, {none} have no place on record.",
)
TILES = Text("都道府県", "Prefectures")
TILES_SAID = Text(
    "数は所在地のわかる人・機関・事業。線は県をまたぐ関係（太いほど多い）。押すとその都道府県のページ。",
    "The number is how many have their seat there; lines are ties across prefectures (wider is "
    "more). Pressing a tile opens its page.",
)
JAPAN = Text("都道府県と地方", "Prefectures and regions")
WHOLE_OF = Text("{name}の全体", "All of {name}")
NONE = Text("まだ記録のない都道府県:", "Prefectures with nobody on record yet:")
ABROAD = Text("海外の相手", "Partners abroad")
NO_ABROAD = Text("海外の相手は、まだ記録にありません。", "No partner abroad is on record yet.")
AREAS_SAID = Text("出典の言う広域", "Wider areas as sources draw them")
MOST = Text("多い順", "most first")
COUNT = Column("number", Text("全部", "All"), numeric=True)
INSIDE = Column("inside", Text("中の関係", "Ties inside"), numeric=True)
OUT = Column("out", Text("外との関係", "Ties out"), numeric=True)
WITH_JAPAN = Column("japan", Text("日本との関係", "Ties with Japan"), numeric=True)
AREA = Text("地方", "Area")
NAME = Column("region", Text("地域", "Region"))


@dataclass(frozen=True, slots=True)
class Whole(Row):
    """The row of a region as a whole, which is none of its prefectures."""

    counted: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """The atlas with each node's home, and how many nodes each home has."""

    atlas: Atlas
    names: tuple[str, ...]
    many: Mapping[str, int]

    def abroad(self) -> list[str]:
        """Give the countries abroad, those with most first."""
        found = [
            one for one in self.many if one and one not in PLACES and not is_japan(self.atlas, one)
        ]
        return sorted(found, key=lambda one: (-self.many[one], one))


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the grid, the prefectures under their regions, the wider areas and the partners abroad."""
    del request
    return _blocks(kb, atlas_of(kb)[0])


@lru_cache(maxsize=2)
def _blocks(kb: KnowledgeBase, atlas: Atlas) -> Sequence[Block]:
    """Make the page, which says the same to everybody, once for an atlas."""
    if not atlas.n:
        return (Title(TITLE), Paragraph(LEAD), Notice("empty", EMPTY, HOW))
    names, home = homes(atlas)
    many = np.bincount(home, minlength=len(names)).tolist()
    seen = Seen(atlas, names, dict(zip(names, many, strict=True)))
    if not any(one for one in seen.many):
        return (Title(TITLE), Paragraph(LEAD), Notice("empty", NO_PLACES, NO_PLACES_HOW))
    every = np.ones(len(atlas.source), dtype=bool)
    held = {code: int(inside(atlas, (code,)).sum()) for code in PLACES}
    counts = {code: number for code, number in held.items() if number}
    grid = tiles(counts, pairs(atlas, every), of_region, (), title=TILES, said=TILES_SAID)
    ways = (Cell(MAP, "/map?colour=region"), Cell(MATRIX, "/matrix?group=prefecture"))
    beside = (*_bounds(seen), Paragraph("", ways))
    return (
        Title(TITLE),
        Paragraph(LEAD),
        Columns((grid,), (_sentence(seen, counts), *beside)),
        _prefectures(kb, seen, counts),
        *_none(counts),
        *_areas(kb, seen),
        _countries(kb, seen),
    )


def _sentence(seen: Seen, counts: Mapping[str, int]) -> Sentence:
    """Say in how many places how many are, and where most."""
    abroad = seen.abroad()
    parts = {
        "countries": same(f"{len(abroad):,}"),
        "abroad": same(f"{sum(seen.many[one] for one in abroad):,}"),
    }
    if not counts:
        return Sentence(IN_ONE, NO_HOME.filled(**parts))
    first = sorted(counts, key=lambda code: (-counts[code], code))[:FIRST]
    told = [(full_name(code), f"{counts[code]:,}") for code in first]
    parts |= {
        "places": same(f"{len(counts):,}"),
        "n": same(f"{sum(counts.values()):,}"),
        "first": Text(
            "、".join(f"{name.ja} {n}" for name, n in told),
            ", ".join(f"{name.en} {n}" for name, n in told),
        ),
    }
    return Sentence(IN_ONE, SAID.filled(**parts))


def _bounds(seen: Seen) -> Iterator[Block]:
    """Say how many are placed how well."""
    atlas = seen.atlas
    none = int(np.count_nonzero(atlas.node["region"].where(lambda cell: not cell)))
    somewhere = sum(number for one, number in seen.many.items() if is_japan(atlas, one))
    wide = seen.many.get("", 0) - none
    numbers = {
        "all": atlas.n,
        "placed": atlas.n - none - somewhere - wide,
        "somewhere": somewhere,
        "wide": wide,
        "none": none,
    }
    yield Notice("boundary", BOUND.format(**{name: f"{n:,}" for name, n in numbers.items()}))


def _prefectures(kb: KnowledgeBase, seen: Seen, counts: Mapping[str, int]) -> Table:
    """Give every region with its prefectures where somebody is."""
    rows = [row for area in AREAS.values() for row in _area(kb, seen.atlas, area, counts)]
    words = tuple(Column(name, word, numeric=True) for name, (word, _) in KINDS.items())
    columns = (NAME, COUNT, *words, INSIDE, OUT)
    return Table("prefectures", JAPAN, columns, tuple(rows), AREA, empty=NO_PLACES)


def _area(kb: KnowledgeBase, atlas: Atlas, area: Area, counts: Mapping[str, int]) -> Iterator[Row]:
    held = [code for code in area.prefectures if counts.get(code)]
    for code in held:
        cell = Cell(full_name(code), of_region(code))
        yield _row(kb, atlas, cell, inside(atlas, (code,)), area.name)
    if len(held) > 1:
        cell = Cell(WHOLE_OF.filled(name=area.name), of_region(area.code))
        whole = _row(kb, atlas, cell, inside(atlas, area.prefectures), area.name)
        yield Whole(whole.cells, whole.group)


def _row(kb: KnowledgeBase, atlas: Atlas, cell: Cell, here: Mask, group: Words) -> Row:
    found = by_type(atlas, here)
    kinds = [
        sum(n for one, (n, _) in found.items() if any(kb.vocabulary.is_a(one, k) for k in types))
        for _, types in KINDS.values()
    ]
    within, across = partners(atlas, here)
    out = sum(one.ties for one in across if one.id)
    numbers = (int(here.sum()), *kinds, within, out)
    return Row((cell, *map(_number, numbers)), group)


def _number(value: int) -> Cell:
    """Write a number; nothing on the page where there is none."""
    return Cell(f"{value:,}" if value else "", value=value)


def _none(counts: Mapping[str, int]) -> Iterator[Block]:
    """Name the prefectures of which nothing is on record."""
    missing = [full_name(code) for code in PLACES if not counts.get(code)]
    if missing and counts:
        said = Text("、".join(one.ja for one in missing), ", ".join(one.en for one in missing))
        yield Paragraph(Text(f"{NONE.ja} {said.ja}", f"{NONE.en} {said.en}"), quiet=True)


def _areas(kb: KnowledgeBase, seen: Seen) -> Iterator[Block]:
    """Give the areas that sources draw across prefectures, each as its source draws it."""
    atlas = seen.atlas
    rows = kb.graph.read("MATCH (r:Region {level: 'area'}) RETURN r.id AS id ORDER BY id").rows
    found = []
    for row in rows:
        here = inside(atlas, (str(row["id"]),))
        if here.any():
            found.append((str(row["id"]), here))
    found.sort(key=lambda one: (-int(one[1].sum()), one[0]))
    if found:
        cells = ((cell_of_region(atlas, id_), here) for id_, here in found)
        told = tuple(
            Row((cell, Cell(f"{int(here.sum()):,}", value=int(here.sum())))) for cell, here in cells
        )
        yield Table("areas", AREAS_SAID, (NAME, COUNT), told, order=MOST)


def _countries(kb: KnowledgeBase, seen: Seen) -> Table:
    """Give the countries abroad: who is there, and how many ties they have with Japan."""
    atlas = seen.atlas
    japan = atlas.node["country"].where(
        lambda cell: any(is_japan(atlas, one) for one in several(cell))
    )
    rows = []
    for id_ in seen.abroad():
        here = inside(atlas, (id_,))
        ends = here[atlas.source], here[atlas.target]
        across = int(
            np.count_nonzero(ends[0] & japan[atlas.target])
            + np.count_nonzero(ends[1] & japan[atlas.source])
        )
        row = _row(kb, atlas, Cell(name_of(atlas, id_), of_region(id_)), here, "")
        rows.append(Row((*row.cells[:-2], _number(across))))
    rows.sort(key=lambda row: -int(row.cells[1].value or 0))
    words = tuple(Column(name, word, numeric=True) for name, (word, _) in KINDS.items())
    columns = (Column("country", Text("国", "Country")), COUNT, *words, WITH_JAPAN)
    return Table("abroad", ABROAD, columns, tuple(rows), order=MOST, empty=NO_ABROAD)


PAGE = Page(REGIONS, TITLE, show, menu=35)
