"""The page of sources: how each stands, what it alone says, and what kept one from coming."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ingest.run import run
from kb.base import KnowledgeBase
from kb.errors import InputError
from kb.settings import Settings
from kb.text import LANGUAGES, Language
from tests.clubs import clubs, table
from web.blocks import Cell, Notice, Table
from web.blocks.data import as_data
from web.page import Request
from web.pages.sources import PAGE

LONG_AGO, LATER = "2026-01-02T09:00:00+00:00", "2026-01-03T09:00:00+00:00"


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(tmp_path / "home")})
    with KnowledgeBase(settings) as base:
        yield base
    assert not settings.graph_folder.exists(), "this page needs no graph"


def bring(kb: KnowledgeBase, file: Path, name: str, at: str) -> None:
    run(clubs(name), [file], ledger=kb.ledger, vocabulary=kb.vocabulary, at=at)


def tables(kb: KnowledgeBase, language: Language = "en") -> Mapping[str, Table]:
    blocks = PAGE.show(kb, Request(language, {}, {}))
    return {block.name: block for block in blocks if isinstance(block, Table)}


def cells(found: Table, number: int = 0) -> dict[str, Cell]:
    named = zip(found.columns, found.rows[number].cells, strict=True)
    return {column.name: cell for column, cell in named}


def test_a_source_tells_rows_records_age_terms_and_what_it_alone_says(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    bring(kb, table(tmp_path / "a.csv", 30), "one", LONG_AGO)
    bring(kb, table(tmp_path / "b.csv", 20), "two", LONG_AGO)
    first = cells(tables(kb)["sources"])
    assert (first["rows"].value, first["claims"].value) == (30, 59)
    assert (first["things_alone"].value, first["ties_alone"].value) == (10, 10)
    assert isinstance(first["fresh"].value, int)
    assert first["share"].bar == pytest.approx(20 / 59, abs=0.01)
    for language in LANGUAGES:
        assert "2026-01-02" in str(as_data(first["fresh"].text, language))
        assert as_data(first["fresh"].note, language), "monthly, and read long ago"
    (stale,) = [block for block in PAGE.show(kb, Request("en")) if isinstance(block, Notice)]
    assert "One" in str(stale.text) or "one" in str(stale.text)
    assert first["title"].address == "https://data.example.org/clubs"
    assert "failed" not in tables(kb)


def test_what_kept_a_source_from_coming_is_told(kb: KnowledgeBase, tmp_path: Path) -> None:
    bring(kb, table(tmp_path / "a.csv", 30), "one", LONG_AGO)
    with pytest.raises(InputError):
        bring(kb, table(tmp_path / "a.csv", 3), "one", LATER)
    failed = cells(tables(kb)["failed"])
    assert failed["failed"].value == LATER
    assert "more than a third" in str(failed["error"].text)
    bring(kb, table(tmp_path / "a.csv", 31), "one", LATER)
    assert "failed" not in tables(kb)
