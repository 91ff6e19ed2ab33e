"""つなぐ in a real browser: by keyboard, wide and narrow, in both languages, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from kb.base import KnowledgeBase
from kb.text import LANGUAGES, Language
from tests.browsing import PATIENCE, chromium, serving
from web.connect.examples import Example, examples
from web.connect.ways import address_of
from web.connect.wish import LETTER, ROUTE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SIZES = ((1440, 900), (768, 1024), (390, 844))
DRIVER = "GL Driver Message"
"""What Chromium says of drawing in software; it is not about the page."""


@pytest.fixture(scope="module")
def address(kb: KnowledgeBase) -> Iterator[str]:
    with serving(kb) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def example(kb: KnowledgeBase) -> Example:
    return next(one for one in examples(kb, people=True) if one.start.name.ja == "N社")


@contextmanager
def opened(browser: Browser, where: str, language: Language = "ja") -> Iterator[Page]:
    """Open a page; whatever the browser complains about is an error."""
    complaints: list[str] = []
    with browser.new_context(reduced_motion="reduce") as fresh:
        page = fresh.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{where}{'&' if '?' in where else '?'}language={language}")
        yield page
    assert not [one for one in complaints if DRIVER not in one]


def test_a_question_is_asked_by_keyboard_alone(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/connect") as page:
        page.focus("#ask-from")
        page.keyboard.type("N社")
        page.wait_for_selector(".asking .suggestions li")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert page.input_value("#ask-from") == "N社"
        assert page.url.split("?")[0].endswith("/connect"), "a suggestion fills, it does not leave"
        page.keyboard.press("Tab")
        page.keyboard.type("篠原 弘美; 大手医療")
        page.wait_for_selector("#ask-to ~ .suggestions li")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert page.input_value("#ask-to") == "篠原 弘美; 大手医療機器メーカー"
        page.keyboard.press("Enter")
        page.wait_for_selector(".way")
        assert "from=N" in page.url
        mark = page.locator(".way .evidence summary").first
        mark.focus()
        page.keyboard.press("Enter")
        assert page.locator(".way .evidence[open] .said").first.is_visible()
        why = page.locator(".way .making summary").first
        why.focus()
        page.keyboard.press("Enter")
        assert "=" in page.locator(".way .making[open] dd").first.inner_text()


def test_the_picture_is_drawn_and_follows_the_table(
    browser: Browser, address: str, example: Example
) -> None:
    with opened(browser, address + example.wish.at()) as page:
        page.wait_for_selector("figure[data-state=drawn]")
        row = page.locator(".table-routes tr[data-node]").first
        row.hover()
        page.wait_for_selector(".picture-says span:not(:empty)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_runs_out_of_the_screen(
    browser: Browser, address: str, example: Example, language: Language
) -> None:
    pages = [
        "/connect",
        example.wish.at(inferred="1", between="3"),
        address_of(example.wish, example.best, ROUTE),
        address_of(example.wish, example.best, LETTER),
    ]
    for path in pages:
        with opened(browser, address + path, language) as page:
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
                for line in page.locator(".chain .leg .tie").all():
                    box = line.bounding_box()
                    assert box is None or box["width"] > 24, "a tie is long enough to be seen"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_route_is_one_printed_page_with_all_that_it_rests_on(
    browser: Browser, address: str, example: Example, language: Language
) -> None:
    longest = max(
        example.answer.routes, key=lambda route: (len(route.nodes), len(route.hops[0].ties))
    )
    with opened(browser, address + address_of(example.wish, longest), language) as page:
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
        page.emulate_media(media="print")
        said = page.inner_text("body")
        for id_ in longest.nodes:
            assert example.answer.actors[id_].name.get(language) in said
        assert page.locator(".table-routes").is_visible()
        assert page.locator(".notes li").first.is_visible()
        assert re.search(r"\d{4}-\d{2}-\d{2}", page.inner_text(".facts"))
        for gone in (".actions", ".menu", ".making", "form.search"):
            assert not page.locator(gone).first.is_visible()


def test_a_draft_is_copied_and_not_sent(browser: Browser, address: str, example: Example) -> None:
    with opened(browser, address + address_of(example.wish, example.best, LETTER)) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        draft = page.input_value("#draft-ja")
        assert "篠原 弘美 様" in draft
        assert "N社" not in draft
        page.click("[data-copy=draft-ja]")
        page.locator("[data-copy=draft-ja]", has_text="写しました").wait_for()
        assert page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n") == draft
        assert page.locator("main form").count() == 0
        page.click("text=名前を出した依頼")
        assert "〔求める側のお名前〕" in page.input_value("#draft-ja")
