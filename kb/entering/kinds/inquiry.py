"""An inquiry: one question to many partners, many answers, and what came of them.

Every stage counts something else, and says what: questions, partners asked, answers, undertakings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
from kb.entering.kind import Action, Draft, Kind, Matter, ids_of, number_of, text_of
from kb.entering.stages import STAGES, counted
from kb.records import Entity, Key, Link, Name, Record, Statistic
from kb.text import Text, same
from kb.when import ALWAYS

ASKED = Text("{number}の相手に尋ねた", "{number} partners asked")
ANSWERED = Text("回答{number}件（{answer}）", "{number} answers ({answer})")
PROGRESSED = Text("進展{number}件: {what}", "{number} taken up: {what}")
NOBODY = Text(
    "尋ねた相手の名前か、数を入れてください。", "Name the partners asked, or say how many."
)
TOO_FEW = Text("名前の数（{named}）より少ない数です。", "This is fewer than were named ({named}).")
COUNT_HINT = Text("空けておくと1件。", "Left empty: one.")
ANSWERS = (
    ("yes", Text("応じられる", "can answer it")),
    ("maybe", Text("条件しだい", "depends")),
    ("no", Text("応じられない", "cannot answer it")),
)
ON = Field("on", Text("いつ", "When"), "date", DATE_HINT, required=True)
COUNT = Field("number", Text("件数", "How many"), "number", COUNT_HINT)
PARTNER = Field("partner", Text("どこから", "From whom"), "thing", types=AGENT)


def _check(draft: Draft) -> Iterator[Problem]:
    yield from uncontactable(draft, "asker")
    yield from past(draft)
    yield from next_action(draft)


def _check_further(draft: Draft) -> Iterator[Problem]:
    if draft.before is None or draft.before.withdrawn:
        yield Problem("on", OVER)
        return
    yield from past(draft)
    yield from after(draft, draft.before.day("on"), BEGINNING)
    yield from uncontactable(draft, "partners")
    yield from next_action(draft)


def _check_ask(draft: Draft) -> Iterator[Problem]:
    named = len(draft.ids("partners"))
    if not named and "number" not in draft.values:
        yield Problem("partners", NOBODY)
    if "number" in draft.values and number_of(draft.values, "number") < named:
        yield Problem("number", TOO_FEW.format(named=named))
    yield from _check_further(draft)


def _called(matter: Matter) -> Text:
    return same(matter.text("title"))


def _asked_said(content: Mapping[str, object]) -> Text:
    number = number_of(content, "number", len(ids_of(content, "partners")))
    return ASKED.format(number=f"{number:g}")


def _answered_said(content: Mapping[str, object]) -> Text:
    answer = dict(ANSWERS).get(text_of(content, "answer"), same("?"))
    said = ANSWERED.format(number=f"{number_of(content, 'number', 1):g}", answer="{answer}")
    return said.filled(answer=answer)


def _progress_said(content: Mapping[str, object]) -> Text:
    number = f"{number_of(content, 'number', 1):g}"
    return PROGRESSED.format(number=number, what=text_of(content, "what"))


def _records(matter: Matter) -> Iterator[Record]:
    """Give the inquiry, who brought it, and a figure for each stage in its own unit."""
    if not open_to_all(matter):
        return
    key, evidence = Key.parse(matter.subject), matter.evidence()
    state = "settled" if matter.of("progress") else "open"
    if state == "open" and matter.of("ask"):
        state = "in_progress"
    yield Entity(
        key,
        ("Inquiry",),
        (Name(matter.text("title")),),
        evidence,
        {"state": state},
        when=matter.day("on") or ALWAYS,
    )
    for name, relation in (("asker", "PARTICIPATES_IN"), ("desk", "MANAGES")):
        for id_ in matter.ids(name):
            fields = matter.evidence_of_fields()
            yield Link(relation, Key.parse(id_), key, fields, basis="observed")
    yield from _figures(matter, key)


def _figures(matter: Matter, key: Key) -> Iterable[Record]:
    for order, stage in enumerate(STAGES[1:], 1):
        number = counted(matter, stage.name)
        if number:
            yield from Statistic(
                Key.parse(f"{key}/{stage.name}"),
                (key,),
                stage.label,
                number,
                stage.unit,
                matter.evidence(),
                order=order,
                basis="observed",
            ).records()


KIND = Kind(
    title=Text("照会（一対多の問い合わせ）", "Inquiry to many partners"),
    definition=Text(
        "一つの問いを多くの相手に尋ね、回答と、その後の進展を数えます。段階ごとに単位が違います。",
        "One question put to many partners, their answers, and what came of them; each stage counts "
        "something else, and says what.",
    ),
    fields=(
        Field("title", Text("問いの題", "The question, in a line"), required=True),
        Field("asker", Text("だれの問いか", "Whose question"), "thing", required=True, types=AGENT),
        Field("desk", Text("取り次ぐ窓口", "The desk that passes it on"), "thing", types=AGENT),
        Field("about", Text("くわしい内容", "In detail"), "long"),
        ON,
        VISIBILITY,
        NDA,
        NEXT_ACTION,
        NEXT_ON,
    ),
    called=_called,
    records=_records,
    check=_check,
    actions={
        "ask": Action(
            Text("尋ねた相手を記録する", "Record who was asked"),
            (
                ON,
                Field(
                    "partners",
                    Text("尋ねた相手", "Partners asked"),
                    "things",
                    Text(
                        "いくつもあるときは、「；」で区切ります。",
                        "Separate several by semicolons.",
                    ),
                    types=AGENT,
                ),
                Field(
                    "number",
                    Text("相手の数", "How many partners"),
                    "number",
                    Text("名前を挙げないときや、ほかにもあるとき。", "Where not all are named."),
                ),
                NEXT_ACTION,
                NEXT_ON,
            ),
            _check_ask,
            _asked_said,
        ),
        "answer": Action(
            Text("回答を記録する", "Record an answer"),
            (
                ON,
                PARTNER,
                Field("answer", Text("回答", "Answer"), "choice", required=True, choices=ANSWERS),
                Field("text", Text("内容", "What was said"), "long"),
                COUNT,
            ),
            _check_further,
            _answered_said,
        ),
        "progress": Action(
            Text("進展を記録する", "Record what came of it"),
            (
                ON,
                Field("partner", Text("だれと", "With whom"), "thing", types=AGENT),
                Field(
                    "what",
                    Text("何に進んだか", "What it became"),
                    hint=Text("共同研究、受託研究、取引など。", "Joint research, an order …"),
                    required=True,
                ),
                COUNT,
                NEXT_ACTION,
                NEXT_ON,
            ),
            _check_further,
            _progress_said,
        ),
    },
)
