"""The year's figures for the annual report: introductions, inquiries and consultations by stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.base import KnowledgeBase
from kb.entering.funnel import Count, Funnel, Step, fiscal_year, funnel, years
from kb.entering.steps import label
from kb.errors import CallError, InputError
from kb.text import Text
from kb.when import at, today
from web.addresses import with_query
from web.blocks import Block, Cell, Column, Notice, Paragraph, Row, Table, Title
from web.desk.shown import DESK_ONLY
from web.page import Page, Request

TITLE = Text("年度の集計", "The year's figures")
HEADING = Text("{year}年度の集計", "Figures of fiscal year {year}")
LEAD = Text(
    "{year}年4月1日から{next}年3月31日まで。取り下げられたものは数えません。公開でないものも数だけは入ります。",
    "From 1 April {year} to 31 March {next}. What was withdrawn is not counted; what is not public "
    "is counted, by number alone.",
)
OTHER = Text("ほかの年度:", "Other years:")
YEAR = Text("{year}年度", "FY{year}")
INTRODUCTIONS = Text("紹介の段階", "Introductions by step")
STEP_COLUMNS = (
    Column("step", Text("段階", "Step")),
    Column(
        "in_year",
        Text("この年度にその段階になった紹介（件）", "Introductions that took it this year"),
        numeric=True,
    ),
    Column(
        "of_begun",
        Text("この年度に始まった紹介のうち、いままでに（件）", "Of those begun this year, by now"),
        numeric=True,
    ),
    Column(
        "unclear",
        Text("日付が粗く、年度を決められない（件）", "Date too imprecise to tell"),
        numeric=True,
    ),
)
DECLINED = Text("この年度に断られた", "Declined this year")
INQUIRIES = Text("照会の段階", "Inquiries by stage")
COUNT_COLUMNS = (
    Column("stage", Text("段階", "Stage")),
    Column("number", Text("数", "Number"), numeric=True),
    Column("unit", Text("何の数か", "What is counted")),
    Column(
        "unclear",
        Text("日付が粗く、年度を決められない", "Date too imprecise to tell"),
        numeric=True,
    ),
)
MEETINGS = Text("面談", "Consultations")
MEETING_COLUMNS = (
    Column("what", Text("何を", "What")),
    Column("number", Text("数", "Number"), numeric=True),
    Column("unit", Text("何の数か", "What is counted")),
)
HELD = Text("面談", "Consultations held")
HELPED = Text("支援した相手", "Who were helped")
UNCLEAR = Text("日付が粗く、年度を決められない面談", "Consultations whose date is too imprecise")
TIMES = Text("回", "occasions")
EACH_ONCE = Text("相手（それぞれ1回だけ数える）", "each counted once")
EARLIEST, LATEST = 1900, 2999


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the figures of a fiscal year: the one asked for, or the present one."""
    if not request.people_ranked:
        return (Title(TITLE), Notice("boundary", DESK_ONLY))
    year = _year(request)
    found = funnel(kb.ledger, year)
    lead = Text(LEAD.ja.format(year=year, next=year + 1), LEAD.en.format(year=year, next=year + 1))
    return (
        Title(HEADING.format(year=year)),
        Paragraph(lead),
        *_others(kb, year),
        Table("introductions", INTRODUCTIONS, STEP_COLUMNS, tuple(_steps(found))),
        Table("inquiries", INQUIRIES, COUNT_COLUMNS, tuple(map(_count, found.counts))),
        Table("consultations", MEETINGS, MEETING_COLUMNS, tuple(_meetings(found))),
    )


def _year(request: Request) -> int:
    asked = request.value("year")
    if not asked:
        return fiscal_year(today())
    year = _year_named(asked[:20])
    if not EARLIEST <= year <= LATEST:
        raise CallError(
            Text("年度が読めません。", "This fiscal year cannot be read."),
            expected=f"{EARLIEST} … {LATEST} | 令和6年度",
            found=asked[:20],
        )
    return year


def _year_named(text: str) -> int:
    """Read a year or fiscal year, by an era too; 0 where it is none."""
    try:
        found = at(text)
    except InputError:
        return 0
    first = found.first_day()
    return first.year if first and found.precision in {"year", "fiscal_year"} else 0


def _others(kb: KnowledgeBase, year: int) -> Iterator[Block]:
    others = [one for one in years(kb.ledger) if one != year]
    if others:
        cells = (Cell(YEAR.format(year=one), with_query("/funnel", year=one)) for one in others)
        yield Paragraph(OTHER, tuple(cells))


def _steps(found: Funnel) -> Iterator[Row]:
    yield from map(_step, found.steps)
    yield Row((Cell(DECLINED), _number(found.declined), Cell(), Cell()))


def _step(one: Step) -> Row:
    counts = (one.in_year, one.of_begun, one.unclear)
    return Row((Cell(label(one.name)), *map(_number, counts)))


def _count(one: Count) -> Row:
    return Row(
        (Cell(one.stage.label), _number(one.number), Cell(one.stage.counts), _number(one.unclear))
    )


def _meetings(found: Funnel) -> Iterator[Row]:
    yield Row((Cell(HELD), _number(found.consultations), Cell(TIMES)))
    yield Row((Cell(HELPED), _number(found.clients), Cell(EACH_ONCE)))
    yield Row((Cell(UNCLEAR), _number(found.unclear), Cell(TIMES)))


def _number(number: float) -> Cell:
    return Cell(f"{number:,.0f}", value=number)


PAGE = Page("/funnel", TITLE, show, menu=15)
