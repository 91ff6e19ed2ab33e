"""Every page on a home with all the open data: whole, bounded, with the terms of its sources."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.text import LANGUAGES, Language
from tests.open_data import open_data_home, open_data_kb
from web.app import create_app

__all__ = ["open_data_home", "open_data_kb"]

pytestmark = pytest.mark.shared

LARGEST = 700_000
"""Characters that a page may have: some hundreds of rows, never a whole register."""

MOST_TIES = "ror:05hkkdn48"
PAGES = (
    "/",
    "/search?q=東京大学",
    "/search?type=Firm",
    "/search?type=Project",
    f"/entity/{MOST_TIES}",
    "/entity/ror:02feahw73",
    "/entity/cordis:101058521",
    "/entity/country:DE",
    "/entity/jis:13",
    "/entity/local:cordis:HORIZON.1.2",
    "/map",
    "/brokers",
    "/schemes",
    "/schemes?name=battery",
    "/documents",
    "/sources",
    "/schema",
    "/process",
    "/questions",
)


@pytest.fixture
def client(open_data_kb: KnowledgeBase) -> FlaskClient:
    return create_app(open_data_kb).test_client(use_cookies=False)


def page(client: FlaskClient, address: str, language: Language = "en") -> str:
    found = client.get(f"{address}{'&' if '?' in address else '?'}language={language}")
    assert found.status_code == 200, address
    return found.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_holds_no_whole_register(
    client: FlaskClient, address: str, language: Language
) -> None:
    assert len(page(client, address, language)) < LARGEST


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/search?type=Firm", r"200 of [\d,]{6,} shown · by name"),
        ("/search?type=Firm&all=1", r"5,000 of [\d,]{6,} shown · by name"),
        ("/map", r"\d{3} of [\d,]{6,} shown"),
        (f"/entity/{MOST_TIES}", r"of \d{3} shown"),
        ("/entity/local:cordis:HORIZON.1.2", r"of \d,\d{3} shown"),
    ],
)
def test_what_is_left_out_is_said(client: FlaskClient, address: str, said: str) -> None:
    assert re.search(said, page(client, address))


def test_the_index_says_where_the_registers_projects_are(client: FlaskClient) -> None:
    index = page(client, "/schemes")
    assert "What only registers list" in index
    assert "/search?type=Project" in index
    assert "/entity/cordis:" not in index
    assert "/entity/cordis:" in page(client, "/schemes?name=battery")


def test_the_terms_of_a_source_stand_with_its_facts(client: FlaskClient) -> None:
    body = page(client, f"/entity/{MOST_TIES}")
    for said in ("CORDIS (projects of Horizon Europe)", "CC BY 4.0", "CC0 1.0"):
        assert said in body
    for name in ("count_participants_of_country", "list_projects_shared_with_country"):
        assert "CC BY 4.0" in page(client, f"/questions?question={name}")


def test_a_long_text_is_folded(client: FlaskClient) -> None:
    assert '<details class="long">' in page(client, "/entity/cordis:101058521")


def test_natural_persons_of_a_register_have_no_rank(open_data_kb: KnowledgeBase) -> None:
    """Served to others without a password, no list of brokers names them."""
    people = open_data_kb.graph.read(
        "MATCH (p:Person) WHERE p.ground = 'public_register' RETURN p.id AS id"
    ).rows
    assert len(people) > 50
    public = create_app(open_data_kb, public=True).test_client(use_cookies=False)
    listed = public.get("/brokers?all=1").text
    assert not any(f"/entity/{row['id']}" in listed for row in people)
