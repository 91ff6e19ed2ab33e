"""A browser and a site for tests that walk over all pages: the bundled ecosystem and a desk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kb.base import KnowledgeBase
from web.app import create_app
from web.door import Door, door_of
from web.serving.listening import listen
from web.serving.server import Serving

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
    """Serve a knowledge base on the loopback by the server that we ship; give its address."""
    door = door or door_of(kb.settings)
    listening = listen("127.0.0.1", 0, others=0)
    server = Serving(create_app(kb, door=door), listening, door)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.end()
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
