"""Consultations and visits (面談記録), and before them what is due: the next actions by their day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.base import KnowledgeBase
from kb.entering.catalogue import kinds
from kb.entering.desk import desk_of
from kb.entering.due import Due, due
from kb.entering.kind import Matter
from kb.text import Text
from kb.vocabulary import vocabulary
from kb.when import today as this_day
from web.addresses import of_matter, to_enter
from web.blocks import Block, Cell, Column, Paragraph, Row, Table, Title
from web.desk.shown import (
    LATEST,
    NOTHING,
    VISIBLE,
    called,
    left_out,
    on_desk,
    parties,
    shared,
    visibility,
    visible,
    when,
)
from web.page import Page, Request

TITLE = Text("面談記録", "Consultations and visits")
LEAD = Text(
    "いつ、だれと会い、何を支援したか。次にすることは期日の順に上にあります。",
    "When somebody was met and what they were helped with. What is due stands above, by its day.",
)
NEW = Text("面談を記録する", "Enter a consultation")
DUE = Text("次にすること", "What is due")
DUE_COLUMNS = (
    Column("on", Text("いつまでに", "By")),
    Column("what", Text("何を", "What")),
    Column("who", Text("どの件", "Matter")),
    Column("kind", Text("種類", "Kind")),
    Column("by", Text("入力した人", "Entered by")),
)
OVERDUE = Text("期日を過ぎた", "overdue")
NOTHING_DUE = Text("期日のあるものはありません。", "Nothing is due.")
COLUMNS = (
    Column("who", Text("面談", "Consultation")),
    Column("when", Text("いつ", "When")),
    Column("desk", Text("支援した側", "Who helped")),
    Column("client", Text("相手", "Who was helped")),
    Column("role", Text("支援の種類", "Kind of support")),
    Column("what", Text("何を支援したか", "What with")),
    VISIBLE,
)
MOST_URGENT = Text("期日の早い順", "most urgent first")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give what is due and the consultations, the latest first."""
    shown, kept = visible(reversed(desk_of(kb.ledger).matters("consultation")), request)
    rows = tuple(map(_row, shown))
    new = (Cell(NEW, to_enter("consultation")),) if on_desk(request) else ()
    return (
        Title(TITLE),
        Paragraph(LEAD, new),
        *_due(kb, request),
        Table("consultations", TITLE, COLUMNS, rows, order=LATEST, empty=NOTHING),
        *left_out(kept),
    )


def _due(kb: KnowledgeBase, request: Request) -> Iterator[Block]:
    """Give the next actions of every kind that may be shown here."""
    if not request.people_ranked:
        return
    today = this_day()
    found = [one for one in due(kb.ledger) if on_desk(request) or shared(one.matter)]
    rows = tuple(_due_row(one, overdue=one.overdue(today)) for one in found)
    yield Table("due", DUE, DUE_COLUMNS, rows, order=MOST_URGENT, empty=NOTHING_DUE)


def _due_row(one: Due, *, overdue: bool) -> Row:
    return Row(
        (
            Cell(one.on, note=OVERDUE if overdue else ""),
            Cell(one.what),
            Cell(one.called, of_matter(one.matter.subject)),
            Cell(kinds()[one.matter.kind].title),
            Cell(one.by),
        )
    )


def _row(matter: Matter) -> Row:
    roles = {one.code: one.label for one in vocabulary().schemes["support_role"]}
    role = matter.text("role")
    return Row(
        (
            called(matter),
            when(matter),
            parties(matter, "desk"),
            parties(matter, "client"),
            Cell(roles.get(role, ""), value=role),
            Cell(matter.text("what")),
            visibility(matter),
        )
    )


PAGE = Page("/consultations", TITLE, show, menu=13)
