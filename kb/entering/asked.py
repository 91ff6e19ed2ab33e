"""How often go-betweens were asked of late, and who must not be contacted: what routes respect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from kb.entering.desk import desk_of
from kb.entering.fields import within
from kb.entering.kind import Matter
from kb.identity import Partition, identity_of
from kb.ledger import Ledger
from kb.text import Text, same

ASKED_DAYS = 90
"""For so many days an introduction weighs on who was asked to make it."""
ASK_CAP = 3
"""How many introductions one go-between is asked for in that time, unless another number is set."""


def asked_lately(
    ledger: Ledger, day: date, *, identity: Partition | None = None
) -> Mapping[str, int]:
    """Give how many introductions each go-between was asked for in the days up to this one.

    By id; those who were not asked are left out. An introduction counts from its beginning, whoever
    may see it and whether or not it was declined, unless it was withdrawn.
    """
    found: Counter[str] = Counter()
    lately = [one for one in desk_of(ledger).matters("introduction") if _lately(one, day)]
    partition = identity or (identity_of(ledger) if lately else None)
    for one in lately:
        found.update({_id(partition, id_) for id_ in one.ids("maker", "through")})
    return found


def do_not_contact(
    ledger: Ledger, day: date, *, identity: Partition | None = None
) -> Mapping[str, Text]:
    """Give who must not be contacted on a day, by id, and why."""
    held = [
        one
        for one in desk_of(ledger).matters("do_not_contact")
        if not one.withdrawn and within(day, one.day("since"), one.day("until"))
    ]
    partition = identity or (identity_of(ledger) if held else None)
    return {_id(partition, one.text("whom")): same(one.text("reason")) for one in held}


def _lately(matter: Matter, day: date) -> bool:
    when = matter.day("on")
    last = when.last_day() if when else None
    first = when.first_day() if when else None
    if matter.withdrawn or last is None or first is None:
        return False
    return first <= day and last > day - timedelta(days=ASKED_DAYS)


def _id(partition: Partition | None, id_: str) -> str:
    """Give the present id of what was entered under an id."""
    return id_ if partition is None else partition.present(id_)
