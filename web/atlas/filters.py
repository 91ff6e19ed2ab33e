"""The conditions of the map, its colours, sizes and roles: what may be chosen, and what is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from kb.base import KnowledgeBase
from kb.measuring.register import measures
from kb.network.atlas import Atlas, Codes, several
from kb.text import Text, same
from web.atlas.paint import available
from web.atlas.roles import explained
from web.atlas.wish import COLOURS, INSIDE, ROLES, Wish
from web.blocks import Words
from web.blocks.maps import Choice, Choices
from web.pictures.tiles import PLACES
from web.words.wording import BASES, capital, chip

MOST_CHOICES = 40
FIRST = Text("多い順に{n}まで。", "The {n} most frequent.")
LABELS: Mapping[str, Text] = {
    "type": Text("種類", "Types"),
    "relation": Text("関係", "Relations"),
    "region": Text("地域", "Regions"),
    "field": Text("分野", "Fields"),
    "basis": Text("根拠", "Basis"),
    "source": Text("出典", "Sources"),
}
COLOUR = Text("色分け", "Colour by")
SIZE = Text("大きさ", "Size by")
ROLE = Text("強調する役割", "Role to highlight")
REACH = Text("地域の外の相手", "Contacts outside the region")
BOUNDS: Mapping[str, Text] = {
    "": Text("いっしょに見せる", "shown too"),
    INSIDE: Text("見せない（地域の中だけ）", "not shown (only inside)"),
}
USUAL: Mapping[str, Text] = {
    "type": Text("種類", "type"),
    "community": Text("まとまり", "community"),
    "region": Text("地域", "region"),
}
TIES = Text("つながりの数", "number of ties")
NO_ROLE = Text("なし", "none")


def known(kb: KnowledgeBase, atlas: Atlas) -> Mapping[str, Collection[str]]:
    """Give the values that an address may name."""
    return {
        "type": kb.vocabulary.types,
        "relation": kb.vocabulary.relations,
        "basis": BASES,
        **_values(atlas),
        "colour": (*COLOURS, *available(kb)),
        "size": available(kb),
    }


def lists(kb: KnowledgeBase, wish: Wish, atlas: Atlas) -> Iterable[Choices]:
    """Give the filters, each with its values: those chosen first, then the most frequent."""
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
                    word(kb, atlas, name, value),
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


def ones(kb: KnowledgeBase, wish: Wish) -> tuple[Choices, ...]:
    """Give what only one may be chosen of: colour, size, role, and a region's contacts or not."""
    measured = available(kb)
    colours = [*COLOURS, *measured]
    sizes = ["", *measured]
    roles = ["", *ROLES]
    told = {role: explained(role, region=bool(wish.regions)) for role in ROLES}
    reach = Choices("reach", REACH, _picks(BOUNDS, wish.reach, BOUNDS), several=False)
    bounds = (reach,) if wish.regions else ()
    return (
        Choices(
            "colour",
            COLOUR,
            _picks(colours, wish.colour, {n: measure(n) for n in colours}),
            several=False,
        ),
        Choices(
            "size",
            SIZE,
            _picks(sizes, wish.size, {"": TIES, **{n: measure(n) for n in measured}}),
            several=False,
        ),
        Choices("role", ROLE, _picks(roles, wish.role, {"": NO_ROLE, **told}), several=False),
        *bounds,
    )


def _picks(values: Iterable[str], chosen: str, words: Mapping[str, Text]) -> tuple[Choice, ...]:
    return tuple(Choice(value, capital(words[value]), None, value == chosen) for value in values)


def word(kb: KnowledgeBase, atlas: Atlas, name: str, value: str) -> Words:
    """Give the word of one value of a filter."""
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


@lru_cache(maxsize=2)
def _values(atlas: Atlas) -> Mapping[str, Collection[str]]:
    """Give the regions, fields and sources that there are."""
    return {
        "region": frozenset({*_every(atlas.node["region"]), *PLACES}),
        "field": _every(atlas.node["field"]),
        "source": _every(atlas.tie["sources"]),
    }


def _every(column: Codes) -> frozenset[str]:
    return frozenset(one for cell in column.values for one in several(cell))


def measure(name: str) -> Text:
    """Give the word of what nodes are coloured or sized by."""
    return USUAL[name] if name in USUAL else measures()[name].title
