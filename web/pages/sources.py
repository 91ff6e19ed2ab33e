"""Where everything comes from, how old it is, and on what terms it may be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from kb.base import KnowledgeBase
from kb.contributions import Share
from kb.ledger import Run, SourceDescription
from kb.standing import Standing, days_of, standings
from kb.text import Text, same
from kb.when import day_here, minute_here
from web.blocks import Block, Cell, Column, Fact, Facts, Notice, Paragraph, Row, Table, Title
from web.page import Page, Request
from web.work.lists import counted, kept

RUNS = 200
RUNS_SHOWN = 20
TITLE = Text("データ", "Data")
LEAD = Text(
    "すべての事実は、どの出典のどこにあるかとともに記録しています。版は記録が変わるたびに一つ進みます。",
    "Every fact is kept with its source and the place in it. The version grows by one with every change.",
)
VERSION = Text("いまの版: {label}", "Present version: {label}")
SOURCES = Text("出典", "Sources")
LOADED = Text("取り込みの記録", "Runs")
EMPTY = Text(
    "出典はまだありません。kakehashi demo を実行すると、最初の出典が入ります。",
    "There is no source yet; kakehashi demo loads the first one.",
)
OUTCOMES = {
    "done": Text("完了", "done"),
    "running": Text("進行中", "running"),
    "failed": Text("失敗", "failed"),
    "unchanged": Text("変化なし", "unchanged"),
}
SOURCE_COLUMNS = (
    Column("title", Text("出典", "Source")),
    Column("fresh", Text("新しさ", "How fresh")),
    Column("share", Text("受け持ち", "Its share")),
    Column("things_alone", Text("ここだけのもの", "Things only here"), numeric=True),
    Column("ties_alone", Text("ここだけのつながり", "Ties only here"), numeric=True),
    Column("rows", Text("行", "Rows"), numeric=True),
    Column("claims", Text("記録", "Records"), numeric=True),
)
OVERDUE = Text(
    "古くなっています: 新しい版が出ているはずです", "Stale: a newer edition should be there"
)
MISSED = Text(
    "古くなっています: 新しい版が{n}回出ているはずです", "Stale: {n} newer editions should be there"
)
IN_TIME = Text("次の版までは、まだ間があります", "in time: the next edition is not due yet")
TODAY = Text("きょう確かめました。{rhythm}", "checked today; {rhythm}")
YESTERDAY = Text("きのう確かめました。{rhythm}", "checked yesterday; {rhythm}")
AGED = Text("{day}に確かめました（{n}日前）。{rhythm}", "checked on {day} ({n} days ago); {rhythm}")
NEVER = Text("まだ読んでいません", "not read yet")
SHARE = Text(
    "もの{things}、つながり{ties}。その{percent}%は、この出典だけが述べています",
    "{things} things and {ties} ties; {percent}% of them no other source states",
)
SHARED = Text(
    "もの{things}、つながり{ties}。どれもほかの出典も述べています",
    "{things} things and {ties} ties; other sources state all of them too",
)
NO_SHARE = Text("ものもつながりも述べていません", "it states neither things nor ties")
STALE = Text(
    "新しい版が出ているはずの出典: {names}",
    "Sources of which a newer edition should be there: {names}",
)
TO_DO = Text("やることリスト", "Work to do")
MORE = Text("データについて", "About the data")
WORDS_MORE = (
    Cell(Text("変わったこと", "What changed"), "/changes"),
    Cell(Text("引用のしかた、利用条件", "How to cite, and the terms"), "/about"),
    Cell(Text("型と関係のことば", "The words for types and relations"), "/schema"),
)
FAILED = Text("最後の取り込みが失敗した出典", "Sources whose last run failed")
FAILED_COLUMNS = (
    Column("title", Text("出典", "Source")),
    Column("failed", Text("時刻", "When")),
    Column("error", Text("理由", "Reason")),
)
RUN_COLUMNS = (
    Column("started", Text("時刻", "When")),
    Column("source", Text("出典", "Source")),
    Column("outcome", Text("結果", "Outcome")),
    Column("new", Text("新しい", "New"), numeric=True),
    Column("changed", Text("変わった", "Changed"), numeric=True),
    Column("closed", Text("閉じた", "Closed"), numeric=True),
    Column("version", Text("版", "Version"), numeric=True),
)
COUNTED = ("new", "changed", "closed")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the sources, how much each alone says and how old it is, and what was read when."""
    sources, runs = kb.ledger.sources(), kb.ledger.runs(RUNS)
    found = standings(kb.ledger, kb.vocabulary, kb.settings)
    today = datetime.now(UTC).date()
    version = VERSION.format(label=kb.version_label)
    failed = tuple(_failed(one) for one in found if one.failed)
    rows = tuple(_source(one, today) for one in found)
    return (
        Title(TITLE),
        Paragraph(LEAD),
        Paragraph(version),
        Facts((*_to_do(kb, request), Fact(MORE, WORDS_MORE))),
        *_stale(found, today),
        Table("sources", SOURCES, SOURCE_COLUMNS, rows, empty=EMPTY),
        *((Table("failed", FAILED, FAILED_COLUMNS, failed),) if failed else ()),
        Table(
            "runs",
            LOADED,
            RUN_COLUMNS,
            tuple(_runs(sources, runs[:RUNS_SHOWN])),
            total=len(runs),
            order=Text("新しい順", "latest first"),
        ),
    )


