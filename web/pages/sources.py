"""Where everything comes from, how old it is, and on what terms it may be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from kb.base import KnowledgeBase
from kb.ledger import Run, SourceDescription
from kb.standing import Standing, standings
from kb.text import Text, parted, same
from web.blocks import Block, Cell, Column, Paragraph, Row, Table, Title
from web.page import Page, Request

RUNS = 200
RUNS_SHOWN = 20
TITLE = Text("データ", "Data")
LEAD = Text(
    "すべての事実は、どの出典のどこにあるかとともに記録しています。版は記録が変わるたびに一つ進みます。",
    "Every fact is kept with its source and the place in it. The version grows by one with every change.",
)
VERSION = Text("いまの版: {}", "Present version: {}")
SCHEMA = Text("型と関係のことば", "The words for types and relations")
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
    Column("publisher", Text("発行者", "Publisher")),
    Column("licence", Text("利用条件", "Licence")),
    Column("rhythm", Text("更新", "Renewed")),
    Column("read", Text("最後に読んだ日", "Last read")),
    Column("age_days", Text("経過日数", "Days since"), numeric=True),
    Column("rows", Text("行", "Rows"), numeric=True),
    Column("claims", Text("記録の数", "Records"), numeric=True),
    Column("things_alone", Text("この出典だけの主体など", "Things only here"), numeric=True),
    Column("ties_alone", Text("この出典だけのつながり", "Ties only here"), numeric=True),
)
OVERDUE = Text("新しい版が出ているはずです", "a newer edition should be there")
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
    """Give the sources and what happened when they were read."""
    del request
    sources, runs = kb.ledger.sources(), kb.ledger.runs(RUNS)
    found = standings(kb.ledger, kb.vocabulary, kb.settings)
    today = datetime.now(UTC).date()
    label = kb.version_label
    version = Text(VERSION.ja.format(label), VERSION.en.format(label))
    failed = tuple(_failed(one) for one in found if one.failed)
    rows = tuple(_source(one, today) for one in found)
    return (
        Title(TITLE),
        Paragraph(LEAD),
        Paragraph(version, (Cell(SCHEMA, "/schema"),)),
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


def _source(one: Standing, today: date) -> Row:
    age, share = one.age(today), one.share
    return Row(
        (
            Cell(one.source.title, one.source.address),
            Cell(one.source.publisher),
            Cell(parted(one.source.licence)),
            Cell(one.source.rhythm, note=OVERDUE if one.overdue(today) else ""),
            Cell((one.last.ended or one.last.started)[:10] if one.last else ""),
            _count(age),
            _count(one.rows),
            _count(one.held),
            _count(share.things_alone),
            _count(share.ties_alone),
        )
    )


def _count(number: int | None) -> Cell:
    return Cell() if number is None else Cell(f"{number:,}", value=number)


def _failed(one: Standing) -> Row:
    when = one.failed.started if one.failed else ""
    reason = one.failed.reason if one.failed else ""
    return Row(
        (Cell(one.source.title), Cell(when[:16].replace("T", " "), value=when), Cell(reason))
    )


def _runs(sources: Sequence[SourceDescription], runs: Sequence[Run]) -> Iterator[Row]:
    titles = {source.name: source.title for source in sources}
    for run in runs:
        counts = (int(run.counts.get(name, 0)) for name in COUNTED)
        yield Row(
            (
                Cell(run.started[:16].replace("T", " "), value=run.started),
                Cell(titles.get(run.source, same(run.source))),
                Cell(OUTCOMES.get(run.outcome, same(run.outcome))),
                *(Cell(f"{count:,}", value=count) for count in counts),
                Cell(str(run.version or ""), value=run.version),
            )
        )


PAGE = Page("/sources", TITLE, show, menu=50)
