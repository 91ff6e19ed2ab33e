"""The tables beside the map: the nodes and ties that it shows, the islands, partners abroad."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kb.base import KnowledgeBase
from kb.measuring.register import measures
from kb.network.atlas import several
from kb.text import Text, same
from web.addresses import of_thing
from web.blocks import Block, Cell, Column, Row, Table, Words
from web.map_blocks import Tiles
from web.map_drawing import name_of
from web.map_paint import ROLE_NAMES, Paint, region_of
from web.mapping import Wish
from web.page import Request
from web.scene_of_map import Scene, called
from web.tiles import PLACES, tiles
from web.wording import BASES, chip, naming, number, period

MOST_ROWS = 200
JAPAN = "日本"
NODES = Text("地図にあるもの", "What the map shows")
TIES = Text("そのつながり", "The ties among them")
ISLES = Text("まとまり（島）", "Communities (islands)")
BRIDGES = Text("まとまりのあいだ", "Between communities")
ABROAD = Text("海外の相手", "Partners abroad")
NO_ABROAD = Text("いま見ているものの中に、海外の相手はない。", "Nothing shown has its seat abroad.")
LARGEST = Text("大きい順", "largest first")
WHO = Column("who", Text("名前", "Name"))
TYPE = Column("type", Text("型", "Type"))
WHERE = Column("where", Text("所在地", "Seat"))
COUNT = Column("ties", Text("つながり", "Ties"), numeric=True)


def tables(
    kb: KnowledgeBase, wish: Wish, scene: Scene, look: Paint, request: Request
) -> tuple[Table, ...]:
    """Give the tables that say what the picture shows."""
    if scene.isles:
        lit = (_nodes(kb, wish, scene, look, request),) if wish.role or request.whole else ()
        return (*lit, _isles(kb, wish, scene), _bridges(wish, scene))
    return (_nodes(kb, wish, scene, look, request), _ties(kb, wish, scene, request))


def _nodes(kb: KnowledgeBase, wish: Wish, scene: Scene, look: Paint, request: Request) -> Table:
    """Order by the value shown, else by ties; named people who may not be ranked stand last."""
    atlas, degree = scene.atlas, scene.kept.degree
    numbers = [n for n in range(len(scene.shown)) if look.lit[n] or not (wish.role and scene.isles)]

    def order(n: int) -> tuple[object, ...]:
        place = scene.shown[n]
        hidden = bool(atlas.person[place]) and not request.people_ranked
        ranked = (0, 0) if hidden else (-(look.values[n] or 0.0), -int(degree[place]))
        return (hidden, *ranked, atlas.names[place])

    valued = _valued(wish)
    rows = []
    for n in sorted(numbers, key=order):
        place = scene.shown[n]
        value = look.values[n]
        extra = (Cell("" if value is None else number(value), value=value),) if valued else ()
        cells = (_who(kb, scene, place), _type(kb, scene, place), _where(scene, place), *extra)
        rows.append(Row((*cells, _count(int(degree[place]))), node=atlas.ids[place]))
    columns = (
        WHO,
        TYPE,
        WHERE,
        *((Column("value", valued, numeric=True),) if valued else ()),
        COUNT,
    )
    total = len(rows) if scene.isles else scene.total
    return Table("map", NODES, columns, tuple(rows), total=total, order=scene.order, picture=True)


def _valued(wish: Wish) -> Words:
    if wish.role:
        return ROLE_NAMES[wish.role]
    chosen = wish.size or (wish.colour if wish.colour in measures() else "")
    return measures()[chosen].title if chosen else ""


def _who(kb: KnowledgeBase, scene: Scene, place: int) -> Cell:
    atlas = scene.atlas
    return Cell(
        name_of(atlas, place),
        of_thing(atlas.ids[place]),
        chip(kb.vocabulary, atlas.node["type"].cell(place)),
        note=naming(bool(atlas.aggregate[place]), bool(atlas.anonymous[place]), atlas.size[place]),
    )


def _type(kb: KnowledgeBase, scene: Scene, place: int) -> Cell:
    return Cell(chip(kb.vocabulary, scene.atlas.node["type"].cell(place)).label)


def _where(scene: Scene, place: int) -> Cell:
    region = region_of(scene.atlas, place)
    return Cell(Text(*scene.atlas.words[region])) if region in scene.atlas.words else Cell()


def _count(number_: int) -> Cell:
    return Cell(f"{number_:,}", value=number_)


def _ties(kb: KnowledgeBase, wish: Wish, scene: Scene, request: Request) -> Table:
    atlas = scene.atlas
    titles: Mapping[str, Words] = {one.name: one.title for one in kb.ledger.sources()}
    ordered = sorted(scene.ties.tolist(), key=lambda tie: (-atlas.strength[tie], tie))
    shown = ordered if request.whole else ordered[:MOST_ROWS]
    rows = []
    for tie in shown:
        cell = {name: codes.cell(tie) for name, codes in atlas.tie.items()}
        ends = [int(atlas.source[tie]), int(atlas.target[tie])]
        told = [Cell(name_of(atlas, end), of_thing(atlas.ids[end])) for end in ends]
        said = [Cell(titles.get(one, same(one))) for one in several(cell["sources"])]
        sources = Cell(said[0].text, more=tuple(said[1:])) if said else Cell()
        relation = Cell(kb.vocabulary.relations[cell["relation"]].label)
        when = Cell(period(cell["since"], cell["until"], cell["status"]))
        basis = Cell(BASES.get(cell["basis"], cell["basis"]))
        rows.append(
            Row(
                (told[0], relation, told[1], when, basis, sources),
                guess=cell["basis"] == "inferred",
            )
        )
    columns = (
        Column("from", Text("どこから", "From")),
        Column("relation", Text("関係", "Relation")),
        Column("to", Text("どこへ", "To")),
        Column("when", Text("いつ", "When")),
        Column("basis", Text("根拠", "Basis")),
        Column("source", Text("出典", "Source")),
    )
    rest = f"{wish.address()}{'&' if '?' in wish.address() else '?'}all=1"
    strongest = Text("強い順", "strongest first")
    return Table("ties", TIES, columns, tuple(rows), total=len(ordered), order=strongest, rest=rest)


def _isles(kb: KnowledgeBase, wish: Wish, scene: Scene) -> Table:
    atlas, kept = scene.atlas, scene.kept
    across: Counter[int] = Counter()
    for a, b, n in scene.bridges:
        across[a] += n
        across[b] += n
    rows = []
    for place, isle in enumerate(scene.isles):
        types = Counter(atlas.node["type"].cell(one) for one in isle.members).most_common(3)
        words = [
            Text(f"{w.ja} {n}", f"{w.en} {n}") for w, n in ((_word(kb, t), n) for t, n in types)
        ]
        said = Text("、".join(w.ja for w in words), ", ".join(w.en for w in words))
        name = called(atlas, isle.members, kept.degree)
        address = wish.address(community=isle.name, picked=(), most=0, view="")
        rows.append(
            Row(
                (
                    Cell(name, address, note=said),
                    _count(len(isle.members)),
                    _count(len(kept.among(isle.members))),
                    _count(across[place]),
                ),
                node=f"isle:{isle.name}",
            )
        )
    columns = (
        Column("community", Text("呼び名", "Called")),
        Column("nodes", Text("数", "Members"), numeric=True),
        Column("inside", Text("中の関係", "Inside"), numeric=True),
        Column("leaving", Text("ほかへ", "Leaving"), numeric=True),
    )
    return Table("islands", ISLES, columns, tuple(rows), order=LARGEST, picture=True)


def _word(kb: KnowledgeBase, type_: str) -> Text:
    label = chip(kb.vocabulary, type_).label
    return label if isinstance(label, Text) else same(label)


def _bridges(wish: Wish, scene: Scene) -> Table:
    names = [called(scene.atlas, isle.members, scene.kept.degree) for isle in scene.isles]

    def end(place: int) -> Cell:
        return Cell(
            names[place], wish.address(community=scene.isles[place].name, picked=(), most=0)
        )

    rows = tuple(Row((end(a), end(b), _count(n))) for a, b, n in scene.bridges)
    columns = (
        Column("one", Text("まとまり", "Community")),
        Column("other", Text("相手", "And")),
        COUNT,
    )
    order = Text("つながりの多い順", "most ties first")
    return Table("bridges", BRIDGES, columns, rows, order=order)


def places(kb: KnowledgeBase, wish: Wish, scene: Scene) -> tuple[Block, ...]:
    """Give the tile grid of the prefectures and the list of partners abroad."""
    atlas = scene.atlas
    every = [p for isle in scene.isles for p in isle.members] if scene.isles else list(scene.shown)
    ties = scene.kept.among(every)
    prefecture = [several(cell) for cell in atlas.node["prefecture"].values]
    of = {place: prefecture[atlas.node["prefecture"].of[place]] for place in every}
    counts = Counter(code for codes in of.values() for code in codes[:1] if code in PLACES)
    pairs: Counter[tuple[str, str]] = Counter()
    for tie in ties.tolist():
        ends = {of[int(end)][0] for end in (atlas.source[tie], atlas.target[tie]) if of[int(end)]}
        if len(ends) > 1:
            first, second = sorted(ends)
            pairs[first, second] += 1
    grid: Tiles = tiles(
        counts, pairs, lambda code: wish.toggled("region", code), wish.lists.get("region", ())
    )
    return (grid, _abroad(kb, scene, every))


def _abroad(kb: KnowledgeBase, scene: Scene, every: list[int]) -> Table:
    atlas = scene.atlas
    found = []
    for place in every:
        countries = several(atlas.node["country"].cell(place))
        named = [atlas.words[one] for one in countries if one in atlas.words]
        away = [name for name in named if name[0] != JAPAN]
        if away and len(away) == len(named):
            found.append((away[0], -int(scene.kept.degree[place]), place))
    rows = tuple(
        Row(
            (Cell(Text(*country)), _who(kb, scene, place), _type(kb, scene, place), _count(-n)),
            node=atlas.ids[place],
        )
        for country, n, place in sorted(found)[:MOST_ROWS]
    )
    columns = (Column("country", Text("国", "Country")), WHO, TYPE, COUNT)
    order = Text("国ごと、つながりの多い順", "by country, most ties first")
    return Table("abroad", ABROAD, columns, rows, total=len(found), order=order, empty=NO_ABROAD)
