"""What a test may need from the machine, said aloud where it is missing.

`KAKEHASHI_REQUIRE=neo4j,postgres,browser,shared` turns what is missing into a failure.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from tests.bundled import AT, bundled

__all__ = ["AT", "ROOT", "SHARED"]

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def _chromium() -> str | None:
    if shutil.which("chromium") is None:
        return "Chromium is not installed (Debian: apt-get install chromium)"
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed"
    return None


def _postgres() -> str | None:
    if shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return None
    return "PostgreSQL's programs are not installed (Debian: apt-get install postgresql)"


def _shared() -> str | None:
    return None if SHARED.is_dir() else "the folder shared/ is not beside the checkout"


def _neo4j() -> str | None:
    if shutil.which("mvn") and shutil.which("javac"):
        return None
    return (
        "Java's compiler and Maven are not installed "
        "(Debian: apt-get install default-jdk-headless maven)"
    )


@cache
def _r() -> str | None:
    asks = "quit(status = !all(c('igraph', 'sna') %in% rownames(installed.packages())))"
    rscript = shutil.which("Rscript")
    if (
        rscript
        and not subprocess.run([rscript, "-e", asks], capture_output=True, check=False).returncode
    ):
        return None
    return (
        "R with igraph and sna is not installed (Debian: apt-get install r-cran-igraph r-cran-sna)"
    )


MISSING: dict[str, Callable[[], str | None]] = {
    "neo4j": _neo4j,
    "postgres": _postgres,
    "browser": _chromium,
    "shared": _shared,
    "r": _r,
}

REQUIRED = {part for part in os.environ.get("KAKEHASHI_REQUIRE", "").split(",") if part}


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to begin where something required is missing."""
    if hasattr(config, "workerinput"):
        return
    unknown = REQUIRED - set(MISSING) - {"advisories"}  # that one is asked for by `make audit`
    if unknown:
        raise pytest.UsageError(
            f"KAKEHASHI_REQUIRE knows {', '.join(MISSING)}; found {', '.join(sorted(unknown))}"
        )
    wanted = sorted(REQUIRED & set(MISSING))
    missing = [f"{name}: {reason}" for name in wanted if (reason := MISSING[name]())]
    if missing:
        raise pytest.UsageError(f"KAKEHASHI_REQUIRE names what is missing: {'; '.join(missing)}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = {name: reason for name, probe in MISSING.items() if (reason := probe())}
    for item in items:
        for name, reason in missing.items():
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=f"{name}: {reason}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which suites this machine could not run, and why."""
    reasons = [
        f"{name}: {reason}"
        for name, probe in MISSING.items()
        if (reason := probe()) and name not in REQUIRED
    ]
    if not reasons:
        return
    skipped = Counter(str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    terminalreporter.section("suites not run on this machine")
    for reason in reasons:
        count = sum(number for text, number in skipped.items() if reason in text)
        terminalreporter.line(f"{count} tests — {reason}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of documents and data beside the checkout."""
    return SHARED


@pytest.fixture(scope="session")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The bundled ecosystem on the embedded server: brought in, drawn and measured."""
    with bundled(tmp_path_factory.mktemp("home")) as base:
        yield base
