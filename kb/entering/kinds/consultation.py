"""A consultation or visit (面談記録): who met whom, what was helped with, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.entering.field import Field, Problem
from kb.entering.fields import (
    AGENT,
    BEGINNING,
    DATE_HINT,
    NDA,
    NEXT_ACTION,
    NEXT_ON,
    OVER,
    VISIBILITY,
    after,
    next_action,
    open_to_all,
    past,
    uncontactable,
)
from kb.entering.kind import Action, Draft, Kind, Matter, text_of
from kb.records import Key, Link, Record, Value
from kb.text import Text
from kb.when import When

CALLED = Text("{desk}と{client}の面談", "Consultation of {client} with {desk}")
SAME = Text("支援した側と相手が同じです。", "Who helped and who was helped are the same.")
DONE = Text("済み: {what}", "Done: {what}")
NEXT = Text("次にすること: {what}（{on}まで）", "Next: {what}, by {on}")
NOTES_HINT = Text(
    "窓口の画面だけに残り、どこにも書き出されません。",
    "Kept on the desk's own pages; it is never exported.",
)
CLIENTS = ("Agent", "Cluster", "Project")


def _check(draft: Draft) -> Iterator[Problem]:
    if draft.text("desk") and draft.text("desk") == draft.text("client"):
        yield Problem("client", SAME)
    yield from uncontactable(draft, "client", "people")
    yield from past(draft)
    yield from next_action(draft)


def _check_further(draft: Draft) -> Iterator[Problem]:
    if draft.before is None or draft.before.withdrawn:
        yield Problem("on", OVER)
        return
    yield from past(draft)
    yield from after(draft, draft.before.day("on"), BEGINNING)
    yield from next_action(draft)


def _called(matter: Matter) -> Text:
    desk, client = (matter.name(matter.text(name)) for name in ("desk", "client"))
    return CALLED.filled(desk=desk, client=client)


def _done_said(content: Mapping[str, object]) -> Text:
    return DONE.format(what=text_of(content, "what_came"))


def _records(matter: Matter) -> Iterator[Record]:
    """Give that the desk supported whom it met, from that day on, last confirmed then."""
    when = matter.day("on")
    if not open_to_all(matter) or when is None:
        return
    said: dict[str, Value] = {"last_confirmed": when.until or when.since or ""}
    if what := matter.text("what"):
        said["what"] = what
    yield Link(
        "SUPPORTS",
        Key.parse(matter.text("desk")),
        Key.parse(matter.text("client")),
        matter.evidence_of_fields(),
        matter.text("role"),
        when=When(when.since, precision=when.precision, original=when.original),
        basis="observed",
        properties=said,
        discriminator=matter.subject,
    )


KIND = Kind(
    title=Text("面談記録", "Consultation or visit"),
    definition=Text(
        "いつ、だれと会い、何を支援したか。次にすることと、その期日も残します。",
        "When somebody was met, what they were helped with, and what comes next by which day.",
    ),
    fields=(
        Field("on", Text("面談の日", "Day"), "date", DATE_HINT, required=True),
        Field("desk", Text("支援した側", "Who helped"), "thing", required=True, types=AGENT),
        Field("client", Text("相手", "Who was helped"), "thing", required=True, types=CLIENTS),
        Field(
            "people",
            Text("同席した人", "People present"),
            "things",
            Text("いくつもあるときは、「；」で区切ります。", "Separate several by semicolons."),
            types=("Person",),
        ),
        Field(
            "role",
            Text("支援の種類", "Kind of support"),
            "choice",
            required=True,
            scheme="support_role",
        ),
        Field("what", Text("何を支援したか", "What was helped with")),
        Field("notes", Text("覚え書き", "Notes"), "long", NOTES_HINT),
        VISIBILITY,
        NDA,
        NEXT_ACTION,
        NEXT_ON,
    ),
    called=_called,
    records=_records,
    check=_check,
    actions={
        "done": Action(
            Text("次にすることが済んだ", "The next action is done"),
            (
                Field("on", Text("済んだ日", "Day"), "date", DATE_HINT, required=True),
                Field("what_came", Text("どうなったか", "What came of it"), "long", required=True),
                NEXT_ACTION,
                NEXT_ON,
            ),
            _check_further,
            _done_said,
        )
    },
)
