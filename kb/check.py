"""What a check is. The runner (kb/verifying) and the units (kb/checks) both start here.

A unit is one module of `kb.checks` that exposes a `Check` under the name CHECK. Nothing lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kb.text import Text

if TYPE_CHECKING:
    from kb.scene import Scene

Harm = Literal["grave", "wrong", "outdated", "note"]

HARMS: dict[Harm, Text] = {
    "grave": Text(
        "重大：台帳そのものの損傷です。", "grave: the ledger itself, which nothing else can replace"
    ),
    "wrong": Text(
        "誤り：直すまで、答えが違うことがあります。", "wrong: answers may be wrong until mended"
    ),
    "outdated": Text("古い：作り直せば済みます。", "outdated: it only has to be made again"),
    "note": Text("参考：食い違いではありません。", "to know: nothing differs"),
}
"""How bad it is, worst first; a note does not count as a difference."""

NAMED = 12
"""How many of those concerned are named."""

REBUILD = "kakehashi graph rebuild"
FOLLOW = "kakehashi graph start"
MEASURE = "kakehashi measure refresh"
RESTORE = "kakehashi restore FILE"
INTO_EMPTY = Text(
    "restore は空の場所にだけ戻します。先に止めて、館のフォルダーをよけてください"
    "（PostgreSQL なら空のデータベースを用意）。手順は docs/operations.md にあります。",
    "restore wants an empty home: stop what runs and move the home aside first (with PostgreSQL, "
    "name an empty database). docs/operations.md has the steps.",
)
LEDGER_FIRST = Text(
    "先に台帳を直してください。今ここを作り直すと、失われたものが見えなくなります。",
    "Mend the ledger first: making this again now would hide what was lost.",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found: what, how bad, how many, their names, and what mends it.

    `command` is the command that mends it, `mend` what else a person has to do.
    """

    harm: Harm
    what: Text
    count: int = 0
    named: tuple[str, ...] = ()
    command: str = ""
    mend: Text | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check looked at, in a sentence, and what it found."""

    sentence: Text
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its place in the order, its title, and the function that looks and tells."""

    order: int
    title: Text
    run: Callable[[Scene], Seen]


def finding(harm: Harm, what: Text, names: Iterable[str], command: str = "") -> tuple[Finding, ...]:
    """Give one finding about all that are named, the first of them by name; none about nobody."""
    all_ = sorted(names)
    return (Finding(harm, what, len(all_), tuple(all_[:NAMED]), command),) if all_ else ()
