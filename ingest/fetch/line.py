"""Asking servers politely: one at a time, named, with pauses, and no further than they lead us.

Proxies come from the environment, as do the certificates of an office's own authority
(`HTTPS_PROXY`, `NO_PROXY`, `REQUESTS_CA_BUNDLE`); TLS is always verified.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests

from ingest.fetch.errors import PassingError, astray, busy, refused, unreachable, untrusted
from kb.errors import KakehashiError
from kb.text import Text

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which asking again may help; any other refusal is final."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
SAME_METHOD = frozenset({307, 308})
OK = 200
ACCEPTED = frozenset({OK, 206, 304, 416})
"""Answers that are given on; the reader of a body knows what each means."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient and how gentle we are; seconds and bytes.

    `tries` in a row may bring less than `stride` bytes; between them the wait doubles from
    `pause`. A server that asks to wait longer than `longest_wait` is asked another day. A body that
    brings less than `slowest` bytes a second over `window` seconds counts as broken.
    """

    pause: float = 1.0
    tries: int = 5
    stride: int = 1 << 20
    longest_wait: float = 300.0
    connect: float = 15.0
    read: float = 60.0
    window: float = 60.0
    slowest: float = 256.0
    redirects: int = 5
    largest: int = 4 << 30
    largest_text: int = 16 << 20
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)


class Line:
    """The one connection to the world outside; a context manager that closes it.

    `instead` names, by the beginning of an official address, what is asked in its place (a mirror,
    a test's own server).
    """

    def __init__(
        self, manners: Manners | None = None, *, instead: Mapping[str, str] | None = None
    ) -> None:
        self.manners = manners or Manners()
        self._instead = dict(instead or {})
        self._asked: dict[str, float] = {}
        self._session = requests.Session()
        self._session.headers.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    @contextmanager
    def ask(
        self,
        address: str,
        *,
        headers: Mapping[str, str],
        own: Mapping[str, str],
        form: Mapping[str, str] | None = None,
    ) -> Iterator[tuple[requests.Response, str]]:
        """Give the answer, its body not yet read, and the address it came from in the end.

        `headers` go along on every redirect, `own` (tokens) to the first server only. Raises
        PassingError where asking again may help, FetchError where not.
        """
        at, sent = address, dict(form) if form is not None else None
        for _ in range(self.manners.redirects + 1):
            private = own if _host(at) == _host(address) else {}
            with closing(self._send(at, {**headers, **private}, sent)) as answer:
                if answer.status_code not in REDIRECTS:
                    self._refuse(at, answer)
                    yield answer, at
                    return
                onward = _onward(at, answer.headers.get("Location", ""))
                sent = sent if answer.status_code in SAME_METHOD else None
                at = onward
        raise astray(address, Text("転送が多すぎます", "too many redirects"), bare(at))

    def _send(
        self, address: str, headers: Mapping[str, str], form: dict[str, str] | None
    ) -> requests.Response:
        self._keep_distance(address)
        named = {"User-Agent": f"Kakehashi/{version('kakehashi')}", "Accept": "*/*", **headers}
        try:
            return self._session.request(
                "GET" if form is None else "POST",
                self._really(address),
                data=form,
                headers=named,
                stream=True,
                allow_redirects=False,
                timeout=(self.manners.connect, self.manners.read),
            )
        except requests.exceptions.SSLError as problem:
            raise untrusted(address, _why(problem)) from problem
        except (requests.ConnectionError, requests.Timeout) as problem:
            raise PassingError(unreachable(address, _why(problem))) from problem
        except requests.RequestException as problem:
            raise unreachable(address, _why(problem)) from problem

    def _keep_distance(self, address: str) -> None:
        """Wait until a host was left in peace for a while."""
        host = _host(address)
        if host in self._asked:
            rest = self._asked[host] + self.manners.pause - time.monotonic()
            if rest > 0:
                self.manners.sleep(rest)
        self._asked[host] = time.monotonic()

    def _really(self, address: str) -> str:
        for official, other in self._instead.items():
            if address.startswith(official):
                return other + address[len(official) :]
        return address

    def _refuse(self, address: str, answer: requests.Response) -> None:
        status = answer.status_code
        if status in BUSY:
            problem = busy(address, status, answer.reason or "")
            raise PassingError(problem, _seconds(answer.headers.get("Retry-After", "")))
        if status not in ACCEPTED:
            raise refused(address, status, answer.reason or "")


class Patience:
    """How often we ask again: until `tries` in a row brought next to nothing."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._failed = 0

    def wait(self, failure: PassingError, *, gained: int = 0) -> None:
        """Wait before the next try; raise the failure's problem where there is to be none."""
        self._failed = 1 if gained >= self._manners.stride else self._failed + 1
        wait = max(self._manners.pause * 2 ** (self._failed - 1), failure.after or 0.0)
        if self._failed >= self._manners.tries or wait > self._manners.longest_wait:
            raise _at_last(failure, wait if failure.after else None) from failure
        self._manners.sleep(wait)


def bare(address: str) -> str:
    """Give an address without what may be secret in it: user, password, query."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _at_last(failure: PassingError, asked: float | None) -> KakehashiError:
    if asked is not None:
        failure.problem.parts["expected"] = Text(
            f"{asked:.0f} 秒後にもう一度、とのこと", f"to be asked again after {asked:.0f} s"
        )
    return failure.problem


def _onward(address: str, location: str) -> str:
    """Give where a redirect leads; refuse what is no web address, or gives up encryption."""
    onward = urljoin(address, location)
    before, after = urlsplit(address).scheme, urlsplit(onward).scheme
    if not location or after not in {"http", "https"}:
        why = Text("ウェブのアドレスではありません", "it is no web address")
        raise astray(address, why, bare(onward))
    if before == "https" and after == "http":
        raise astray(address, Text("暗号化をやめています", "it gives up encryption"), bare(onward))
    return onward


def _host(address: str) -> str:
    return urlsplit(address).netloc


def _why(problem: Exception) -> str:
    """Name the innermost cause, which is what a person can act on."""
    cause: BaseException = problem
    while inner := _inner(cause):
        cause = inner
    return f"{type(cause).__name__}: {cause}"


def _inner(problem: BaseException) -> BaseException | None:
    known = (getattr(problem, "reason", None), *reversed(problem.args), problem.__cause__)
    return next((one for one in known if isinstance(one, BaseException)), None)


def _seconds(text: str) -> float | None:
    """Read Retry-After: seconds, or a date."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
