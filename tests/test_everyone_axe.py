"""Every page for everyone: axe-core finds nothing, in either language, light or dark, wide or narrow.

What costs most is asked once: all rules in each language, wide in Japanese and narrow in English;
contrast, which no language changes, wide in Japanese, by light and in the dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.base import KnowledgeBase
from kb.text import LANGUAGES, Language
from tests import axe
from tests.browsing import PATIENCE, chromium, serving, settled
from tests.every_page import PAGES, Visit, visits_of, wrong_visits
from tests.small_desk import closing_desk, introduced, settings_in
from web.door import Door
from web.door.password import Password

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
CONTRAST = "color-contrast"
UNSHADED = ".table { background: none !important } main { padding-bottom: 120px !important }"
"""The shade that tells of a table's further columns hides from axe what stands on what."""
PHRASE = "川に架ける橋 ときどき渡る"
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def site(kb: KnowledgeBase) -> Iterator[str]:
    with serving(kb) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@contextmanager
def opened(browser: Browser) -> Iterator[Page]:
    """Open a page whose own policy lets axe in; nothing moves in it."""
    context: BrowserContext
    with browser.new_context(bypass_csp=True, reduced_motion="reduce", viewport=WIDE) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        yield page


def found_in(page: Page, language: Language) -> list[str]:
    """Look at the page as it stands: wide, by light and in the dark, or narrow."""
    wide = language == "ja"
    page.set_viewport_size(WIDE if wide else NARROW)
    settled(page)
    page.add_style_tag(content=UNSHADED)
    axe.bring(page)
    if not wide:
        return [f"narrow: {one}" for one in axe.violations(page, without=(CONTRAST,))]
    found = axe.violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in axe.violations(page, CONTRAST)]
    page.emulate_media(color_scheme="light")
    return found


def complaints(page: Page, site: str, visits: Iterator[Visit], language: Language) -> list[str]:
    found = []
    for visit in visits:
        answer = page.goto(visit.within(site, language))
        assert answer is not None
        assert answer.ok or visit.page == "error", f"{answer.status} at {visit.address}"
        found += [f"{visit.address}\n  {one}" for one in found_in(page, language)]
    return found


@pytest.mark.parametrize("name", PAGES)
@each_language
def test_a_page_is_for_everyone(
    browser: Browser, site: str, kb: KnowledgeBase, name: str, language: Language
) -> None:
    with opened(browser) as page:
        found = complaints(page, site, visits_of(kb, name), language)
    assert not found, "\n".join(found)


@each_language
def test_what_went_wrong_is_for_everyone(browser: Browser, site: str, language: Language) -> None:
    with opened(browser) as page:
        found = complaints(page, site, iter(wrong_visits()), language)
    assert not found, "\n".join(found)


@each_language
def test_what_is_entered_is_for_everyone(
    browser: Browser, tmp_path: Path, language: Language
) -> None:
    with closing_desk(tmp_path / "home") as kb, serving(kb) as site, opened(browser) as page:
        subject = introduced(kb)
        seen = [
            Visit("form", "enter", f"/enter?kind=introduction&action=step&subject={subject}"),
            Visit("matter", "entered", f"/entered?id={subject}"),
            Visit("list", "entered", "/introductions"),
        ]
        found = complaints(page, site, iter(seen), language)
        page.goto(Visit("new", "enter", "/enter?kind=introduction").within(site, language))
        page.fill("#field-on", "いつか")
        page.locator("form.entering button[type=submit]").click()
        page.locator(".notice.error").wait_for()
        found += [f"a form with errors: {one}" for one in found_in(page, language)]
    assert not found, "\n".join(found)


@each_language
def test_the_door_is_for_everyone(browser: Browser, tmp_path: Path, language: Language) -> None:
    office = Door(bytes(range(32)), Password.of(PHRASE, b"salt"))
    with (
        closing_desk(tmp_path / "home") as kb,
        serving(kb, office) as site,
        opened(browser) as page,
    ):
        page.goto(f"{site}/login?language={language}")
        found = found_in(page, language)
        page.fill("#password", "wrong")
        page.locator("main button[type=submit]").click()
        page.locator(".notice.error").wait_for()
        found += [f"a wrong password: {one}" for one in found_in(page, language)]
        page.fill("#password", PHRASE)
        page.locator("main button[type=submit]").click()
        page.locator("#name").wait_for()
        found += [f"the name: {one}" for one in found_in(page, language)]
    assert not found, "\n".join(found)


@each_language
def test_a_graph_that_is_away_is_for_everyone(
    browser: Browser, tmp_path: Path, language: Language
) -> None:
    away = {"NEO4J_URI": "bolt://127.0.0.1:1", "NEO4J_USER": "x", "NEO4J_PASSWORD": "x"}
    settings = settings_in(tmp_path / "home", **away)
    with KnowledgeBase(settings) as kb, serving(kb) as site, opened(browser) as page:
        answer = page.goto(Visit("away", "error", "/schemes").within(site, language))
        assert answer is not None
        assert answer.status == 503
        found = found_in(page, language)
    assert not found, "\n".join(found)
