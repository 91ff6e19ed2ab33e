"""The stages of an inquiry, each with how many and in which unit, and who was asked."""

from __future__ import annotations

from collections.abc import Iterator

from kb.entering.kind import Matter
from kb.entering.stages import STAGES, counted
from kb.text import Text
from web.blocks import Block, Cell, Column, Row, Table
from web.desk.shown import several
from web.matter import View

CAPTION = Text("段階ごとの数", "How many at each stage")
COLUMNS = (
    Column("stage", Text("段階", "Stage")),
    Column("number", Text("数", "Number"), numeric=True),
    Column("unit", Text("何の数か", "What is counted")),
)
ASKED = Text("尋ねた相手", "Partners asked")
PARTNERS = (Column("who", Text("相手", "Partner")),)


def _show(matter: Matter, _desk: bool) -> Iterator[Block]:  # noqa: FBT001 a view's own order
    rows = []
    for stage in STAGES:
        number = counted(matter, stage.name)
        rows.append(
            Row((Cell(stage.label), Cell(f"{number:,.0f}", value=number), Cell(stage.counts)))
        )
    yield Table("stages", CAPTION, COLUMNS, tuple(rows))
    named = {
        id_: matter.name(id_)
        for one in matter.of("ask")
        for id_ in _list(one.content.get("partners"))
    }
    if named:
        rows = [Row((several([pair]),)) for pair in named.items()]
        yield Table("partners", ASKED, PARTNERS, tuple(rows))


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


VIEW = View(_show)
