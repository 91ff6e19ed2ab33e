"""Communities: which actors and projects are tied more among themselves, and what each is like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kb.analyses.communities import ANALYSIS, AND_MORE, NAMED, UNNAMED
from kb.base import KnowledgeBase
from kb.errors import NotKnownError
from kb.measuring.division import Community, Divided
from kb.measuring.leaving import actors
from kb.measuring.survey import surveys
from kb.network.network import Network
from kb.network.slice import DEFAULT
from kb.text import Text, same
from kb.views.departure import label, named
from kb.views.profile import Thing
from kb.when import day_here
from web.addresses import with_query
from web.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Notice,
    Paragraph,
    Row,
    Table,
    Title,
)
from web.brokers.results import network_of
from web.page import Page, Request
from web.words.wording import cell_of, chip, joined, number

PATH = "/communities"
OF = "community"
SHOWN = 50
MEMBERS = 100
CENTRAL = 5
LOOKED_AT = 12
"""How many of the best connected of a community are asked for, so that enough may be named."""
TYPES = 3

TITLE = Text("まとまり", "Communities")
ONE = Text("まとまり {name}", "Community {name}")
LEAD = Text(
    "互いにつながりの多い人・機関・事業の集まりです。名前（C1…）は、版が変わっても最もよく重なる集まりに引き継がれます。",
    "People, bodies and projects that are tied more among themselves. A name (C1 ...) goes on, from "
    "version to version, to the community that overlaps most.",
)
ON_MAP = Text("地図で見る", "See it on the map")
NEXT = Text("種類と種類のあいだ", "Between types")
ALL = Text("すべてのまとまり", "All communities")
EMPTY = Text(
    "まだ分けていません。kakehashi measure refresh を実行すると、ここに並びます。",
    "Nothing has been divided yet; kakehashi measure refresh brings them here.",
)
NO_TIES = Text("関係がないので、まとまりもない。", "There are no ties, so no communities.")
UNKNOWN = Text("この名前のまとまりはありません。", "There is no community of this name.")
LARGEST = Text("大きい順", "largest first")
CONTACTS = Text("中での相手の多い順", "most contacts inside first")
MODULARITY = Text("モジュラリティ", "Modularity")
SAID = Text(
    "{n}のまとまりに分かれる。関係の{share}%は、まとまりの中にある。",
    "It falls into {n} communities; {share} % of the ties run inside one of them.",
)
NOTHING = Text("値なし", "none")
STAMP = Text("{at} に版{version}で計算", "worked out {at} on version {version}")
COUNTED = Text("{type} {n}", "{type} {n}")
COLUMNS = (
    Column("community", Text("まとまり", "Community")),
    Column("called", Text("呼び名", "Called")),
    Column("nodes", Text("人・機関・事業", "Members"), numeric=True),
    Column("inside", Text("中の関係", "Ties inside"), numeric=True),
    Column("leaving", Text("外への関係", "Ties leaving"), numeric=True),
    Column("share", Text("中の割合", "Share inside"), numeric=True),
    Column("types", Text("おもな種類", "Chief types")),
    Column("central", Text("中心", "At its centre")),
)
MEMBER_COLUMNS = (Column("who", Text("だれが", "Who")), Column("type", Text("種類", "Type")))


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the communities last found, or the members of one of them; nothing is computed here."""
    kept = kb.derived.divided(DEFAULT.description)
    if kept is None:
        return (Title(TITLE), Paragraph(LEAD), Notice("empty", EMPTY))
    network = network_of(kb)
    if name := request.value(OF):
        return _one(kb, network, kept, name, request)
    if not kept.division.all:
        return (Title(TITLE), Paragraph(LEAD), Notice("empty", NO_TIES))
    return (
        Title(TITLE),
        Paragraph(LEAD, (Cell(ON_MAP, "/map?colour=community"), Cell(NEXT, "/matrix"))),
        Notice("boundary", actors(network, DEFAULT)[1].sentence),
        *(Notice("boundary", one) for one in surveys(kb.graph, network.sources)),
        _table(kb, network, kept, request),
        Figures((_figure(kept),)),
    )


def _table(kb: KnowledgeBase, network: Network, kept: Divided, request: Request) -> Table:
    every = kept.division.all
    shown = every if request.whole else every[:SHOWN]
    first = [id_ for one in shown for id_ in one.ids[:LOOKED_AT]]
    known = named(kb.graph, kb.vocabulary, first)
    rows = (_row(kb, network, one, known, people=request.people_ranked) for one in shown)
    rest = with_query(PATH, all="1")
    return Table(
        "communities", TITLE, COLUMNS, tuple(rows), total=len(every), order=LARGEST, rest=rest
    )


