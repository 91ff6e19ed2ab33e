"""A coordinator on the map, in a real browser and both languages: enter, filter, select, undo, keep."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from kb.base import KnowledgeBase
from tests.browsing import PATIENCE, chromium, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

DRAWN = "figure[data-state=drawn]"
BOTH = pytest.mark.parametrize("language", ["ja", "en"])
ASTEM = {"ja": "京都高度技術研究所", "en": "Advanced Science, Technology"}
SETTLED = 600


@pytest.fixture(scope="module")
def address(kb: KnowledgeBase) -> Iterator[str]:
    with serving(kb) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    complaints: list[str] = []
    with browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", accept_downloads=True
    ) as context:
        fresh = context.new_page()
        fresh.set_default_timeout(PATIENCE)
        fresh.on("pageerror", lambda error: complaints.append(str(error)))
        fresh.on(
            "console",
            lambda said: complaints.append(said.text) if said.type == "error" else None,
        )
        yield fresh
    assert complaints == []


def opened(page: Page, address: str, path: str, language: str) -> None:
    page.goto(f"{address}{path}{'&' if '?' in path else '?'}language={language}")
    page.wait_for_selector(DRAWN)


def asked(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def settled(page: Page, wanted: str) -> None:
    """Wait until the address says something and the picture stands again."""
    page.wait_for_url(re.compile(wanted))
    page.wait_for_selector(f"main:not([aria-busy]) {DRAWN}")


def node_under_pointer(page: Page) -> tuple[float, float]:
    """Find a mark by moving over the stage; give where it is."""
    box = page.locator(".picture-stage").bounding_box()
    assert box
    for row in range(4, 30):
        for column in range(4, 44):
            x, y = box["x"] + box["width"] * column / 48, box["y"] + box["height"] * row / 34
            page.mouse.move(x, y)
            if page.evaluate("document.querySelector('.picture-stage').style.cursor") == "pointer":
                return x, y
    raise AssertionError("no mark under the pointer")


@BOTH
def test_from_the_islands_into_one_and_back(page: Page, address: str, language: str) -> None:
    opened(page, address, "/map", language)
    rows = page.locator("tr[data-node^='isle:']")
    assert rows.count() > 3
    page.mouse.click(*node_under_pointer(page))
    settled(page, r"community=")
    assert page.locator(".trail [aria-current]").inner_text().strip()
    assert page.locator("[data-picture-table] tr[data-node]").count() > 2
    page.go_back()
    page.wait_for_selector("tr[data-node^='isle:']")
    assert "community" not in asked(page)


@BOTH
def test_the_islands_are_reached_and_entered_by_keyboard(
    page: Page, address: str, language: str
) -> None:
    opened(page, address, "/map", language)
    page.focus(".picture-stage")
    page.keyboard.press("Tab")
    said = page.locator(".picture-says span").inner_text()
    assert said.endswith("押すと入ります" if language == "ja" else "press to enter")
    assert page.locator("tr.is-near[data-node^='isle:']").count() == 1
    page.keyboard.press("Enter")
    settled(page, r"community=")


@BOTH
def test_astem_is_found_by_its_romaji_and_seen_with_two_steps(
    page: Page, address: str, language: str
) -> None:
    opened(page, address, "/map", language)
    page.fill("#map-q", "astem")
    page.locator(".map-search button").click()
    page.wait_for_selector(".map-hits a, figure[data-picture*='focus=']")
    if "focus" not in asked(page):
        page.locator(".map-hits a").first.click()
    settled(page, r"focus=")
    assert page.locator(".trail [aria-current]").inner_text().strip()
    before = page.locator("[data-picture-table] tr[data-node]").count()
    page.locator(".shown a", has_text="2歩" if language == "ja" else "2 steps").click()
    settled(page, r"steps=2")
    assert page.locator("[data-picture-table] tr[data-node]").count() >= before


@BOTH
def test_the_gatekeepers_of_kyoto_are_lit(page: Page, address: str, language: str) -> None:
    opened(page, address, "/map", language)
    page.locator(".tile[aria-label^='京都'], .tile[aria-label^='Kyoto']").click()
    settled(page, r"region=jis(:|%3A)26")
    page.locator(".map-questions a").first.click()
    settled(page, r"role=gatekeeper")
    assert page.locator(".map-chips li").count() == 3
    said = page.locator("#map-status").inner_text()
    assert ("京都府とその相手" if language == "ja" else "Kyoto Prefecture and its contacts") in said
    assert page.locator("td.col-how bdi").count() >= 1, "a sentence each"
    assert page.locator(".legend", has_text="外の相手" if language == "ja" else "outside").count()
    page.locator(".map-chips a").first.click()
    page.wait_for_url(lambda url: "region" not in url)
    assert "role" in asked(page)


@BOTH
def test_from_a_search_to_the_gatekeepers_and_a_firms_evidence_and_by_link_on_a_tablet(
    page: Page, address: str, language: str
) -> None:
    page.goto(f"{address}/search?q=astem&language={language}")
    page.locator("main a[href*='/entity/']", has_text=ASTEM[language]).first.click()
    page.get_by_role("link", name="地図で見る" if language == "ja" else "See it on the map").click()
    page.wait_for_selector(DRAWN)
    page.locator(".map-questions a").first.click()
    settled(page, r"role=gatekeeper")
    link, shown = page.url, nodes_of(page)
    assert page.locator("td.col-how bdi").count() >= 1
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto(link)
    page.wait_for_selector(DRAWN)
    assert nodes_of(page) == shown, "the link gives the same view"
    assert page.evaluate("document.documentElement.scrollWidth") <= 768
    row = page.locator("[data-picture-table] tr[data-node]").nth(1)
    row.locator("a[href*='/entity/']").first.click()
    mark = page.locator("details.evidence summary").first
    mark.click()
    assert page.locator("details.evidence[open] .said").first.is_visible()


def nodes_of(page: Page) -> list[str]:
    rows = page.locator("[data-picture-table] tr[data-node]")
    return [row.get_attribute("data-node") or "" for row in rows.all()]


@BOTH
def test_the_contacts_outside_can_be_left_out_and_back_brings_them_again(
    page: Page, address: str, language: str
) -> None:
    opened(page, address, "/map?region=jis:26", language)
    every = nodes_of(page)
    page.locator(".map-filters summary").click()
    page.select_option("#map-reach", "inside")
    settled(page, "reach=inside")
    assert 0 < len(nodes_of(page)) < len(every)
    page.go_back()
    page.wait_for_url(lambda url: "reach" not in url)
    page.wait_for_selector(f"main:not([aria-busy]) {DRAWN}")
    assert nodes_of(page) == every


@BOTH
def test_an_era_year_holds_in_address_and_chip(page: Page, address: str, language: str) -> None:
    opened(page, address, "/map", language)
    page.locator(".map-filters summary").click()
    page.fill("#map-year", "令和3年")
    page.keyboard.press("Enter")
    chip = "2021年の時点" if language == "ja" else "as in 2021"
    page.locator(".map-chips a", has_text=chip).wait_for()


def test_escape_leaves_the_picture_and_each_row_is_reached_by_tab(page: Page, address: str) -> None:
    opened(page, address, "/map?region=jis:26", "ja")
    page.focus(".picture-stage")
    page.keyboard.press("Tab")
    assert page.locator(".picture-says span").inner_text()
    page.keyboard.press("Enter")
    page.locator(".picture-card:not([hidden])").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".picture-says span").inner_text() == ""
    assert page.locator(".picture-card").is_hidden()
    page.keyboard.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate("document.activeElement.closest('.picture-stage')") is None
    assert page.evaluate(outline) != "none", "the focus is seen"
    for row in page.locator("[data-picture-table] tr[data-node]").all():
        assert row.locator("a, input").count() >= 2


@BOTH
def test_a_condition_is_ticked_stands_in_the_address_and_is_undone(
    page: Page, address: str, language: str
) -> None:
    opened(page, address, "/map", language)
    page.locator(".map-filters summary").click()
    page.locator("input[name='type.Firm']").check()
    settled(page, r"type=Firm")
    assert page.locator(".map-filters[open]").count() == 1, "the drawer stays open"
    page.locator("input[name='type.University']").check()
    settled(page, r"type=(Firm,University|University,Firm)")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="元に戻す" if language == "ja" else "Undo", exact=True).click()
    page.wait_for_url(lambda url: "University" not in url)
    assert asked(page)["type"] == "Firm"


@BOTH
def test_what_is_selected_is_one_in_table_picture_and_address(
    page: Page, address: str, language: str
) -> None:
    opened(page, address, "/map?view=whole", language)
    boxes = page.locator("input.pick")
    boxes.nth(0).check()
    boxes.nth(2).check()
    assert len(asked(page)["pick"].split(",")) == 2
    page.reload()
    page.wait_for_selector(DRAWN)
    assert page.locator("tr.is-picked").count() == 2, "a link gives the selection again"
    page.locator("input.pick").nth(0).uncheck()
    assert page.locator("tr.is-picked").count() == 1
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="元に戻す" if language == "ja" else "Undo", exact=True).click()
    assert page.locator("tr.is-picked").count() == 2


def test_a_line_drawn_with_shift_selects_what_lies_inside(page: Page, address: str) -> None:
    opened(page, address, "/map?view=whole", "ja")
    box = page.locator(".picture-stage").bounding_box()
    assert box
    left, top = box["x"] + 4, box["y"] + 4
    right, low = box["x"] + box["width"] - 4, box["y"] + box["height"] - 4
    page.keyboard.down("Shift")
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, low), (left, low), (left, top + 10)):
        page.mouse.move(x, y, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    assert page.locator("tr.is-picked").count() > 100
    page.locator(".picture-picked button").click()
    assert page.locator("tr.is-picked").count() == 0


def test_a_mark_that_was_dragged_stays_there_until_it_is_undone(page: Page, address: str) -> None:
    opened(page, address, "/map?view=whole", "ja")
    x, y = node_under_pointer(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=6)
    page.mouse.up()
    kept = "Object.entries(localStorage).filter(([key]) => key.startsWith('kakehashi:places:'))"
    ((_, first),) = page.evaluate(kept)
    assert urlsplit(page.url).path == "/map", "dragging opens no page"
    page.reload()
    page.wait_for_selector(DRAWN)
    assert page.evaluate(kept)[0][1] == first
    x, y = node_under_pointer(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y - 30, steps=6)
    page.mouse.up()
    assert page.evaluate(kept)[0][1] != first
    page.keyboard.press("Control+z")
    page.wait_for_timeout(SETTLED)


@BOTH
def test_the_picture_leaves_as_svg_and_png_with_its_title_date_and_legend(
    page: Page, address: str, language: str, tmp_path: Path
) -> None:
    opened(page, address, "/map?view=whole", language)
    for kind in ("svg", "png"):
        with page.expect_download() as kept:
            page.get_by_role("button", name=kind.upper()).click()
        kept.value.save_as(tmp_path / f"map.{kind}")
    tree = ET.fromstring((tmp_path / "map.svg").read_text(encoding="utf-8"))  # noqa: S314 ours
    words = " ".join(node.text or "" for node in tree.iter("{http://www.w3.org/2000/svg}text"))
    for said in {
        "ja": ("つながりの地図", "版 ", "出典: ", "企業"),
        "en": ("Map of ties", "Version ", "Sources: ", "firm"),
    }[language]:
        assert said in words
    assert len(list(tree.iter("{http://www.w3.org/2000/svg}path"))) > 100
    assert not re.search(r"(href|src)\s*=", (tmp_path / "map.svg").read_text(encoding="utf-8"))
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


@BOTH
def test_a_table_is_sorted_by_its_heading(page: Page, address: str, language: str) -> None:
    opened(page, address, "/map?view=whole", language)
    head = page.locator("[data-picture-table] th.col-ties")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    told = page.locator("[data-picture-table] td.col-ties").all_inner_texts()
    numbers = [int(one.replace(",", "")) for one in told]
    assert numbers == sorted(numbers, reverse=True)
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"


@BOTH
def test_without_scripts_the_tables_tiles_and_conditions_work(
    browser: Browser, address: str, language: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/map?language={language}")
        assert page.locator("tr[data-node^='isle:']").count() > 3
        assert page.locator(".tiles .tile").count() == 47
        page.locator(".map-filters summary").click()
        page.locator("input[name='type.Firm']").check()
        page.locator(".map-filters button").click()
        page.locator(".map-chips").wait_for()
        page.locator(".trail, .tile[href]").first.wait_for()


@pytest.mark.parametrize("width", [390, 640])
def test_nothing_is_cut_off_on_a_phone_or_at_200_per_cent(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, address, "/map", "ja")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@BOTH
def test_the_snapshot_opens_without_a_network(
    browser: Browser, address: str, language: str, tmp_path: Path
) -> None:
    with browser.new_context(accept_downloads=True) as context:
        page = context.new_page()
        opened(page, address, "/map?view=whole", language)
        with page.expect_download() as kept:
            page.goto(page.url.replace("/map?", "/map/keep?"))
            page.locator("a[href*='snapshot.html']").click()
        kept.value.save_as(tmp_path / "map.html")
    complaints: list[str] = []
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text))
        page.on(
            "request",
            lambda asked: complaints.append(asked.url) if "map.html" not in asked.url else None,
        )
        page.goto((tmp_path / "map.html").as_uri())
        page.wait_for_selector("#network canvas")
        page.wait_for_timeout(SETTLED)
        assert page.locator("h1").inner_text() == (
            "つながりの地図" if language == "ja" else "Map of ties"
        )
    assert complaints == []
