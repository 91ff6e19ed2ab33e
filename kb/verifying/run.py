"""Running every check in its order, again where the ledger moved on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import kb.checks
from kb.catalogue import units
from kb.check import (
    FOLLOW,
    INTO_EMPTY,
    LEDGER_FIRST,
    MEASURE,
    REBUILD,
    RESTORE,
    Check,
    Finding,
    Harm,
    Seen,
)
from kb.errors import GraphDamagedError, KakehashiError, LedgerError
from kb.progress import QUIET, Progress
from kb.scene import Scene
from kb.settings import Settings
from kb.text import Language, Text

AGAIN_COMMAND = "kakehashi verify"
AGAIN_MADE = {REBUILD, FOLLOW, MEASURE}
TRIES = 3
"""How often all is looked at while others keep changing the ledger."""

AGAIN = Text(
    "確かめている間に台帳が変わったので、もう一度確かめます。",
    "The ledger changed meanwhile; checking again.",
)
MOVED = Text(
    "確かめている間に台帳が版 {first} から {last} に変わりました。取り込みが終わってから、もう一度実行してください。",
    "The ledger went from version {first} to {last} meanwhile. "
    "Run this again when what is being brought in is done.",
)
NOT_CHECKED = Text("上の理由で確かめられません。", "It could not be checked, for the reason above.")
FAILED = Text("確かめられません。", "It could not be checked.")


@dataclass(frozen=True, slots=True)
class Verified:
    """What every check saw, by name in their order, at which version of the ledger."""

    version: int
    checks: Mapping[str, tuple[Check, Seen]]

    @property
    def differences(self) -> list[Finding]:
        """All that differs; notes do not count."""
        found = (finding for _, seen in self.checks.values() for finding in seen.findings)
        return [finding for finding in found if finding.harm != "note"]

    @property
    def well(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def verify(settings: Settings, *, progress: Progress = QUIET) -> Verified:
    """Check the home of the settings; writes nothing.

    Raises LedgerError where the ledger cannot even be opened.
    """
    for attempt in range(1, TRIES + 1):
        with Scene(settings, progress) as scene:
            first = scene.ledger.version()
            found = _looked_at(scene)
            last = scene.ledger.version()
        if first == last:
            return Verified(last, found)
        if attempt < TRIES:
            progress(AGAIN)
    return Verified(last, {"change": _moved(first, last), **found})


def _moved(first: int, last: int) -> tuple[Check, Seen]:
    """Say that no look at the whole was undisturbed."""
    said = MOVED.format(first=first, last=last)
    seen = Seen(said, (Finding("outdated", said, last - first, command=AGAIN_COMMAND),))
    return Check(0, Text("変化", "Change"), lambda _: seen), seen


def checks() -> dict[str, Check]:
    """Give every check by name, in their order."""
    found = units(kb.checks, "CHECK", Check)
    return dict(sorted(found.items(), key=lambda item: item[1].order))


def _looked_at(scene: Scene) -> dict[str, tuple[Check, Seen]]:
    found: dict[str, tuple[Check, Seen]] = {}
    said: set[str] = set()
    for name, check in checks().items():
        scene.progress(check.title)
        try:
            seen = check.run(scene)
        except KakehashiError as problem:
            # One trouble of the ledger or the graph stops several checks; it is told once.
            seen = Seen(NOT_CHECKED) if str(problem) in said else _trouble(problem)
            said.add(str(problem))
        found[name] = (check, seen)
    every = [finding for _, seen in found.values() for finding in seen.findings]
    grave = any(finding.command == RESTORE for finding in every)
    return {name: (check, _mended(seen, grave=grave)) for name, (check, seen) in found.items()}


def _mended(seen: Seen, *, grave: bool) -> Seen:
    """Say with each remedy what else it needs; nothing is made again from a damaged ledger."""

    def told(finding: Finding) -> Finding:
        if finding.command == RESTORE:
            return replace(finding, mend=INTO_EMPTY)
        if grave and finding.harm in {"wrong", "outdated"} and finding.command in AGAIN_MADE:
            return replace(finding, command="", mend=LEDGER_FIRST)
        return finding

    return replace(seen, findings=tuple(map(told, seen.findings)))


def _trouble(problem: KakehashiError) -> Seen:
    """Tell what stopped a check; its remedy is the mend where no command is."""
    harm: Harm = "grave" if isinstance(problem, LedgerError) else "wrong"
    damaged = isinstance(problem, GraphDamagedError)
    command = RESTORE if harm == "grave" else REBUILD if damaged else ""
    remedy = None if command else problem.parts.get("remedy")
    mend = remedy if isinstance(remedy, Text) else None
    what = Text(_without_remedy(problem, "ja"), _without_remedy(problem, "en"))
    return Seen(FAILED, (Finding(harm, what, command=command, mend=mend),))


def _without_remedy(problem: KakehashiError, language: Language) -> str:
    lines = problem.lines(language)
    return " — ".join(lines[:-1] if "remedy" in problem.parts else lines)
