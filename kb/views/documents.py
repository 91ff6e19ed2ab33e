"""What each curated document contributed, and where in it nothing was found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.graph import Graph
from kb.ledger import Claim, Ledger
from kb.records import Entity
from kb.text import Text
from kb.vocabulary import Vocabulary

CURATED = (
    "MATCH (d:Document) WHERE d.curated_as IS NOT NULL "
    "RETURN d.id AS id, d.name AS name, d.name_en AS name_en, d.curated_as AS source, "
    "d.lines AS lines, d.nothing_found AS silent, d.nothing_found_en AS silent_en "
    "ORDER BY d.curated_as"
)
_SPAN = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")


@dataclass(frozen=True, slots=True)
class Silence:
    """A passage that was read and gave no record, and why."""

    lines: str
    why: Text


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one document gave: records by type, ties, those inferred, and the lines they rest on.

    `types` counts things under their most special type; figures are those of type Statistic.
    `cited` counts the lines that a record names, out of `lines` (blank ones included; None where
    the document's own row does not say).
    """

    id: str
    name: Text
    source: str
    lines: int | None
    cited: int
    types: Mapping[str, int]
    ties: int
    inferred: int
    silent: tuple[Silence, ...]


def contributions(graph: Graph, ledger: Ledger, words: Vocabulary) -> tuple[Contribution, ...]:
    """Give every curated document with what it contributed, by the name of its source."""
    return tuple(_contribution(row, ledger, words) for row in graph.read(CURATED).rows)


def spans(place: str) -> Iterator[int]:
    """Give the line numbers of a place such as `lines 646-660; 677`."""
    for first, last in _SPAN.findall(place):
        yield from range(int(first), int(last or first) + 1)


def _contribution(row: Mapping[str, object], ledger: Ledger, words: Vocabulary) -> Contribution:
    source, name = str(row["source"]), str(row["name"])
    types, ties, inferred, cited = _counted(ledger.claims(source=source), words)
    *_, last = (0, *spans(str(row["lines"] or "")))
    return Contribution(
        id=str(row["id"]),
        name=Text(name, str(row["name_en"] or name)),
        source=source,
        lines=last or None,
        cited=len(cited),
        types=types,
        ties=ties,
        inferred=inferred,
        silent=tuple(_silences(row["silent"], row["silent_en"])),
    )


def _counted(claims: Iterable[Claim], words: Vocabulary) -> tuple[Counter[str], int, int, set[int]]:
    """Count things by chief type, ties, inferred ties, and gather the lines they name."""
    types: Counter[str] = Counter()
    ties = inferred = 0
    cited: set[int] = set()
    for claim in claims:
        record = claim.record
        cited.update(line for said in record.evidence for line in spans(said.place))
        if isinstance(record, Entity):
            types[words.chief(record.types)] += 1
        else:
            ties += 1
            inferred += record.basis == "inferred"
    return types, ties, inferred, cited


def _silences(japanese: object, english: object) -> Iterator[Silence]:
    spans_ja = japanese if isinstance(japanese, list | tuple) else ()
    spans_en = english if isinstance(english, list | tuple) else ()
    for said, twin in zip(spans_ja, spans_en, strict=False):
        lines, _, why = str(said).partition(": ")
        yield Silence(lines, Text(why, str(twin).partition(": ")[2]))
