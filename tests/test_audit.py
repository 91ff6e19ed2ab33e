"""The audit of what we depend on: real clients, and a service of our own that answers them."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.audit import LISTED, ROOT, accepted

GHSA, CVE, NPM = "GHSA-aaaa-bbbb-cccc", "CVE-2026-12345", "GHSA-dddd-eeee-ffff"
TODAY = datetime.now(UTC).date()
OSV = {
    "id": GHSA,
    "aliases": [CVE],
    "summary": "Cookies of others are read",
    "published": "2026-11-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "flask", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}
BULK = {
    "id": 1,
    "url": f"http://127.0.0.1/advisories/{NPM}",
    "title": "A picture runs a script",
    "severity": "high",
    "vulnerable_versions": "<99",
    "cwe": [],
    "cvss": {"score": 0, "vectorString": None},
}


@dataclass
class Service:
    """What it knows: advisories by package."""

    python: dict[str, Any] = field(default_factory=dict)
    npm: dict[str, Any] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    url: str = ""


@pytest.fixture
def service() -> Iterator[Service]:
    """A server on the loopback that speaks as OSV and as npm's registry do."""
    known = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                said = gzip.decompress(said)
            asked = json.loads(said)
            if self.path == "/osv":
                name = asked["package"]["name"]
                known.asked.add(name)
                self.answer({"vulns": [known.python[name]]} if name in known.python else {})
            else:
                known.asked.update(asked)
                self.answer({name: [told] for name, told in known.npm.items() if name in asked})

        def do_GET(self) -> None:
            name = self.path.strip("/")
            one = {"name": name, "version": "3.0.3", "dist": {}}
            self.answer(
                {"name": name, "versions": {"3.0.3": one}, "dist-tags": {"latest": "3.0.3"}}
            )

        def answer(self, said: object) -> None:
            body = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        known.url = f"http://127.0.0.1:{server.server_port}"
        yield known
        server.shutdown()


def audit(url: str, *, listed: Path = LISTED, require: str = "") -> tuple[int, str]:
    """Run `python -m tests.audit` against a service; give its status and what it said."""
    options = ("--service=osv", f"--osv-url={url}/osv", f"--npm-registry={url}/")
    done = subprocess.run(
        [sys.executable, "-m", "tests.audit", *options, f"--listed={listed}"],
        env={**os.environ, "KAKEHASHI_REQUIRE": require, "npm_config_fetch_retries": "0"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def listing(folder: Path, *rows: tuple[str, str, str, date]) -> Path:
    file = folder / "audit.toml"
    file.write_text(
        "".join(
            f'[[accepted]]\nid = "{id_}"\npackage = "{package}"\n'
            f'reason = "{reason}"\nuntil = {until}\n'
            for id_, package, reason, until in rows
        )
    )
    return file


def test_every_installed_package_is_asked_about_and_nothing_known_passes(service: Service) -> None:
    status, said = audit(service.url, require="postgres,advisories")
    assert status == 0, said
    assert {"flask", "sqlalchemy", "psycopg", "pytest", "mypy"} <= service.asked
    assert {"sigma", "graphology", "esbuild", "typescript"} <= service.asked
    assert "kakehashi" not in service.asked
    assert said.count("0 advisories") == 2


def test_an_advisory_fails_until_it_is_listed_with_its_reason(
    service: Service, tmp_path: Path
) -> None:
    service.python["flask"] = OSV
    service.npm["sigma"] = BULK
    status, said = audit(service.url)
    assert status == 1
    for part in (GHSA, CVE, NPM, "fixed in 99.1", "list it in audit.toml", "audit.toml に書いて"):
        assert part in said
    reason, later = "Only its cookies, which we do not set.", TODAY + timedelta(days=90)
    both = ((CVE, "flask", reason, later), (NPM, "sigma", reason, later))
    assert audit(service.url, listed=listing(tmp_path, *both))[0] == 0
    other = ((CVE, "jinja2", reason, later), both[1])
    assert audit(service.url, listed=listing(tmp_path, *other))[0] == 1
    past = ((CVE, "flask", reason, TODAY), both[1])
    status, said = audit(service.url, listed=listing(tmp_path, *past))
    assert status == 1
    assert "its day in audit.toml has come" in said
    assert "期限が過ぎました" in said


def test_where_nobody_answers_it_says_so_and_fails_where_answers_are_required() -> None:
    status, said = audit("http://127.0.0.1:1")
    assert status == 0
    assert said.count("NOT CHECKED") == 2
    assert "調べていません" in said
    status, said = audit("http://127.0.0.1:1", require="advisories")
    assert status == 1
    assert said.count("FAILED") == 2


def test_a_list_without_reasons_or_without_end_is_refused(tmp_path: Path) -> None:
    reason, soon = "It is not reachable from our pages.", TODAY + timedelta(days=30)
    for row in (
        (GHSA, "flask", "later", soon),
        (GHSA, "flask", reason, TODAY + timedelta(days=400)),
    ):
        with pytest.raises(ValueError, match=GHSA):
            accepted(listing(tmp_path, row), TODAY)
    status, said = audit("http://127.0.0.1:1", listed=listing(tmp_path, row))
    assert status == 1
    assert "a day within a year" in said


def test_our_own_list_can_be_read() -> None:
    accepted(LISTED, TODAY)
