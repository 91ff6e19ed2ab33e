"""How the nodes of a map are coloured, sized and lit: by type, community, region or a measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.base import KnowledgeBase
from kb.measuring.register import measures
from kb.network.atlas import Atlas, several
from kb.text import Text, same
from web.atlas.members import ELSEWHERE
from web.atlas.scene import Scene, called, results_of
from web.atlas.wish import ROLES, Wish
from web.blocks import Swatch, Words
from web.brokers.results import broker_ids
from web.words.wording import number

MEASURED = ("betweenness", "effective_size", "constraint", "harmonic", "pagerank")
"""Measures that nodes may be coloured and sized by, where they were worked out."""
HUES = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#b58900",
    "#5b4b8a",
)
"""Colours that people with any colour vision tell apart; the ninth group and on share one grey."""
OTHER = "#b4bab3"
RAMP = ("#dbe7f1", "#a9c6de", "#6d9cc4", "#33709f", "#12466f")
"""From little to much: one hue, darker and darker, so that it reads in grey."""
OTHERS = Text("そのほか", "the rest")
NOWHERE = Text("所在地の記録なし", "no seat on record")
NO_VALUE = Text("値なし", "no value")
UP_TO = Text("〜{}", "up to {}")


@dataclass(frozen=True, slots=True)
class Paint:
    """Per shown node: its colour (empty: that of its type), its size from 0 to 1, whether it is lit.

    `values` is what a chosen measure, or the role that is lit, gives; None where it gives none.
    """

    colours: tuple[str, ...]
    sizes: tuple[float, ...]
    lit: tuple[bool, ...]
    values: tuple[float | None, ...]
    swatches: tuple[Swatch, ...]


def paint(kb: KnowledgeBase, wish: Wish, scene: Scene, *, people: bool) -> Paint:
    """Give how the shown nodes look; without `people` named people bear no value."""
    colours, swatches = _colours(kb, wish, scene, people=people)
    lit, roles = _lit(kb, wish, scene, people=people)
    sizes = _sizes(kb, wish, scene, people=people)
    chosen = wish.size or (wish.colour if wish.colour in measures() else "")
    values = _values(kb, chosen, scene, people=people) if chosen and not wish.role else roles
    return Paint(colours, sizes, lit, values, swatches)


def available(kb: KnowledgeBase) -> tuple[str, ...]:
    """Name the measures that can be shown."""
    found = results_of(kb)
    return tuple(name for name in MEASURED if name in found)


def _values(
    kb: KnowledgeBase, name: str, scene: Scene, *, people: bool, column: str = ""
) -> tuple[float | None, ...]:
    result = results_of(kb).get(name)
    if result is None:
        return (None,) * len(scene.shown)
    told = result.column(column or measures()[name].columns[0].name)
    atlas = scene.atlas
    return tuple(
        told.get(atlas.ids[one]) if people or not atlas.person[one] else None for one in scene.shown
    )


def _lit(
    kb: KnowledgeBase, wish: Wish, scene: Scene, *, people: bool
) -> tuple[tuple[bool, ...], tuple[float | None, ...]]:
    """Light who plays the role asked for; else those that bridge most."""
    nothing = (None,) * len(scene.shown)
    ids = [scene.atlas.ids[one] for one in scene.shown]
    if wish.role and wish.regions:
        pairs = tuple(scene.players.get(id_) for id_ in ids)
        return tuple(bool(n) for n in pairs), pairs
    if wish.role in ROLES:
        values = _values(kb, "brokerage", scene, people=people, column=wish.role)
        return tuple(bool(value) for value in values), values
    marked = broker_ids(kb, people=people)
    return tuple(id_ in marked for id_ in ids), nothing


def _sizes(kb: KnowledgeBase, wish: Wish, scene: Scene, *, people: bool) -> tuple[float, ...]:
    atlas = scene.atlas
    if wish.size:
        told = [value or 0.0 for value in _values(kb, wish.size, scene, people=people)]
    else:
        told = [float(scene.kept.degree[one]) for one in scene.shown]
    most = max((abs(value) for value in told), default=0.0) or 1.0
    unnamed = [atlas.aggregate[one] or atlas.anonymous[one] for one in scene.shown]
    return tuple(
        round((abs(value) / most) ** 0.5 * (0.5 if plain else 1.0), 3)
        for value, plain in zip(told, unnamed, strict=True)
    )


def _colours(
    kb: KnowledgeBase, wish: Wish, scene: Scene, *, people: bool
) -> tuple[tuple[str, ...], tuple[Swatch, ...]]:
    if wish.colour == "community":
        groups = [scene.member[one] for one in scene.shown]
        return _grouped(groups, {name: _called(scene, name) for name in set(groups)}, OTHERS)
    if wish.colour == "region":
        groups = [region_of(scene.atlas, one) for one in scene.shown]
        words = {id_: Text(*scene.atlas.words[id_]) for id_ in set(groups) if id_}
        return _grouped(groups, words, NOWHERE)
    if wish.colour in measures():
        return _ramp(_values(kb, wish.colour, scene, people=people))
    return ("",) * len(scene.shown), ()


def _called(scene: Scene, name: str) -> Words:
    inside = [place for place, one in enumerate(scene.member) if one == name]
    return called(scene.atlas, inside, scene.kept.degree) if name != ELSEWHERE else OTHERS


def region_of(atlas: Atlas, place: int) -> str:
    """Give the prefecture of a node's seat, else its country, else nothing."""
    for name in ("prefecture", "country"):
        if found := several(atlas.node[name].cell(place)):
            return found[0]
    return ""


def _grouped(
    groups: Sequence[str], words: Mapping[str, Words], none: Text
) -> tuple[tuple[str, ...], tuple[Swatch, ...]]:
    """Give the largest groups a colour each, the others one grey."""
    many = Counter(group for group in groups if group)
    order = sorted(many, key=lambda group: (-many[group], group))
    hue = dict(zip(order, HUES, strict=False))
    swatches = [Swatch(hue[group], words.get(group, same(group)), many[group]) for group in hue]
    rest = sum(many[group] for group in order[len(HUES) :])
    empty = len(groups) - many.total()
    if rest:
        swatches.append(Swatch(OTHER, OTHERS, rest))
    if empty:
        swatches.append(Swatch(OTHER, none, empty))
    return tuple(hue.get(group, OTHER) for group in groups), tuple(swatches)


def _ramp(values: Sequence[float | None]) -> tuple[tuple[str, ...], tuple[Swatch, ...]]:
    """Give each fifth of the values a step of the ramp; equal values get equal steps."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return (OTHER,) * len(values), (Swatch(OTHER, NO_VALUE, len(values)),)
    bounds = [known[min(len(known) - 1, len(known) * (step + 1) // len(RAMP))] for step in range(5)]
    bounds[-1] = known[-1]

    def step(value: float) -> int:
        return next(place for place, bound in enumerate(bounds) if value <= bound)

    colours = tuple(OTHER if value is None else RAMP[step(value)] for value in values)
    many = Counter(colours)
    swatches = [
        Swatch(RAMP[place], _up_to(bound), many[RAMP[place]])
        for place, bound in enumerate(bounds)
        if many[RAMP[place]]
    ]
    if many[OTHER]:
        swatches.append(Swatch(OTHER, NO_VALUE, many[OTHER]))
    return colours, tuple(swatches)


def _up_to(bound: float) -> Text:
    return Text(UP_TO.ja.format(number(bound)), UP_TO.en.format(number(bound)))
