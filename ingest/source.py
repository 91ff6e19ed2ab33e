"""What a source is; the units are the modules of ingest/sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.row import Row
from kb.errors import KakehashiError
from kb.ledger import Judged, SourceDescription
from kb.records import Record
from kb.text import Text


@dataclass(frozen=True, slots=True)
class Source:
    """One source of claims.

    `read` opens files and yields rows with their place, or what is wrong with one; `map` is pure: a
    row in, records and judgements on who is who out, and every column of the row used up or named
    in `ignore`. `bundled` gives the files that travel
    with the software, if any. `expect` holds, by type or relation, the counts between which a
    whole read is believed; outside them nothing is committed. `accepts` tells a person
    which files it takes.
    """

    name: str
    title: Text
    publisher: Text
    licence: str
    address: str
    rhythm: Text
    read: Callable[[Sequence[Path]], Iterator[Row | KakehashiError]]
    map: Callable[[Row], Iterable[Record | Judged]]
    expect: Mapping[str, range]
    accepts: Text
    bundled: Callable[[], Sequence[Path]] | None = None
    ignore: frozenset[str] = field(default_factory=frozenset)

    def description(self) -> SourceDescription:
        """Give what the ledger keeps about the source."""
        return SourceDescription(
            name=self.name,
            title=self.title,
            publisher=self.publisher,
            licence=self.licence,
            address=self.address,
            rhythm=self.rhythm,
        )
