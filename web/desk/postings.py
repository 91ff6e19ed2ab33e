"""What the page of needs and offers lists: what is posted, what the documents name, what has ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kb.base import KnowledgeBase
from kb.entering.catalogue import kinds
from kb.entering.desk import desk_of
from kb.entering.fields import open_to_all
from kb.entering.kind import SOURCE
from kb.entering.posted import expiry, stands
from kb.identity import fold
from kb.matching.asking import ground_of
from kb.matching.ground import Ground, span
from kb.matching.kept import item_of
from kb.matching.values import Item
from kb.records import Key
from kb.text import Text

SOON = 30
"""Days before its expiry in which a posting is said to expire soon."""
KINDS = ("need", "offer")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for: words in the names of technologies, markets and regions."""

    technology: str = ""
    market: str = ""
    region: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.technology or self.market or self.region)


@dataclass(frozen=True, slots=True)
class Listed:
    """A need or offer as the list has it; `wider` are the names of what its fields are part of."""

    item: Item
    visibility: Text | None = None


@dataclass(frozen=True, slots=True)
class Postings:
    """What is posted and stands, what of it expires soon, what documents name, what has ended."""

    posted: tuple[Listed, ...]
    soon: tuple[Listed, ...]
    documents: tuple[Listed, ...]
    ended: tuple[Listed, ...]


def postings(kb: KnowledgeBase, wanted: Filter, day: date, *, desk: bool) -> Postings:
    """Give the needs and offers that fit a filter, parted as the page shows them.

    `desk`: those kept to few are among them. What is posted comes latest first, what expires soon
    by its day, what documents name by name, what has ended latest first.
    """
    ground = ground_of(kb)
    all_ = [Listed(one) for one in ground.items if one.side in KINDS]
    all_ += _kept(kb, day) if desk else ()
    fitting = [one for one in all_ if fits(ground, one.item, wanted)]
    open_ = [one for one in fitting if _stands(one.item, day)]
    posted = sorted((one for one in open_ if _is_posted(kb, one.item)), key=_latest, reverse=True)
    known = {one.item.id for one in posted}
    soon = [one for one in posted if _ends(one.item) <= day + timedelta(days=SOON)]
    return Postings(
        tuple(posted),
        tuple(sorted(soon, key=lambda one: (_ends(one.item), one.item.id))),
        tuple(sorted((o for o in open_ if o.item.id not in known), key=_by_name)),
        tuple(sorted((o for o in fitting if not _stands(o.item, day)), key=_ended, reverse=True)),
    )


def fits(ground: Ground, item: Item, wanted: Filter) -> bool:
    """Tell whether an item bears what is looked for, or is part of something that does."""
    sought = ((wanted.technology, item.fields), (wanted.market, item.fields))
    for text, links in (*sought, (wanted.region, item.regions)):
        names = _names(ground, {one.id: one.name for one in links})
        keywords = item.keywords if links is item.fields else ()
        if text and not any(fold(text) in fold(name) for name in (*names, *keywords)):
            return False
    return True


def _names(ground: Ground, links: Mapping[str, Text]) -> Iterator[str]:
    """Give the names of things and of all that they are part of."""
    left, seen = dict(links), set(links)
    while left:
        id_, name = left.popitem()
        yield from (name.ja, name.en)
        for above in ground.wider.get(id_, ()):
            if above.id not in seen:
                seen.add(above.id)
                left[above.id] = above.name


def _kept(kb: KnowledgeBase, day: date) -> list[Listed]:
    """Give what is kept to few, with its dates and who may see it."""
    found = []
    for kind in KINDS:
        visibility = dict(next(f for f in kinds()[kind].fields if f.name == "visibility").options)
        for one in desk_of(kb.ledger).matters(kind):
            if open_to_all(one):
                continue
            posted, ends = one.day("on"), expiry(one)
            item = replace(
                item_of(one, kb.identity),
                since=(posted.since if posted else "") or "",
                until=ends.isoformat() if ends else "",
                over=not stands(one, day),
            )
            found.append(Listed(item, visibility.get(one.text("visibility"))))
    return found


def _stands(item: Item, day: date) -> bool:
    first, last = span(item)
    return first <= day.toordinal() <= last


def _is_posted(kb: KnowledgeBase, item: Item) -> bool:
    head = f"local:{SOURCE}:"
    if item.id.startswith(head):
        return True
    return any(str(key).startswith(head) for key in kb.identity.members(Key.parse(item.id)))


def _ends(item: Item) -> date:
    return date.fromordinal(min(span(item)[1], date.max.toordinal()))


def _latest(one: Listed) -> tuple[str, str]:
    return one.item.since, one.item.id


def _ended(one: Listed) -> tuple[str, str]:
    return one.item.until, one.item.id


def _by_name(one: Listed) -> tuple[str, str]:
    return one.item.name.ja, one.item.id
