"""Whoever curates a text is told which of its names and lines no record speaks of."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.curation import document
from ingest.source import Source
from ingest.tidy import tidied, tidy
from ingest.unmentioned import Coverage, coverage
from kb.text import Text
from tests.test_ingest_run import tables

TEXT = """架空の報告
目次

公益財団法人架空産業財団は、㈱風工業を
訪ねた。
「雲の橋」という NIJI Japan の
訪問先は 120 社、北⼤学と北⼤
学の共同研究
公益財団法人架空産業財団が主催"""


@pytest.fixture
def source() -> Source:
    return document(
        "invented_report",
        row="doc",
        title=Text("架空の報告", "An invented report"),
        publisher=Text("架空庁", "Invented agency"),
        expect={"Firm": range(1, 10)},
    )


def seen(source: Source, folder: Path, *passed_over: str) -> Coverage:
    return coverage(source, TEXT, files=tables(folder), passed_over=passed_over)


def test_names_quotations_and_bodies_without_a_record_are_listed_with_their_lines(
    source: Source, tmp_path: Path
) -> None:
    found = {one.text: one.lines for one in seen(source, tmp_path).unmentioned}
    assert found["雲の橋"] == (6,)
    assert found["NIJI Japan"] == (6,)
    assert found["北大学"] == (7,), "radicals are read, and a word cut by the end of a line is one"


def test_what_a_record_names_in_any_spelling_is_not_listed(source: Source, tmp_path: Path) -> None:
    texts = [one.text for one in seen(source, tmp_path).unmentioned]
    assert [text for text in texts if "架空産業財団" in text or "風工業" in text] == []


def test_what_was_passed_over_for_a_reason_is_not_listed(source: Source, tmp_path: Path) -> None:
    texts = [one.text for one in seen(source, tmp_path, "NIJI Japan").unmentioned]
    assert "NIJI Japan" not in texts
    assert "雲の橋" in texts


def test_lines_that_no_record_and_no_silence_names_are_told(source: Source, tmp_path: Path) -> None:
    """The tables cite 1, 3, 5, 7 and 9, and 2–4 as silent; line 3 is blank."""
    assert seen(source, tmp_path).uncited == (6, 8)


def test_a_table_put_in_order_says_the_same_in_sorted_lines(tmp_path: Path) -> None:
    entities = tables(tmp_path)[0]
    before = entities.read_text(encoding="utf-8").splitlines()
    assert tidy(entities)
    after = entities.read_text(encoding="utf-8").splitlines()
    assert sorted(before) == sorted(after)
    assert [line.split(",")[0] for line in after[1:]] == ["doc", "kaze", "yama"]
    assert not tidy(entities)
    assert tidied(entities) == entities.read_text(encoding="utf-8")
