"""Finding what may answer a need, or which needs something may answer: one rule, both ways alike.

score = 0.5 · words + 0.4 · fields + 0.1 · neighbourhood, each from 0 to 1:

- words: the cosine of the pieces of both texts, each piece weighing ln(1 + items / items with it), a
  single kanji half of that;
- fields: 1 where both are tied to the same technology, market or certification; 0.7 where one's is
  directly part of the other's; 0.6 where the text of one names a field of the other; 0.4 where both
  fields are directly part of the same; the best of these counts;
- neighbourhood: 1 where the owners have a tie between them, 0.5 where they have a neighbour in
  common that is a neighbour of at most 50 owners.

Where a source says that the one answers the other, the score is 1. From 0.5 a match is strong, from
0.3 medium, from 0.12 weak; words and fields must reach 0.12 by themselves, so that knowing each other
is never a match. A shared region is told and counts nothing. Nothing is matched with what the same owner has. Equal scores stand in the order of ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from kb.matching.ground import Floats, Ground
from kb.matching.reasons import reasons
from kb.matching.values import FIELDS, NEAR, WEAK, WORDS, Found, Item, Linked, Match, grade_of

SAME, PART, NAMED, BESIDE = 1.0, 0.7, 0.6, 0.4
DIRECT, COMMON = 1.0, 0.5
MOST = 10
"""So many matches are given unless others are asked for."""
_DIGITS = 6


@dataclass(frozen=True, eq=False)
class Parts:
    """The score of every item and its three parts."""

    score: Floats
    words: Floats
    fields: Floats
    near: Floats


def find(ground: Ground, asked: Item, day: date, *, most: int = MOST) -> Found:
    """Give the best candidates for an item on a day; the item need not be part of the ground."""
    words, fields, near = ground.alike(asked.text), _fields(ground, asked), _near(ground, asked)
    score = np.round(WORDS * words + FIELDS * fields, _DIGITS)
    score = np.where(score >= WEAK, np.round(score + NEAR * near, _DIGITS), 0.0)
    for place in _stated(ground, asked):
        score[place] = 1.0
    score[~_admitted(ground, asked, day)] = 0.0
    kept = np.flatnonzero(score >= WEAK)
    best = kept[np.lexsort((kept, -score[kept]))][:most]
    parts = Parts(score, words, fields, near)
    matches = tuple(_match(ground, asked, parts, place) for place in best.tolist())
    return Found(asked, day.isoformat(), matches, len(kept))


def _match(ground: Ground, asked: Item, parts: Parts, place: int) -> Match:
    item, score = ground.items[place], float(parts.score[place])
    return Match(
        item,
        score,
        grade_of(score) or "weak",
        float(parts.words[place]),
        float(parts.fields[place]),
        float(parts.near[place]),
        tuple(reasons(ground, asked, item)),
    )


def _fields(ground: Ground, asked: Item) -> Floats:
    found = np.zeros(len(ground.items))
    for one in asked.fields:
        for id_, value in _around(ground, one):
            _raise(found, ground, id_, value)
        places = ground.naming(one)
        found[places] = np.maximum(found[places], NAMED)
    for id_ in ground.named_in(asked.text):
        _raise(found, ground, id_, NAMED)
    return found


def _around(ground: Ground, one: Linked) -> Iterator[tuple[str, float]]:
    yield one.id, SAME
    for id_ in ground.within.get(one.id, ()):
        yield id_, PART
    for above in ground.wider.get(one.id, ()):
        yield above.id, PART
        for id_ in ground.within.get(above.id, ()):
            yield id_, BESIDE


def _raise(found: Floats, ground: Ground, id_: str, value: float) -> None:
    places = ground.bearers.get(id_)
    if places is not None:
        found[places] = np.maximum(found[places], value)


def _near(ground: Ground, asked: Item) -> Floats:
    found = np.zeros(len(ground.items))
    for owner in asked.owners:
        for id_ in ground.near.get(owner.id, ()):
            for other in ground.beside.get(id_, ()) if ground.brings_near(id_) else ():
                _own(found, ground, other, COMMON)
    for owner in asked.owners:
        for id_ in (*ground.near.get(owner.id, ()), *ground.beside.get(owner.id, ())):
            _own(found, ground, id_, DIRECT)
    return found


def _own(found: Floats, ground: Ground, id_: str, value: float) -> None:
    places = ground.owned.get(id_)
    if places is not None:
        found[places] = np.maximum(found[places], value)


def _stated(ground: Ground, asked: Item) -> Iterator[int]:
    """Give the places of what a source says answers the item, or what it answers."""
    for one in asked.answers:
        if one.id in ground.index:
            yield ground.index[one.id]
    if asked.side == "need":
        yield from ground.answering.get(asked.id, ())


def _admitted(ground: Ground, asked: Item, day: date) -> npt.NDArray[np.bool_]:
    """Tell what may be matched: of the other side, on its days, of another owner, and told to it."""
    first, last = ground.days
    today = day.toordinal()
    kept = ground.is_need != (asked.side == "need")
    kept &= (first <= today) & (last >= today)
    for one in asked.owners:
        kept[ground.owned.get(one.id, np.zeros(0, dtype=np.int64))] = False
    owners = {one.id for one in asked.owners}
    for place in ground.closed:
        audience = ground.items[place].audience or frozenset()
        kept[place] &= not audience.isdisjoint(owners)
    return np.asarray(kept)