def _to_do(kb: KnowledgeBase, request: Request) -> Iterator[Fact]:
    """Give the work-lists with their counts as they were last made; no graph is asked."""
    lists = kept(kb)
    cells = tuple(counted(lists, people=request.people_ranked)) if lists else ()
    yield Fact(TO_DO, cells or (Cell(TO_DO, "/work"),))


def _stale(found: Sequence[Standing], today: date) -> Iterator[Block]:
    """Name what should have been renewed."""
    stale = [one.source.title for one in found if one.overdue(today)]
    if stale:
        names = Text("、".join(one.ja for one in stale), ", ".join(one.en for one in stale))
        yield Notice("boundary", STALE.filled(names=names))


def _source(one: Standing, today: date) -> Row:
    share = one.share
    return Row(
        (
            Cell(one.source.title, one.source.address, note=one.source.publisher),
            _freshness(one, today),
            _share(share),
            _count(share.things_alone),
            _count(share.ties_alone),
            _count(one.rows),
            _count(one.held),
        )
    )


def _freshness(one: Standing, today: date) -> Cell:
    """Say how old a source is, and what that means by its rhythm."""
    age, days = one.age(today), days_of(one.source.rhythm.en)
    if age is None:
        return Cell(NEVER)
    said = {0: TODAY, 1: YESTERDAY}.get(age, AGED)
    text = said.filled(
        rhythm=one.source.rhythm, n=same(f"{age:,}"), day=same(str(day_here(one.checked)))
    )
    if days is None:
        return Cell(text, value=age)
    if not one.overdue(today):
        return Cell(text, note=IN_TIME, value=age)
    missed = age // days
    return Cell(text, note=MISSED.format(n=missed) if missed > 1 else OVERDUE, value=age)


def _share(share: Share) -> Cell:
    """Say how much a source states, and how much of that it alone does."""
    every, alone = share.things + share.ties, share.things_alone + share.ties_alone
    if not every:
        return Cell(NO_SHARE)
    part = alone / every
    percent = f"{part:.0%}".rstrip("%")
    words = SHARE if alone else SHARED
    said = words.format(things=f"{share.things:,}", ties=f"{share.ties:,}", percent=percent)
    return Cell(said, bar=part, value=part)


def _count(number: int | None) -> Cell:
    return Cell() if number is None else Cell(f"{number:,}", value=number)


def _failed(one: Standing) -> Row:
    when = one.failed.started if one.failed else ""
    reason = one.failed.said if one.failed else ""
    return Row((Cell(one.source.title), Cell(minute_here(when), value=when), Cell(reason)))


def _runs(sources: Sequence[SourceDescription], runs: Sequence[Run]) -> Iterator[Row]:
    titles = {source.name: source.title for source in sources}
    for run in runs:
        counts = (int(run.counts.get(name, 0)) for name in COUNTED)
        yield Row(
            (
                Cell(minute_here(run.started), value=run.started),
                Cell(titles.get(run.source, same(run.source))),
                Cell(OUTCOMES.get(run.outcome, same(run.outcome))),
                *(Cell(f"{count:,}", value=count) for count in counts),
                Cell(str(run.version or ""), value=run.version),
            )
        )


PAGE = Page("/sources", TITLE, show, menu=50)
