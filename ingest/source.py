"""What a source is; the units are the modules of ingest/sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.fetch import Web
from ingest.row import Row
from kb.errors import KakehashiError
from kb.ledger import Judged, Scope, SourceDescription
from kb.records import Key, Record
from kb.text import Text


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reading is asked for.

    `whole`: everything the files hold, where a source takes only what matters to the graph by
    itself. `named`: the keys, of the schemes that the source asks for, by which other sources
    name things. `held` gives the places in which stands what the source says already, of things;
    nothing in a preview. Into `outdated` the reading puts those of these places of which the source
    now gives another word: what stands there and is not said again is closed. Into `covered` it puts
    the beginnings of places of which the files tell everything: what stands there and is not said
    again is closed too, unless that is so much that half a file must be feared.
    """

    files: Sequence[Path]
    whole: bool = False
    named: frozenset[Key] = frozenset()
    held: Callable[[], Iterable[str]] = tuple
    outdated: set[str] = field(default_factory=set)
    covered: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Source:
    """One source of claims.

    `read` opens files and yields rows with their place, or what is wrong with one; `map` is pure: a
    row in, records and judgements on who is who out, and every column of the row used up or named
    in `ignore`. `bundled` gives the files that travel
    with the software, if any; `fetch` brings files from the official address. `expect` holds, by
    type or relation, the counts between which a
    whole read is believed; outside them nothing is committed. `accepts` tells a person
    which files it takes. `scope`: the files hold everything the source says (`whole`: what they no
    longer say is closed) or a part of it (daily differences: nothing is closed). `names`: schemes
    of which the reading is told the keys that other sources name. `attribution` is the sentence
    its licence asks for wherever its facts are shown. `published_as`: how its published files are
    named, as patterns below a folder (`**/diff_*.csv`), in the order in which they are read.
    """

    name: str
    title: Text
    publisher: Text
    licence: str
    address: str
    rhythm: Text
    read: Callable[[Asked], Iterator[Row | KakehashiError]]
    map: Callable[[Row], Iterable[Record | Judged]]
    expect: Mapping[str, range]
    accepts: Text
    bundled: Callable[[], Sequence[Path]] | None = None
    fetch: Callable[[Web], Sequence[Path]] | None = None
    ignore: frozenset[str] = field(default_factory=frozenset)
    scope: Scope = "whole"
    names: frozenset[str] = field(default_factory=frozenset)
    attribution: Text | None = None
    published_as: tuple[str, ...] = ()

    def description(self) -> SourceDescription:
        """Give what the ledger keeps about the source."""
        return SourceDescription(
            name=self.name,
            title=self.title,
            publisher=self.publisher,
            licence=self.licence,
            address=self.address,
            rhythm=self.rhythm,
            attribution=self.attribution,
        )
