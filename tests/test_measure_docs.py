"""What the docs say of a measure is what the measure says of itself."""

from __future__ import annotations

from pathlib import Path

from tests.measure_docs import text

PAGE = Path(__file__).resolve().parent.parent / "docs" / "measures.md"


def test_the_page_of_measures_is_written_from_the_units() -> None:
    assert PAGE.read_text("utf-8") == text(), "run: make docs"
