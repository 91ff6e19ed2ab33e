"""The introductions on the desk: who brings whom together, how far each has come, what is next."""

from __future__ import annotations

from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.entering.desk import desk_of
from kb.entering.due import latest
from kb.entering.kind import Matter
from kb.entering.steps import label, reached, taken
from kb.text import Text
from web.addresses import to_enter, with_query
from web.blocks import Block, Cell, Column, Fact, Facts, Paragraph, Row, Table, Title
from web.desk.shown import (
    NOTHING,
    VISIBLE,
    WITHDRAWN,
    called,
    left_out,
    on_desk,
    parties,
    visibility,
    visible,
)
from web.page import Page, Request

TITLE = Text("紹介", "Introductions")
LEAD = Text(
    "相談から報告まで、紹介の一つひとつがどこまで進んだか。",
    "How far each introduction has come, from the consultation to the report.",
)
NEW = Text("紹介を記録する", "Enter an introduction")
BESIDE = Text("ほかの記録", "Other records")
WAYS = (
    Cell(Text("面談記録と、次にすること", "Consultations, and what is due"), "/consultations"),
    Cell(Text("照会", "Inquiries"), "/inquiries"),
    Cell(Text("年度の集計", "The year's figures"), "/funnel"),
    Cell(Text("連絡しない相手", "Do not contact"), with_query("/entered", kind="do_not_contact")),
)
COLUMNS = (
    Column("who", Text("件", "Introduction")),
    Column("maker", Text("引き合わせる人・機関", "Who introduces")),
    Column("step", Text("段階", "Step")),
    Column("when", Text("日付", "On")),
    Column("next", Text("次にすること", "Next action")),
    VISIBLE,
)
GROUPS = {
    "open": Text("進行中", "Under way"),
    "met": Text("引き合わせた", "Brought together"),
    "over": Text("断られた・取り下げ", "Declined or withdrawn"),
}
DECLINED = Text("辞退", "Declined")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the introductions by how far they have come, in each group the latest first."""
    matters = list(reversed(desk_of(kb.ledger).matters("introduction")))
    shown, kept = visible(matters, request)
    order = list(GROUPS)
    desk = on_desk(request)
    rows = sorted((_row(one, desk=desk) for one in shown), key=lambda pair: order.index(pair[0]))
    table = Table(
        "introductions",
        TITLE,
        COLUMNS,
        tuple(row for _, row in rows),
        Text("進み具合", "How far"),
        empty=NOTHING,
    )
    new = (Cell(NEW, to_enter("introduction")),) if on_desk(request) else ()
    ways = (Facts((Fact(BESIDE, WAYS),)),) if request.people_ranked else ()
    return (Title(TITLE), Paragraph(LEAD, new), table, *left_out(kept), *ways)


def _row(matter: Matter, *, desk: bool) -> tuple[str, Row]:
    steps = taken(matter)
    step = reached(matter)
    group = "met" if step in {"meeting", "nda", "trial", "contract"} else "open"
    over = matter.withdrawn or matter.of("decline")
    said = WITHDRAWN if matter.withdrawn else DECLINED if over else label(step)
    since = max(one.since for one in steps)
    cells = (
        called(matter),
        parties(matter, "maker", "through"),
        Cell(said, value=step),
        Cell(since),
        _next(matter) if desk and not over else Cell(),
        visibility(matter),
    )
    group = "over" if over else group
    return group, Row(cells, GROUPS[group])


def _next(matter: Matter) -> Cell:
    last = latest(matter)
    return Cell(str(last.get("next_action") or ""), note=str(last.get("next_on") or ""))


PAGE = Page("/introductions", TITLE, show, menu=12)
