"""`kakehashi serve`: the explorer in the browser."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path

import click

from kb.base import KnowledgeBase
from kb.cli import now, progress, say, with_settings
from kb.errors import SettingsError
from kb.progress import QUIET
from kb.settings import Settings
from kb.text import Text
from web.app import create_app
from web.door import Door, door_of
from web.freshness import kept_fresh
from web.logs import tell_in_json
from web.serving import Serving, ended_by_signals

HOST = "127.0.0.1"
PORT = 8420
PORTS_TRIED = 50
LOG_FILE = "explorer.log"
LOG_BYTES = 5_000_000
SHORT = 12
"""Characters below which a shared password is called short."""

NO_PORT = Text("空いているポートがありません。", "There is no free port.")
SERVING = Text(
    "架け橋を開きました: {address} （止めるには Ctrl-C）",
    "Kakehashi is open at {address} (Ctrl-C stops it)",
)
ENDED = Text("閉じました。", "Closed.")
SHORT_PASSWORD = Text(
    f"パスワードが短すぎます。{SHORT}文字以上の合い言葉をお勧めします。",
    f"The password is short; a passphrase of {SHORT} characters or more is better.",
)
NO_TLS = Text(
    "TLS なしで公開しています。パスワードは暗号化されずに流れます（docs/operations.md）。",
    "This is served without TLS: the password travels in the clear (see docs/operations.md).",
)


@click.command()
@click.option("--host", default=HOST, show_default=True, help="待ち受けるアドレス · address")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"ポート（指定しなければ {PORT} から空きを探す） · port, {PORT} or the next free one",
)
@click.option(
    "--log",
    type=click.Choice(["text", "json"]),
    help="json: 要求ごとに一行を標準エラー出力へ · a line a request on stderr (KAKEHASHI_LOG)",
)
@with_settings
def serve(settings: Settings, *, host: str, port: int | None, log: str | None) -> None:
    """画面をブラウザーで開く · Serve the explorer and print its address."""
    door = door_of(settings, host)
    in_json = (log or settings.log) == "json"
    announce = tell_in_json() if in_json else partial(say, settings)
    for warning in _warnings(settings, door):
        announce(warning)
    log_to(settings.log_folder / LOG_FILE)
    os.environ.pop("KAKEHASHI_PASSWORD", None)  # from here on only its hash is needed
    settings = replace(settings, password=None)
    with KnowledgeBase(settings, progress=QUIET if in_json else progress(settings)) as kb:
        serve_explorer(kb, door, port, announce)


def serve_explorer(
    kb: KnowledgeBase, door: Door, port: int | None, announce: Callable[[Text], None]
) -> None:
    """Serve until told to end; announces the address once it can be opened.

    Without a port the first free one from PORT on is taken; a port that was named must be free.
    """
    host = door.host
    listening = listen(host, PORT) if port is None else listen(host, port, others=0)
    kb.catch_up()
    kb.graph.patient = False  # a page says that the graph is away instead of waiting for it
    serving = Serving(create_app(kb, door=door), listening, door)
    bound = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    announce(SERVING.format(address=f"http://{shown}:{bound}/"))
    kb.progress = QUIET  # the address stays the last line
    with ended_by_signals(serving), kept_fresh(kb, now):
        serving.run()
    announce(ENDED)


def _warnings(settings: Settings, door: Door) -> list[Text]:
    """Give what somebody who opens the explorer to others should know."""
    open_line = door.outside and not door.secure
    short = settings.password is not None and len(settings.password) < SHORT
    return [*([SHORT_PASSWORD] if short else []), *([NO_TLS] if open_line else [])]


def log_to(file: Path) -> None:
    """Keep warnings and the details of failed pages in the home's log."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(file, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)


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
