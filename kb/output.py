"""What a way out is. The register and the units (kb/outputs) both start here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import CallError
from kb.text import Text

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.ledger import Ledger
    from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Options:
    """What an export is asked for; `by` and `at` (ISO) go into the ledger where people leave.

    Raises CallError where people are asked for without the purpose of use.
    """

    people: bool = False
    purpose: str = ""
    by: str = ""
    at: str = ""

    def __post_init__(self) -> None:
        if self.people and not self.purpose.strip():
            raise CallError(
                Text(
                    "人を含む書き出しには利用目的が要ります。",
                    "An export with people needs the purpose of its use.",
                ),
                expected='--people --purpose "…"',
                found="--people",
                remedy=Text(
                    "--purpose に利用目的を書いてください（台帳に記録されます）。",
                    "State it with --purpose; it is recorded in the ledger.",
                ),
            )

    def record(self, ledger: Ledger, what: Mapping[str, object]) -> None:
        """Keep in the ledger who took people out, as what and what for."""
        content = {**what, "purpose": self.purpose, "people": True}
        ledger.enter("export", content, by=self.by, at=self.at)


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote: the files and how many of each thing (`nodes`, `links` …)."""

    files: tuple[Path, ...]
    counts: Mapping[str, int]


Write = Callable[["Ledger", "Graph", "Vocabulary", Path, Options], Written]


@dataclass(frozen=True, slots=True)
class Output:
    """One format: its name on the command line, what it is, and the function that writes it.

    `write(ledger, graph, vocabulary, path, options)` leaves either everything or nothing at the
    path, the same bytes for the same ledger.
    """

    name: str
    title: Text
    write: Write
