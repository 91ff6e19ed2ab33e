"""`kakehashi serve`: the explorer in the browser."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
from logging.handlers import RotatingFileHandler
from pathlib import Path

import click
import waitress

from kb.base import KnowledgeBase
from kb.cli import now, progress, say, with_settings
from kb.errors import SettingsError
from kb.progress import QUIET
from kb.settings import Settings
from kb.text import Text
from web.app import create_app
from web.freshness import kept_fresh

HOST = "127.0.0.1"
PORT = 8420
PORTS_TRIED = 50
LOG_FILE = "explorer.log"
LOG_BYTES = 5_000_000
THREADS = 8

NOT_YET = Text(
    "外から見られるアドレスでは、まだ公開できません（利用者ごとのログインがまだないため）。",
    "The explorer cannot be served to other machines yet: there is no login so far.",
)
LOOPBACK_ONLY = Text(
    "--host を外すか 127.0.0.1 を指定してください。",
    "Leave out --host, or give 127.0.0.1.",
)
NO_PASSWORD = Text(
    "外から見られるアドレスには KAKEHASHI_PASSWORD が要ります。",
    "An address that other machines can reach needs KAKEHASHI_PASSWORD.",
)
NO_PORT = Text("空いているポートがありません。", "There is no free port.")
SERVING = Text(
    "架け橋を開きました: {address} （止めるには Ctrl-C）",
    "Kakehashi is open at {address} (Ctrl-C stops it)",
)


@click.command()
@click.option("--host", default=HOST, show_default=True, help="待ち受けるアドレス · address")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"ポート（指定しなければ {PORT} から空きを探す） · port, {PORT} or the next free one",
)
@with_settings
def serve(settings: Settings, *, host: str, port: int | None) -> None:
    """画面をブラウザーで開く · Serve the explorer and print its address."""
    require_loopback(host, settings)
    log_to(settings.log_folder / LOG_FILE)
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        serve_explorer(kb, host, port)


def serve_explorer(kb: KnowledgeBase, host: str = HOST, port: int | None = None) -> None:
    """Serve until interrupted; prints the address once it can be opened.

    Without a port the first free one from PORT on is taken; a port that was named must be free.
    """
    listening = listen(host, PORT) if port is None else listen(host, port, others=0)
    kb.catch_up()
    application = create_app(kb)
    bound = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    say(kb.settings, SERVING.format(address=f"http://{shown}:{bound}/"))
    kb.progress = QUIET  # the address stays the last line
    server = waitress.create_server(
        application,
        sockets=[listening],
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=True,
    )
    try:
        with kept_fresh(kb, now):
            server.run()
    finally:
        server.close()


def log_to(file: Path) -> None:
    """Keep warnings and the details of failed pages in the home's log."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(file, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)


def require_loopback(host: str, settings: Settings) -> None:
    """Refuse an address that other machines can reach."""
    if host == "localhost" or _is_loopback(host):
        return
    what = NOT_YET if settings.password else NO_PASSWORD
    raise SettingsError(
        what, expected="127.0.0.1 | ::1 | localhost", found=host, remedy=LOOPBACK_ONLY
    )


def listen(host: str, port: int, others: int = PORTS_TRIED) -> socket.socket:
    """Listen on the port, or on one of the next so many; raise SettingsError where none is free."""
    last = min(port + others, 65535)
    for candidate in range(port, last + 1):
        if bound := _bound(host, candidate):
            return bound
    raise SettingsError(
        NO_PORT,
        expected=f"{port}–{last}",
        where=host,
        remedy=Text("--port で別の番号を指定してください。", "Give another number with --port."),
    )


def _bound(host: str, port: int) -> socket.socket | None:
    """Bind; None where somebody listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # on Windows this option would share a port that is in use
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError:
        listening.close()
        return None
    return listening


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
