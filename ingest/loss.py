"""The guard against half a file: what a source held does not vanish by the third unnoticed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ingest.source import Source
from kb.errors import InputError
from kb.ledger import Judged, Ledger
from kb.text import Text

SHARE = 1 / 3
"""What a run may close, of all that its source held, without being told to."""

FEW = 10
"""Fewer than these may always go."""


def refuse_loss(
    ledger: Ledger, run: int, source: Source, judged: Iterable[Judged], *, where: str
) -> None:
    """Raise InputError where committing this run would close more than is believed by itself.

    Counted are claims and, for a source that judges who is who, its judgements.
    """
    held, lost = ledger.loss(run)
    before = {frozenset({one.a, one.b}) for one in ledger.decisions() if one.source == source.name}
    gone = before.difference(frozenset({one.a, one.b}) for one in judged)
    held, lost = held + len(before), lost + len(gone)
    if lost >= FEW and lost > held * SHARE:
        raise _too_much(source, held, lost, where)


def refuse_loss_of_part(
    ledger: Ledger, run: int, source: Source, covered: Collection[str], *, where: str
) -> None:
    """Raise InputError where too much would be closed of that of which the files tell everything."""
    held, lost = ledger.loss(run, covered)
    if lost >= FEW and lost > held * SHARE:
        raise _too_much(source, held, lost, where)


def _too_much(source: Source, held: int, lost: int, where: str) -> InputError:
    kept = held - lost
    return InputError(
        Text(
            f"{source.title.ja}: 前回の記録の三分の一を超える {lost:,} 件が終わったことになります。"
            "何も書き込んでいません。",
            f"{source.title.en}: {lost:,} records, more than a third of what it held, would be "
            "closed; nothing was written.",
        ),
        expected=Text(f"前回の約 {held:,} 件", f"about {held:,} records, as the last time"),
        found=Text(f"そのうち {kept:,} 件", f"{kept:,} of them"),
        where=where,
        remedy=Text(
            "ファイルが途中で切れていないか、取り込む範囲が同じか（--whole）確かめてください。"
            "本当に無くなったのなら --accept-loss を付けて実行してください。",
            "Check that the file is whole and that the same was asked for (--whole). If they are "
            "really gone, run it again with --accept-loss.",
        ),
    )
