"""`kakehashi verify`: whether all that is kept agrees, and what mends what does not."""

from __future__ import annotations

import json
from typing import Literal

import click

from kb.backup.writing import require_ledger
from kb.check import HARMS, Finding
from kb.cli import progress, with_settings
from kb.settings import Settings
from kb.text import Language, Text
from kb.verifying.run import Verified
from kb.verifying.run import verify as verified

Form = Literal["text", "json"]

WELL = Text(
    "食い違いはありません（台帳の版 {version}）。", "All is well (ledger version {version})."
)
DIFFERS = Text(
    "食い違いが {count} 件あります（台帳の版 {version}）。",
    "{count} things differ (ledger version {version}).",
)
MEND = Text("直すには", "to mend it")
FURTHER = Text("関連する命令", "see")
MORE = Text(
    "ほか {count:,} 件（名前を挙げるのは {named} 件まで）",
    "and {count:,} more (at most {named} are named)",
)


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="出力の形 · form of the output",
)
@with_settings
def verify(settings: Settings, *, form: Form) -> int:
    """すべてが互いに合うか確かめる · Check that all that is kept agrees; 1 where something differs."""
    require_ledger(settings)
    found = verified(settings, progress=progress(settings))
    if form == "json":
        click.echo(json.dumps(_data(found), ensure_ascii=False, indent=1))
    else:
        tell(found, settings.language)
    return 0 if found.well else 1


def tell(found: Verified, language: Language) -> None:
    """Write what every check saw to stdout, and whether all is well."""
    for check, seen in found.checks.values():
        differs = any(finding.harm != "note" for finding in seen.findings)
        title, sentence = check.title.get(language), seen.sentence.get(language)
        click.echo(f"{'✗' if differs else '✓'} {title} — {sentence}")
        for finding in seen.findings:
            _tell(finding, language, said=finding.what == seen.sentence)
    said = WELL if found.well else DIFFERS
    filled = said.format(count=len(found.differences), version=found.version)
    click.echo(filled.get(language))


def _tell(finding: Finding, language: Language, *, said: bool) -> None:
    """Write one finding; `said`: its sentence stands above already."""
    count = f"（{finding.count:,}）" if language == "ja" else f" ({finding.count:,})"
    if not said:
        click.echo(f"  {finding.what.get(language)}{count if finding.named else ''}")
    click.echo(f"    {HARMS[finding.harm].get(language)}")
    for name in finding.named:
        click.echo(f"    · {name}")
    if finding.named and (left := finding.count - len(finding.named)):
        click.echo(f"    {MORE.format(count=left, named=len(finding.named)).get(language)}")
    if finding.command:
        word = FURTHER if finding.harm == "note" else MEND
        click.echo(f"    {word.get(language)}: {finding.command}")
    if finding.mend:
        label = "  " if finding.command else f"{MEND.get(language)}: "
        click.echo(f"    {label}{finding.mend.get(language)}")


def _data(found: Verified) -> dict[str, object]:
    return {
        "well": found.well,
        "version": found.version,
        "checks": [
            {
                "check": name,
                "seen": _both(seen.sentence),
                "findings": [
                    {
                        "harm": finding.harm,
                        "what": _both(finding.what),
                        "count": finding.count,
                        "named": list(finding.named),
                        "command": finding.command,
                        "mend": _both(finding.mend) if finding.mend else None,
                    }
                    for finding in seen.findings
                ],
            }
            for name, (_, seen) in found.checks.items()
        ],
    }


def _both(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}
