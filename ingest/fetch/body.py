"""The body of an answer into a file: resumed after a break, bounded, and checked at its end."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import requests
import urllib3

from ingest.fetch.errors import PassingError, cut_off, damaged, no_room, too_large
from ingest.fetch.line import OK, Manners

BLOCK = 1 << 18
NO_SUCH_RANGE = 416
SETTLED_SECONDS = 60.0
"""A file changed so long before the answer can be told by its time alone (RFC 9110, 8.8.2.2)."""

_RANGE = re.compile(r"bytes (?P<first>\d+)-\d+/(?P<total>\d+)$")
# Nothing is left to send: all of it had arrived when the line broke.
_NO_RANGE = re.compile(r"bytes \*/(?P<total>(?P<first>\d+))$")
_DIGESTS = (
    ("Repr-Digest", re.compile(r"sha-256=:([^:]+):", re.IGNORECASE), "sha256"),
    ("Digest", re.compile(r"sha-256=([^,]+)", re.IGNORECASE), "sha256"),
    ("Content-MD5", re.compile("(.+)"), "md5"),
)


@dataclass(frozen=True, slots=True)
class Begun:
    """What arrived of a file, and by what the server tells whether it is still the same file."""

    validator: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """One file on its way: where it is from, where it grows, who hears of it."""

    address: str
    partial: Path
    manners: Manners
    told: Callable[[int, int | None], None]

    def wanted(self) -> dict[str, str]:
        """Give the headers that ask for the rest of what arrived; none where nothing can be used."""
        begun, arrived = self._begun(), self.arrived()
        if not arrived or not begun.validator:
            return {}
        return {"Range": f"bytes={arrived}-", "If-Range": begun.validator}

    def arrived(self) -> int:
        """Give how many bytes are there."""
        return self.partial.stat().st_size if self.partial.is_file() else 0

    def drop(self) -> None:
        """Throw away what arrived."""
        self.partial.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def take(self, answer: requests.Response) -> None:
        """Write the body to its end.

        Raises PassingError where it breaks; what arrived stays where it can be resumed.
        """
        begun = self._agreed(answer)
        if answer.status_code == NO_SUCH_RANGE:
            return
        encoded = answer.headers.get("Content-Encoding", "identity") != "identity"
        self.partial.parent.mkdir(parents=True, exist_ok=True)
        if answer.status_code == OK:
            self.drop()
            self._note.write_text(json.dumps(asdict(begun)), encoding="utf-8")
        try:
            self._pour(answer, None if encoded else begun.total)
        except OSError:
            self.drop()
            raise
        self._check(answer, encoded=encoded)

    def settle(self) -> None:
        """Forget how it came: it is whole and is taken to its place."""
        self._note.unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        return self.partial.with_suffix(".json")

    def _begun(self) -> Begun:
        try:
            return Begun(**json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Begun()

    def _agreed(self, answer: requests.Response) -> Begun:
        """Tell what is coming; refuse a rest that does not fit to what arrived."""
        if answer.status_code == OK:
            total = _length(answer)
            self._require_room(total or 0)
            return Begun(_validator(answer), total)
        begun, stated = self._begun(), answer.headers.get("Content-Range", "")
        form = _NO_RANGE if answer.status_code == NO_SUCH_RANGE else _RANGE
        found = form.match(stated)
        fits = (
            found is not None
            and int(found["first"]) == self.arrived()
            and begun.total in {None, int(found["total"])}
            and _validator(answer) in {"", begun.validator}
        )
        if found is None or not fits:
            arrived = self.arrived()
            self.drop()
            why = stated or f"HTTP {answer.status_code}"
            raise PassingError(cut_off(self.address, arrived, begun.total, why))
        self._require_room(int(found["total"]) - self.arrived())
        return Begun(begun.validator, int(found["total"]))

    def _pour(self, answer: requests.Response, total: int | None) -> None:
        pace = _Pace(self.manners)
        arrived = self.arrived()
        self.told(arrived, total)
        try:
            with self.partial.open("ab") as file:
                while block := answer.raw.read1(BLOCK, decode_content=True):
                    file.write(block)
                    arrived += len(block)
                    self._require_size(arrived)
                    pace.require(len(block))
                    self.told(arrived, total)
        except (urllib3.exceptions.HTTPError, _TooSlowError) as problem:
            raise self._broken(total, f"{type(problem).__name__}: {problem}") from problem
        if total is not None and arrived != total:
            raise self._broken(total, "connection closed")
        self.told(arrived, arrived)

    def _broken(self, total: int | None, why: str) -> PassingError:
        arrived = self.arrived()
        if not self._begun().validator:
            self.drop()
        return PassingError(cut_off(self.address, arrived, total, why))

    def _check(self, answer: requests.Response, *, encoded: bool) -> None:
        """Compare the file with the checksum that the server gives, where it gives one."""
        for header, pattern, method in _DIGESTS:
            found = pattern.search(answer.headers.get(header, ""))
            of_the_whole = answer.status_code == OK or method != "md5"
            if found and of_the_whole and not encoded:
                self._require_digest(method, found[1])
                return

    def _require_digest(self, method: str, stated: str) -> None:
        try:
            expected = base64.b64decode(stated, validate=True).hex()
        except (binascii.Error, ValueError):
            return
        with self.partial.open("rb") as stream:
            found = hashlib.file_digest(stream, method).hexdigest()
        if found != expected:
            self.drop()
            problem = damaged(self.address, f"{method} {expected}", f"{method} {found}")
            raise PassingError(problem)

    def _require_size(self, size: int) -> None:
        if size > self.manners.largest:
            self.drop()
            raise too_large(self.address, self.manners.largest, size)

    def _require_room(self, coming: int) -> None:
        self._require_size(self.arrived() + coming if coming > self.manners.largest else coming)
        folder = next(one for one in self.partial.parents if one.is_dir())
        free = shutil.disk_usage(folder).free
        if coming > free:
            raise no_room(self.address, coming, free, folder)


class _TooSlowError(Exception):
    """So little comes that we would wait for ever."""


class _Pace:
    """Hears how much comes, and complains where it is next to nothing."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._since = time.monotonic()
        self._came = 0

    def require(self, came: int) -> None:
        self._came += came
        seconds = time.monotonic() - self._since
        if seconds < self._manners.window:
            return
        if self._came < self._manners.slowest * seconds:
            raise _TooSlowError(f"{self._came} bytes in {seconds:.0f} s")
        self._since, self._came = time.monotonic(), 0


def _length(answer: requests.Response) -> int | None:
    text = answer.headers.get("Content-Length", "")
    return int(text) if text.isdecimal() else None


def _validator(answer: requests.Response) -> str:
    """Give by what the server tells this very content; "" where it cannot, or will not resume."""
    headers: Mapping[str, str] = answer.headers
    encoded = headers.get("Content-Encoding", "identity") != "identity"
    if encoded or headers.get("Accept-Ranges", "").lower() == "none":
        return ""
    etag = headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        return etag
    changed, now = headers.get("Last-Modified", ""), headers.get("Date", "")
    try:
        age = parsedate_to_datetime(now) - parsedate_to_datetime(changed)
    except (ValueError, TypeError):
        return ""
    return changed if age.total_seconds() >= SETTLED_SECONDS else ""
