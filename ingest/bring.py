"""Bringing sources in: fetched where that is asked for, each by itself, whatever the others do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.fetch.line import Line
from ingest.fetch.web import OfficialWeb
from ingest.run import Report, run
from ingest.source import Source
from kb.base import KnowledgeBase
from kb.errors import KakehashiError, LedgerError
from kb.ledger import Ledger
from kb.progress import Progress
from kb.settings import Settings
from kb.text import Text, as_one


@dataclass(frozen=True, slots=True)
class Order:
    """What a command asks of its sources; `line` is there where they are to be fetched."""

    files: Sequence[Path] = ()
    whole: bool = False
    accept_loss: bool = False
    line: Line | None = None


Job = tuple[Source, Order]
"""A source and what is asked of it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be brought in, and why."""

    source: Source
    problem: KakehashiError


def files_for(
    source: Source, order: Order, settings: Settings, progress: Progress, *, at: str
) -> tuple[Sequence[Path], str]:
    """Give the files to read and, where they were fetched, the day of that (ISO)."""
    if order.line is None or source.fetch is None:
        return order.files, ""
    folder = settings.fetched_folder / source.name
    web = OfficialWeb(order.line, folder, at=at, progress=progress)
    return tuple(source.fetch(web)), at[:10]


def bring(kb: KnowledgeBase, source: Source, order: Order, *, at: str) -> Report:
    """Fetch and read one source; what cannot be fetched is kept as a failed run."""
    try:
        files, retrieved = files_for(source, order, kb.settings, kb.progress, at=at)
    except KakehashiError as problem:
        _keep_failure(kb.ledger, source, problem, at=at)
        raise
    return run(
        source,
        files,
        ledger=kb.ledger,
        vocabulary=kb.vocabulary,
        at=at,
        whole=order.whole,
        accept_loss=order.accept_loss,
        retrieved=retrieved,
        cache=kb.settings.cache_folder,
        progress=kb.progress,
    )


def bring_each(
    kb: KnowledgeBase,
    jobs: Iterable[Job],
    *,
    now: Callable[[], str],
    told: Callable[[Source, Report], None],
    failed: Callable[[Failure], None],
) -> list[Failure]:
    """Bring the sources in one after the other; one that fails does not stop the others."""
    failures: list[Failure] = []
    for source, order in jobs:
        try:
            told(source, bring(kb, source, order, at=now()))
        except KakehashiError as problem:
            failures.append(Failure(source, problem))
            failed(failures[-1])
    return failures


def refuse_failures(failures: Sequence[Failure], count: int) -> None:
    """Raise an error that names every source that failed, of how many; nothing where none did."""
    if not failures:
        return
    problem = KakehashiError(
        Text(
            f"{count} 件の出典のうち {len(failures)} 件を取り込めませんでした。ほかは済んでいます。",
            f"{len(failures)} of {count} sources could not be brought in; the others are done.",
        ),
        found=", ".join(one.source.name for one in failures),
        remedy=Text(
            "理由は上と kakehashi ingest status にあります。直して、その出典だけを実行してください。",
            "The reasons stand above and in kakehashi ingest status; run these alone once mended.",
        ),
    )
    for one in failures:
        for note in getattr(one.problem, "__notes__", ()):
            problem.add_note(note)
    raise problem


def _keep_failure(ledger: Ledger, source: Source, problem: KakehashiError, *, at: str) -> None:
    """Let `ingest status` tell what kept a source from coming."""
    try:
        ledger.describe(source.description())
        number = ledger.begin(source.name, input_hash="", software="", at=at)
        ledger.abandon(number, at=at, reason=as_one(problem.said))
    except LedgerError as further:
        problem.add_note(str(further))
