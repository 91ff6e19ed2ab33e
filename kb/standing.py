"""How each source stands: its last run, how old that is against its rhythm, what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.contributions import Share, kept_shares
from kb.fetched import Shelf
from kb.ledger import Ledger, Run, SourceDescription
from kb.settings import Settings
from kb.vocabulary import Vocabulary
from kb.when import day_here

RUNS = 10_000
"""Runs that are looked at, latest first."""

FINISHED = frozenset({"done", "unchanged"})
DAYS: Mapping[str, int] = {
    "daily": 1,
    "every day": 1,
    "weekly": 7,
    "monthly": 31,
    "quarterly": 92,
    "half-yearly": 184,
    "yearly": 366,
    "annual": 366,
    "every year": 366,
}
"""Days from one edition to the next, by the word of a rhythm (English)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One source as it stands.

    `last` is its last finished run, `failed` its newest run where that failed after it; `checked`
    is when its content was last read or its address last confirmed it (ISO).
    """

    source: SourceDescription
    last: Run | None
    failed: Run | None
    held: int
    share: Share
    checked: str

    @property
    def rows(self) -> int | None:
        """How many rows the last finished run read, where it was counted."""
        return None if self.last is None else self.last.counts.get("rows")

    def age(self, today: date) -> int | None:
        """Give the days since the source was last read or confirmed; None if it never was."""
        if not self.checked:
            return None
        return max(0, (today - day_here(self.checked)).days)

    def overdue(self, today: date) -> bool:
        """Tell whether a newer edition should be there by the source's rhythm."""
        age, days = self.age(today), days_of(self.source.rhythm.en)
        return age is not None and days is not None and age > days


def standings(ledger: Ledger, vocabulary: Vocabulary, settings: Settings) -> list[Standing]:
    """Give every source that the ledger knows, by name; the graph is not asked."""
    runs = _by_source(ledger.runs(RUNS))
    held = ledger.held()
    shares = kept_shares(ledger, vocabulary, settings.cache_folder)
    return [
        _standing(
            source,
            runs.get(source.name, []),
            held.get(source.name, 0),
            shares.get(source.name, Share()),
            settings.fetched_folder / source.name,
        )
        for source in ledger.sources()
    ]


def days_of(rhythm: str) -> int | None:
    """Read how many days lie between two editions; None where they follow no rhythm."""
    said = rhythm.lower()
    found = [(said.index(word), -len(word), days) for word, days in DAYS.items() if word in said]
    return min(found)[2] if found else None


def _standing(
    source: SourceDescription, runs: list[Run], held: int, share: Share, folder: Path
) -> Standing:
    last = next((run for run in runs if run.outcome in FINISHED), None)
    newest = runs[0] if runs else None
    failed = newest if newest and newest.outcome == "failed" else None
    read = (last.ended or last.started) if last else ""
    # What the address confirmed counts once it was read: a fetch alone brings nothing in.
    checked = max(read, Shelf(folder).checked()) if last and not failed else read
    return Standing(source, last, failed, held, share, checked)


def _by_source(runs: list[Run]) -> dict[str, list[Run]]:
    found: dict[str, list[Run]] = {}
    for run in runs:
        found.setdefault(run.source, []).append(run)
    return found
