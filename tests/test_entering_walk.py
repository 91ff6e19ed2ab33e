"""A coordinator's walk in a real browser: a firm's page → an introduction → its steps → the funnel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from kb.base import KnowledgeBase
from kb.text import Language
from tests.browsing import PATIENCE, chromium, serving
from tests.small_desk import WORKS, desk_kb
from web.addresses import of_thing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["desk_kb"]

pytestmark = pytest.mark.browser
WORDS = {
    "ja": {
        "start": "ここからの紹介",
        "keep": "記録する",
        "step": "打診",
        "refused": "同意",
        "called": "青空製作所と大海医機の紹介",
        "under_way": "進行中の紹介",
        "had": "引き合わせを受けた記録",
    },
    "en": {
        "start": "An introduction it seeks",
        "keep": "Record it",
        "step": "Sounding",
        "refused": "agreed",
        "called": "Introduction of Aozora Works to Taikai Medical",
        "under_way": "Introductions under way",
        "had": "Introductions it was part of",
    },
}


@pytest.fixture(scope="module")
def address(desk_kb: KnowledgeBase) -> Iterator[str]:
    with serving(desk_kb) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.mark.parametrize(("language", "scripts"), [("ja", True), ("en", False)])
def test_from_a_firms_page_to_the_years_figures(
    browser: Browser, address: str, language: Language, *, scripts: bool
) -> None:
    words = WORDS[language]
    context = browser.new_context(java_script_enabled=scripts, locale=language)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{address}{of_thing(WORKS)}?language={language}")
    page.get_by_role("link", name=words["start"], exact=True).click()
    _begin(page, words)
    _walk(page, words)
    page.goto(f"{address}{of_thing(WORKS)}")
    page.get_by_role("heading", name=words["had"]).wait_for()
    page.goto(f"{address}/funnel?year=2026")
    meeting = page.locator(".table-introductions tbody tr").nth(4).locator("td").first
    assert int(meeting.inner_text()) >= 1
    context.close()


def _begin(page: Page, words: dict[str, str]) -> None:
    assert WORKS in page.locator("#field-seeker").input_value()
    page.locator("#field-maker").fill("架橋財団")
    page.locator("#field-provider").fill("大海医機")
    page.locator("#field-on").fill("令和8年10月1日")
    page.locator("#field-visibility").select_option("public")
    page.locator("#field-by").fill("小野")
    page.get_by_role("button", name=words["keep"], exact=True).click()
    page.get_by_role("heading", level=1, name=words["called"]).wait_for()


def _walk(page: Page, words: dict[str, str]) -> None:
    """Try the sounding too early, then take the steps in their order up to the meeting."""
    here = page.url
    page.locator(".table-steps a[href*='step=sounding']").click()
    page.locator("#field-on").fill("2026-10-06")
    page.get_by_role("button", name=words["keep"], exact=True).click()
    assert words["refused"] in page.locator("#wrong-step").inner_text()
    assert page.locator("#field-on").input_value() == "2026-10-06"
    for number, step in enumerate(("consent", "sounding", "inner_consent", "meeting"), 5):
        page.goto(here)
        page.locator(f".table-steps a[href*='step={step}']").click()
        page.locator("#field-on").fill(f"2026-10-{number:02d}")
        page.get_by_role("button", name=words["keep"], exact=True).click()
        page.get_by_role("heading", level=1, name=words["called"]).wait_for()
        assert page.get_by_text(f"2026-10-{number:02d}").count()
