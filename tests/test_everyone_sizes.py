"""Every page at 320 px and at 200 %, without motion, and in the colours that a person chose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from kb.base import KnowledgeBase
from kb.text import LANGUAGES, Language
from tests.browsing import PATIENCE, chromium, opened_at, serving
from tests.every_page import PAGES, visits_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NARROW, ZOOMED = 320, 640
"""400 % and 200 % of a window 1,280 px wide, in CSS pixels."""
WIDE_PARTS = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !one.closest(".hidden, .table, .tiles, pre, thead, svg, .menu");
}).slice(0, 5).map((one) => `${one.tagName}.${one.getAttribute("class") ?? ""} to ${Math.round(one.getBoundingClientRect().right)}: ${one.textContent.trim().slice(0, 40)}`)"""
CUT = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const cut = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.textContent.trim() || !holder.checkVisibility()) continue;
    if (holder.closest(".hidden, .skip, thead, textarea, select, option, .picture-stage, script, noscript, .page-map .title")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    for (let one = holder; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      const clips = (axis) => style[axis] === "hidden" || style[axis] === "clip";
      const at = one.getBoundingClientRect();
      if ((clips("overflowX") && (box.right > at.right + 2 || box.left < at.left - 2)) ||
          (clips("overflowY") && (box.bottom > at.bottom + 2 || box.top < at.top - 2)))
        cut.push(`${one.tagName}.${one.className} cuts: ${node.textContent.trim().slice(0, 40)}`);
      if (style.overflowX === "auto" || style.overflowX === "scroll") break;
    }
  }
  return cut.slice(0, 5);
}"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap((one) => {
  const style = getComputedStyle(one);
  const times = `${style.transitionDuration},${style.animationDuration}`.split(",");
  return times.some((time) => parseFloat(time) > 0) || style.scrollBehavior === "smooth"
    ? [`${one.tagName}.${one.getAttribute("class") ?? ""}`] : [];
}).slice(0, 5)"""
BAR = """() => [...document.querySelectorAll(".menu a")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.left < 0 || box.right > innerWidth || box.bottom > innerHeight || box.height < 24;
}).map((one) => one.textContent)"""
FORCED = """() => {
  const styles = getComputedStyle(document.documentElement);
  const own = ["--ink", "--quiet", "--line", "--paper", "--wash", "--link", "--bridge", "--rim"]
    .filter((name) => /#|rgb/.test(styles.getPropertyValue(name)));
  const bare = [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea")]
    .filter((one) => one.checkVisibility() && !["checkbox", "radio"].includes(one.type))
    .filter((one) => parseFloat(getComputedStyle(one).borderBottomWidth) < 1 && getComputedStyle(one).textDecorationLine !== "underline")
    .map((one) => `${one.tagName}.${one.className} has no edge: ${one.textContent.trim().slice(0, 30)}`);
  const out = [...document.querySelectorAll("body *")]
    .filter((one) => getComputedStyle(one).forcedColorAdjust === "none" && !one.matches("canvas, .picture-stage, .picture-stage *, .type-mark, svg, svg *"))
    .map((one) => `${one.tagName}.${one.getAttribute("class") ?? ""} keeps its own colours`);
  return [...own, ...bare.slice(0, 5), ...out.slice(0, 5)];
}"""
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def site(kb: KnowledgeBase) -> Iterator[str]:
    with serving(kb) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(
        reduced_motion="reduce", viewport={"width": NARROW, "height": 640}
    ) as context:
        one = context.new_page()
        one.set_default_timeout(PATIENCE)
        yield one


def said(page: Page, what: str, script: str) -> list[str]:
    return [f"{what}: {one}" for one in page.evaluate(script)]


def at_every_size(page: Page) -> list[str]:
    """Look at a page narrow, zoomed, without motion and in forced colours."""
    found: list[str] = []
    for width in (NARROW, ZOOMED):
        page.set_viewport_size({"width": width, "height": 640})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found += [f"{width} px: the page scrolls sideways"]
            found += said(page, f"{width} px: too wide", WIDE_PARTS)
        found += said(page, f"{width} px", CUT)
    page.set_viewport_size({"width": 390, "height": 844})
    found += said(page, "out of the bar of the menu", BAR)
    found += said(page, "moves though none was wished", MOVING)
    page.emulate_media(forced_colors="active")
    found += said(page, "in chosen colours", FORCED)
    page.emulate_media(forced_colors="none")
    return found


@pytest.mark.parametrize("name", PAGES)
@each_language
def test_a_page_fits_every_eye(
    page: Page, site: str, kb: KnowledgeBase, name: str, language: Language
) -> None:
    found: list[str] = []
    for visit in visits_of(kb, name):
        page.set_viewport_size({"width": NARROW, "height": 640})
        opened_at(page, visit.within(site, language))
        found += [f"{visit.address} {one}" for one in at_every_size(page)]
    assert not found, "\n".join(found)
