"""Ties that stand on record and that nobody confirmed for longer than they are believed fresh."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kb.errors import InputError
from kb.text import Text
from kb.when import When
from kb.work.ground import Ground, Tied
from kb.work.worklist import Found, WorkList

CURRENT = "current"
YEAR = 365.25
WHY = Text("{last}が最後（目安は{years}年）", "Last seen {last} (believed fresh for {years} years)")


def find(ground: Ground) -> Iterator[Found]:
    """Give what stands and bears a day, the longest unseen first.

    What has a stated end, or leads to what is over, needs no confirmation.
    """
    aged = ((last, tie) for tie in ground.contacts if (last := _last(tie, ground)))
    for last, tie in sorted(aged, key=lambda one: (one[0], one[1].key)):
        years = ground.vocabulary.relations[tie.relation].half_life or 0.0
        why = WHY.format(last=last.isoformat(), years=f"{years:g}")
        due = _later(last, years)
        yield Found(tie.source, why, tie.target, tie.key, tie.relation, last.isoformat(), due)


def _last(tie: Tied, ground: Ground) -> date | None:
    """Give the day on which a tie was last known to stand, None where it needs no confirmation."""
    word = ground.vocabulary.relations[tie.relation]
    over = tie.status != CURRENT or tie.until or ground.nodes[tie.target].until
    if word.half_life is None or over:
        return None
    try:
        return When(until=(tie.confirmed or tie.since)[:10] or None).last_day()
    except InputError:
        return None


def _later(day: date, years: float) -> str:
    try:
        return (day + timedelta(days=round(years * YEAR))).isoformat()
    except OverflowError:
        return date.max.isoformat()


LIST = WorkList(
    Text("長く確かめていないつながり", "Ties not confirmed for long"),
    Text(
        "続いていると記録されたまま、関係ごとの目安（年数）より長く確かめられていないもの。いまも続いているかを確かめます。",
        "Recorded as standing, and unseen for longer than such a tie is believed fresh. Find out "
        "whether it still stands.",
    ),
    Text("古い順", "the longest unseen first"),
    30,
    "confirm",
    find,
    aged=True,
)
