"""The steps of an introduction: those taken with their dates, and the ones still to come."""

from __future__ import annotations

from collections.abc import Iterator

from kb.entering.kind import Matter, text_of
from kb.entering.kinds.introduction import KIND
from kb.entering.steps import CONSULTATION, STEPS, Taken, label, taken
from kb.ledger import Entry
from kb.text import Text
from web.addresses import to_enter
from web.blocks import Block, Cell, Column, Row, Table
from web.matter import View
from web.words.wording import period

CAPTION = Text("紹介の段階", "Steps of the introduction")
COLUMNS = (
    Column("step", Text("段階", "Step")),
    Column("when", Text("いつ", "When")),
    Column("note", Text("ひとこと", "Note")),
    Column("by", Text("入力した人", "Entered by")),
)
RECORD = Text("記録する", "Record it")
NOT_YET = Text("まだ", "not yet")
DECLINED = Text("辞退", "Declined")


def _show(matter: Matter, desk: bool) -> Iterator[Block]:  # noqa: FBT001 a view's own order
    over = bool(matter.withdrawn or matter.of("decline"))
    steps = taken(matter)
    known = {one.step for one in steps}
    rows = [_taken(one, desk=desk) for one in steps]
    rows += [_declined(one, desk=desk) for one in matter.of("decline")[-1:]]
    rows += [_open(matter, one, over=over or not desk) for one in STEPS if one not in known]
    yield Table("steps", CAPTION, COLUMNS, tuple(rows))


def _taken(one: Taken, *, desk: bool) -> Row:
    when = one.when
    said = period(one.since, (when.until if when else "") or "")
    note = text_of(one.entry.content, "about" if one.step == CONSULTATION else "note")
    return Row(
        (
            Cell(label(one.step)),
            Cell(said or "", value=one.since),
            Cell(note if desk else ""),
            Cell(one.entry.by),
        )
    )


def _declined(entry: Entry, *, desk: bool) -> Row:
    said = (KIND.actions["decline"].said(entry.content) or "") if desk else ""
    day = text_of(entry.content, "on")
    return Row((Cell(DECLINED), Cell(day), Cell(said), Cell(entry.by)))


def _open(matter: Matter, step: str, *, over: bool) -> Row:
    address = to_enter("introduction", action="step", subject=matter.subject, step=step)
    way = Cell() if over else Cell(RECORD, address)
    return Row((Cell(label(step), note=NOT_YET), way, Cell(), Cell()))


VIEW = View(_show)
