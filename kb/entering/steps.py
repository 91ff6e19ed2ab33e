"""The steps of an introduction, in the order in which they usually come, and those a matter took."""

from __future__ import annotations

from dataclasses import dataclass

from kb.entering.kind import Matter, day_of, text_of
from kb.ledger import Entry
from kb.text import Text, same
from kb.vocabulary import vocabulary
from kb.when import When

SCHEME = "introduction_step"
CONSULTATION, CONSENT, SOUNDING, INNER_CONSENT = (
    "consultation",
    "consent",
    "sounding",
    "inner_consent",
)
MEETING, NDA, TRIAL, CONTRACT, REPORT = "meeting", "nda", "trial", "contract", "report"
STEPS = (CONSULTATION, CONSENT, SOUNDING, INNER_CONSENT, MEETING, NDA, TRIAL, CONTRACT, REPORT)
MET = frozenset({MEETING, NDA, TRIAL, CONTRACT})
"""Steps that only those who were brought together take."""
CONTACTING = frozenset({SOUNDING, INNER_CONSENT, MEETING})
"""Steps in which the other side is approached."""
BEGUN = frozenset({CONSENT, SOUNDING, INNER_CONSENT, MEETING})
"""Steps that every introduction takes before those that follow them; the rest may be left out."""
STATES = {
    CONSULTATION: "proposed",
    CONSENT: "proposed",
    SOUNDING: "proposed",
    INNER_CONSENT: "agreed",
    MEETING: "made",
    NDA: "made",
    TRIAL: "taken_up",
    CONTRACT: "taken_up",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: when, and the entry that says so."""

    step: str
    when: When | None
    entry: Entry

    @property
    def since(self) -> str:
        """The first day of it, as precisely as it was said."""
        return (self.when.since if self.when else "") or ""


def taken(matter: Matter) -> tuple[Taken, ...]:
    """Give each step once, as last said, by date and then in the usual order.

    The consultation is the beginning itself.
    """
    found = {CONSULTATION: Taken(CONSULTATION, matter.day("on"), matter.told[0])}
    for one in matter.of("step"):
        step = text_of(one.content, "step")
        found[step] = Taken(step, day_of(one.content, "on"), one)
    return tuple(sorted(found.values(), key=_order))


def reached(matter: Matter) -> str:
    """Give the furthest step that says how far it came; the report alone says nothing of that."""
    steps = [one.step for one in taken(matter) if one.step in STATES]
    return max(steps, key=STEPS.index)


def label(step: str) -> Text:
    """Give the word of a step."""
    known = vocabulary().concept(f"{SCHEME}/{step}")
    return known.label if known else same(step or "?")


def _order(one: Taken) -> tuple[str, int]:
    return one.since, STEPS.index(one.step) if one.step in STEPS else len(STEPS)
