"""What stands over the map: where one is, what may be asked, the conditions in force and all others."""

from __future__ import annotations

from collections.abc import Iterable

from kb.base import KnowledgeBase
from kb.network.atlas import Atlas, several
from kb.text import Text, same
from web.atlas.drawing import name_of
from web.atlas.filters import COLOUR, SIZE, lists, measure, ones, word
from web.atlas.roles import explained, place_of
from web.atlas.scene import Scene, called
from web.atlas.wish import INSIDE, LISTS, Wish
from web.blocks import Cell, Field
from web.blocks.maps import MapTools
from web.words.wording import BASES, chip

HITS = 8
WHOLE = Text("地図の全体", "The whole map")
ONLY_INSIDE = Text("地域の中だけ", "only inside the region")
YEAR = Text("{year}年の時点", "as in {year}")
LIGHT = Text("強調: {role}", "highlighted: {role}")
GATEKEEPERS = Text("だれが門番か", "Who are the gatekeepers?")
GATEKEEPERS_OF = Text("{place}の門番はだれか", "Who are the gatekeepers of {place}?")
WITHIN = Text("{place}の中だけを見る", "Only what is within {place}")
HERE = Text("{place}の中", "Within {place}")
HERE_AND_AROUND = Text("{place}とその相手", "{place} and its contacts")
TIED_UP = Text("違う種類をつなぐのはだれか", "Who joins different types?")
BY_REGION = Text("地域で色分けする", "Colour by region")
STATED = Text("推定を除く", "Without what is inferred")
ELSEWHERE = (
    (Text("だれが橋渡しをしているか", "Who bridges?"), "/brokers"),
    (Text("ほかの質問", "More questions"), "/questions"),
)


def around(wish: Wish, atlas: Atlas) -> Text:
    """Name the regions asked for, and whether their contacts are shown too."""
    here = HERE if wish.reach == INSIDE else HERE_AND_AROUND
    return here.filled(place=place_of(wish, atlas))


def tools(kb: KnowledgeBase, wish: Wish, scene: Scene) -> MapTools:
    """Give the block over the map."""
    atlas = scene.atlas
    return MapTools(
        _trail(wish, scene),
        tuple(_questions(wish, atlas)),
        tuple(_chips(kb, wish, scene)),
        (*lists(kb, wish, atlas), *ones(kb, wish)),
        tuple(
            Field(name, "", value) for name, value in wish.values.items() if value and name != "q"
        ),
        asked=wish.q,
        hits=tuple(cell for cell, _ in _hits(kb, wish, atlas))[:HITS],
        clear=wish.address(lists={}, reach="", year="", role="", colour="type", size=""),
        year=wish.year,
    )


def _trail(wish: Wish, scene: Scene) -> tuple[Cell, ...]:
    atlas = scene.atlas
    top = wish.address(community="", focus="", steps=1, opened=(), most=0, view="", picked=())
    if wish.focus:
        place = atlas.index[wish.focus]
        home = scene.member[place]
        up = _community(wish, scene, home) if home else ()
        return (Cell(WHOLE, top), *up, Cell(name_of(atlas, place)))
    if wish.community:
        inside = [p for p, name in enumerate(scene.member) if name == wish.community]
        return (Cell(WHOLE, top), Cell(called(atlas, inside, scene.kept.degree)))
    if wish.regions:
        out = {name: values for name, values in wish.lists.items() if name != "region"}
        there = wish.address(lists=out, reach="", most=0, view="", picked=())
        return (Cell(WHOLE, there), Cell(around(wish, atlas)))
    return (Cell(WHOLE),)


def _community(wish: Wish, scene: Scene, name: str) -> tuple[Cell, ...]:
    inside = [place for place, one in enumerate(scene.member) if one == name]
    said = called(scene.atlas, inside, scene.kept.degree, 1)
    there = wish.address(community=name, focus="", steps=1, opened=(), most=0, picked=())
    return (Cell(said, there),)


