"""What holds for every source that is there; a new one is tested by being there."""

from __future__ import annotations

import pytest

from ingest.register import sources
from ingest.run import preview
from ingest.source import Source
from kb.records import Entity
from kb.text import LANGUAGES
from kb.vocabulary import vocabulary

ALL = list(sources().values())
BUNDLED = [source for source in ALL if source.bundled]


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.name)
def test_a_source_says_what_it_is_in_both_languages(source: Source) -> None:
    for text in (source.title, source.publisher, source.rhythm, source.accepts):
        assert all(text.get(language).strip() for language in LANGUAGES)
    assert source.licence
    assert source.expect, "without expected counts a truncated file would be believed"
    assert sources()[source.name] is source, "a source bears the name of its file"


@pytest.mark.parametrize("source", BUNDLED, ids=lambda source: source.name)
def test_what_is_bundled_reads_without_a_wrong_row(source: Source) -> None:
    seen = preview(source, (), vocabulary=vocabulary(), samples=100_000)
    assert seen.problems == ()
    assert seen.rows > 0
    for word, expected in source.expect.items():
        assert seen.counts[word] in expected
    for record in seen.samples:
        assert all(evidence.source and evidence.place for evidence in record.evidence)


@pytest.mark.parametrize("source", BUNDLED, ids=lambda source: source.name)
def test_people_are_shown_on_a_stated_ground_and_their_keys_hold_no_name(source: Source) -> None:
    words = vocabulary()
    for record in preview(source, (), vocabulary=words, samples=100_000).samples:
        if isinstance(record, Entity) and any(
            words.is_a(type_, "Person") for type_ in record.types
        ):
            assert record.properties.get("ground")
            for name in record.names:
                assert name.text not in str(record.key)
                assert not (name.family and name.family in str(record.key))
