"""The tables beside the map: the nodes and ties that it shows, the islands and what runs between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kb.base import KnowledgeBase
from kb.measuring.register import measures
from kb.network.atlas import several
from kb.text import Text, same
from web.addresses import of_thing
from web.atlas.drawing import name_of
from web.atlas.paint import Paint, region_of
from web.atlas.roles import TITLE, sentence
from web.atlas.scene import Scene, called
from web.atlas.wish import Wish
from web.blocks import Cell, Column, Row, Table, Words
from web.page import Request
from web.words.wording import BASES, chip, naming, number, period

MOST_ROWS = 200
NODES = Text("地図にあるもの", "What the map shows")
TIES = Text("そのつながり", "The ties among them")
ISLES = Text("まとまり（島）", "Communities (islands)")
BRIDGES = Text("まとまりのあいだ", "Between communities")
LARGEST = Text("大きい順", "largest first")
WHO = Column("who", Text("名前", "Name"))
TYPE = Column("type", Text("種類", "Type"))
WHERE = Column("where", Text("所在地", "Seat"))
COUNT = Column("ties", Text("つながり", "Ties"), numeric=True)
HOW = Column("how", Text("どうつなぐか", "How"))
PAIRS = Column("value", Text("組", "Pairs"), numeric=True)


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

    # Beside the sentence there is no room for a column of types, which the marks tell, and of seats.
    told_apart = request.in_file or not scene.players
    rows = []
    for n in sorted(numbers, key=order):
        place = scene.shown[n]
        about = (_type(kb, scene, place), _where(scene, place)) if told_apart else ()
        extra = _further(kb, wish, scene, look.values[n], place, people=request.people_ranked)
        cells = (_who(kb, scene, place), *about, *extra, _count(int(degree[place])))
        rows.append(Row(cells, node=atlas.ids[place]))
    more = _further_columns(wish, scene)
    columns = (WHO, *((TYPE, WHERE) if told_apart else ()), *more, COUNT)
    total = len(rows) if scene.isles else scene.total
    return Table("map", NODES, columns, tuple(rows), total=total, order=scene.order, picture=True)


def _further_columns(wish: Wish, scene: Scene) -> tuple[Column, ...]:
    """Give what is shown besides: how somebody stands in the region, or a value."""
    if scene.players:
        return (HOW, PAIRS)
    chosen = wish.size or (wish.colour if wish.colour in measures() else "")
    word = TITLE[wish.role] if wish.role else measures()[chosen].title if chosen else ""
    return (Column("value", word, numeric=True),) if word else ()


def _further(
    kb: KnowledgeBase,
    wish: Wish,
    scene: Scene,
    value: float | None,
    place: int,
    *,
    people: bool,
) -> tuple[Cell, ...]:
    figure = Cell() if value is None else Cell(number(value), value=value)
    if scene.players:
        id_ = scene.atlas.ids[place]
        lit = id_ in scene.players
        said = sentence(kb, wish, scene.atlas, id_, people=people) if lit else ""
        return (Cell(said, note="" if lit else _where(scene, place).text), figure)
    return (figure,) if _further_columns(wish, scene) else ()


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
    strongest = Text("強い順", "strongest first")
    return Table(
        "ties", TIES, columns, tuple(rows), total=len(ordered), order=strongest, rest=wish.whole
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of an island: its name, its most frequent types, how many ties it has inside."""

    name: Text
    types: tuple[tuple[str, int], ...]
    inside: int


@lru_cache(maxsize=8)
def told(scene: Scene) -> tuple[Told, ...]:
    """Say it of each island."""
    atlas, kept = scene.atlas, scene.kept
    found = []
    for isle in scene.isles:
        types = Counter(atlas.node["type"].cell(one) for one in isle.members).most_common(3)
        name = called(atlas, isle.members, kept.degree)
        found.append(Told(name, tuple(types), len(kept.among(isle.members))))
    return tuple(found)


def _isles(kb: KnowledgeBase, wish: Wish, scene: Scene) -> Table:
    across: Counter[int] = Counter()
    for a, b, n in scene.bridges:
        across[a] += n
        across[b] += n
    rows = []
    for place, (isle, about) in enumerate(zip(scene.isles, told(scene), strict=True)):
        words = [
            Text(f"{w.ja} {n:,}", f"{w.en} {n:,}")
            for w, n in ((_word(kb, t), n) for t, n in about.types)
        ]
        said = Text("、".join(w.ja for w in words), ", ".join(w.en for w in words))
        address = wish.address(community=isle.name, picked=(), most=0, view="")
        rows.append(
            Row(
                (
                    Cell(about.name, address, note=said),
                    _count(len(isle.members)),
                    _count(about.inside),
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
    names = [about.name for about in told(scene)]

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
