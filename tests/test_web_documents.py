"""The documents' page says what each gave and where nothing was found, in both languages."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.text import LANGUAGES
from kb.views.documents import contributions
from tests.curated_documents import TEXTS, table
from web.app import create_app


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client()


def test_every_curated_document_is_there_with_what_it_gave(kb: KnowledgeBase) -> None:
    found = {one.source: one for one in contributions(kb.graph, kb.ledger, kb.vocabulary)}
    assert set(found) == set(TEXTS)
    for source, one in found.items():
        assert one.types["Statistic"] == len(table(source, "statistics"))
        inferred = sum(row["basis"] == "inferred" for row in table(source, "ties")) + sum(
            len(row["about"].split(";"))
            for row in table(source, "statistics")
            if row.get("basis") == "inferred"
        )
        assert one.inferred == inferred
        assert one.lines
        assert 0 < one.cited <= one.lines
        silent = table(source, "nothing_found")
        assert [silence.lines for silence in one.silent] == [row["lines"] for row in silent]
        assert [silence.why.en for silence in one.silent] == [row["why_en"] for row in silent]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_reads_in_both_languages(client: FlaskClient, language: str) -> None:
    text = client.get(f"/documents?language={language}").get_data(as_text=True)
    column = {"ja": "why", "en": "why_en"}[language]
    for source in TEXTS:
        assert table(source, "nothing_found")[0][column] in text


def test_the_silent_passages_leave_as_a_file(client: FlaskClient) -> None:
    answer = client.get("/documents?format=csv&table=nothing-found&language=en")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert len(rows) == sum(len(table(source, "nothing_found")) for source in TEXTS)
