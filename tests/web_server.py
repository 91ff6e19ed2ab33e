"""A web server of a test's own, on the loopback, that serves files well or as badly as asked."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OFFICIAL = "https://data.example.org"
"""The official address in whose place the test's server is asked."""

_RANGE = re.compile(r"bytes=(\d+)-")


@dataclass
class Served:
    """A file and how the server treats those who ask for it.

    `cuts`: after how many bytes each answer breaks off, one answer after the other. `answers`:
    statuses (with headers) given before the file is.
    """

    content: bytes
    etag: str = ""
    modified: float = 1_700_000_000.0
    ranges: bool = True
    heed_if_range: bool = True
    cuts: list[int] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    stated_length: int | None = None
    gzipped: bool = False
    endless: bool = False
    chunked: bool = False
    seconds_between_bytes: float = 0.0
    after_cut: Callable[[Served], None] | None = None


@dataclass
class Site:
    """The running server: what it serves by path, and what it was asked."""

    address: str
    files: dict[str, Served] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def serve(self, path: str, content: bytes, **how: object) -> Served:
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        served = Served(content, **{"etag": etag, **how})  # type: ignore[arg-type]
        self.files[path] = served
        return served

    @property
    def instead(self) -> dict[str, str]:
        return {OFFICIAL: self.address}

    def headers(self, number: int) -> dict[str, str]:
        return self.asked[number][2]


@contextmanager
def site() -> Iterator[Site]:
    """Run a server; it is gone after the test."""

    class Handler(_Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    running = Site(f"http://127.0.0.1:{server.server_address[1]}")
    Handler.site = running
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the library's word
        """Stay silent."""

    def _answer(self, body: bytes) -> None:
        path = self.path.partition("?")[0]
        self.site.asked.append((self.command, self.path, dict(self.headers.items()), body))
        served = self.site.files.get(path)
        if served is None:
            self._plain(404, {}, b"<html><title>Not here</title></html>")
        elif served.answers:
            status, headers = served.answers.pop(0)
            self._plain(status, headers, b"")
        elif self._unchanged(served):
            self._plain(304, self._told(served), b"")
        else:
            with suppress(BrokenPipeError, ConnectionResetError):
                self._send(served)

    def _unchanged(self, served: Served) -> bool:
        return bool(served.etag) and self.headers.get("If-None-Match") == served.etag

    def _plain(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _told(self, served: Served) -> dict[str, str]:
        told = {"ETag": served.etag} if served.etag else {}
        told["Last-Modified"] = formatdate(served.modified, usegmt=True)
        told["Accept-Ranges"] = "bytes" if served.ranges else "none"
        return told | served.headers

    def _first(self, served: Served) -> int:
        """Give where the asked part begins; 0 where the whole is to be sent."""
        asked = _RANGE.fullmatch(self.headers.get("Range", ""))
        condition = self.headers.get("If-Range", "")
        changed = condition not in {"", served.etag, formatdate(served.modified, usegmt=True)}
        if not asked or not served.ranges or (served.heed_if_range and changed):
            return 0
        return int(asked[1])

    def _send(self, served: Served) -> None:
        first, size = self._first(served), len(served.content)
        if first and first >= size:
            self._plain(416, {"Content-Range": f"bytes */{size}"}, b"")
            return
        body = served.content[first:]
        self.send_response(206 if first else 200)
        for name, value in self._told(served).items():
            self.send_header(name, value)
        if first:
            self.send_header("Content-Range", f"bytes {first}-{size - 1}/{size}")
        if served.gzipped:
            self.send_header("Content-Encoding", "gzip")
            body = gzip.compress(body)
        if served.chunked or served.endless:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            stated = len(body) if served.stated_length is None else served.stated_length
            self.send_header("Content-Length", str(stated))
        self.end_headers()
        self._body(served, body)

    def _body(self, served: Served, body: bytes) -> None:
        cut = served.cuts.pop(0) if served.cuts else None
        if served.endless:
            while True:
                self._chunk(body)
        whole = body if cut is None else body[:cut]
        for block in self._blocks(served, whole):
            self._chunk(block) if served.chunked else self.wfile.write(block)
        if cut is not None or served.stated_length is not None:
            self.wfile.flush()
            self.close_connection = True
            if cut is not None and served.after_cut:
                served.after_cut(served)
        elif served.chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, block: bytes) -> None:
        if block:
            self.wfile.write(f"{len(block):x}\r\n".encode() + block + b"\r\n")

    def _blocks(self, served: Served, body: bytes) -> Iterator[bytes]:
        if not served.seconds_between_bytes:
            yield body
            return
        for place in range(len(body)):
            time.sleep(served.seconds_between_bytes)
            yield body[place : place + 1]
