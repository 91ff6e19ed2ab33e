"""Fields that several kinds have, and the rules about dates that they share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kb.entering.field import Field, Problem
from kb.entering.kind import Draft, Matter
from kb.text import Text, same
from kb.visibility import PUBLIC
from kb.when import When

AGENT = ("Agent",)
PRIVATE = "private"
VISIBILITY = Field(
    "visibility",
    Text("公開の範囲", "Who may see it"),
    "choice",
    Text(
        "「公開」を選んだものだけが、双方のページ・検索・経路・書き出しに出ます。ほかは窓口の画面にだけ残ります。",
        "Only what is public appears on both sides' pages, in search, routes and exports. All else "
        "stays on the desk's own pages.",
    ),
    required=True,
    choices=(
        (PRIVATE, Text("非公開（窓口だけ）", "Private (the desk alone)")),
        ("parties", Text("当事者と開示先だけ", "The parties and those it was disclosed to")),
        (PUBLIC, Text("公開", "Public")),
    ),
)
NDA = Field(
    "nda",
    Text("秘密保持契約の下にある", "Under a non-disclosure agreement"),
    "boolean",
    Text("印をつけると、公開にはなりません。", "Where it is marked, it is not shown to others."),
)
DISCLOSED_TO = Field(
    "disclosed_to",
    Text("開示先", "Disclosed to"),
    "things",
    Text(
        "すでに知らせた相手。いくつもあるときは、「；」で区切ります。",
        "Who was told already. Separate several by semicolons.",
    ),
    types=AGENT,
)
NEXT_ACTION = Field(
    "next_action",
    Text("次にすること", "Next action"),
    "text",
    Text("書いたら、いつまでにも入れてください。", "Where given, say by when."),
)
NEXT_ON = Field("next_on", Text("いつまでに", "By when"), "date")
DATE_HINT = Text(
    "2026-11-21、2026年11月、令和8年11月21日、令和8年度のように。",
    "Like 2026-11-21, 2026-11, 2026 or FY2026; era years are read too.",
)
REASON = Field("reason", Text("理由", "Reason"), "long", required=True)

NO_DATE = Text(
    "次にすることには、いつまでにかが要ります。", "A next action needs the day by which it is due."
)
NO_ACTION = Text("いつまでに、何をするのですか。", "Say what is to be done by then.")
FUTURE = Text(
    "まだ来ていない日です。これからのことは「次にすること」に入れてください。",
    "This day has not come yet. What is still to happen goes under “Next action”.",
)
REVERSED = Text(
    "{first}より前の日です（{found} ＜ {start}）。",
    "This is before {first} ({found} < {start}).",
)
BEGINNING = Text("はじまりの日", "the beginning")
OVER = Text(
    "この件は終わっています（断られたか、取り下げられました）。",
    "This matter is over: it was declined or withdrawn.",
)
DO_NOT_CONTACT = Text(
    "{name}には連絡しないことになっています: {why}",
    "{name} is not to be contacted: {why}",
)


def open_to_all(matter: Matter) -> bool:
    """Tell whether a matter may be told to everybody: public, under no NDA, not withdrawn."""
    public = matter.values.get("visibility", PUBLIC) == PUBLIC
    return public and not matter.values.get("nda") and not matter.withdrawn


def next_action(draft: Draft) -> Iterator[Problem]:
    """Ask for the day of a next action, and for what is to be done on a day."""
    if draft.text("next_action") and not draft.text("next_on"):
        yield Problem("next_on", NO_DATE)
    if draft.text("next_on") and not draft.text("next_action"):
        yield Problem("next_action", NO_ACTION)


def past(draft: Draft, name: str = "on") -> Iterator[Problem]:
    """Refuse a day that has not come yet."""
    when = draft.day(name)
    first = when.first_day() if when else None
    if first and first > draft.today:
        yield Problem(name, FUTURE)


def after(draft: Draft, start: When | None, first: Text, name: str = "on") -> Iterator[Problem]:
    """Refuse a day that lies wholly before another."""
    when = draft.day(name)
    if when and start and _before(when, start):
        said = REVERSED.format(first="{first}", found=when.since, start=start.since)
        yield Problem(name, said.filled(first=first))


def uncontactable(draft: Draft, *names: str) -> Iterator[Problem]:
    """Refuse those who are not to be contacted, with the reason; not who was named before that."""
    stood = draft.before.ids(*names) if draft.before else ()
    for name in names:
        for id_ in draft.ids(name):
            if id_ in draft.blocked and id_ not in stood:
                called = draft.names.get(id_, same(id_))
                why = draft.blocked[id_]
                yield Problem(name, DO_NOT_CONTACT.filled(name=called, why=why))


def _before(when: When, start: When) -> bool:
    last, first = when.last_day(), start.first_day()
    return last is not None and first is not None and last < first


def within(day: date, since: When | None, until: When | None) -> bool:
    """Tell whether a day lies between two dates, each of which may be missing."""
    first = since.first_day() if since else None
    last = until.last_day() if until else None
    return (first is None or first <= day) and (last is None or day <= last)
