"""A request that is turned away at the door, with the words and the status it gets."""

from __future__ import annotations

from kb.text import Text


class RefusedError(Exception):
    """Turned away: what is wrong, what to do, and after how many seconds to try again."""

    def __init__(
        self, status: int, what: Text, remedy: Text | None = None, *, wait: int = 0
    ) -> None:
        """Keep the parts for the page."""
        self.status, self.what, self.remedy, self.wait = status, what, remedy, wait
        super().__init__(what.en)
