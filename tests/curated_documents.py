"""The documents that were curated, and their tables as they stand."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.conftest import ROOT

Row = dict[str, str]

CURATED = ROOT / "ingest" / "curated"
TEXTS = {
    "innovation_producer_report": "001_db42d5bff3986af1.txt",
    "sme_agency_materials": "003_15c9ff91f7baf238.txt",
    "tokyo_chamber_proposal": "000_deeb70992da44125.txt",
    "tokyo_vision_growth": "002_31630ec7079f50cd.txt",
    "tokyo_vision_management": "004_616e5a51d01c4a0f.txt",
}
"""The text that each source was read from, among the documents that CI has."""

TABLES = ("entities", "ties", "statistics", "nothing_found")
WITH_NOTES = ("entities", "ties", "statistics")


def table(source: str, name: str) -> list[Row]:
    """Give the rows of one table of a curated document."""
    return rows(CURATED / source / f"{name}.csv")


def rows(file: Path) -> list[Row]:
    """Give the rows of a table."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def text_of(source: str) -> str:
    """Give the text of the document; only where the shared files are."""
    folder = ROOT.parent / "shared" / "documents"
    return (folder / TEXTS[source]).read_text(encoding="utf-8")
