"""The matrix of groups as a picture: the groups with most ties, their fields shaded by surprise."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kb.text import Text, same
from web.blocks.heat import Field, Heat
from web.pictures.matrix_words import Between, sentence

DRAWN = 12
"""So many groups are drawn, those with most ties."""
FARTHEST = 2.0
"""Four times as many as chance gives, or a quarter of it, has the full shade."""

TITLE = Text("種類と種類のあいだの関係の数", "Ties between types")
FEWER = Text("偶然より少ない", "fewer than chance")
ALIKE = Text("偶然と同じくらい", "about as chance gives")
MORE = Text("偶然より多い", "more than chance")
SHOWN = Text(
    "関係の多い順に {shown} / {n} 種類。数は記録された関係、濃さは偶然（端の数）からの隔たり。",
    "{shown} of {n} groups, those with most ties. The number counts recorded ties; the shade is how far "
    "it is from chance (ends kept).",
)


def picture(names: Mapping[str, Text], cells: Sequence[Between]) -> Heat:
    """Draw the fields of undirected cells, both halves."""
    ends = Counter[str]()
    for one in cells:
        for group in (one.group, one.other):
            ends[group] += one.ties
    tied = [group for group in ends if ends[group]]
    first = sorted(tied, key=lambda group: (-ends[group], group))[:DRAWN]
    place = {group: at for at, group in enumerate(first)}
    return Heat(
        TITLE,
        tuple(names[group] for group in first),
        tuple(_fields(names, cells, place)),
        FEWER,
        ALIKE,
        MORE,
        SHOWN.filled(shown=same(f"{len(first)}"), n=same(f"{len(ends):,}")),
    )


def _fields(
    names: Mapping[str, Text], cells: Sequence[Between], place: Mapping[str, int]
) -> Iterator[Field]:
    for one in cells:
        if one.group in place and one.other in place:
            ends = (place[one.group], place[one.other])
            for row, column in dict.fromkeys((ends, ends[::-1])):
                yield Field(row, column, f"{one.ties:,}", shade(one), sentence(names, one))


def shade(one: Between) -> float | None:
    """Give how far the ties are from chance, doublings counted, from −1 to 1."""
    if not one.expected:
        return None
    if not one.ties:
        return -1.0
    return max(-1.0, min(1.0, math.log2(one.ties / one.by_degrees) / FARTHEST))
