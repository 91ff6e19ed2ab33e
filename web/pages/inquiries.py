"""Inquiries: one question to many partners; every stage says how many of what it counts."""

from __future__ import annotations

from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.entering.desk import desk_of
from kb.entering.kind import Matter
from kb.entering.stages import STAGES, Stage, counted
from kb.text import Text
from web.addresses import to_enter
from web.blocks import Block, Cell, Column, Paragraph, Row, Table, Title
from web.desk.shown import (
    LATEST,
    NOTHING,
    VISIBLE,
    called,
    left_out,
    on_desk,
    parties,
    visibility,
    visible,
    when,
)
from web.page import Page, Request

TITLE = Text("照会", "Inquiries")
LEAD = Text(
    "一つの問いを多くの相手に尋ねた記録です。問い・相手・回答・進展は、それぞれ別のものを数えています。"
    "一つの問いに回答がいくつもあり得るので、割り算はしません。",
    "One question put to many partners. Questions, partners, answers and what was taken up count "
    "different things: one question may have many answers, so they are not divided by each other.",
)
NEW = Text("照会を記録する", "Enter an inquiry")
ALL = Text("段階ごとの数", "How many at each stage")
STAGE_COLUMNS = (
    Column("stage", Text("段階", "Stage")),
    Column("number", Text("数", "Number"), numeric=True),
    Column("unit", Text("何の数か", "What is counted")),
)
LABEL = Text("{stage}: {unit}", "{stage}: {unit}")
COLUMNS = (
    Column("who", Text("問い", "Question")),
    Column("asker", Text("だれの問いか", "Whose")),
    Column("when", Text("いつ", "When")),
    *(
        Column(stage.name, LABEL.filled(stage=stage.label, unit=stage.counts), numeric=True)
        for stage in STAGES[1:]
    ),
    VISIBLE,
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the stages over all inquiries that may be shown, then each inquiry."""
    shown, kept = visible(reversed(desk_of(kb.ledger).matters("inquiry")), request)
    new = (Cell(NEW, to_enter("inquiry")),) if on_desk(request) else ()
    stages = tuple(_stage(stage, shown) for stage in STAGES)
    return (
        Title(TITLE),
        Paragraph(LEAD, new),
        Table("stages", ALL, STAGE_COLUMNS, stages),
        Table("inquiries", TITLE, COLUMNS, tuple(map(_row, shown)), order=LATEST, empty=NOTHING),
        *left_out(kept),
    )


def _stage(stage: Stage, shown: Sequence[Matter]) -> Row:
    number = sum(counted(one, stage.name) for one in shown if not one.withdrawn)
    return Row((Cell(stage.label), _number(number), Cell(stage.counts)))


def _row(matter: Matter) -> Row:
    counts = (_number(counted(matter, stage.name)) for stage in STAGES[1:])
    return Row(
        (
            called(matter),
            parties(matter, "asker"),
            when(matter),
            *counts,
            visibility(matter),
        )
    )


def _number(number: float) -> Cell:
    return Cell(f"{number:,.0f}", value=number)


PAGE = Page("/inquiries", TITLE, show, menu=14)
