"""Somebody who is not to be contacted for introductions, why, and until when."""

from __future__ import annotations

from collections.abc import Iterator

from kb.entering.field import Field, Problem
from kb.entering.fields import AGENT, DATE_HINT, after
from kb.entering.kind import Draft, Kind, Matter
from kb.text import Text

CALLED = Text("{name}には連絡しない", "Do not contact {name}")
START = Text("始める日", "the first day")


def _check(draft: Draft) -> Iterator[Problem]:
    yield from after(draft, draft.day("since"), START, "until")


def _called(matter: Matter) -> Text:
    return CALLED.filled(name=matter.name(matter.text("whom")))


KIND = Kind(
    title=Text("連絡しない相手", "Do not contact"),
    definition=Text(
        "紹介のために連絡してはならない人・機関。経路探しと紹介の入力が従います。窓口の画面だけに出ます。",
        "A person or body that is not to be approached for introductions. Searching for routes and "
        "entering introductions obey it; only the desk's own pages show it.",
    ),
    fields=(
        Field("whom", Text("だれに", "Whom"), "thing", required=True, types=AGENT),
        Field("reason", Text("理由", "Reason"), "long", required=True),
        Field("since", Text("いつから", "From"), "date", DATE_HINT, required=True),
        Field(
            "until",
            Text("いつまで", "Until"),
            "date",
            Text("空けておくと、取り下げるまで。", "Left empty: until it is withdrawn."),
        ),
    ),
    called=_called,
    check=_check,
    on="since",
    discreet=True,
)
