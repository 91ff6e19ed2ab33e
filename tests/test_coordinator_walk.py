"""A coordinator's day in a real browser, in both languages: a name typed as it is spoken → whom it is
tied to → the gatekeepers of its region lit on the map → a firm → its evidence → a slip corrected → the
page printed → the view kept as a file → the same view from its link on a tablet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from kb.text import LANGUAGES, Language
from tests.browsing import PATIENCE, chromium, serving, settled
from tests.bundled import bundled

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ASTEM: dict[Language, str] = {"ja": "京都高度技術研究所", "en": "Advanced Science, Technology"}
TABLET = {"width": 768, "height": 1024}
TYPED: dict[Language, str] = {"ja": "あすてむ", "en": "astem"}
FIRM, BY = "N社", "京都 太郎"
RIGHT: dict[Language, str] = {"ja": "エヌシャ", "en": "エヌしゃ"}
WORDS: dict[Language, dict[str, str]] = {
    "ja": {"map": "地図で見る", "whom": "京都市", "rests": "2026年11月の訪問で本人から聞いた"},
    "en": {"map": "See it on the map", "whom": "City of Kyoto", "rests": "Told on a visit"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A home of its own: what is corrected here is seen by no other test."""
    with bundled(tmp_path_factory.mktemp("home")) as kb, serving(kb) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_coordinators_day(
    browser: Browser, site: str, tmp_path: Path, language: Language
) -> None:
    with browser.new_context(reduced_motion="reduce", accept_downloads=True) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{site}/?language={language}")
        _is_found_as_it_is_spoken(page, language)
        _lights_the_gatekeepers(page, language)
        view, shown = page.url, _nodes(page)
        _keeps_the_view(page, tmp_path / "map.html", language)
        _opens_a_firm_and_reads_its_evidence(page, site)
        _corrects_a_slip(page, language)
        _prints_on_one_page(page)
        _opens_the_same_view_on_a_tablet(page, view, shown)


def _is_found_as_it_is_spoken(page: Page, language: Language) -> None:
    page.locator("[role=combobox]").first.focus()
    page.keyboard.type(TYPED[language])
    page.wait_for_selector("[role=listbox] [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/**")
    assert ASTEM[language] in page.locator("h1").inner_text()
    assert WORDS[language]["whom"] in page.locator(".table-ties").inner_text()


def _lights_the_gatekeepers(page: Page, language: Language) -> None:
    page.get_by_role("link", name=WORDS[language]["map"]).click()
    settled(page)
    page.locator(".map-questions a").first.click()
    page.wait_for_url(re.compile("role=gatekeeper"))
    page.wait_for_selector("main:not([aria-busy]) figure[data-state=drawn]")
    assert re.search("region=jis(:|%3A)26", page.url), "of Kyoto"
    assert page.locator("td.col-how bdi").count() >= 1, "each with its sentence"


def _keeps_the_view(page: Page, file: Path, language: Language) -> None:
    view = page.url
    with page.expect_download() as kept:
        page.goto(view.replace("/map?", "/map/keep?"))
        page.locator("a[href*='snapshot.html']").click()
    kept.value.save_as(file)
    text = file.read_text("utf-8")
    assert ASTEM[language] in text
    assert not re.search(r"(src|href)=[\"']?https?:", text), "nothing comes from outside"


def _opens_a_firm_and_reads_its_evidence(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q={FIRM}")
    page.locator("main table a[href*='/entity/']").first.click()
    page.wait_for_url("**/entity/**")
    page.locator("details.evidence summary").first.click()
    assert page.locator("details.evidence[open] .said").first.is_visible()


def _corrects_a_slip(page: Page, language: Language) -> None:
    profile = urlsplit(page.url).path
    page.locator("a[href*='/correct?']").first.click()
    page.locator("a[href*='fact=name_kana']").click()
    page.fill("[name=value]", RIGHT[language])
    page.fill("[name=rests_on]", WORDS[language]["rests"])
    page.fill("[name=by]", BY)
    page.locator("form.entering button[type=submit]").click()
    page.wait_for_url(lambda url: urlsplit(url).path == profile)
    said = page.locator("main").inner_text()
    for part in (RIGHT[language], BY, WORDS[language]["rests"]):
        assert part in said


def _prints_on_one_page(page: Page) -> None:
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def _opens_the_same_view_on_a_tablet(page: Page, view: str, shown: list[str]) -> None:
    page.set_viewport_size(TABLET)  # type: ignore[arg-type]
    page.goto(view)
    settled(page)
    assert _nodes(page) == shown, "the link gives the same view"
    assert page.evaluate("document.documentElement.scrollWidth") <= TABLET["width"]


def _nodes(page: Page) -> list[str]:
    rows = page.locator("[data-picture-table] tr[data-node]")
    return [row.get_attribute("data-node") or "" for row in rows.all()]
