"""What people ask about matches: candidates of a thing, of a text, and all that is posted."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kb.errors import NotKnownError
from kb.ledger import Ledger
from kb.matching.find import MOST, find
from kb.matching.ground import Ground
from kb.matching.kept import kept_item, kept_items
from kb.matching.reading import has_neighbours, near, read
from kb.matching.values import Found, Item
from kb.text import Text, same
from kb.views.profile import Ground as Stated
from kb.views.profile import grounds

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

NOT_MATCHED = Text(
    "照らし合わせられるのは、ニーズ、提供できるもの、技術です。",
    "Only needs, offers and technologies are matched.",
)
TYPED = ""
"""The id of a need that was only typed."""

_GROUNDS: WeakKeyDictionary[Ledger, tuple[int | None, Ground]] = WeakKeyDictionary()
_Added = tuple[tuple[Item, ...], frozenset[str]]
_WITH_KEPT: WeakKeyDictionary[Ledger, tuple[Ground, _Added, Ground]] = WeakKeyDictionary()
_READING = threading.Lock()


def ground_of(kb: KnowledgeBase) -> Ground:
    """Give everything open that is matched, read from the graph once a version."""
    version = kb.graph.mark()
    with _READING:
        kept = _GROUNDS.get(kb.ledger)
        if kept is None or kept[0] != version:
            kept = version, read(kb.graph, kb.vocabulary)
            _GROUNDS[kb.ledger] = kept
    return kept[1]


def matches(
    kb: KnowledgeBase, id_: str, day: date, *, desk: bool = False, most: int = MOST
) -> Found:
    """Give the candidates for a need, an offer or a technology by its id, on a day.

    `desk`: what is kept to few takes part too, as far as it was told to the other side. Raises
    NotKnownError where nothing of the kind bears the id; so it does for what is kept, elsewhere.
    """
    ground = ground_of(kb)
    asked = ground.items[ground.index[id_]] if id_ in ground.index else None
    if asked is None and desk:
        asked = kept_item(kb.ledger, kb.identity, id_)
    if asked is None:
        raise NotKnownError(NOT_MATCHED, found=id_)
    return find(_with_kept(kb, ground, asked, day) if desk else ground, asked, day, most=most)


def matches_of_text(kb: KnowledgeBase, text: str, day: date, *, most: int = MOST) -> Found:
    """Give the candidates for a need that is only typed; nothing of it is kept."""
    return find(ground_of(kb), Item(TYPED, "need", same(text), text), day, most=most)


def evidence_of(kb: KnowledgeBase, found: Found) -> Mapping[int, tuple[Stated, ...]]:
    """Give the evidence of all reasons, by claim id."""
    claims = {claim for one in found.matches for reason in one.reasons for claim in reason.claims}
    return grounds(kb.ledger, claims, known_at=kb.graph.mark())


def _with_kept(kb: KnowledgeBase, ground: Ground, asked: Item, day: date) -> Ground:
    """Give the ground with what is kept to few, and the neighbours of all owners in it."""
    more = [one for one in kept_items(kb.ledger, kb.identity, day) if one.id not in ground.index]
    owned = ((item, one) for item in (*more, asked) for one in item.owners)
    owners = {one.id for item, one in owned if has_neighbours(item, one)} - ground.near.keys()
    if not more and not owners:
        return ground
    added = tuple(more), frozenset(owners)
    known = _WITH_KEPT.get(kb.ledger)
    if known is None or known[0] is not ground or known[1] != added:
        items = tuple(sorted((*ground.items, *more), key=lambda one: one.id))
        around = {**ground.near, **near(kb.graph, kb.vocabulary, owners)}
        known = ground, added, replace(ground, items=items, near=around)
        _WITH_KEPT[kb.ledger] = known
    return known[2]
