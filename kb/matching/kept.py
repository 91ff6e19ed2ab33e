"""Needs and offers that are not for everybody, as the desk alone matches them.

From its own side it is matched with all that is open: nobody hears of that. From the other side it
appears only where what is looked at belongs to somebody to whom it was disclosed; what is private
appears nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from kb.entering.desk import desk_of
from kb.entering.fields import open_to_all
from kb.entering.kind import Matter
from kb.entering.posted import stands, words_of
from kb.identity import Partition
from kb.ledger import Ledger
from kb.matching.values import Item, Linked, Side
from kb.text import Text, same

KINDS: tuple[Side, ...] = ("need", "offer")


def kept_items(ledger: Ledger, identity: Partition, day: date) -> list[Item]:
    """Give what is kept to few and stands on a day, oldest first."""
    return [item_of(one, identity) for one in _kept(ledger) if stands(one, day)]


def kept_item(ledger: Ledger, identity: Partition, subject: str) -> Item | None:
    """Give what is kept to few by its subject, whether it stands or not; None where it is none."""
    return next((item_of(one, identity) for one in _kept(ledger) if one.subject == subject), None)


def item_of(matter: Matter, identity: Partition) -> Item:
    """Give a matter as an item, with the present ids of what it names."""
    links = _linking(matter, identity)
    fields = links("technologies", "markets", "certifications")
    keywords = words_of(matter)
    text = (matter.text("title"), matter.text("text"), *keywords)
    named = {one.id for one in links("disclosed_to")}
    told = matter.text("visibility") != "private" and not matter.withdrawn
    return Item(
        matter.subject,
        "need" if matter.kind == "need" else "offer",
        _called(matter),
        "\n".join(filter(None, text)),
        fields,
        links("regions"),
        links("owner"),
        links("contact"),
        keywords=keywords,
        audience=frozenset(named if told else ()),
    )


def _kept(ledger: Ledger) -> Iterator[Matter]:
    desk = desk_of(ledger)
    for kind in KINDS:
        yield from (one for one in desk.matters(kind) if not open_to_all(one))


def _called(matter: Matter) -> Text:
    return same(matter.text("title"))


def _linking(matter: Matter, identity: Partition) -> Callable[..., tuple[Linked, ...]]:
    def links(*fields: str) -> tuple[Linked, ...]:
        found = {identity.present(id_): matter.name(id_) for id_ in matter.ids(*fields)}
        return tuple(Linked(id_, found[id_]) for id_ in sorted(found))

    return links
