"""A browser and a site for tests that walk over all pages: the bundled ecosystem and a desk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

from kb.base import KnowledgeBase
from web.app import create_app
from web.door import Door

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Chromium draws WebGL in software where there is no graphics card.
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
PATIENCE = 60_000
"""Milliseconds that a page may take while other tests run beside."""
ON_ITS_WAY = "figure[data-picture]:not([data-state]), figure[data-state=loading]"
"""A picture that is still on its way."""


@contextmanager
def serving(kb: KnowledgeBase, door: Door | None = None) -> Iterator[str]:
    """Serve a knowledge base on the loopback; give its address."""
    server = make_server("127.0.0.1", 0, create_app(kb, door=door), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # conftest skips without it

    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS)) as one,
    ):
        yield one


def opened_at(page: Page, address: str) -> None:
    """Open a page that is there, and wait until it stands."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, f"{answer.status} at {address}"
    settled(page)


def settled(page: Page) -> None:
    """Wait until the pictures of a page are drawn, or say why they are not."""
    page.wait_for_selector(ON_ITS_WAY, state="detached", timeout=PATIENCE)
