"""The ledger: every claim against its own content; versions, runs, decisions, the database."""

from __future__ import annotations

from kb.check import RESTORE, Check, Finding, Seen, finding
from kb.scene import Scene
from kb.text import Text

UNKNOWN_WORDS = Text(
    "語彙にない型や関係を使う主張があります。出典をもう一度取り込むと、今の語彙で読み直されます。",
    "There are claims that use types or relations the vocabulary does not know. "
    "Bringing their sources in again reads them with today's words.",
)


def _run(scene: Scene) -> Seen:
    found = scene.examined
    flaws = (
        one for flaw in found.flaws for one in finding("grave", flaw.what, flaw.named, RESTORE)
    )
    return Seen(
        Text(
            f"版 {found.version}、主張 {found.claims:,} 件（うち有効 {found.held:,} 件）",
            f"version {found.version}, {found.claims:,} claims ({found.held:,} of them open)",
        ),
        (*flaws, *_unknown_words(scene)),
    )


def _unknown_words(scene: Scene) -> tuple[Finding, ...]:
    return finding("wrong", UNKNOWN_WORDS, scene.unknown_words, "kakehashi ingest run --all")


CHECK = Check(1, Text("台帳", "Ledger"), _run)
