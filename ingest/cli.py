"""`kakehashi ingest`: what sources there are, how they stand, and bringing them in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from ingest import run as running
from ingest import status as printing
from ingest import tidy as tidying
from ingest import unmentioned as reading_again
from ingest.bring import Failure, Job, Order, bring, bring_each, files_for, refuse_failures
from ingest.call import Call, asked_for
from ingest.fetch.line import Line
from ingest.lock import only_run
from ingest.more import more
from ingest.register import source_named, sources
from ingest.source import Source
from kb.base import KnowledgeBase
from kb.cli import STDERR, now, progress, say, with_settings
from kb.commands.emit import Format, format_option
from kb.commands.people import people_options
from kb.contributions import kept_shares
from kb.encoding import text_of
from kb.errors import InputError
from kb.namesakes import namesakes
from kb.output import Options
from kb.settings import Settings
from kb.standing import standings
from kb.text import Text
from kb.vocabulary import vocabulary

PART = Text(
    "\n  このファイルは出典の一部なので、載らなくなったものも終了にしていません。",
    "\n  The files are a part of the source: what they no longer name was left as it stands.",
)
"""Said of a source whose files never hold all it says."""


@click.group()
def ingest() -> None:
    """出典を取り込む · Bring sources in."""


@ingest.command("list")
@with_settings
def list_(settings: Settings) -> None:
    """使える出典 · The sources that can be read."""
    for line in printing.listed(sources(), settings.language):
        click.echo(line)


@ingest.command("more")
@with_settings
def more_(settings: Settings) -> None:
    """まだ取り込んでいない公開データ · Open data not brought in yet, a line each."""
    with KnowledgeBase(settings) as kb:
        held = kb.ledger.held()
    for line in more(sources().values(), held):
        click.echo(line.get(settings.language))


@ingest.command()
@click.option("--candidates", is_flag=True, help="出典の間で名称が一致する組 · names that agree")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=100,
    show_default=True,
    help="組の数 · how many pairs",
)
@people_options
@format_option
@with_settings
def status(
    settings: Settings, *, candidates: bool, limit: int, options: Options, form: Format
) -> None:
    """出典の状態: いつ、何を、誰だけが · How each source stands, and what it alone says."""
    if candidates:
        _candidates(settings, limit, options, form)
        return
    with KnowledgeBase(settings) as kb:
        found = standings(kb.ledger, kb.vocabulary, settings)
        version = kb.ledger.version()
    known, today = sources(), date.fromisoformat(now()[:10])
    say(settings, Text(f"台帳の版: {version}", f"Version of the ledger: {version}"))
    printing.show(found, known, form, language=settings.language, today=today)
    if missing := printing.waiting(found, known):
        say(settings, missing)


def _candidates(settings: Settings, limit: int, options: Options, form: Format) -> None:
    with KnowledgeBase(settings) as kb:
        if options.people:
            options.record(kb.ledger, {"format": "ingest status --candidates"})
        found = namesakes(kb.ledger, kb.vocabulary, people=options.people)
    say(settings, printing.show_pairs(found, form, limit=limit, language=settings.language))


@ingest.command("run")
@click.argument("source", required=False)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--all", "every", is_flag=True, help="同梱の出典すべて · every bundled source")
@click.option(
    "--fetch", is_flag=True, help="公式アドレスから取り寄せる · from the official address"
)
@click.option(
    "--open-data",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="このフォルダーにある公開ファイル · the published files below this folder",
)
@click.option("--whole", is_flag=True, help="ファイルにあるものすべて · all that the files hold")
@click.option("--preview", is_flag=True, help="読むだけ、書かない · read only, write nothing")
@click.option(
    "--accept-loss", is_flag=True, help="三分の一を超える減少を認める · accept a large loss"
)
@with_settings
def run_(
    settings: Settings,
    source: str | None,
    files: tuple[Path, ...],
    *,
    every: bool,
    fetch: bool,
    open_data: Path | None,
    whole: bool,
    preview: bool,
    accept_loss: bool,
) -> None:
    """SOURCE を取り込む（FILE を省くと同梱の表） · Bring a source in; bundled tables by default."""
    call = Call(source, files, every=every, fetch=fetch, open_data=open_data)
    chosen = asked_for(call)
    with Line() if fetch else nullcontext() as line:
        order = Order(whole=whole, accept_loss=accept_loss, line=line)
        jobs = [(unit, replace(order, files=named)) for unit, named in chosen]
        if preview:
            _preview_each(settings, jobs)
        else:
            _run_each(settings, jobs, several=call.several)


def _run_each(settings: Settings, jobs: Sequence[Job], *, several: bool) -> None:
    def told(unit: Source, report: running.Report) -> None:
        say(settings, sentence(unit, report))

    def failed(failure: Failure) -> None:
        say(settings, failure.source.title)
        STDERR.print("\n  ".join(failure.problem.lines(settings.language)), markup=False)

    failures: list[Failure] = []
    with (
        KnowledgeBase(settings, progress=progress(settings)) as kb,
        only_run(settings.home, at=now()),
    ):
        if several:
            failures = bring_each(kb, jobs, now=now, told=told, failed=failed)
        else:
            ((unit, order),) = jobs
            told(unit, bring(kb, unit, order, at=now()))
        kb.keep_up()
        # Counted now, so that the first who asks how the sources stand need not wait.
        kept_shares(kb.ledger, kb.vocabulary, settings.cache_folder)
    refuse_failures(failures, len(jobs))


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
    said = Text(
        f"{source.title.ja}: {report.rows:,} 行 → 新規 {done.new:,}、変更 {done.changed:,}、"
        f"同じ {done.unchanged:,}、終了 {done.closed:,}",
        f"{source.title.en}: {report.rows:,} rows → new {done.new:,}, changed {done.changed:,}, "
        f"the same {done.unchanged:,}, closed {done.closed:,}",
    )
    return Text(said.ja + PART.ja, said.en + PART.en) if source.scope == "part" else said


def _preview_each(settings: Settings, jobs: Sequence[Job]) -> None:
    for unit, order in jobs:
        files = order.files
        if order.line is not None:
            settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            with only_run(settings.home, at=now()):
                files, _ = files_for(unit, order, settings, progress(settings), at=now())
        _preview(settings, unit, files, whole=order.whole)


def _preview(settings: Settings, source: Source, files: Sequence[Path], *, whole: bool) -> None:
    seen = running.preview(
        source, files, vocabulary=vocabulary(), whole=whole, progress=progress(settings)
    )
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
