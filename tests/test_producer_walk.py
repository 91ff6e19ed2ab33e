"""A producer's walk in a real browser: a firm of the documents with a need → a route by way of
somebody → the introduction entered, step by step → shown in the year's figures and on both pages →
who was asked three times is spared by the next search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.base import KnowledgeBase
from kb.graph import stop
from kb.settings import Settings
from kb.text import LANGUAGES, Language
from kb.when import today
from tests.browsing import PATIENCE, chromium, serving
from tests.drawn_home import DrawnHome, drawn_home
from web.addresses import of_thing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

__all__ = ["drawn_home"]

pytestmark = pytest.mark.browser

FIRM, GO_BETWEEN, MAKER = "N社", "篠原 弘美", "大手医療機器メーカー"
"""Lines 831–875 of the report: who brought whom together, and that the firm sought another field."""
STEPS = (
    "consent", "sounding", "inner_consent", "meeting", "nda", "trial", "contract", "report",
)  # fmt: skip
CAP = 3
WORDS = {
    "ja": {
        "to_connect": "ここから道を探す",
        "need": "医療分野への進出",
        "find": "道を探す",
        "record": "紹介を記録する",
        "keep": "記録する",
        "decline": "断られた・取りやめたことを記録する",
        "spared": "直近90日に3回紹介を頼まれている",
    },
    "en": {
        "to_connect": "Find routes from here",
        "need": "Entering medicine",
        "find": "Find routes",
        "record": "Record an introduction",
        "keep": "Record it",
        "decline": "Record that it was declined",
        "spared": "asked for 3 introductions in the last 90 days",
    },
}


@pytest.fixture
def kb(drawn_home: DrawnHome, tmp_path: Path) -> Iterator[KnowledgeBase]:
    """A home with the report, of its own: what is entered here is seen by no other test."""
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(drawn_home.copy(tmp_path))})
    with KnowledgeBase(settings) as base:
        base.catch_up()
        yield base
    stop(settings)


@pytest.fixture
def address(kb: KnowledgeBase) -> Iterator[str]:
    with serving(kb) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_producers_walk(
    browser: Browser, address: str, kb: KnowledgeBase, language: Language
) -> None:
    words = WORDS[language]
    ids = {name: kb.search.find(name, limit=1)[0].id for name in (FIRM, GO_BETWEEN, MAKER)}
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{address}{of_thing(ids[FIRM])}?language={language}")
        asked = _asks(page, words)
        first = _entered(page, asked, words, ids, 80)
        _walks(page, first, words)
        _is_shown(page, address, ids, first)
        for days in (2, 1):
            last = _entered(page, asked, words, ids, days)
        _is_declined(page, last, words)
        page.goto(asked)
        page.get_by_text(words["spared"]).first.wait_for()
        assert not _by_way_of(page, ids[GO_BETWEEN]).count(), "who is spared stands on no route"
        page.goto(f"{address}/funnel")
        assert _figures(page)[-1] >= 1, "the declined one is counted"


def _asks(page: Page, words: dict[str, str]) -> str:
    """Ask from the page of the firm, where its need stands, for the one who could use it."""
    page.get_by_text(words["need"]).first.wait_for()
    page.get_by_role("link", name=words["to_connect"]).first.click()
    page.wait_for_selector("#ask-to")
    assert page.input_value("#ask-from")
    page.fill("#ask-to", MAKER)
    page.get_by_role("button", name=words["find"]).click()
    page.locator(".way").first.wait_for()
    return page.url


def _by_way_of(page: Page, id_: str) -> Locator:
    """Give the routes by way of somebody."""
    return page.locator(".way").filter(has=page.locator(f"a[href^='{of_thing(id_)}']"))


def _entered(page: Page, asked: str, words: dict[str, str], ids: dict[str, str], days: int) -> str:
    """Enter the introduction from the card of its route; give the address of what was kept."""
    page.goto(asked)
    way = page.locator(".way").filter(has_text=GO_BETWEEN).first
    way.get_by_role("link", name=words["record"]).click()
    for field, name in (("maker", GO_BETWEEN), ("seeker", FIRM), ("provider", MAKER)):
        assert ids[name] in page.input_value(f"#field-{field}")
    page.fill("#field-on", _day(days))
    page.locator("#field-visibility").select_option("public")
    if page.locator("#field-by").count():
        page.fill("#field-by", "小野")
    page.get_by_role("button", name=words["keep"], exact=True).click()
    page.locator(".table-steps").wait_for()
    return page.url


def _walks(page: Page, here: str, words: dict[str, str]) -> None:
    for number, step in enumerate(STEPS, 1):
        page.goto(here)
        page.locator(f".table-steps a[href*='step={step}']").click()
        page.fill("#field-on", _day(80 - number))
        page.get_by_role("button", name=words["keep"], exact=True).click()
        page.locator(".table-steps").wait_for()
        assert page.get_by_text(_day(80 - number)).count()


def _is_shown(page: Page, address: str, ids: dict[str, str], matter: str) -> None:
    """See it in the year's figures, and on the pages of all three."""
    (subject,) = re.findall(r"introduction-[0-9a-f]{12}", matter)
    page.goto(f"{address}/introductions")
    assert page.locator(f".table-introductions a[href*='{subject}']").count()
    for id_ in ids.values():
        page.goto(f"{address}{of_thing(id_)}")
        assert page.locator(f"a[href*='{subject}']").count(), id_
    year = int(_day(80)[:4]) - (int(_day(80)[5:7]) < 4)
    page.goto(f"{address}/funnel?year={year}")
    assert _figures(page)[0] == 1


def _is_declined(page: Page, matter: str, words: dict[str, str]) -> None:
    page.goto(matter)
    page.get_by_role("link", name=words["decline"]).click()
    page.locator("#field-side").select_option("provider")
    page.fill("#field-on", _day(0))
    page.fill("#field-reason", "いまは新しい相手を探していない")
    page.get_by_role("button", name=words["keep"], exact=True).click()
    page.locator(".table-steps").get_by_text("いまは新しい相手を探していない").wait_for()


def _figures(page: Page) -> list[int]:
    """Give how many introductions took each step in the year, the declined ones last."""
    cells = page.locator(".table-introductions tbody tr td:nth-of-type(1)").all_inner_texts()
    return [int(cell) for cell in cells]


def _day(days: int) -> str:
    """Give the day so many days ago."""
    return (today() - timedelta(days=days)).isoformat()
