"""Checking one tie: it goes on today, it has ended, or its record is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.base import KnowledgeBase
from kb.cli import now
from kb.desk.enter import enter
from kb.desk.looking import Sight
from kb.entering.field import Problem
from kb.entering.fields import DATE_HINT
from kb.entering.kinds.tie_check import ENDED, GOES_ON, IS_WRONG, SAYS
from kb.entering.kinds.tie_check import KIND as KIND_OF_ENTRY
from kb.entering.look import StandingTie, Stands
from kb.entering.subject import EnteringError
from kb.errors import NotKnownError
from kb.text import Text
from web.addresses import of_thing, to_confirm
from web.blocks import (
    Blank,
    Block,
    Cell,
    EntryForm,
    Notice,
    Paragraph,
    Sentence,
    Title,
    Words,
)
from web.desk.right_forms import above, hidden, name_blank, problem_of
from web.desk.setting_right import back, status_of
from web.desk.shown import DESK_ONLY
from web.page import Page, Request
from web.words.wording import joined, period, role

KIND = "tie_check"
TITLE = Text("つながりを確かめる", "Check a tie")
LINE = Text("{a} — {relation} — {b}", "{a} — {relation} — {b}")
TIE = Text("このつながり", "This tie")
LEADS = {
    GOES_ON: Text(
        "押すと、きょう確かめたことが、お名前とともに残ります。道を探すときの強さにも数えられます。",
        "Pressing the button keeps, with your name, that it was confirmed today. It counts in the "
        "strength by which routes are found.",
    ),
    ENDED: Text(
        "終わったつながりは、以前のものとして残ります。",
        "A tie that has ended stays as a former one.",
    ),
    IS_WRONG: Text(
        "誤りとされたつながりは、図、経路、指標、書き出しから外れ、双方のページに「確かめたつながり」として"
        "お名前と理由が残ります。出典の言葉は台帳に残り、いつでも取り消せます。",
        "A tie said to be wrong is left out of pictures, routes, measures and files; both pages tell "
        "it under “Ties that were checked” with your name and the reason. What the source says stays "
        "in the ledger, and this can be undone at any time.",
    ),
}
BUTTONS = {
    GOES_ON: Text("今日も続いていると確認する", "Confirm that it goes on today"),
    ENDED: Text("終わったと記録する", "Record that it has ended"),
    IS_WRONG: Text("誤りと記録する", "Record that it is wrong"),
}
OTHERWISE = Text("そうでないとき:", "Otherwise:")
RECORDED = Text("いまの記録: {status}", "Recorded as: {status}")
NOT_FOUND = Text(
    "このつながりは見つかりません。もう変わったか、紹介の記録から作られたものです（紹介のほうを直してください）。",
    "This tie is not found: it has changed, or is made from the record of an introduction, which is "
    "corrected itself.",
)
BACK = Text("ページへ戻る", "Back to the page")
CHOOSE = Text(
    "確かめるつながりは、それぞれのページの「つながり」から選びます。",
    "Choose the tie from the ties on a thing's page.",
)
TO_SEARCH = Text("名前で探す", "Search by name")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the tie as it stands and the form that checks it."""
    if not request.people_ranked:
        return (Title(TITLE), Notice("boundary", DESK_ONLY))
    if not request.value("id") or not request.value("tie"):
        return (Title(TITLE), Notice("empty", CHOOSE, links=(Cell(TO_SEARCH, "/search"),)))
    return _form(kb, request)


def act(kb: KnowledgeBase, request: Request) -> str | Sequence[Block]:
    """Keep what was said of the tie and lead back to the thing; or show what is wrong."""
    if not request.people_ranked:
        return (Title(TITLE), Notice("boundary", DESK_ONLY))
    thing, tie = _found(kb, request)
    typed = {name: request.form.get(name, ()) for name in ("on", "why")}
    asked = {"about": (thing.id,), "tie": (tie.key,), "says": (_says(request),)}
    subject, once = (value for _, value in hidden(KIND, request))
    try:
        kept = enter(
            kb, KIND, "new", {**typed, **asked}, by=request.by, at=now(), subject=subject, once=once
        )
    except EnteringError as wrong:
        return _form(kb, request, wrong.problems)
    later, again = ("1" if one else "" for one in (kept.later, kept.again))
    return back(thing.id, kept=kept.entry, later=later, again=again)


def _says(request: Request) -> str:
    asked = request.value("says")
    return asked if asked in dict(SAYS) else GOES_ON


def _found(kb: KnowledgeBase, request: Request) -> tuple[Stands, StandingTie]:
    id_ = kb.identity.present(request.value("id"))
    sight = Sight(kb)
    thing = sight.thing(id_)
    ties = sight.ties(id_, key=request.value("tie")) if thing else ()
    if thing is None or not ties:
        raise NotKnownError(NOT_FOUND, found=request.value("tie"))
    return thing, ties[0]


def _form(kb: KnowledgeBase, request: Request, problems: Sequence[Problem] = ()) -> Sequence[Block]:
    thing, tie = _found(kb, request)
    says = _says(request)
    blanks = (*_blanks(request, says, problems), *name_blank(request, problems))
    others = tuple(
        Cell(label, to_confirm(thing.id, tie.key, code)) for code, label in SAYS if code != says
    )
    return (
        Title(TITLE, note=dict(SAYS)[says]),
        Sentence(TIE, _line(kb, thing, tie), joined(_remarks(kb, tie))),
        Paragraph(LEADS[says]),
        EntryForm(
            to_confirm(thing.id, tie.key, says),
            blanks,
            BUTTONS[says],
            hidden(KIND, request),
            above(problems, (one.name for one in blanks)),
        ),
        Paragraph(OTHERWISE, others),
        Paragraph("", (Cell(BACK, of_thing(thing.id)),)),
    )


def _line(kb: KnowledgeBase, thing: Stands, tie: StandingTie) -> Text:
    a, b = (thing.name, tie.other) if tie.source == thing.id else (tie.other, thing.name)
    return LINE.filled(a=a, b=b, relation=kb.vocabulary.relations[tie.relation].label)


def _remarks(kb: KnowledgeBase, tie: StandingTie) -> Iterator[Words]:
    """Say as what, when, and whether it stands by the record."""
    if tie.role:
        yield role(kb.vocabulary, tie.relation, tie.role)
    if when := period(tie.since, tie.until):
        yield when
    yield RECORDED.filled(status=status_of(tie.status))


def _blanks(request: Request, says: str, problems: Sequence[Problem]) -> Iterator[Blank]:
    labels = {one.name: one for one in KIND_OF_ENTRY.fields}
    if says == ENDED:
        yield Blank(
            "on",
            labels["on"].label,
            "date",
            request.typed("on"),
            DATE_HINT,
            required=True,
            problem=problem_of(problems, "on"),
        )
    if says != GOES_ON:
        yield Blank(
            "why",
            labels["why"].label,
            "text",
            request.typed("why"),
            labels["why"].hint or "",
            required=True,
            problem=problem_of(problems, "why"),
        )


PAGE = Page("/confirm", TITLE, show, act=act)
