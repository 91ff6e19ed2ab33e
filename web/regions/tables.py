"""The tables of a region's page: who is there, where ties lead, what is had, needed and new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.base import KnowledgeBase
from kb.network.atlas import Atlas, Mask, several
from kb.text import Text, same
from kb.views.profile import Tie, grounds
from kb.views.regional import Held, seats
from kb.when import day_here
from web.addresses import of_thing, with_query
from web.blocks import Cell, Column, Row, Table, Words
from web.page import Request
from web.regions.found import Known, Region, most_tied, name_of, of_region
from web.words.wording import BASES, Footnotes, cell_of, chip, naming

MEMBERS, SHOWN = 40, 12
WIDEST = 2_000
"""So many rows a table has at most, asked for whole or as a file; the table says how many there are."""
HOLDERS = 3
SUPPORT = ("Cluster", "SupportBody", "GovernmentBody", "Association", "FinancialInstitution")
"""What supports others, in the order in which it is told."""

MOST_TIES = Text("つながりの多い順", "most ties first")
MOST_HELD = Text("持つ主体の多い順", "held by most first")
LATEST = Text("新しい順", "latest first")
SUPPORTS = Text("クラスターと支える機関", "Clusters and supporting bodies")
NO_SUPPORT = Text(
    "この地域のクラスターと支援機関は、まだ記録にありません。",
    "No cluster or supporting body of this region is on record yet.",
)
HAD = Text("ここにある技術と製品", "Technologies and products here")
NO_HAD = Text(
    "この地域の技術や製品は、まだ記録にありません。",
    "No technology or product of this region is on record yet.",
)
NEEDED = Text("ここで求められていること", "What is needed here")
NO_NEEDED = Text(
    "この地域のニーズは、まだ記録にありません。", "No need of this region is on record yet."
)
HERE = Text("ここにいる人・機関・事業", "People, bodies and projects here")
NEW = Text("最近記録に加わったもの", "On record lately")
NO_NEW = Text("まだありません。", "None yet.")
BY_BODY = Text("所属先の所在地", "where its body is")
MORE = Text("ほか{n}", "{n} more")
GROUPS = Text("うち集まり{n}", "{n} of them groups")
KIND = Text("種類", "Kind")
WHO = Column("who", Text("名前", "Name"))
WHERE = Column("where", Text("所在地", "Seat"))
TIES = Column("ties", Text("つながり", "Ties"), numeric=True)
BASIS = Column("basis", Text("根拠", "Basis"))


@dataclass(frozen=True, slots=True)
class Scene:
    """What the tables of one region are made with."""

    kb: KnowledgeBase
    atlas: Atlas
    region: Region
    here: Mask
    known: Known
    footnotes: Footnotes
    request: Request
    mark: int | None

    @property
    def rest(self) -> str:
        """The address of the whole tables."""
        return with_query(of_region(self.region.code), all="1")

    def most(self, few: int) -> int:
        """Give how many rows a table has: few, or as many as a file holds at most."""
        return WIDEST if self.request.whole else few

    def prove(self, claims: Iterable[int]) -> None:
        """Read the evidence of these claims, so that they can be marked."""
        self.footnotes.know(grounds(self.kb.ledger, claims, known_at=self.mark))

    def seats(self, places: Iterable[int]) -> Mapping[str, tuple[Tie, ...]]:
        """Read where these have their seat, with the evidence of it."""
        ids = [self.atlas.ids[place] for place in places]
        found = seats(self.kb.graph, self.kb.vocabulary, ids)
        self.prove(claim for ties in found.values() for tie in ties for claim in tie.evidence)
        return found

    def told(self, place: int) -> bool:
        """Tell whether a list may name it: named people only where people may be ranked."""
        return self.request.people_ranked or not bool(self.atlas.person[place])


def who(scene: Scene, place: int) -> Cell:
    """Name a node of the atlas, with what kind of naming it is."""
    atlas = scene.atlas
    return Cell(
        Text(atlas.names[place], atlas.names_en[place]),
        of_thing(atlas.ids[place]),
        chip(scene.kb.vocabulary, atlas.node["type"].cell(place)),
        note=naming(bool(atlas.aggregate[place]), bool(atlas.anonymous[place]), atlas.size[place]),
    )


def support(scene: Scene) -> Table:
    """Give the clusters and who supports others, kind by kind."""
    words, column = scene.kb.vocabulary, scene.atlas.node["type"]

    def kind(place: int) -> int:
        type_ = column.cell(place)
        found = (n for n, one in enumerate(SUPPORT) if words.is_a(type_, one))
        return next(found, len(SUPPORT))

    places = [place for place in most_tied(scene.atlas, scene.here) if kind(place) < len(SUPPORT)]
    ordered = sorted(places, key=kind)
    shown = ordered[: scene.most(SHOWN)]
    where = scene.seats(shown)
    rows = tuple(
        _member(scene, place, where, _label(scene, SUPPORT[kind(place)])) for place in shown
    )
    columns = (WHO, WHERE, TIES, BASIS)
    return Table(
        "support",
        SUPPORTS,
        columns,
        rows,
        KIND,
        total=len(ordered),
        order=MOST_TIES,
        rest=scene.rest,
        empty=NO_SUPPORT,
    )


def members(scene: Scene) -> Table:
    """Give who is here, type by type, most ties first; people only where they may be ranked."""
    column = scene.atlas.node["type"]
    places = [place for place in most_tied(scene.atlas, scene.here) if scene.told(place)]
    shown = places[: scene.most(MEMBERS)]
    many = Counter(column.cell(place) for place in shown)
    actor = {name: word.actor for name, word in scene.kb.vocabulary.types.items()}
    order = sorted(many, key=lambda type_: (not actor.get(type_), -many[type_], type_))
    ordered = sorted(shown, key=lambda place: order.index(column.cell(place)))
    where = scene.seats(ordered)
    rows = tuple(
        _member(scene, place, where, _label(scene, column.cell(place))) for place in ordered
    )
    columns = (WHO, WHERE, TIES, BASIS)
    total = len(places)
    return Table("here", HERE, columns, rows, KIND, total=total, order=MOST_TIES, rest=scene.rest)


def _label(scene: Scene, type_: str) -> Words:
    return chip(scene.kb.vocabulary, type_).label


def _member(scene: Scene, place: int, where: Mapping[str, tuple[Tie, ...]], group: Words) -> Row:
    atlas, many = scene.atlas, int(scene.atlas.degree[place])
    ties = where.get(atlas.ids[place], ())
    first = ties[0] if ties else None
    basis = BASES.get(first.text("basis"), "") if first else BY_BODY
    marks = scene.footnotes.marks(claim for tie in ties for claim in tie.evidence)
    cells = (
        who(scene, place),
        Cell(more=tuple(Cell(tie.other.name, of_region(tie.other.id)) for tie in ties))
        if ties
        else Cell(_seat(scene, place)),
        Cell(f"{many:,}", value=many),
        Cell(basis, marks=marks),
    )
    guess = first is not None and first.text("basis") == "inferred"
    return Row(cells, group, atlas.ids[place], guess)


def _seat(scene: Scene, place: int) -> Words:
    """Give the prefecture or country that the atlas places it in."""
    for name in ("prefecture", "country"):
        if found := several(scene.atlas.node[name].cell(place)):
            return name_of(scene.atlas, found[0])
    return scene.region.name


def _marks(scene: Scene, claims: Iterable[int]) -> tuple[int, ...]:
    return scene.footnotes.marks(claims)


def things(scene: Scene, name: str, caption: Text, found: Sequence[Held], empty: Text) -> Table:
    """Give what is had or needed here: what, by whom, on what evidence."""
    shown = found[: scene.most(SHOWN)]
    scene.prove(claim for one in shown for claim in one.claims[:HOLDERS])
    rows = tuple(_thing(scene, one) for one in shown)
    columns = (
        Column("what", Text("なにを", "What")),
        Column("type", Text("種類", "Kind")),
        Column("whose", Text("だれが", "Whose")),
        Column("many", Text("主体", "Holders"), numeric=True),
        BASIS,
    )
    return Table(
        name,
        caption,
        columns,
        rows,
        total=len(found),
        order=MOST_HELD,
        rest=scene.rest,
        empty=empty,
    )


def _thing(scene: Scene, one: Held) -> Row:
    atlas = scene.atlas
    places = [atlas.index[id_] for id_ in one.holders if id_ in atlas.index]
    named = [place for place in places if scene.told(place)]
    cells = [who(scene, place) for place in named[:HOLDERS]]
    if (rest := len(one.holders) - len(cells)) > 0 and cells:
        cells.append(Cell(MORE.format(n=f"{rest:,}")))
    return Row(
        (
            cell_of(scene.kb.vocabulary, one.thing),
            Cell(_label(scene, one.thing.type)),
            Cell(more=tuple(cells)),
            Cell(f"{len(one.holders):,}", value=len(one.holders)),
            Cell(
                BASES["inferred"] if one.guess else "",
                marks=_marks(scene, one.claims[:HOLDERS]),
            ),
        ),
        node=one.thing.id,
        guess=one.guess,
    )


def lately(scene: Scene) -> Table:
    """Give who of those here came on record last."""
    atlas = scene.atlas
    found = [(atlas.index[id_], at) for id_, at in scene.known.newest if id_ in atlas.index]
    rows = tuple(
        Row(
            (
                who(scene, place),
                Cell(_label(scene, atlas.node["type"].cell(place))),
                Cell(str(day_here(at))),
            ),
            node=atlas.ids[place],
        )
        for place, at in found
        if scene.told(place)
    )
    columns = (
        WHO,
        Column("type", Text("種類", "Kind")),
        Column("date", Text("記録に加わった日", "On record since")),
    )
    return Table("lately", NEW, columns, rows, order=LATEST, empty=NO_NEW)


def said_by_type(scene: Scene, counted: dict[str, tuple[int, int]], most: int) -> Text:
    """Say how many of the most frequent types there are: 企業 12、大学 5."""
    order = sorted(counted, key=lambda type_: (-counted[type_][0], type_))[:most]
    words = [_label(scene, type_) for type_ in order]
    told = [one if isinstance(one, Text) else same(one) for one in words]
    numbers = [f"{counted[type_][0]:,}" for type_ in order]
    return Text(
        "、".join(f"{word.ja} {n}" for word, n in zip(told, numbers, strict=True)),
        ", ".join(f"{word.en} {n}" for word, n in zip(told, numbers, strict=True)),
    )
