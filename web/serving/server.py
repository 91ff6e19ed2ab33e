"""The server under the explorer: its bounds, and an end that lets nobody's answer fall."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import Any

import flask
import waitress
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from web.door.headers import HEADERS
from web.door.rules import Door

THREADS = 8
HEADER_BYTES = 16 * 1024
BODY_BYTES = 1024 * 1024
"""Beyond this nothing is even read; what a page takes is bounded more narrowly by itself."""
CONNECTIONS = 200
SILENCE_SECONDS = 30
"""A connection on which nothing happens for so long is closed."""
LAST_SECONDS = 30.0
"""How long requests that were begun may still take when the server ends."""
TICK = 0.5


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What the server itself answers, before there is a request, bears the headers too."""

    def execute(self) -> None:
        """Answer."""
        self.response_headers.extend(HEADERS.items())
        super().execute()


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection."""

    error_task_class = _Refusal

    @property
    def busy(self) -> bool:
        """Whether something was asked, or is being asked, that is not wholly answered."""
        return bool(self.requests or self.request or self.total_outbufs_len)


class Serving:
    """An application on a listening socket, until it is told to end."""

    def __init__(self, application: flask.Flask, listening: socket.socket, door: Door) -> None:
        """Take the socket over; nothing is answered before `run`."""
        trusted: dict[str, Any] = {
            "trusted_proxy": door.proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
        self._map: dict[int, Any] = {}
        self._ended = Event()
        self._server = waitress.create_server(
            application,
            map=self._map,
            sockets=[listening],
            threads=THREADS,
            ident=None,
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=BODY_BYTES,
            connection_limit=CONNECTIONS,
            channel_timeout=SILENCE_SECONDS,
            # Without a password the door itself looks for signs of a proxy, so they stay.
            clear_untrusted_proxy_headers=door.password is not None,
            **(trusted if door.proxy else {}),
        )
        self._server.channel_class = _Channel

    def run(self) -> None:
        """Answer until `end`; then take nothing new and finish what was begun."""
        try:
            while not self._ended.is_set():
                self._turn()
            self._turn(0.05)  # whoever already waits at the door is let in
            wasyncore.dispatcher.close(self._server)
            last = time.monotonic() + LAST_SECONDS
            while time.monotonic() < last and self._someone_waits():
                self._turn(0.05)
        finally:
            self._server.task_dispatcher.shutdown(timeout=1)
            wasyncore.close_all(self._map, ignore_all=True)

    def end(self) -> None:
        """Have `run` come to its end; may be called by a signal or another thread."""
        self._ended.set()
        self._server.pull_trigger()

    def _turn(self, seconds: float = TICK) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _someone_waits(self) -> bool:
        """Close the connections that are done; tell whether others remain."""
        channels = list(self._server.active_channels.values())
        for channel in channels:
            if not channel.busy:
                channel.will_close = True
        return any(channel.busy for channel in channels)


@contextmanager
def ended_by_signals(serving: Serving) -> Iterator[None]:
    """While this is open, SIGTERM and Ctrl-C end the server cleanly; a second one at once."""
    asked = False

    def end(number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        asked = True
        serving.end()

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
