"""What a source may ask of the world outside; `ingest.fetch.web` does it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class Web(Protocol):
    """What a source may do to bring its files from outside."""

    def download(
        self,
        address: str,
        *,
        name: str = "",
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Path:
        """Give the file at an address, fetched again only where it has changed.

        `name` is what the file is called (by default the last part of the address): two files of
        one address, as forms give them, differ in it. `form` is sent as a form is (POST); `headers`
        go to the address's own server only. Raises FetchError, or InputError where what came is
        not such a file.
        """
        ...

    def text(self, address: str, *, headers: Mapping[str, str] | None = None) -> str:
        """Give a page or an answer as text (not cached)."""
        ...
