"""Putting malformed inputs to a source: what became of the run, and what its refusal lacks."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from ingest.run import Report, run
from ingest.source import Source
from kb.errors import KakehashiError
from kb.ledger import Ledger
from kb.ledger.content import to_row
from kb.readable import readable
from kb.vocabulary import vocabulary
from tests.malformed_files import SOUND, TAKEN, Case
from tests.malformed_forms import FORMS, believed, small

AT = "2026-11-21T09:00:00+00:00"
PATIENCE = 10.0
"""Seconds after which a run counts as hanging."""
LONGEST_MESSAGE = 3000
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


class HangsError(BaseException):
    """Not an Exception, so that nobody catches it on its way."""


@contextmanager
def patience(seconds: float = PATIENCE) -> Iterator[None]:
    """Raise HangsError in what takes longer."""

    def ring(signum: int, frame: FrameType | None) -> None:
        del signum, frame
        raise HangsError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def go(
    source: Source, files: Sequence[Path], ledger: Ledger, *, accept_loss: bool = True
) -> Report:
    """Run a source as the command does; everything of the corporate numbers is read."""
    return run(
        source,
        files,
        ledger=ledger,
        vocabulary=vocabulary(),
        at=AT,
        whole=source.name == "houjin",
        accept_loss=accept_loss,
    )


def held(ledger: Ledger) -> set[str]:
    """Give the contents of all claims that the ledger holds."""
    return {str(to_row(claim.record)["content"]) for claim in ledger.claims()}


class Bench:
    """A ledger that holds what a sound form says, and the trials of cases against it."""

    def __init__(self, folder: Path, form: str) -> None:
        self._folder, self._form, self._count = folder, FORMS[form], 0
        self._source = small(self._form.source)
        self.ledger = Ledger.open(f"sqlite:///{folder / 'ledger.sqlite'}")
        go(self._source, self._form.written(self._place()), self.ledger)
        self.sound = held(self.ledger)

    def trial(self, case: Case) -> str:
        """Give what is wrong with how a case was met; empty where all is as it must be."""
        before = self.ledger.version()
        files: Sequence[Path] = ()
        try:
            with patience():
                files = case.make(self._place())
                source = believed(case.source) if case.believed else self._source
                report = go(source, files, self.ledger)
        except KakehashiError as refusal:
            return self._of_refusal(case, refusal, before, files)
        except HangsError:
            return f"{case}: hangs"
        except Exception as crash:  # noqa: BLE001 all that is no refusal is the finding
            return f"{case}: {type(crash).__name__}: {crash}"
        return self._of_reading(case, report)

    def _of_refusal(
        self, case: Case, refusal: KakehashiError, before: int, files: Sequence[Path]
    ) -> str:
        if case.becomes:
            return f"{case}: refused: {refusal.sentence('en')}"
        if self.ledger.version() != before:
            return f"{case}: refused, and yet written"
        lacking = lacks(refusal, files)
        if case.says not in refusal.sentence("en"):
            lacking += f" {case.says!r}"
        return lacking and f"{case}: lacks {lacking}: {refusal.sentence('en')[:400]}"

    def _of_reading(self, case: Case, report: Report) -> str:
        now, self._last = held(self.ledger), report
        if now != self.sound:
            go(self._source, self._form.written(self._place()), self.ledger)
        if not case.becomes:
            return f"{case}: taken, {len(now - self.sound)} new claims"
        if case.becomes == SOUND:
            return "" if now == self.sound else f"{case}: other claims: {now ^ self.sound}"[:600]
        text = json.dumps(case.becomes, ensure_ascii=False)[1:-1]
        found = case.becomes == TAKEN or any(text in one for one in now)
        return "" if found else f"{case}: {case.becomes!r} is not in the ledger"

    def _place(self) -> Path:
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        return folder


def lacks(refusal: KakehashiError, files: Sequence[Path]) -> str:
    """Name what a refusal does not tell; empty where it tells all."""
    missing = [part for part in ("expected", "found", "where") if part not in refusal.parts]
    en, ja = refusal.sentence("en"), refusal.sentence("ja")
    if not _JAPANESE.search(refusal.what.ja) or refusal.what.ja == refusal.what.en:
        missing.append("a sentence in Japanese")
    for said, language in ((ja, "ja"), (en, "en")):
        if not any(readable(file.name) in said for file in files):
            missing.append(f"the file ({language})")
    if len(en) > LONGEST_MESSAGE:
        missing.append("brevity")
    return ", ".join(missing)
