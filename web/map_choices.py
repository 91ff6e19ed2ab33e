"""What stands over the map: where one is, what may be asked, the conditions in force and all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from kb.base import KnowledgeBase
from kb.measuring.register import measures
from kb.network.atlas import Atlas, Codes, several
from kb.text import Text, same
from web.blocks import Cell, Field, Words
from web.map_blocks import Choice, Choices, MapTools
from web.map_drawing import name_of
from web.map_paint import ROLE_WORDS, available
from web.mapping import COLOURS, LISTS, ROLES, Wish
from web.scene_of_map import Scene, called
from web.tiles import PLACES
from web.wording import BASES, capital, chip

HITS = 8
MOST_CHOICES = 40
WHOLE = Text("地図の全体", "The whole map")
FIRST = Text(
    "多い順に{n}まで。ほかは住所（URL）で指定できる。",
    "The {n} most frequent; others by the address.",
)
LABELS: Mapping[str, Text] = {
    "type": Text("型", "Types"),
    "relation": Text("関係", "Relations"),
    "region": Text("地域", "Regions"),
    "field": Text("分野", "Fields"),
    "basis": Text("根拠", "Basis"),
    "source": Text("出典", "Sources"),
}
COLOUR = Text("色分け", "Colour by")
SIZE = Text("大きさ", "Size by")
ROLE = Text("灯す役割", "Role to light")
USUAL: Mapping[str, Text] = {
    "type": Text("型", "type"),
    "community": Text("まとまり", "community"),
    "region": Text("地域", "region"),
}
TIES = Text("つながりの数", "number of ties")
NO_ROLE = Text("灯さない", "none")
YEAR = Text("{year}年の時点", "as in {year}")
LIGHT = Text("{role}を灯す", "{role} lit")
QUESTIONS = (
    (Text("だれが門番か", "Who are the gatekeepers?"), {"role": "gatekeeper"}),
    (Text("違う種類をつなぐのはだれか", "Who joins different types?"), {"role": "liaison"}),
    (Text("地域で色分けすると", "Coloured by region"), {"colour": "region"}),
    (Text("推定を除くと", "Without what is inferred"), {"basis": True}),
)
ELSEWHERE = (
    (Text("だれが橋渡しをしているか", "Who bridges?"), "/brokers"),
    (Text("ほかの質問", "More questions"), "/questions"),
)


def known(kb: KnowledgeBase, atlas: Atlas) -> Mapping[str, Collection[str]]:
    """Give the values that an address may name."""
    return {
        "type": kb.vocabulary.types,
        "relation": kb.vocabulary.relations,
        "region": {*_every(atlas.node["region"]), *PLACES},
        "field": _every(atlas.node["field"]),
        "basis": BASES,
        "source": _every(atlas.tie["sources"]),
        "colour": (*COLOURS, *available(kb)),
        "size": available(kb),
    }


def tools(kb: KnowledgeBase, wish: Wish, scene: Scene) -> MapTools:
    """Give the block over the map."""
    atlas = scene.atlas
    return MapTools(
        _trail(wish, scene),
        () if wish.focus or wish.community else tuple(_questions(wish)),
        tuple(_chips(kb, wish, scene)),
        (*_lists(kb, wish, atlas), *_ones(kb, wish)),
        tuple(
            Field(name, "", value) for name, value in wish.values.items() if value and name != "q"
        ),
        asked=wish.q,
        hits=tuple(cell for cell, _ in _hits(kb, wish, atlas))[:HITS],
        clear=wish.address(lists={}, year="", role="", colour="type", size=""),
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
    return (Cell(WHOLE),)


def _community(wish: Wish, scene: Scene, name: str) -> tuple[Cell, ...]:
    inside = [place for place, one in enumerate(scene.member) if one == name]
    said = called(scene.atlas, inside, scene.kept.degree)
    there = wish.address(community=name, focus="", steps=1, opened=(), most=0, picked=())
    return (Cell(said, there),)


def _questions(wish: Wish) -> Iterable[Cell]:
    stated = tuple(basis for basis in BASES if basis != "inferred")
    for words, change in QUESTIONS:
        if "basis" in change:
            yield Cell(words, wish.address(lists={**wish.lists, "basis": stated}))
        else:
            yield Cell(words, wish.address(**change))
    yield from (Cell(words, address) for words, address in ELSEWHERE)


def _chips(kb: KnowledgeBase, wish: Wish, scene: Scene) -> Iterable[Cell]:
    for name in LISTS:
        for value in wish.lists.get(name, ()):
            yield Cell(_word(kb, scene.atlas, name, value), wish.toggled(name, value))
    if wish.year:
        yield Cell(YEAR.format(year=wish.year), wish.address(year=""))
    if wish.role:
        yield Cell(_lit(wish.role), wish.address(role=""))
    if wish.colour != "type":
        said = _measure(wish.colour)
        yield Cell(
            Text(f"{COLOUR.ja}: {said.ja}", f"{COLOUR.en}: {said.en}"), wish.address(colour="type")
        )
    if wish.size:
        said = _measure(wish.size)
        yield Cell(Text(f"{SIZE.ja}: {said.ja}", f"{SIZE.en}: {said.en}"), wish.address(size=""))


def _lit(role: str) -> Text:
    word = ROLE_WORDS[role]
    return Text(LIGHT.ja.format(role=word.ja), LIGHT.en.format(role=word.en))


def _measure(name: str) -> Text:
    return USUAL[name] if name in USUAL else measures()[name].title


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


def _lists(kb: KnowledgeBase, wish: Wish, atlas: Atlas) -> Iterable[Choices]:
    for name, counted in _counted(atlas).items():
        chosen = wish.lists.get(name, ())
        order = sorted(counted, key=lambda value: (value not in chosen, -counted[value], value))
        first = [value for value in order if value][:MOST_CHOICES]
        cut = len(order) > len(first)
        yield Choices(
            name,
            LABELS[name],
            tuple(
                Choice(
                    value,
                    _word(kb, atlas, name, value),
                    counted[value],
                    value in chosen,
                    chip(kb.vocabulary, value) if name == "type" else None,
                )
                for value in first
            ),
            note=FIRST.format(n=MOST_CHOICES) if cut else "",
        )


@lru_cache(maxsize=2)
def _counted(atlas: Atlas) -> Mapping[str, Counter[str]]:
    """Count, by filter, how many nodes or ties bear each value."""
    columns = {
        "type": atlas.node["type"],
        "relation": atlas.tie["relation"],
        "region": atlas.node["region"],
        "field": atlas.node["field"],
        "basis": atlas.tie["basis"],
        "source": atlas.tie["sources"],
    }
    return {name: _many(column) for name, column in columns.items()}


def _many(column: Codes) -> Counter[str]:
    found: Counter[str] = Counter()
    rows = Counter(column.of.tolist())
    for place, cell in enumerate(column.values):
        for value in several(cell):
            found[value] += rows[place]
    return found


def _ones(kb: KnowledgeBase, wish: Wish) -> tuple[Choices, ...]:
    measured = available(kb)
    colours = [*COLOURS, *measured]
    sizes = ["", *measured]
    roles = ["", *ROLES]
    return (
        Choices(
            "colour",
            COLOUR,
            _picks(colours, wish.colour, {n: _measure(n) for n in colours}),
            several=False,
        ),
        Choices(
            "size",
            SIZE,
            _picks(sizes, wish.size, {"": TIES, **{n: _measure(n) for n in measured}}),
            several=False,
        ),
        Choices("role", ROLE, _picks(roles, wish.role, {"": NO_ROLE, **ROLE_WORDS}), several=False),
    )


def _picks(values: Iterable[str], chosen: str, words: Mapping[str, Text]) -> tuple[Choice, ...]:
    return tuple(Choice(value, capital(words[value]), None, value == chosen) for value in values)


def _word(kb: KnowledgeBase, atlas: Atlas, name: str, value: str) -> Words:
    if name == "type":
        return chip(kb.vocabulary, value).label
    if name == "relation":
        return kb.vocabulary.relations[value].label
    if name == "basis":
        return BASES[value]
    if name == "source":
        found = {one.name: one.title for one in kb.ledger.sources()}
        return found.get(value, same(value))
    if value in PLACES and value not in atlas.words:
        return Text(*PLACES[value][:2])
    return Text(*atlas.words[value]) if value in atlas.words else same(value)


def _every(column: Codes) -> frozenset[str]:
    return frozenset(one for cell in column.values for one in several(cell))
