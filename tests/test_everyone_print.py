"""What a coordinator takes along to a factory visit: the profile on one sheet of A4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from kb.base import KnowledgeBase
from kb.text import LANGUAGES, Language
from tests.browsing import PATIENCE, chromium, opened_at, serving
from tests.every_page import Visit, first, named
from web.addresses import of_thing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(kb: KnowledgeBase) -> Iterator[str]:
    with serving(kb) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.mark.parametrize("who", ["Producer", "N社"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_profile_is_one_sheet_with_all_that_matters(
    browser: Browser, site: str, kb: KnowledgeBase, who: str, language: Language
) -> None:
    id_ = first(kb, who) if who.isascii() else named(kb, who)
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        opened_at(page, Visit("", "entity", of_thing(id_)).within(site, language))
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
        page.emulate_media(media="print")
        for kept in ("h1", ".table-ties", ".notes li", ".frame-foot"):
            assert page.locator(kept).first.is_visible(), kept
        assert kb.version_label in page.inner_text(".frame-foot")
        for gone in (".menu", "form.search", ".files", ".languages", ".figures"):
            assert not page.locator(gone).first.is_visible(), gone
