"""A tie that somebody looked at: it goes on, it has ended, or its record is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kb.entering.corrected import CHECKED, ROOT, WRONG, checks
from kb.entering.field import Field, Problem
from kb.entering.fields import DATE_HINT, FUTURE, REVERSED
from kb.entering.kind import CORRECT, Draft, Kept, Kind, Matter, day_of
from kb.entering.look import StandingTie
from kb.entering.reading import MISSING
from kb.records import Evidence, Key, Link, Record
from kb.text import Text, same
from kb.vocabulary import vocabulary
from kb.when import When

GOES_ON, ENDED, IS_WRONG = "goes_on", "ended", "wrong"
CALLED = Text("{a} — {relation} — {b}（{says}）", "{a} — {relation} — {b} ({says})")
SAYS = (
    (GOES_ON, Text("いまも続いている", "goes on today")),
    (ENDED, Text("終わった", "has ended")),
    (IS_WRONG, Text("この記録は誤り", "the record is wrong")),
)
NO_TIE = Text(
    "このつながりは、いまは見つかりません。ページを開き直してください。",
    "This tie is not found now. Open the page again.",
)
OTHER_TIE = Text(
    "別のつながりのことは、新しく記録してください。", "Enter what concerns another tie anew."
)
BEGINNING = Text("始まり", "the beginning")
BECAUSE = Text("理由: {what}", "Because: {what}")


def _check(draft: Draft) -> Iterator[Problem]:
    says, before = draft.text("says"), draft.before
    tie = _tie(draft)
    if draft.action == CORRECT:
        if before and any(draft.values.get(n) != before.values.get(n) for n in ("about", "tie")):
            yield Problem("tie", OTHER_TIE)
    elif draft.text("about") and draft.text("tie") and tie is None:
        yield Problem("tie", NO_TIE)
    if says in {ENDED, IS_WRONG} and not draft.text("why"):
        yield Problem("why", MISSING)
    if says == ENDED:
        since = tie.since if tie else before.text("since") if before else ""
        yield from _check_end(draft, since)


def _check_end(draft: Draft, since: str) -> Iterator[Problem]:
    when = draft.day("on")
    first, last = (when.first_day(), when.last_day()) if when else (None, None)
    if when is None or first is None or last is None:
        yield Problem("on", MISSING)
        return
    if first > draft.today:
        yield Problem("on", FUTURE)
    began = When(since).first_day() if since else None
    if began and last < began:
        said = REVERSED.format(first="{first}", found=when.since, start=since)
        yield Problem("on", said.filled(first=BEGINNING))


def _tie(draft: Draft) -> StandingTie | None:
    if draft.action == CORRECT or not draft.text("tie"):
        return None
    return next(iter(draft.look.ties(draft.text("about"), key=draft.text("tie"))), None)


def _keeps(draft: Draft) -> Kept:
    """Keep which tie it is: its key is another when who is who changes."""
    tie = _tie(draft)
    if tie is None:
        return Kept()
    other = tie.target if tie.source == draft.text("about") else tie.source
    ends = {"source": tie.source, "target": tie.target}
    which = {"relation": tie.relation, "role": tie.role, "since": tie.since}
    return Kept({**which, **ends}, {other: tie.other})


def _called(matter: Matter) -> Text:
    a, b = (matter.name(matter.text(end)) for end in ("source", "target"))
    word = vocabulary().relations.get(matter.text("relation"))
    relation = word.label if word else same(matter.text("relation") or "?")
    says = dict(SAYS).get(matter.text("says"), same("?"))
    return CALLED.filled(a=a, b=b, relation=relation, says=says)


def evidence_of(matter: Matter) -> tuple[Evidence, ...]:
    """Give the entries as evidence, with why it was said."""
    found = matter.evidence_of_fields()
    if not matter.text("why"):
        return found
    because = BECAUSE.format(what=matter.text("why"))
    return tuple(
        replace(one, note=f"{one.note} {because.ja}", note_en=f"{one.note_en} {because.en}")
        for one in found
    )


def _records(matter: Matter) -> Iterator[Record]:
    if matter.withdrawn or not matter.text("relation"):
        return
    says = matter.text("says")
    end = day_of(matter.values, "on") if says == ENDED else None
    yield Link(
        matter.text("relation"),
        Key.parse(matter.text("source")),
        Key.parse(matter.text("target")),
        evidence_of(matter),
        matter.text("role"),
        when=When(matter.text("since") or None, end.until if end else None),
        basis="observed",
        status="former" if end else "current",
        discriminator=checks(WRONG if says == IS_WRONG else CHECKED, matter.subject),
    )


KIND = Kind(
    title=Text("つながりの確認", "Check of a tie"),
    definition=Text(
        "記録されているつながりが、いまも続いているか、終わったか、誤りかを残します。",
        "Whether a recorded tie goes on, has ended, or is wrong.",
    ),
    fields=(
        Field("about", Text("何の", "Of what"), "thing", required=True, types=(ROOT,)),
        Field("tie", Text("どのつながり", "Which tie"), required=True),
        Field(
            "says", Text("どうなっているか", "How it stands"), "choice", required=True, choices=SAYS
        ),
        Field("on", Text("いつ終わったか", "When it ended"), "date", DATE_HINT),
        Field(
            "why",
            Text("なぜそう言えるか", "How this is known"),
            "text",
            Text(
                "どこで読んだか、だれが言ったか。根拠として画面にも出ます。",
                "Where it was read, or who said it. It is shown as the evidence.",
            ),
        ),
    ),
    called=_called,
    records=_records,
    check=_check,
    keeps=_keeps,
    on="",
    discreet=True,
)
