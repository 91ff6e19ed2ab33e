"""Who is not to be asked now: those who must not be contacted, and those asked often enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kb.entering.asked import ASK_CAP, ASKED_DAYS, asked_lately, do_not_contact
from kb.text import Text

if TYPE_CHECKING:
    from kb.identity import Partition
    from kb.ledger import Ledger

NOT_CONTACTED = Text("連絡しないことになっている。", "They are not to be contacted.")
ASKED_OFTEN = Text(
    "直近{days}日に{n}回紹介を頼まれている（上限{cap}回）。",
    "They were asked for {n} introductions in the last {days} days (the cap is {cap}).",
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who must not be contacted, and who was asked often enough, by id with what may be said."""

    not_contacted: Mapping[str, Text] = field(default_factory=dict)
    capped: Mapping[str, Text] = field(default_factory=dict)


def left_out(
    ledger: Ledger, day: date, cap: int | None = None, *, identity: Partition | None = None
) -> LeftOut:
    """Read the entries; `cap` None is the house's own, 0 none.

    Why somebody must not be contacted stays at the desk: what is given here only says that.
    """
    most = ASK_CAP if cap is None else cap
    never = do_not_contact(ledger, day, identity=identity)
    asked = asked_lately(ledger, day, identity=identity) if most else {}
    capped = {
        id_: ASKED_OFTEN.format(days=ASKED_DAYS, n=many, cap=most)
        for id_, many in sorted(asked.items())
        if many >= most and id_ not in never
    }
    return LeftOut(dict.fromkeys(sorted(never), NOT_CONTACTED), capped)
