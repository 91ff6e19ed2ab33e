"""One run of a source: stage, commit, close what is gone; or change nothing at all."""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import ingest.curated_files
import ingest.read
import ingest.row
from ingest import sources as folder
from ingest.read import fingerprint
from ingest.reading import Reading
from ingest.source import Source
from kb.errors import InputError, KakehashiError, LedgerError
from kb.ledger import Changed, Ledger, Outcome
from kb.progress import QUIET, Progress
from kb.records import Record
from kb.text import Text
from kb.vocabulary import Vocabulary


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
    progress: Progress = QUIET,
) -> Report:
    """Read the files whole and bring the ledger to what they say.

    Raises InputError (all wrong rows named) with nothing committed; whatever interrupts it, the
    ledger shows the state before or after, never between.
    """
    files = files_of(source, files)
    ledger.describe(source.description())
    input_hash, software = fingerprint(files), software_of(source, vocabulary)
    if ledger.identical(source.name, input_hash, software):
        return Report(source.name, None, 0, {})
    number = ledger.begin(source.name, input_hash=input_hash, software=software, at=at)
    reading = Reading(source, files, vocabulary, progress)
    try:
        ledger.stage(number, reading.records())
        reading.refuse_if_wrong()
        outcome, judged = ledger.settle(number, reading.judged, by=source.publisher.ja, at=at)
    except BaseException as problem:
        # Where even that fails (a full disk), the next run of the source clears what is left.
        with suppress(LedgerError):
            ledger.abandon(number, at=at, reason=str(problem) or type(problem).__name__)
        raise
    return Report(source.name, outcome, reading.rows, dict(reading.counts), judged)


def preview(
    source: Source,
    files: Sequence[Path],
    *,
    vocabulary: Vocabulary,
    samples: int = 5,
    progress: Progress = QUIET,
) -> Preview:
    """Read the files and tell what they hold and what is wrong in them; write nothing."""
    reading = Reading(source, files_of(source, files), vocabulary, progress)
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
    missing = [str(file) for file in chosen if not file.is_file()]
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


def software_of(source: Source, vocabulary: Vocabulary) -> str:
    """Name the software that reads: version, the code of the source and its readers, the words."""
    names = {f"{folder.__name__}.{source.name}", source.read.__module__, source.map.__module__}
    modules = [sys.modules[name] for name in sorted(names) if name in sys.modules]
    code = hashlib.sha256()
    for module in (*modules, ingest.read, ingest.row, ingest.curated_files):
        code.update(inspect.getsource(module).encode())
    return f"{version('kakehashi')}+{code.hexdigest()[:12]}+{vocabulary.fingerprint[:12]}"
