"""`make screenshots`: every page at four sizes in both languages, and what is printed, as A4 prints.

`make screenshots ARGS="home connect"` takes the pages whose names begin so. They lie in screenshots/
(not kept in the repository); people look at them before a change is done.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.register import sources
from ingest.run import run
from kb.base import KnowledgeBase
from kb.cli import now
from kb.graph import stop
from kb.settings import Settings
from kb.text import LANGUAGES, Language
from tests.browsing import chromium, serving, settled
from tests.every_page import Visit, visits, wrong_visits

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parents[1] / "screenshots"
SIZES = ((1440, 900), (1024, 768), (768, 1024), (390, 844))
CALM = 400
"""Milliseconds for letters to come and lines to settle once a picture is drawn."""
PRINTED = ("entity", "what_if", "connect_route", "connect_letter", "compare", "region", "brokers")
"""Pages that people take along on paper."""
DOTS_PER_INCH = "80"


@contextmanager
def served() -> Iterator[tuple[str, tuple[Visit, ...]]]:
    """Serve the bundled ecosystem on loopback; give its address and what there is to see."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({"KAKEHASHI_HOME": folder})
        with KnowledgeBase(settings) as kb:
            for source in sources().values():
                if source.bundled:
                    run(source, (), ledger=kb.ledger, vocabulary=kb.vocabulary, at=now())
            kb.catch_up()
            kb.measure(at=now())
            with serving(kb) as site:
                yield site, (*visits(kb), *wrong_visits())
        stop(settings)


def main(wanted: list[str]) -> None:
    """Take the screenshots of the pages whose names begin as asked, or of all."""
    FOLDER.mkdir(exist_ok=True)
    with served() as (site, seen), chromium() as browser:
        for visit in seen:
            if wanted and not visit.name.startswith(tuple(wanted)):
                continue
            for language in LANGUAGES:
                _take(browser, site, visit, language)


def _take(browser: Browser, site: str, visit: Visit, language: Language) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(visit.within(site, language))
        settled(page)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(CALM)
            file = FOLDER / f"{visit.name}-{language}-{width}.png"
            page.screenshot(path=str(file), full_page=True)
            print(file.relative_to(FOLDER.parent), flush=True)
        if visit.page in PRINTED:
            _print(page, FOLDER / f"{visit.name}-{language}.pdf")


def _print(page: Page, file: Path) -> None:
    """Print on A4, and make a picture of each sheet where the machine can."""
    page.pdf(path=str(file), format="A4", prefer_css_page_size=True)
    print(file.relative_to(FOLDER.parent), flush=True)
    if turns := shutil.which("pdftoppm"):
        name = str(file.with_suffix(""))
        subprocess.run([turns, "-png", "-r", DOTS_PER_INCH, str(file), f"{name}-a4"], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
