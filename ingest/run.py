"""One run of a source: stage, commit, close what is gone; or change nothing at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ingest.loss import refuse_loss, refuse_loss_of_part
from ingest.read import fingerprint
from ingest.reading import Reading
from ingest.recall import Recall
from ingest.software import software_of
from ingest.source import Asked, Source
from kb.bulk import bulk
from kb.errors import InputError, KakehashiError, LedgerError
from kb.ledger import Changed, Ledger, NoLongerHeldError, Outcome
from kb.progress import QUIET, Progress
from kb.records import Record
from kb.text import Text, as_one
from kb.vocabulary import Vocabulary

COMPARING = Text("台帳と比べる", "comparing with the ledger")
LARGE = 20_000
"""Rows from which on it is said that the ledger compares, as that takes a while."""

RUNS_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did; `outcome` None means that the identical input was known already."""

    source: str
    outcome: Outcome | None
    rows: int
    counts: Mapping[str, int]
    judged: Changed | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would read; nothing was written and no graph was started."""

    source: str
    rows: int
    counts: Mapping[str, int]
    problems: tuple[KakehashiError, ...]
    samples: tuple[Record, ...]


def run(
    source: Source,
    files: Sequence[Path],
    *,
    ledger: Ledger,
    vocabulary: Vocabulary,
    at: str,
    whole: bool = False,
    accept_loss: bool = False,
    retrieved: str = "",
    cache: Path | None = None,
    progress: Progress = QUIET,
) -> Report:
    """Read the files to their end and bring the ledger to what they say.

    `accept_loss` lets a run close more than a third of what its source held; `retrieved` is the
    day (ISO) on which the files were fetched, where they were; `cache` is the folder in which is
    kept what rows said, so that the next run need not map them again. Raises InputError (all wrong rows
    named) with nothing committed; whatever interrupts it, the ledger shows the state before or
    after, never between.
    """
    named = ledger.named(source.names, except_by=source.name) if source.names else frozenset()
    asked = Asked(files_of(source, files), whole, named, partial(ledger.places, source.name))
    ledger.describe(source.description())
    input_hash, software = _input_of(asked), software_of(source, vocabulary)
    if ledger.identical(source.name, input_hash, software, scope=source.scope):
        return Report(source.name, None, 0, {})
    expected = _rows_before(ledger, source)

    def attempt(recall: Recall | None) -> Report:
        number = ledger.begin(source.name, input_hash=input_hash, software=software, at=at)
        reading = Reading(source, asked, vocabulary, progress, retrieved, expected, recall)
        with bulk():
            outcome, judged = _through(ledger, number, reading, accept_loss=accept_loss, at=at)
        return Report(source.name, outcome, reading.rows, dict(reading.counts), judged)

    if cache is None:
        return attempt(None)
    try:
        return attempt(Recall.of(cache, source.name, software))
    except NoLongerHeldError:
        return attempt(None)


def _through(
    ledger: Ledger, number: int, reading: Reading, *, accept_loss: bool, at: str
) -> tuple[Outcome, Changed]:
    """Read to the end and commit, or leave the ledger as it was."""
    recall = reading.recall
    try:
        if recall is None:
            ledger.stage(number, reading.said())
        else:
            ledger.stage(number, reading.said(), told=recall.kept)
        reading.refuse_if_wrong()
        settled = _settle(ledger, number, reading, accept_loss=accept_loss, at=at)
    except BaseException as problem:
        if recall is not None:
            forgotten = isinstance(problem, NoLongerHeldError)
            recall.forget() if forgotten else recall.leave()
        # Where even that fails (a full disk), the next run of the source clears what is left.
        with suppress(LedgerError):
            ledger.abandon(number, at=at, reason=_reason(problem))
        raise
    if recall is not None:
        recall.keep()
    return settled


def _reason(problem: BaseException) -> str:
    if isinstance(problem, KakehashiError):
        return as_one(problem.said)
    return str(problem) or type(problem).__name__


def _settle(
    ledger: Ledger, number: int, reading: Reading, *, accept_loss: bool, at: str
) -> tuple[Outcome, Changed]:
    """Commit what was read, unless it is so much less than before that it is not believed."""
    source = reading.source
    if reading.rows >= LARGE:
        reading.progress(COMPARING)
    where, covered = ", ".join(file.name for file in reading.asked.files), reading.asked.covered
    if source.scope == "whole" and not accept_loss:
        refuse_loss(ledger, number, source, reading.judged, where=where)
    elif covered and not accept_loss:
        refuse_loss_of_part(ledger, number, source, covered, where=where)
    return ledger.settle(
        number,
        reading.judged,
        scope=source.scope,
        by=source.publisher.ja,
        at=at,
        rows=reading.rows,
        outdated=reading.asked.outdated,
        covered=covered,
    )


def _rows_before(ledger: Ledger, source: Source) -> int | None:
    """Give how many rows the last finished run of a source read; None where nobody knows."""
    runs = (one for one in ledger.runs(RUNS_LOOKED_AT) if one.source == source.name)
    return next((one.counts["rows"] for one in runs if "rows" in one.counts), None)


def preview(
    source: Source,
    files: Sequence[Path],
    *,
    vocabulary: Vocabulary,
    whole: bool = False,
    samples: int = 5,
    progress: Progress = QUIET,
) -> Preview:
    """Read the files and tell what they hold and what is wrong in them; write nothing.

    No ledger is opened, so what other sources name is not known.
    """
    asked = Asked(files_of(source, files), whole)
    reading = Reading(source, asked, vocabulary, progress)
    shown: list[Record] = []
    for record in reading.records():
        if len(shown) < samples:
            shown.append(record)
    return Preview(
        source.name, reading.rows, dict(reading.counts), tuple(reading.problems), tuple(shown)
    )


def files_of(source: Source, files: Sequence[Path]) -> Sequence[Path]:
    """Give the files to read: those named, else the ones that travel with the software."""
    chosen = tuple(files) or (tuple(source.bundled()) if source.bundled else ())
    missing = [str(file) for file in chosen if not _there(file)]
    if missing or not chosen:
        raise InputError(
            Text("読むファイルがありません。", "There is no file to read."),
            expected=source.accepts,
            found=", ".join(missing) or Text("指定なし", "none named"),
            where=source.name,
            remedy=Text(
                f"kakehashi ingest run {source.name} ファイル… のように指定してください。",
                f"Name them: kakehashi ingest run {source.name} FILE…",
            ),
        )
    return chosen


def _there(file: Path) -> bool:
    """Tell whether a file is there; a name too long for one, or a closed folder, holds none."""
    try:
        return file.is_file()
    except OSError:
        return False


def _input_of(asked: Asked) -> str:
    """Hash what a reading depends on: the files and what it was asked for."""
    files = fingerprint(asked.files)
    if not asked.whole and not asked.named:
        return files
    named = " ".join(sorted(map(str, asked.named)))
    return hashlib.sha256(f"{files} {asked.whole} {named}".encode()).hexdigest()
