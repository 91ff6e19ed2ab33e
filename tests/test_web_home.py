"""The first page, and what regions and comparisons say where there is little, or nothing at all."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.graph import stop
from kb.settings import Settings
from tests.small_ecosystem import ecosystem
from web.app import create_app
from web.making.beside import Beside
from web.pages import home

FIRST_PAGE = 300 * 1024
LOADED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client(use_cookies=False)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The small invented ecosystem, drawn and searched, not measured."""
    place = tmp_path_factory.mktemp("small")
    with (
        ecosystem(place),
        KnowledgeBase(Settings(place, f"sqlite:///{place / 'ledger.sqlite'}")) as base,
    ):
        base.catch_up()
        yield base


def get(client: FlaskClient, path: str = "/", language: str = "ja") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


@pytest.mark.parametrize(
    ("language", "questions"),
    [
        ("ja", ("だれが橋渡しをしているか", "この企業をだれに紹介できるか", "最近変わったこと")),
        ("en", ("Who bridges?", "Who can this firm be introduced to?", "What changed lately?")),
    ],
)
def test_three_doors_show_an_answer_each(
    client: FlaskClient, language: str, questions: tuple[str, ...]
) -> None:
    page = get(client, "/", language)
    doors = page.partition('class="doors"')[2].partition("</div>")[0].split("<section")[1:]
    assert len(doors) == len(questions)
    for door, question in zip(doors, questions, strict=True):
        assert question in door
        assert '<p class="answer">' in door
        assert "href=" in door


def test_every_island_has_a_name_and_leads_into_the_map(client: FlaskClient) -> None:
    page = get(client)
    islands = re.findall(
        r'<a href="(/map\?community=[^"]+)" class="island" aria-label="([^"]+)"', page
    )
    assert len(islands) > 3
    assert len({address for address, _ in islands}) == len(islands)
    assert all(re.fullmatch(r".+ [\d,]+", name) for _, name in islands)
    assert client.get(islands[0][0]).status_code == 200
    drawn = page.partition('<figure class="archipelago"')[2].partition("</figure>")[0]
    assert "<script" not in drawn
    assert "style=" not in drawn


def test_the_first_page_weighs_little(client: FlaskClient) -> None:
    answer = client.get("/")
    total = len(gzip.compress(answer.data))
    for file in set(LOADED.findall(answer.text)):
        with client.get(file) as part:
            total += len(gzip.compress(part.data))
    assert total <= FIRST_PAGE
    assert "picture.js" not in answer.text, "the map's script is for the map"


def test_what_is_known_says_from_where_and_when(client: FlaskClient) -> None:
    rows = client.get("/?format=csv&table=sources").data.decode("utf-8-sig").splitlines()
    assert len(rows) > 4
    assert all("2026-11-21" in row for row in rows[1:])
    page = get(client, "/", "en")
    assert "Firm" in page
    assert 'href="/search?type=Firm"' in page


def test_no_named_person_answers_where_anyone_may_look(kb: KnowledgeBase) -> None:
    people = kb.graph.read(
        "MATCH (n:Person) WHERE coalesce(n.aggregate, false) = false "
        "AND coalesce(n.anonymous, false) = false RETURN n.name AS name"
    ).rows
    page = get(create_app(kb, public=True).test_client(use_cookies=False))
    door = page.partition('class="doors"')[2].partition("</div>")[0]
    assert not [row["name"] for row in people if str(row["name"]) in door.partition("<section")[2]]


def test_a_large_home_shows_a_state_until_its_answers_are_made(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: Beside[object] = Beside()
    monkeypatch.setattr(home, "FEW", 0)
    monkeypatch.setattr(home, "beside", lambda _: made)
    client = create_app(kb).test_client(use_cookies=False)
    first = get(client)
    assert "いま用意しています" in first
    assert "全体の図を用意しています" in first
    made.settle()
    then = get(client)
    assert "用意しています" not in then
    assert 'class="island' in then


def test_what_is_made_beside_is_kept_until_it_rests_on_something_else() -> None:
    made: Beside[int] = Beside()
    assert made.get("n", 1, lambda: 1, wait=True) == 1
    assert made.get("n", 1, lambda: 2, wait=True) == 1
    assert made.get("n", 2, lambda: 2, wait=False) == 1, "the last stands until the new one is made"
    made.settle()
    assert made.get("n", 2, lambda: 3, wait=False) == 2


def test_a_small_home_draws_all_it_has_and_says_what_was_not_measured(small: KnowledgeBase) -> None:
    client = create_app(small).test_client(use_cookies=False)
    page = get(client, "/", "en")
    assert "Not counted yet" in page
    assert "that have ties" in page
    assert page.count('class="dot ') > 4
    assert "軽い部材が要る" not in page, "what is private stands on no page"


def test_regions_without_codes_are_found_by_their_ids(small: KnowledgeBase) -> None:
    client = create_app(small).test_client(use_cookies=False)
    page = get(client, "/region/local:land", "en")
    assert "港県" in page
    assert "港大学" in page or "Minato University" in page
    assert "Aozora Works" in page, "the town lies in the land"
    assert "not been measured" in page
    assert "軽い部材が要る" not in page
    assert "No seats" in get(client, "/regions", "en") or "Regions" in get(client, "/regions", "en")


def test_small_things_are_compared(small: KnowledgeBase) -> None:
    client = create_app(small).test_client(use_cookies=False)
    page = get(client, "/compare?a=local:works&b=local:mill", "en")
    assert "Bridge Foundation" in page, "both are supported by it"
    assert "contacts in common (" in page
    assert "軽い部材が要る" not in page
    nothing = get(client, "/compare?a=local:town&b=local:offer", "en")
    assert "No record ties the two directly. No contact in common is on record." in nothing


def test_an_empty_home_welcomes_and_says_how_to_begin(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    place = tmp_path_factory.mktemp("empty")
    settings = Settings(place, f"sqlite:///{place / 'ledger.sqlite'}")
    with KnowledgeBase(settings) as base:
        client = create_app(base).test_client(use_cookies=False)
        page = get(client)
        assert "ようこそ" in page
        assert "kakehashi demo" in page
        assert 'name="q"' in page
        assert "Welcome" in get(client, "/", "en")
        assert "Nothing is on record yet." in get(client, "/regions", "en")
        assert client.get("/region/jis:26").status_code == 200
        assert "Nothing on record fits" in get(client, "/compare?a=A&b=B", "en")
    stop(settings)