def _questions(wish: Wish, atlas: Atlas) -> Iterable[Cell]:
    if wish.focus:
        yield from _where(wish, atlas)
    elif not wish.community:
        yield from _of_all(wish, atlas)


def _where(wish: Wish, atlas: Atlas) -> Iterable[Cell]:
    """Lead from one thing to the gatekeepers of where it is."""
    for region in several(atlas.node["prefecture"].cell(atlas.index[wish.focus]))[:1]:
        lists = {**wish.lists, "region": (region,)}
        there = wish.address(
            focus="", steps=1, opened=(), most=0, picked=(), lists=lists, role="gatekeeper"
        )
        place = Text(*atlas.words[region]) if region in atlas.words else same(region)
        yield Cell(GATEKEEPERS_OF.filled(place=place), there)


def _of_all(wish: Wish, atlas: Atlas) -> Iterable[Cell]:
    gatekeepers = wish.address(role="gatekeeper")
    if wish.regions:
        place = place_of(wish, atlas)
        if wish.role != "gatekeeper":
            yield Cell(GATEKEEPERS_OF.filled(place=place), gatekeepers)
        if wish.reach != INSIDE:
            yield Cell(WITHIN.filled(place=place), wish.address(reach=INSIDE))
    else:
        yield Cell(GATEKEEPERS, gatekeepers)
        yield Cell(TIED_UP, wish.address(role="liaison"))
    yield Cell(BY_REGION, wish.address(colour="region"))
    stated = tuple(basis for basis in BASES if basis != "inferred")
    yield Cell(STATED, wish.address(lists={**wish.lists, "basis": stated}))
    yield from (Cell(words, address) for words, address in ELSEWHERE)


def _chips(kb: KnowledgeBase, wish: Wish, scene: Scene) -> Iterable[Cell]:
    for name in LISTS:
        for value in wish.lists.get(name, ()):
            yield Cell(word(kb, scene.atlas, name, value), wish.toggled(name, value))
    if wish.regions and wish.reach == INSIDE:
        yield Cell(ONLY_INSIDE, wish.address(reach=""))
    if wish.year:
        yield Cell(YEAR.format(year=wish.year), wish.address(year=""))
    if wish.role:
        yield Cell(_lit(wish), wish.address(role=""))
    if wish.colour != "type":
        said = measure(wish.colour)
        yield Cell(
            Text(f"{COLOUR.ja}: {said.ja}", f"{COLOUR.en}: {said.en}"), wish.address(colour="type")
        )
    if wish.size:
        said = measure(wish.size)
        yield Cell(Text(f"{SIZE.ja}: {said.ja}", f"{SIZE.en}: {said.en}"), wish.address(size=""))


def _lit(wish: Wish) -> Text:
    return LIGHT.filled(role=explained(wish.role, region=bool(wish.regions)))


def _hits(kb: KnowledgeBase, wish: Wish, atlas: Atlas) -> Iterable[tuple[Cell, bool]]:
    """Give what bears the name asked for and lies on the map, and whether it bears exactly it."""
    if not wish.q:
        return
    asked = wish.q.casefold()
    for hit in kb.search.find(wish.q, limit=HITS * 4):
        if hit.id in atlas.index:
            name = name_of(atlas, atlas.index[hit.id])
            there = wish.address(focus=hit.id, community="", opened=(), most=0, view="", picked=())
            exact = asked in {one.casefold() for one in (name.ja, name.en, hit.matched)}
            yield Cell(name, there, chip(kb.vocabulary, hit.type)), exact


def only_hit(kb: KnowledgeBase, wish: Wish, atlas: Atlas) -> str:
    """Give the address of the one that bears exactly the name asked for, or is the only hit."""
    hits = list(_hits(kb, wish, atlas))
    chosen = [cell for cell, exact in hits if exact] or [cell for cell, _ in hits]
    return chosen[0].address if len(chosen) == 1 else ""
