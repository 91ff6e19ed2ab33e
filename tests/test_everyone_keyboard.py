"""By keyboard alone: search, list, profile, route; every stop is seen, and none is a trap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from kb.base import KnowledgeBase
from kb.text import LANGUAGES, Language
from tests.browsing import PATIENCE, chromium, opened_at, serving, settled
from tests.every_page import PAGES, visits_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FIRM, MAKER = "N社", "大手医療機器メーカー"
WIDE, PHONE = (1280, 900), (390, 844)
STOPS = 400
"""So many stops a page may have before somebody gives up."""
SOME = 40
"""So many of its first stops are looked at on every page."""
WORDS = {
    "ja": {"skip": "本文へ", "from_here": "ここから道を探す", "find": "道を探す"},
    "en": {
        "skip": "Skip to the content",
        "from_here": "Find routes from here",
        "find": "Find routes",
    },
}
# What has the focus: what it is, whether it can be seen to have it, and whether it is in sight.
STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const shows = (x, y) => {
    if (!inside(x, y)) return false;
    const top = document.elementFromPoint(x, y);
    return top !== null && (one.contains(top) || top.contains(one) || top.closest("label") !== null);
  };
  const boxes = [...one.getClientRects()];
  const seen = boxes.some((at) => shows(at.x + at.width / 2, at.y + at.height / 2) ||
    shows(at.x + 3, at.y + at.height / 2) || shows(at.x + at.width / 2, at.y + 3) || shows(at.x + at.width / 2, at.bottom - 3));
  return { id: one.id, tag: one.tagName, text: (one.textContent || one.getAttribute("aria-label") || one.name || "").trim().slice(0, 60),
    href: one.getAttribute("href") ?? "", ringed, seen, left: box.left, top: box.top, width: box.width, height: box.height,
    stage: one.closest(".picture-stage") !== null };
}"""


@pytest.fixture(scope="module")
def site(kb: KnowledgeBase) -> Iterator[str]:
    with serving(kb) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@contextmanager
def sized(browser: Browser, width: int, height: int) -> Iterator[Page]:
    with browser.new_context(
        reduced_motion="reduce", viewport={"width": width, "height": height}
    ) as context:
        one = context.new_page()
        one.set_default_timeout(PATIENCE)
        yield one


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with sized(browser, *PHONE) as one:
        yield one


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with sized(browser, *request.param) as one:
        yield one


def stop(page: Page) -> dict[str, Any]:
    """Give what has the focus; it has to show that it has it, and nothing may lie over it."""
    found: dict[str, Any] | None = page.evaluate(STOP)
    assert found is not None, "nothing has the focus"
    assert found["ringed"], f"the focus cannot be seen: {found}"
    assert found["seen"], f"something lies over what has the focus: {found}"
    return found


def tabbed(page: Page, *, text: str = "", href: str = "", id_: str = "") -> dict[str, Any]:
    """Press Tab until a stop with these words, address or id has the focus."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        found = stop(page)
        fits = found["id"] == id_ if id_ else text in found["text"] and href in found["href"]
        if fits:
            return found
    raise AssertionError(f"no stop {text}{href}{id_} within {STOPS}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_name_to_a_route(
    page: Page, site: str, kb: KnowledgeBase, language: Language
) -> None:
    words = WORDS[language]
    page.goto(f"{site}/?language={language}")
    page.keyboard.press("Tab")
    first = stop(page)
    assert first["text"] == words["skip"] or first["href"] == "#content"
    tabbed(page, id_="page-search")
    page.keyboard.type(FIRM)
    page.wait_for_selector(".suggestions:not([hidden]) li")
    page.keyboard.press("Escape")
    assert page.locator(".suggestions:not([hidden])").count() == 0, "Escape closes what floats"
    assert page.input_value("#page-search") == FIRM, "and keeps what was typed"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    id_ = kb.search.find(FIRM, limit=1)[0].id
    tabbed(page, href=id_)
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/**")
    tabbed(page, text=words["from_here"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/connect?*")
    assert page.input_value("#ask-from")
    tabbed(page, id_="ask-to")
    page.keyboard.type(MAKER)
    page.wait_for_selector("#ask-to ~ .suggestions:not([hidden]) li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#ask-to") == MAKER
    tabbed(page, text=words["find"])
    page.keyboard.press("Enter")
    page.locator(".way").first.wait_for()
    tabbed(page, text="［")
    page.keyboard.press("Enter")
    assert page.locator(".evidence[open] .said").first.is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_stop_leads_past_the_menu(page: Page, site: str, language: Language) -> None:
    page.goto(f"{site}/brokers?language={language}")
    page.keyboard.press("Tab")
    assert stop(page)["href"] == "#content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_lets_go(page: Page, site: str, language: Language) -> None:
    page.goto(f"{site}/map?view=whole&language={language}")
    settled(page)
    page.locator(".picture-stage").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate(STOP)["stage"]
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate(STOP)["stage"], "Escape and Tab lead out of the picture"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(STOP) is not None


@pytest.mark.parametrize("name", PAGES)
def test_every_stop_of_a_page_is_seen_and_the_last_is_reached(
    phone: Page, site: str, kb: KnowledgeBase, name: str
) -> None:
    visit = next(iter(visits_of(kb, name)))
    opened_at(phone, visit.within(site, "ja"))
    for _ in range(SOME):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement === document.body"):
            break
        if stop(phone)["stage"]:
            phone.keyboard.press("Escape")
    phone.locator("footer a, footer button").last.focus()
    for _ in range(8):
        phone.keyboard.press("Shift+Tab")
        stop(phone)