def _row(
    kb: KnowledgeBase,
    network: Network,
    one: Community,
    known: Mapping[str, Thing],
    *,
    people: bool,
) -> Row:
    central = [known[id_] for id_ in one.ids[:LOOKED_AT] if id_ in known]
    bodies = [thing for thing in central if not _is_person(network, thing.id)]
    ends = 2 * one.inside + one.leaving
    share = 2 * one.inside / ends if ends else 0.0
    shown = central if people else bodies
    cells = (
        Cell(one.name, with_query(PATH, community=one.name)),
        Cell(called(bodies, len(one.ids))),
        Cell(f"{len(one.ids):,}", value=len(one.ids)),
        Cell(f"{one.inside:,}", value=one.inside),
        Cell(f"{one.leaving:,}", value=one.leaving),
        Cell(f"{100 * share:.0f} %", value=round(share, 4), bar=share),
        Cell(_types(kb, network, one)),
        Cell(more=tuple(cell_of(kb.vocabulary, thing) for thing in shown[:CENTRAL])),
    )
    return Row(cells)


def called(bodies: Sequence[Thing], nodes: int) -> Text:
    """Call a community after its most central members; named people do not name it."""
    first = [one.name for one in bodies[:NAMED]]
    if not first:
        return UNNAMED
    members = Text("・".join(one.ja for one in first), ", ".join(one.en for one in first))
    return AND_MORE.filled(a=members) if nodes > len(first) else members


def _types(kb: KnowledgeBase, network: Network, one: Community) -> Text:
    places = (network.index[id_] for id_ in one.ids if id_ in network.index)
    many = Counter(network.types[place] for place in places)
    first = sorted(many, key=lambda type_: (-many[type_], type_))[:TYPES]
    words = [
        COUNTED.filled(type=label(kb.vocabulary, type_), n=same(f"{many[type_]:,}"))
        for type_ in first
    ]
    said = joined(words)
    return said if isinstance(said, Text) else same("—")


def _one(
    kb: KnowledgeBase, network: Network, kept: Divided, name: str, request: Request
) -> Sequence[Block]:
    found = next((one for one in kept.division.all if one.name == name), None)
    if found is None:
        raise NotKnownError(UNKNOWN, found=name)
    told = [id_ for id_ in found.ids if request.people_ranked or not _is_person(network, id_)]
    known = named(kb.graph, kb.vocabulary, told if request.whole else told[:MEMBERS])
    bodies = [one for id_, one in known.items() if not _is_person(network, id_)]
    rest = with_query(PATH, community=name, all="1")
    return (
        Title(ONE.format(name=name)),
        Paragraph(
            called(_in_order(found, bodies), len(found.ids)),
            (Cell(ON_MAP, with_query("/map", community=name)), Cell(ALL, PATH)),
        ),
        Table(
            "members",
            ONE.format(name=name),
            MEMBER_COLUMNS,
            tuple(_member(kb, one) for one in _in_order(found, list(known.values()))),
            total=len(told),
            order=CONTACTS,
            rest=rest,
        ),
    )


def _in_order(found: Community, things: Sequence[Thing]) -> list[Thing]:
    place = {id_: place for place, id_ in enumerate(found.ids)}
    return sorted(things, key=lambda thing: place[thing.id])


def _member(kb: KnowledgeBase, thing: Thing) -> Row:
    return Row(
        (cell_of(kb.vocabulary, thing), Cell(chip(kb.vocabulary, thing.type).label)),
        node=thing.id,
    )


def _is_person(network: Network, id_: str) -> bool:
    """Tell a named person; what is no more in the network is treated as one."""
    place = network.index.get(id_)
    return place is None or network.person[place]


def _figure(kept: Divided) -> Figure:
    every, value = kept.division.all, kept.division.modularity
    inside, crossing = sum(one.inside for one in every), sum(one.leaving for one in every) / 2
    share = 100 * inside / (inside + crossing)
    return Figure(
        "modularity",
        MODULARITY,
        SAID.format(n=f"{len(every):,}", share=round(share)),
        value,
        NOTHING if value is None else same(number(value)),
        ANALYSIS.formula,
        ANALYSIS.reference,
        STAMP.format(at=day_here(kept.at), version=kept.graph_version),
    )


PAGE = Page(PATH, TITLE, show, menu=21)
