"""The form of every kind of entry: what can be entered, what was typed wrongly, what was kept."""

from __future__ import annotations

from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.cli import now
from kb.desk.enter import enter
from kb.entering.catalogue import action_named, kind_named, kinds
from kb.entering.desk import desk_of
from kb.entering.kind import NEW, Matter
from kb.entering.subject import EnteringError
from kb.errors import NotKnownError
from kb.text import Text
from web.addresses import of_matter, to_enter, with_query
from web.blocks import Block, Cell, Column, Notice, Paragraph, Row, Table, Title
from web.desk.entry_form import Entering, form
from web.desk.shown import DESK_ONLY, NOT_SHOWN, on_desk
from web.page import MovedError, Page, Request

TITLE = Text("記録する", "Enter")
LEAD = Text(
    "入力したことは、お名前を根拠として台帳に残り、消えません。直すときは、あとから直しを記録します。",
    "What you enter is kept in the ledger with your name as its evidence, and is never deleted; to "
    "correct it, a correction is entered later.",
)
KINDS = Text("記録できること", "What can be entered")
COLUMNS = (
    Column("kind", Text("種類", "Kind")),
    Column("definition", Text("何を残すか", "What is kept")),
    Column("number", Text("件数", "How many"), numeric=True),
)
ENTERING = Text("{kind}を記録する", "Enter: {kind}")
ABOUT = Text("どの件に:", "About:")
BEGUN = {"correction": "/correct", "tie_check": "/confirm"}
"""Kinds that begin on a page of their own, which shows what stands now."""
WHICH = {"id": "about", "fact": "fact", "tie": "tie"}
LONGEST = 64
"""So long is the token of a form at most."""


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the form that the address asks for; without a kind, all that can be entered."""
    if not request.people_ranked:
        return (Title(TITLE), Notice("boundary", DESK_ONLY))
    if request.value("subject") and not on_desk(request):
        return (Title(TITLE), Notice("boundary", NOT_SHOWN))
    if not request.value("kind"):
        return (Title(TITLE), Paragraph(LEAD), _kinds(kb))
    return _form(kb, request)


def act(kb: KnowledgeBase, request: Request) -> str | Sequence[Block]:
    """Keep what was typed and lead to its matter; or show the form again with what is wrong."""
    if not request.people_ranked:
        return (Title(TITLE), Notice("boundary", DESK_ONLY))
    kind, action = request.value("kind"), request.value("action") or NEW
    subject = request.typed("subject")
    try:
        kept = enter(
            kb,
            kind,
            action,
            request.form,
            by=request.by,
            at=now(),
            subject=subject,
            once=request.typed("once")[:LONGEST],
        )
    except EnteringError as wrong:
        return _form(kb, request, wrong)
    later = "1" if kept.later else ""
    again = "1" if kept.again else ""
    return with_query("/entered", id=kept.subject, kept=kept.entry, later=later, again=again)


def _form(
    kb: KnowledgeBase, request: Request, wrong: EnteringError | None = None
) -> Sequence[Block]:
    name, what = request.value("kind"), request.value("action") or NEW
    if what == NEW and name in BEGUN and not request.form:
        said = {one: request.value(of) for one, of in WHICH.items()}
        raise MovedError(with_query(BEGUN[name], **said))
    kind = kind_named(name)
    action = action_named(kind, what)
    matter = _matter(kb, request, what)
    problems = wrong.problems if wrong else ()
    called = Cell(kind.called(matter), of_matter(matter.subject)) if matter else None
    return (
        Title(action.title if what != NEW else ENTERING.filled(kind=kind.title)),
        *((Paragraph(ABOUT, (called,)),) if called else (Paragraph(kind.definition),)),
        form(kb, request, Entering(name, what, action, matter), problems),
    )


def _matter(kb: KnowledgeBase, request: Request, action: str) -> Matter | None:
    if action == NEW:
        return None
    subject = request.value("subject") or request.typed("subject")
    found = desk_of(kb.ledger).matter(subject)
    if found is None or found.kind != request.value("kind"):
        raise NotKnownError(Text("この件は見つかりません。", "There is no such matter."))
    return found


def _kinds(kb: KnowledgeBase) -> Table:
    counts = [one.kind for one in desk_of(kb.ledger).matters()]
    rows = tuple(
        Row(
            (
                Cell(kind.title, to_enter(name)),
                Cell(kind.definition),
                Cell(
                    str(counts.count(name)),
                    with_query("/entered", kind=name),
                    value=counts.count(name),
                ),
            )
        )
        for name, kind in kinds().items()
    )
    return Table("kinds", KINDS, COLUMNS, rows)


PAGE = Page("/enter", TITLE, show, act=act)
