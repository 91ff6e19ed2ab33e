"""The curated tables against the documents they were read from: every name stands where they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.register import source_named
from ingest.sources.who_is_who import SOURCE as WHO_IS_WHO
from ingest.tidy import tidied
from ingest.unmentioned import coverage, passed_over
from kb.identity import fold
from kb.views.documents import spans
from kb.vocabulary import vocabulary
from tests.conftest import ROOT
from tests.curated_documents import CURATED, TABLES, TEXTS, WITH_NOTES, Row, rows, table, text_of

DESCRIBED = {
    "Ability", "Event", "Gap", "Introduction", "Market", "Meeting", "Need", "Offer", "Request",
    "Technology",
}  # fmt: skip
"""Types whose names are ours: the text describes the thing without naming it."""

PASSED_OVER = ROOT / "docs" / "unmentioned.csv"

each_document = pytest.mark.parametrize("source", sorted(TEXTS))


def names(row: Row) -> list[str]:
    listed = [row[column] for column in ("abbreviations", "former_names", "aliases")]
    return [row["name"], *(name for part in listed for name in part.split(";") if name.strip())]


def cited(row: Row) -> set[int]:
    return {line for span in row["lines"].split(";") for line in spans(span)}


@each_document
@pytest.mark.parametrize("name", WITH_NOTES)
def test_every_remark_stands_in_both_languages(source: str, name: str) -> None:
    for row in table(source, name):
        assert bool(row["note"]) == bool(row["note_en"]), row
        assert not (row["note"] and row["note"].isascii()), row


@each_document
def test_no_id_is_given_twice(source: str) -> None:
    for name in ("entities", "statistics"):
        ids = [row["id"] for row in table(source, name)]
        assert len(ids) == len(set(ids))


@each_document
def test_what_is_inferred_says_why(source: str) -> None:
    for row in table(source, "ties"):
        assert row["basis"] != "inferred" or row["note"], row


@each_document
def test_groups_and_people_say_on_what_ground_they_stand(source: str) -> None:
    """A group of people identifies nobody; a named person is shown on a stated ground."""
    words = vocabulary()
    for row in table(source, "entities"):
        if any(words.is_a(type_, "Person") for type_ in row["types"].split(";")):
            said = row["properties"]
            unnamed = "aggregate=true" in said or "anonymous=true" in said
            assert "ground=public_role" in said or (unnamed and "ground=no_individual" in said), row
            assert not ("aggregate=true" in said and "ground=public_role" in said), row


@pytest.mark.parametrize(
    "file", sorted(CURATED.rglob("*.csv")), ids=lambda file: f"{file.parent.name}/{file.name}"
)
def test_tables_stand_in_their_order(file: Path) -> None:
    """So that a change of a row is a change of a line; `kakehashi ingest tidy` does it."""
    assert file.read_text(encoding="utf-8") == tidied(file)


def test_every_judgement_on_who_is_who_says_why_in_both_languages() -> None:
    (file,) = WHO_IS_WHO.bundled() if WHO_IS_WHO.bundled else ()
    for row in rows(file):
        assert row["why"], row
        assert row["why_en"], row


@each_document
def test_the_folder_tells_its_doubts(source: str) -> None:
    assert (CURATED / source / "README.md").stat().st_size > 500


def test_the_columns_are_explained() -> None:
    text = (CURATED / "README.md").read_text(encoding="utf-8")
    for source in TEXTS:
        for name in TABLES:
            for column in table(source, name)[0]:
                assert f"`{column}`" in text, column


@pytest.mark.shared
@each_document
@pytest.mark.parametrize("name", TABLES)
def test_every_line_exists_and_is_not_blank(source: str, name: str) -> None:
    lines = text_of(source).split("\n")
    for row in table(source, name):
        for span in row["lines"].split(";"):
            first, *others = list(spans(span)) or [0]
            last = others[-1] if others else first
            assert 1 <= first <= last <= len(lines), row
            assert lines[first - 1].strip(), row
            assert lines[last - 1].strip(), row


@pytest.mark.shared
@each_document
def test_every_named_thing_stands_in_its_lines(source: str) -> None:
    """At least one name of a thing occurs in its lines; what we named ourselves bears a note."""
    lines = text_of(source).split("\n")
    missing = []
    for row in table(source, "entities"):
        unnamed = "aggregate=true" in row["properties"] or "anonymous=true" in row["properties"]
        ours = set(row["types"].split(";")) & DESCRIBED or ":" in row["id"] or row["note"]
        if not ours and not unnamed:
            text = fold("".join(lines[number - 1].strip() for number in sorted(cited(row))))
            if not any(fold(name) in text for name in names(row)):
                missing.append((row["id"], row["name"]))
    assert missing == []


@pytest.mark.shared
@each_document
def test_no_line_was_overlooked(source: str) -> None:
    """Every line that is not blank is cited by a record, or said to hold nothing and why."""
    assert coverage(source_named(source), text_of(source)).uncited == ()


@pytest.mark.shared
@each_document
def test_no_name_was_overlooked(source: str) -> None:
    """What the text names and no record mentions is listed with its reason."""
    known = tuple(passed_over(PASSED_OVER, source))
    seen = coverage(source_named(source), text_of(source), passed_over=known)
    assert [one.text for one in seen.unmentioned] == []


def test_what_was_passed_over_says_why() -> None:
    for row in rows(PASSED_OVER):
        assert row["source"] in TEXTS, row
        assert row["why"], row
