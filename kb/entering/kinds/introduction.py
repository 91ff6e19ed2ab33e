"""An introduction as it is really made: from the consultation to the report, or declined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.entering.field import Field, Problem
from kb.entering.fields import (
    AGENT,
    BEGINNING,
    DATE_HINT,
    DISCLOSED_TO,
    DO_NOT_CONTACT,
    NDA,
    NEXT_ACTION,
    NEXT_ON,
    OVER,
    REASON,
    VISIBILITY,
    after,
    next_action,
    open_to_all,
    past,
    uncontactable,
)
from kb.entering.kind import Action, Draft, Kind, Matter, text_of
from kb.entering.steps import (
    BEGUN,
    CONSENT,
    CONTACTING,
    MET,
    REPORT,
    SCHEME,
    SOUNDING,
    STATES,
    STEPS,
    Taken,
    label,
    reached,
    taken,
)
from kb.records import Entity, Key, Link, Name, Record, Value
from kb.text import Text, same
from kb.when import ALWAYS, When

CALLED = Text("{seeker}と{provider}の紹介", "Introduction of {seeker} to {provider}")
SAME_PARTY = Text("求める側と応える側が同じです。", "The seeker and the other side are the same.")
OWN_MAKER = Text(
    "引き合わせる人は、当事者とは別に入れてください。",
    "Who introduces must be another than those who are introduced.",
)
NO_CONSENT = Text(
    "打診はまだ記録できません。求める側が、話してよいと同意した日（求める側の同意）を先に入れてください。"
    "求める側は、知らないところで話が広がることを何より嫌います。",
    "The sounding cannot be recorded yet. First record the day on which the seeker agreed that it "
    "may be shared: seekers avoid nothing more than being overheard.",
)
DECLINED = Text("辞退（{side}）: {reason}", "Declined by {side}: {reason}")
SKIPPED = Text(
    "「{step}」が「{missing}」より先に記録されています。順番が違うときはこのままで、書き忘れなら足してください。",
    "“{step}” is recorded before “{missing}”. If that is how it went, leave it; if one was "
    "forgotten, add it.",
)
SIDES = (
    ("seeker", Text("求める側", "the seeker")),
    ("provider", Text("応える側", "the other side")),
    ("maker", Text("引き合わせる側", "the go-between")),
)
MATTER = Text("何のための紹介か", "What it is for")

FIELDS = (
    Field(
        "maker", Text("引き合わせる人・機関", "Who introduces"), "thing", required=True, types=AGENT
    ),
    Field("seeker", Text("求める側", "Who seeks"), "thing", required=True, types=AGENT),
    Field("provider", Text("応える側", "The other side"), "thing", required=True, types=AGENT),
    Field(
        "through",
        Text("ほかの仲立ち", "Further go-betweens"),
        "things",
        Text(
            "間に立つ人が続くとき。いくつもあるときは、「；」で区切ります。",
            "Where more stand between. Separate several by semicolons.",
        ),
        types=AGENT,
    ),
    Field(
        "parties",
        Text("ほかの当事者", "Further parties"),
        "things",
        Text("いくつもあるときは、「；」で区切ります。", "Separate several by semicolons."),
        types=AGENT,
    ),
    Field("venue", Text("場（制度・催し）", "Venue"), "thing", types=("Programme", "Event")),
    Field("about", MATTER, "long"),
    Field(
        "on", Text("相談を受けた日", "Day of the consultation"), "date", DATE_HINT, required=True
    ),
    VISIBILITY,
    NDA,
    DISCLOSED_TO,
    NEXT_ACTION,
    NEXT_ON,
)
ON = Field("on", Text("いつ", "When"), "date", DATE_HINT, required=True)


def _check(draft: Draft) -> Iterator[Problem]:
    seeker, provider, maker = (draft.text(name) for name in ("seeker", "provider", "maker"))
    if seeker and seeker == provider:
        yield Problem("provider", SAME_PARTY)
    if maker and maker in {seeker, provider}:
        yield Problem("maker", OWN_MAKER)
    yield from uncontactable(draft, "maker", "seeker", "provider", "through", "parties")
    yield from past(draft)
    yield from next_action(draft)


def _check_step(draft: Draft) -> Iterator[Problem]:
    before, step = draft.before, draft.text("step")
    if before is None or before.withdrawn or (before.of("decline") and step != REPORT):
        yield Problem("step", OVER)
        return
    if step in CONTACTING:
        yield from _uncontactable(draft, before)
    known = {one.step for one in taken(before)}
    if step == SOUNDING and CONSENT not in known:
        yield Problem("step", NO_CONSENT)
    yield from past(draft)
    yield from after(draft, before.day("on"), BEGINNING)
    if step == SOUNDING and CONSENT in known:
        consent = next(one for one in taken(before) if one.step == CONSENT)
        yield from after(draft, consent.when, label(CONSENT))
    yield from next_action(draft)


def _uncontactable(draft: Draft, before: Matter) -> Iterator[Problem]:
    """Refuse a step that turns to somebody who must not be contacted by now."""
    for id_ in before.ids("provider", "seeker", "parties"):
        if id_ in draft.blocked:
            said = DO_NOT_CONTACT.filled(name=before.name(id_), why=draft.blocked[id_])
            yield Problem("step", said)


def _check_decline(draft: Draft) -> Iterator[Problem]:
    before = draft.before
    if before is None or before.withdrawn or before.of("decline"):
        yield Problem("reason", OVER)
        return
    yield from past(draft)
    yield from after(draft, before.day("on"), BEGINNING)


def _called(matter: Matter) -> Text:
    seeker, provider = (matter.name(matter.text(name)) for name in ("seeker", "provider"))
    return CALLED.filled(seeker=seeker, provider=provider)


def _step_said(content: Mapping[str, object]) -> Text:
    step, note = label(text_of(content, "step")), text_of(content, "note")
    return Text(f"{step.ja}: {note}", f"{step.en}: {note}") if note else step


def _decline_said(content: Mapping[str, object]) -> Text:
    side = dict(SIDES).get(text_of(content, "side"), same("?"))
    return DECLINED.filled(side=side, reason=same(text_of(content, "reason")))


def _remarks(matter: Matter) -> Iterator[Text]:
    """Say which step was recorded though one that usually comes before it was not."""
    steps = [one.step for one in taken(matter)]
    for one in steps:
        for earlier in STEPS[: STEPS.index(one)]:
            if earlier in BEGUN and earlier not in steps[: steps.index(one)]:
                yield SKIPPED.filled(step=label(one), missing=label(earlier))


def _records(matter: Matter) -> Iterator[Record]:
    """Give the introduction, its state and steps; who was brought together only once they met.

    Until then nobody was introduced, and a tie between them would be untrue.
    """
    if not open_to_all(matter):
        return
    key, evidence = Key.parse(matter.subject), matter.evidence()
    name = _called(matter)
    steps = taken(matter)
    yield Entity(
        key,
        ("Introduction",),
        (Name(name.ja), Name(name.en, "en")),
        evidence,
        _properties(matter, steps),
        when=_interval(steps),
    )
    if any(one.step in MET for one in steps):
        yield from _ties(matter, key)


def _properties(matter: Matter, steps: tuple[Taken, ...]) -> dict[str, Value]:
    return {
        "state": "declined" if matter.of("decline") else STATES[reached(matter)],
        "step": reached(matter),
        "steps_taken": tuple(f"{one.step} {one.since}" for one in steps),
        "visibility": "public",
    }


def _interval(steps: tuple[Taken, ...]) -> When:
    """Give when they met, as the record of an introduction dates it; else when it began."""
    met = next((one.when for one in steps if one.step in MET), steps[0].when if steps else None)
    return met or ALWAYS


def _ties(matter: Matter, key: Key) -> Iterator[Record]:
    when, evidence = _interval(taken(matter)), matter.evidence_of_fields()
    for maker in matter.ids("maker", "through"):
        yield Link("MADE", Key.parse(maker), key, evidence, when=when, basis="observed")
    for name, role in ROLES.items():
        for party in matter.ids(name):
            yield Link(
                "INVOLVES", key, Key.parse(party), evidence, role, when=when, basis="observed"
            )


ROLES = {"seeker": "seeker", "provider": "provider", "parties": "party", "venue": "venue"}

STEP = Action(
    Text("段階を記録する", "Record a step"),
    (
        Field("step", Text("段階", "Step"), "choice", required=True, scheme=SCHEME),
        ON,
        Field("note", Text("ひとこと", "Note"), "long"),
        NEXT_ACTION,
        NEXT_ON,
    ),
    _check_step,
    _step_said,
)
DECLINE = Action(
    Text("断られた・取りやめたことを記録する", "Record that it was declined"),
    (
        Field("side", Text("どちらが", "By whom"), "choice", required=True, choices=SIDES),
        ON,
        REASON,
    ),
    _check_decline,
    _decline_said,
)
KIND = Kind(
    title=Text("紹介", "Introduction"),
    definition=Text(
        "だれがだれを引き合わせるか。相談から報告までの段階を、日付とともに残します。",
        "Who brings whom together, with its dated steps from the consultation to the report.",
    ),
    fields=FIELDS,
    called=_called,
    records=_records,
    check=_check,
    actions={"step": STEP, "decline": DECLINE},
    remarks=_remarks,
)
