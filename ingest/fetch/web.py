"""Files and pages from official addresses, kept in the home by hash and date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import requests

from ingest.fetch.body import Body
from ingest.fetch.errors import PassingError, cut_off, too_large, unreadable, wrong_kind
from ingest.fetch.line import Line, Manners, Patience, bare
from kb.errors import KakehashiError
from kb.fetched import Kept, Shelf, file_name, sha256_of
from kb.progress import QUIET, Progress
from kb.text import Text, same

UNCHANGED = 304
HEAD_BYTES = 4096
KILO = 1024
ENCODINGS = ("utf-8-sig", "cp932")
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
PAGES = (".html", ".htm", ".xhtml")

FETCHING = Text("{name} を取得 (KiB)", "fetching {name} (KiB)")
STILL_THERE = Text(
    "{date} に取り寄せたファイルは残っています: {file}",
    "The file fetched on {date} is still there: {file}",
)


class OfficialWeb:
    """The web as a source meets it (`ingest.fetch.Web`), with the source's own folder of files.

    `at` is the time of the run, ISO.
    """

    def __init__(self, line: Line, folder: Path, *, at: str, progress: Progress = QUIET) -> None:
        self._line = line
        self._shelf = Shelf(folder)
        self._at = at
        self._progress = progress

    @property
    def manners(self) -> Manners:
        """How patient and how gentle we are."""
        return self._line.manners

    def download(
        self,
        address: str,
        *,
        name: str = "",
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Path:
        """Give the file at an address; one that has not changed is not sent again.

        Raises FetchError or InputError, which names an older file of the address where one is kept.
        """
        called = file_name(name or urlsplit(address).path)
        kept = self._shelf.newest(address, called)
        try:
            return self._shelf.path(self._brought(address, called, kept, form, headers or {}))
        except KakehashiError as problem:
            self._name_older(problem, kept)
            raise

    def text(self, address: str, *, headers: Mapping[str, str] | None = None) -> str:
        """Give a page or an answer as text (not cached)."""
        patience = Patience(self.manners)
        while True:
            try:
                return self._page(address, headers or {})
            except PassingError as failure:
                patience.wait(failure)

    def _brought(
        self,
        address: str,
        name: str,
        kept: Kept | None,
        form: Mapping[str, str] | None,
        own: Mapping[str, str],
    ) -> Kept:
        body = Body(address, self._shelf.partial(address, name), self.manners, self._told(name))
        if form is not None:
            body.drop()
        patience, most = Patience(self.manners), body.arrived()
        while True:
            try:
                return self._once(body, name, kept, form, own)
            except PassingError as failure:
                arrived = body.arrived()
                patience.wait(failure, gained=arrived - most)
                most = max(most, arrived)

    def _once(
        self,
        body: Body,
        name: str,
        kept: Kept | None,
        form: Mapping[str, str] | None,
        own: Mapping[str, str],
    ) -> Kept:
        resumed = body.wanted() if form is None else {}
        asked = resumed or (_conditions(kept) if kept and form is None else {})
        plain = {"Accept-Encoding": "identity", **asked}
        with self._line.ask(body.address, headers=plain, own=own, form=form) as (answer, final):
            if answer.status_code == UNCHANGED and kept:
                body.drop()
                return self._shelf.confirm(kept, at=self._at)
            body.take(answer)
        self._require_kind(body, name)
        body.settle()
        return self._shelf.keep(body.partial, self._described(body, name, answer, final))

    def _described(self, body: Body, name: str, answer: requests.Response, final: str) -> Kept:
        return Kept(
            address=body.address,
            name=name,
            final=bare(final),
            etag=answer.headers.get("ETag", ""),
            last_modified=answer.headers.get("Last-Modified", ""),
            sha256=sha256_of(body.partial),
            size=body.arrived(),
            fetched=self._at,
            checked=self._at,
        )

    def _require_kind(self, body: Body, name: str) -> None:
        """Refuse a page that tells of an error where a file was asked for."""
        with body.partial.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        page = start.startswith(HTML_STARTS) and not name.endswith(PAGES)
        no_zip = name.endswith(".zip") and not head.startswith(ZIP_STARTS)
        if page or no_zip or not head:
            body.drop()
            raise wrong_kind(body.address, name, head)

    def _page(self, address: str, own: Mapping[str, str]) -> str:
        with self._line.ask(address, headers={}, own=own) as (answer, _):
            content = bytearray()
            try:
                for block in answer.iter_content(HEAD_BYTES):
                    content += block
                    if len(content) > self.manners.largest_text:
                        raise too_large(address, self.manners.largest_text, len(content))
            except requests.RequestException as problem:
                raise PassingError(cut_off(address, len(content), None, str(problem))) from problem
        return _decoded(address, bytes(content))

    def _told(self, name: str) -> Callable[[int, int | None], None]:
        step = FETCHING.format(name=name)

        def tell(arrived: int, total: int | None) -> None:
            self._progress.advance(step, arrived // KILO, None if total is None else total // KILO)

        return tell

    def _name_older(self, problem: KakehashiError, kept: Kept | None) -> None:
        """Say that an older file is still there, so that work can go on with it."""
        if kept is not None:
            remedy = problem.parts.get("remedy", "")
            said = remedy if isinstance(remedy, Text) else same(remedy or "-")
            older = STILL_THERE.format(date=kept.fetched[:10], file=self._shelf.path(kept))
            problem.parts["remedy"] = Text(f"{said.ja} {older.ja}", f"{said.en} {older.en}")


def _conditions(kept: Kept) -> dict[str, str]:
    """Ask for the file only if it is no longer the one that is kept."""
    given = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {name: value for name, value in given.items() if value}


def _decoded(address: str, content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable(address)
