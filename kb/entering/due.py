"""What is to be done by when: the next actions that people entered and nobody has done yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kb.entering.catalogue import actions, kinds
from kb.entering.desk import desk_of
from kb.entering.kind import CORRECT, NEW, Matter, day_of, text_of
from kb.ledger import Entry, Ledger
from kb.text import Text

NEXT = ("next_action", "next_on")


@dataclass(frozen=True, slots=True)
class Due:
    """A next action: what, by when (ISO), of which matter, and who said so."""

    matter: Matter
    called: Text
    what: str
    on: str
    by: str
    last: date

    def overdue(self, day: date) -> bool:
        """Tell whether its day has passed."""
        return self.last < day


def due(ledger: Ledger) -> list[Due]:
    """Give the next actions that still stand, the most urgent first.

    What is entered about a matter later takes the place of its next action, or ends it.
    """
    found = (_due(one) for one in desk_of(ledger).matters() if not _over(one))
    return sorted((one for one in found if one), key=lambda one: (one.last, one.matter.first.id))


def _over(matter: Matter) -> bool:
    return bool(matter.withdrawn or matter.of("decline"))


def _due(matter: Matter) -> Due | None:
    values = latest(matter)
    when = day_of(values, "next_on")
    last = when.last_day() if when else None
    if last is None or not text_of(values, "next_action"):
        return None
    called = kinds()[matter.kind].called(matter)
    by = _by(matter)
    on = (when.since if when else "") or ""
    return Due(matter, called, text_of(values, "next_action"), on, by.by, last)


def latest(matter: Matter) -> dict[str, object]:
    """Give what an entry last said of the next action; nothing where the matter is over.

    A later step without one ends it. A correction counts where it changes it; what is entered on a
    form that does not ask for a next action, such as one of many answers, leaves it standing.
    """
    if _over(matter):
        return {}
    found: dict[str, object] = {}
    stated: dict[str, object] = {}
    for one in matter.told:
        name = str(one.content.get("action"))
        said = {key: one.content[key] for key in NEXT if key in one.content}
        if name in {NEW, CORRECT}:
            stated |= said
            found = dict(stated) if said else found
        elif _asks(matter.kind, name):
            found = said
    return found


def _asks(kind: str, action: str) -> bool:
    """Tell whether the form of an action asks for a next action."""
    known = actions(kinds()[kind]).get(action)
    return known is not None and any(one.name == NEXT[0] for one in known.fields)


def _by(matter: Matter) -> Entry:
    """Give the entry that stated the next action."""
    stated = (one for one in reversed(matter.told) if any(name in one.content for name in NEXT))
    return next(stated, matter.told[-1])
