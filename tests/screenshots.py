"""`make screenshots`: every page at four sizes in both languages, and a profile as an A4 print.

They lie in screenshots/ (not kept in the repository); people look at them before a change is done.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from ingest.register import sources
from ingest.run import run
from kb.base import KnowledgeBase
from kb.cli import now
from kb.graph import stop
from kb.settings import Settings
from kb.text import LANGUAGES
from web.addresses import of_thing
from web.app import create_app

FOLDER = Path(__file__).parents[1] / "screenshots"
SIZES = ((1440, 900), (1024, 768), (768, 1024), (390, 844))
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SETTLED = 1500
"""Milliseconds that a picture gets to be drawn."""

PLAIN = {
    "home": "/",
    "connect": "/connect",
    "brokers": "/brokers",
    "map": "/map",
    "schemes": "/schemes",
    "process": "/process",
    "questions": "/questions",
    "sources": "/sources",
    "schema": "/schema",
    "search": "/search?q=宇宙",
    "nothing": "/entity/local:nobody",
}


@contextmanager
def served() -> Iterator[tuple[str, dict[str, str]]]:
    """Serve the bundled ecosystem on loopback; give its address and the pages."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({"KAKEHASHI_HOME": folder})
        with KnowledgeBase(settings) as kb:
            for source in sources().values():
                if source.bundled:
                    run(source, (), ledger=kb.ledger, vocabulary=kb.vocabulary, at=now())
            kb.catch_up()
            kb.measure(at=now())
            pages = PLAIN | {
                f"profile-{number}": of_thing(str(row["id"]))
                for number, row in enumerate(
                    kb.graph.read(
                        "MATCH (n:Entity) WHERE n:Producer OR n:Cluster OR n.name = 'N社' "
                        "RETURN n.id AS id ORDER BY n.name"
                    ).rows
                )
            }
            server = make_server("127.0.0.1", 0, create_app(kb), threaded=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}", pages
            server.shutdown()
        stop(settings)


def main(wanted: list[str]) -> None:
    """Take the screenshots of the pages named, or of all."""
    FOLDER.mkdir(exist_ok=True)
    with served() as (address, pages), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        for name in wanted or pages:
            for language in LANGUAGES:
                _take(browser, name, f"{address}{pages[name]}", language)
        browser.close()


def _take(browser: Browser, name: str, address: str, language: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}{'&' if '?' in address else '?'}language={language}")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(SETTLED)
        file = FOLDER / f"{name}-{language}-{width}.png"
        page.screenshot(path=str(file), full_page=True)
        print(file.relative_to(FOLDER.parent), flush=True)
    if name.startswith("profile"):
        page.pdf(path=str(FOLDER / f"{name}-{language}.pdf"), format="A4")
    context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
