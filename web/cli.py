"""`kakehashi serve`: the explorer in the browser."""

from __future__ import annotations

import ipaddress
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path

import click

from kb.base import KnowledgeBase
from kb.cli import now, progress, say, with_settings
from kb.progress import QUIET
from kb.settings import Settings
from kb.text import Text
from web.app import create_app
from web.door import Door, door_of
from web.door.rules import own_name
from web.serving.freshness import kept_fresh
from web.serving.listening import PORTS_TRIED, listen
from web.serving.logs import tell_in_json
from web.serving.server import Serving, ended_by_signals

HOST = "127.0.0.1"
PORT = 8420

LOG_FILE = "explorer.log"
LOG_BYTES = 5_000_000
SHORT = 12
"""Characters below which a shared password is called short."""

SERVING = Text(
    "架け橋を開きました: {address} （止めるには Ctrl-C）",
    "Kakehashi is open at {address} (Ctrl-C stops it)",
)
BEHIND_PROXY = Text(
    "架け橋を {public} で開きました。プロキシには {address} で応えます（止めるには Ctrl-C）",
    "Kakehashi is open at {public}; it answers the proxy at {address} (Ctrl-C stops it)",
)
ON_ALL = Text(
    "架け橋を開きました: {address} 、またはこの機械の IP アドレスで。決まった名前で開くには "
    "KAKEHASHI_ADDRESS を設定してください（止めるには Ctrl-C）",
    "Kakehashi is open at {address} or at any IP address of this machine; for a name of its own set "
    "KAKEHASHI_ADDRESS (Ctrl-C stops it)",
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
    warnings = _warnings(settings, door)
    log_to(settings.log_folder / LOG_FILE)
    os.environ.pop("KAKEHASHI_PASSWORD", None)  # from here on only its hash is needed
    settings = replace(settings, password=None)
    with KnowledgeBase(settings, progress=QUIET if in_json else progress(settings)) as kb:
        serve_explorer(kb, door, port, announce, warnings)


def serve_explorer(
    kb: KnowledgeBase,
    door: Door,
    port: int | None,
    announce: Callable[[Text], None],
    warnings: Sequence[Text] = (),
) -> None:
    """Serve until told to end; announces the warnings, and the address once it can be opened.

    Without a port the first free one from PORT on is taken; a port that was named must be free.
    """
    host = door.host
    others = PORTS_TRIED if port is None else 0
    listening = listen(host, PORT if port is None else port, others=others)
    for warning in warnings:
        announce(warning)
    kb.catch_up()
    kb.graph.patient = False  # a page says that the graph is away instead of waiting for it
    serving = Serving(create_app(kb, door=door), listening, door)
    announce(opened(door, listening.getsockname()[1]))
    kb.progress = QUIET  # the address stays the last line
    with ended_by_signals(serving), kept_fresh(kb, now):
        serving.run()
    announce(ENDED)


def opened(door: Door, port: int) -> Text:
    """Say at which address a browser finds the explorer: one that it answers to."""
    if door.address:
        return BEHIND_PROXY.format(public=f"{door.address}/", address=_shown(door.host, port))
    if door.outside and _is_any(door.host):
        return ON_ALL.format(address=_shown(own_name(), port))
    return SERVING.format(address=_shown(door.host, port))


def _shown(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _is_any(host: str) -> bool:
    """Tell whether it stands for every address of the machine (0.0.0.0, ::)."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


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
