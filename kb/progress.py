"""How long work tells what it does; the command line shows it, tests and pages stay quiet."""

from __future__ import annotations

from kb.text import Text


class Progress:
    """Silent progress; the command line's subclass shows a line and a bar with rate and time left.

    Calling it says one sentence. `advance` reports how far a step is: `total` None means that
    nobody knows yet.
    """

    def __call__(self, sentence: Text) -> None:
        """Say one sentence."""

    def advance(self, step: Text, done: int, total: int | None = None) -> None:
        """Report that `done` of `total` units of a step are finished."""


QUIET = Progress()
