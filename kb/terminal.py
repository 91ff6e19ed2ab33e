"""Progress as a person at a terminal sees it."""

from __future__ import annotations

import time

from rich.console import Console

from kb.progress import Progress
from kb.text import Language, Text

REDRAW = 0.2
"""Seconds between two redrawings of a counter."""


class TerminalProgress(Progress):
    """Sentences as lines; counts as one line that is drawn again, with rate and time left."""

    def __init__(self, console: Console, language: Language) -> None:
        """Write to the console in one language."""
        self._console = console
        self._language: Language = language
        self._step: Text | None = None
        self._began = self._drawn = 0.0

    def __call__(self, sentence: Text) -> None:
        """Write one sentence on a line of its own."""
        self._console.print(f"· {sentence.get(self._language)}", markup=False)

    def advance(self, step: Text, done: int, total: int | None = None) -> None:
        """Draw the counter again; its last state stays as a line."""
        now = time.monotonic()
        if step != self._step:
            self._step, self._began, self._drawn = step, now, 0.0
        finished = total is not None and done >= total
        if not finished and (now - self._drawn < REDRAW or not self._console.is_terminal):
            return
        self._drawn = now
        line = self._line(step, done, total, now - self._began)
        self._console.print(line, markup=False, end="\n" if finished else "\r")

    def _line(self, step: Text, done: int, total: int | None, seconds: float) -> str:
        rate = done / seconds if seconds > 0 else 0.0
        counted = f"{done:,}" if total is None else f"{done:,}/{total:,}"
        left = ""
        if total is not None and rate > 0 and done < total:
            word = {"ja": "残り", "en": "left"}[self._language]
            left = f" · {word} {(total - done) / rate:.0f} s"
        pace = f" · {rate:,.0f}/s" if seconds > 1 else ""
        return f"· {step.get(self._language)}: {counted}{pace}{left}"
