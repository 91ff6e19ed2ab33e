"""`kakehashi ingest`: what sources there are, how they stand, and bringing them in."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ingest import run as running
from ingest import tidy as tidying
from ingest import unmentioned as reading_again
from ingest.register import source_named, sources
from ingest.source import Source
from kb.base import KnowledgeBase
from kb.cli import STDERR, now, progress, say, with_settings
from kb.encoding import text_of
from kb.errors import CallError, InputError
from kb.settings import Settings
from kb.text import Text
from kb.vocabulary import vocabulary

CONSOLE = Console(highlight=False, markup=False)


@click.group()
def ingest() -> None:
    """出典を取り込む · Bring sources in."""


@ingest.command("list")
@with_settings
def list_(settings: Settings) -> None:
    """使える出典 · The sources that can be read."""
    table = Table(box=None, pad_edge=False)
    for column in (Text("名前", "name"), Text("題名", "title"), Text("発行者", "publisher")):
        table.add_column(column.get(settings.language))
    for source in sources().values():
        table.add_row(
            source.name,
            source.title.get(settings.language),
            source.publisher.get(settings.language),
        )
    CONSOLE.print(table)


@ingest.command()
@with_settings
def status(settings: Settings) -> None:
    """これまでの取り込み · What was brought in, and when."""
    with KnowledgeBase(settings) as kb:
        runs = kb.ledger.runs()
        version = kb.ledger.version()
    say(settings, Text(f"台帳の版: {version}", f"Version of the ledger: {version}"))
    for run in runs:
        counts = ", ".join(f"{name} {count:,}" for name, count in run.counts.items())
        click.echo(f"{run.started}  {run.source}  {run.outcome}  {counts}")


@ingest.command("run")
@click.argument("source", required=False)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--all", "every", is_flag=True, help="同梱の出典すべて · every bundled source")
@click.option("--preview", is_flag=True, help="読むだけ、書かない · read only, write nothing")
@with_settings
def run_(
    settings: Settings,
    source: str | None,
    files: tuple[Path, ...],
    *,
    every: bool,
    preview: bool,
) -> None:
    """SOURCE を取り込む（FILE を省くと同梱の表） · Bring a source in; bundled tables by default."""
    chosen = _chosen(source, every=every)
    if preview:
        for unit in chosen:
            _preview(settings, unit, files)
        return
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        for unit in chosen:
            report = running.run(
                unit,
                files,
                ledger=kb.ledger,
                vocabulary=kb.vocabulary,
                at=now(),
                progress=kb.progress,
            )
            say(settings, sentence(unit, report))
        kb.keep_up()


@ingest.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@with_settings
def tidy(settings: Settings, files: tuple[Path, ...]) -> None:
    """人手の表を並べ直す · Bring curated tables into their order and quoting."""
    for file in files:
        changed = tidying.tidy(file)
        done = (
            Text("並べ直しました。", "put in order.")
            if changed
            else Text("整っています。", "in order.")
        )
        say(settings, Text(f"{file.name}: {done.ja}", f"{file.name}: {done.en}"))


@ingest.command()
@click.argument("source")
@click.argument("text", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--passed-over",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="載せない理由のある語の表 · table of strings that rightly have no record (source,string,why)",
)
@with_settings
def unmentioned(settings: Settings, source: str, text: Path, passed_over: Path | None) -> None:
    """原文にあって記録に無い語と行を並べる · What a text names that no record of SOURCE mentions."""
    known = tuple(reading_again.passed_over(passed_over, source)) if passed_over else ()
    seen = reading_again.coverage(source_named(source), text_of(text), passed_over=known)
    for one in seen.unmentioned:
        click.echo(f"{one.text}\t{', '.join(map(str, one.lines))}")
    cited = Text(
        f"{seen.lines} 行のうち、空行を除き {len(seen.uncited)} 行に記録がありません: "
        f"{', '.join(map(str, seen.uncited))}",
        f"Of {seen.lines} lines, {len(seen.uncited)} filled ones bear no record: "
        f"{', '.join(map(str, seen.uncited))}",
    )
    say(settings, cited)


def sentence(source: Source, report: running.Report) -> Text:
    """Say what a run did."""
    if report.outcome is None:
        return Text(
            f"{source.title.ja}: 前回と同じ内容です。",
            f"{source.title.en}: the same as last time.",
        )
    done, judged = report.outcome, report.judged
    if judged and (judged.made or judged.withdrawn):
        return Text(
            f"{source.title.ja}: {report.rows:,} 行 → 判断 {judged.made:,}、"
            f"取り下げ {judged.withdrawn:,}",
            f"{source.title.en}: {report.rows:,} rows → judgements {judged.made:,}, "
            f"withdrawn {judged.withdrawn:,}",
        )
    return Text(
        f"{source.title.ja}: {report.rows:,} 行 → 新規 {done.new:,}、変更 {done.changed:,}、"
        f"同じ {done.unchanged:,}、終了 {done.closed:,}",
        f"{source.title.en}: {report.rows:,} rows → new {done.new:,}, changed {done.changed:,}, "
        f"the same {done.unchanged:,}, closed {done.closed:,}",
    )


def _chosen(source: str | None, *, every: bool) -> list[Source]:
    if every and source is not None:
        raise CallError(
            Text("名前と --all は一緒に使えません。", "A name and --all do not go together."),
            expected="ingest run SOURCE | ingest run --all",
            found=f"{source} --all",
        )
    if every:
        return [unit for unit in sources().values() if unit.bundled]
    if source is None:
        raise CallError(
            Text("出典の名前がありません。", "No source was named."),
            expected=" | ".join(sources()),
            found=Text("指定なし", "none"),
            remedy=Text("名前を書くか --all を付けてください。", "Name one, or say --all."),
        )
    return [source_named(source)]


def _preview(settings: Settings, source: Source, files: tuple[Path, ...]) -> None:
    seen = running.preview(source, files, vocabulary=vocabulary(), progress=progress(settings))
    say(settings, source.title)
    for problem in seen.problems:
        STDERR.print("\n  ".join(problem.lines(settings.language)), markup=False)
    if seen.problems:
        raise InputError(
            Text(
                f"{len(seen.problems)} 行が読めません。何も書いていません。",
                f"{len(seen.problems)} rows cannot be read. Nothing was written.",
            )
        )
    for word, count in sorted(seen.counts.items()):
        click.echo(f"{word}\t{count}")
    say(settings, Text("問題はありません。何も書いていません。", "Sound. Nothing was written."))
