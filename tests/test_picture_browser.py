"""The picture component in a real browser, under the explorer's content policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browsing import FLAGS, PATIENCE
from tests.picture_page import OWN_COLOURS, STATIC, TYPES, Site, picture, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

MOVEMENT = 500
DRAWN = "figure[data-state=drawn]"
MARKED = 20
BRIDGE = "#b8401c"
SCREENSHOTS = Path(__file__).parents[1] / "screenshots"

# The drawing that the picture hands to the printer: how many pixels bear each colour, and their
# middle on the screen.
INKED = """() => {
  dispatchEvent(new Event("beforeprint"));
  const paper = document.querySelector(".picture-print");
  const stage = document.querySelector(".picture-stage").getBoundingClientRect();
  const { data } = paper.getContext("2d").getImageData(0, 0, paper.width, paper.height);
  dispatchEvent(new Event("afterprint"));
  const colours = {};
  for (let at = 0; at < data.length; at += 4) {
    const hex = "#" + [0, 1, 2].map((c) => data[at + c].toString(16).padStart(2, "0")).join("");
    const seen = (colours[hex] ??= { count: 0, x: 0, y: 0 });
    seen.count += 1;
    seen.x += (at / 4) % paper.width;
    seen.y += Math.floor(at / 4 / paper.width);
  }
  for (const seen of Object.values(colours)) {
    seen.x = stage.x + (seen.x / seen.count / paper.width) * stage.width;
    seen.y = stage.y + (seen.y / seen.count / paper.height) * stage.height;
  }
  return colours;
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Callable[..., Browser]]:
    """Start browsers; all end with the module."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # conftest skips without it

    if not (STATIC / "bundle" / "picture.js").is_file():
        pytest.fail("web/static/bundle is not built: pip install -e . builds it", pytrace=False)
    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=[*FLAGS, *flags]
        )


@pytest.fixture(scope="module")
def browser(chromium: Callable[..., Browser]) -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as one:
        yield one


@contextmanager
def opened(
    browser: Browser, address: str, complaints: list[str] | None = None, **context: Any
) -> Iterator[Page]:
    """Open the page; all that the browser complains about goes into `complaints`."""
    settings = {"viewport": {"width": 1100, "height": 900}, "reduced_motion": "reduce"} | context
    with browser.new_context(**settings) as fresh:
        page = fresh.new_page()
        page.set_default_timeout(PATIENCE)
        heard: list[str] = [] if complaints is None else complaints
        page.on("console", lambda said: heard.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(address)
        yield page


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    with opened(browser, site.address) as one:
        one.wait_for_selector(DRAWN)
        yield one


def inked(page: Page) -> Counter[str]:
    return Counter({colour: seen["count"] for colour, seen in page.evaluate(INKED).items()})


def place(page: Page, node: str) -> tuple[float, float]:
    """Find a node on the screen by its colour (picture_page gives these nodes one of their own)."""
    seen = page.evaluate(INKED)[OWN_COLOURS[node]]
    return seen["x"], seen["y"]


def scrolled(page: Page) -> float:
    """Give the wheel time to move the page; say how far it did."""
    page.wait_for_timeout(MOVEMENT)
    return float(page.evaluate("scrollY"))


def says(page: Page) -> str:
    return page.locator(".picture-says span").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_is_drawn_and_the_browser_has_nothing_to_complain_about(
    browser: Browser, site: Site, scheme: str
) -> None:
    complaints: list[str] = []
    with opened(browser, site.address, complaints, color_scheme=scheme) as page:
        page.wait_for_selector(DRAWN)
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"picture-{scheme}.png")
        page.focus("tr[data-node=n22] a")
        page.locator("figure").screenshot(path=SCREENSHOTS / f"picture-{scheme}-near.png")
    assert complaints == []


def test_each_types_colour_and_the_colour_of_bridges_reach_the_paper(page: Page) -> None:
    colours = inked(page)
    assert [colour for _, _, colour, _ in TYPES if colours[colour] < MARKED] == []
    assert colours[BRIDGE] > 0


@pytest.mark.parametrize("width", [390, 800, 1400])
def test_names_are_written_without_anyone_touching_the_picture(
    browser: Browser, site: Site, width: int
) -> None:
    with opened(browser, site.address, viewport={"width": width, "height": 800}) as page:
        page.wait_for_selector(DRAWN)
        written = page.evaluate("""() => {
          const { width, height } = document.querySelector(".sigma-labels");
          const words = document.querySelector(".sigma-labels").getContext("2d");
          return words.getImageData(0, 0, width, height).data.filter((part) => part > 0).length;
        }""")
    assert written > 10_000


def test_a_row_under_the_pointer_lights_its_node_and_dims_the_rest(page: Page) -> None:
    before = inked(page)
    page.hover("tr[data-node=n8]")
    after = inked(page)
    assert says(page).startswith("近畿材料技術研究所・研究機関")
    assert after["#56b4e9"] > MARKED
    assert after["#e69f00"] < before["#e69f00"] / 10


def test_the_page_does_not_jump_when_something_is_said(page: Page) -> None:
    before = page.locator("figure").bounding_box()
    page.focus("tr[data-node=n8] a")
    page.evaluate("scrollTo(0, 0)")
    assert says(page) != ""
    assert page.locator("figure").bounding_box() == before


def test_a_node_under_the_pointer_lights_its_row_and_names_itself(page: Page) -> None:
    page.mouse.move(*place(page, "n22"))
    page.wait_for_selector("tr[data-node=n22].is-near")
    assert page.locator("tr.is-near").count() == 1
    assert says(page) == "中之島 一郎・イノベーション・プロデューサー・橋渡し・つながり9"


def test_the_relation_of_a_tie_under_the_pointer_is_said(page: Page) -> None:
    (ax, ay), (bx, by) = place(page, "n14"), place(page, "n28")
    page.mouse.move(ax + (bx - ax) * 0.45, ay + (by - ay) * 0.45)
    page.wait_for_selector(".picture-says span:not(:empty)")
    assert says(page).startswith("大和県商工課 → 微細ばね加工・")


def test_pressing_a_node_opens_its_page(page: Page, site: Site) -> None:
    page.mouse.click(*place(page, "n22"))
    page.wait_for_url(f"{site.address}/entity/n22")


def test_the_keyboard_walks_from_the_greatest_and_opens(page: Page, site: Site) -> None:
    page.focus(".picture-stage")
    page.keyboard.press("Tab")
    assert says(page).startswith("中之島 一郎")
    page.keyboard.press("Tab")
    assert says(page).startswith("宇治原 京子")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.address}/entity/n22")


def test_escape_lets_the_keyboard_leave_the_picture(page: Page) -> None:
    page.focus(".picture-stage")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "拡大する"
    assert says(page) == ""


def test_the_buttons_zoom_and_show_the_whole_again(page: Page) -> None:
    before = place(page, "n22")
    page.get_by_role("button", name="拡大する").click()
    page.wait_for_timeout(MOVEMENT)
    assert place(page, "n22") != before
    page.get_by_role("button", name="全体を見る").click()
    page.wait_for_timeout(MOVEMENT)
    assert place(page, "n22") == pytest.approx(before, abs=0.5)


def test_the_page_scrolls_under_the_wheel_until_the_picture_was_pressed(page: Page) -> None:
    box = page.locator(".picture-stage").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 20)
    page.mouse.wheel(0, 200)
    assert scrolled(page) > MARKED


def test_the_wheel_zooms_once_the_picture_was_pressed(page: Page) -> None:
    before = place(page, "n22")
    page.focus(".picture-stage")
    page.mouse.move(before[0] + 100, before[1])
    page.mouse.wheel(0, -200)
    assert scrolled(page) == 0
    assert place(page, "n22")[0] < before[0] - 10


def test_a_first_touch_shows_and_a_second_opens(browser: Browser, site: Site) -> None:
    with opened(browser, site.address, has_touch=True) as page:
        page.wait_for_selector(DRAWN)
        x, y = place(page, "n22")
        page.touchscreen.tap(x, y)
        page.wait_for_selector("tr[data-node=n22].is-near")
        assert page.url == f"{site.address}/"
        page.wait_for_timeout(400)  # two touches within 300 ms are a double tap, which zooms
        page.touchscreen.tap(x, y)
        page.wait_for_url(f"{site.address}/entity/n22")


def test_a_failed_load_says_so_and_can_be_tried_again(browser: Browser, site: Site) -> None:
    site.answer = None
    with opened(browser, site.address) as page:
        page.wait_for_selector("figure[data-state=error] [role=alert]")
        site.answer = picture()
        page.get_by_role("button", name="図をもう一度読み込む").click()
        page.wait_for_selector(DRAWN)
        assert inked(page)["#0072b2"] > MARKED


def test_a_picture_of_nothing_says_so(browser: Browser, site: Site) -> None:
    site.answer = picture() | {"nodes": [], "ties": []}
    with opened(browser, site.address) as page:
        page.wait_for_selector("figure[data-state=empty]")
        assert "図に描くつながりがありません" in page.locator(".picture-stage").inner_text()


def test_without_webgl_the_page_says_where_the_same_stands(
    chromium: Callable[..., Browser], site: Site
) -> None:
    with chromium("--disable-3d-apis") as browser, opened(browser, site.address) as page:
        page.wait_for_selector("figure[data-state=no-webgl]")
        said = page.locator(".picture-stage").inner_text()
        assert "同じ内容が表にあります" in said
        assert "The table says the same" in said


def test_without_scripts_the_words_and_the_table_stand(browser: Browser, site: Site) -> None:
    with opened(browser, site.address, java_script_enabled=False) as page:
        assert page.locator("noscript").is_visible()
        assert page.locator("tr[data-node]").count() == 30


def test_typing_brings_suggestions_that_arrows_reach(page: Page, site: Site) -> None:
    page.locator("input[name=q]").press_sequentially("なかの")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.address}/entity/n22")
