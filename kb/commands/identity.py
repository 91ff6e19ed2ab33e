"""`kakehashi same`, `different`, `unsure`, `undo`, `decisions`: who is who, said by a person."""

from __future__ import annotations

import getpass
from typing import Literal

import click

from kb.base import KnowledgeBase
from kb.cli import now, progress, say, with_settings
from kb.errors import NotKnownError
from kb.records import Key
from kb.settings import Settings
from kb.text import Text

Verdict = Literal["same", "different", "unsure"]

DONE: dict[Verdict, Text] = {
    "same": Text("同じものとして記録しました", "recorded as the same"),
    "different": Text("別のものとして記録しました", "recorded as different"),
    "unsure": Text("分からないと記録しました", "recorded as unsure"),
}


def _verdict(verdict: Verdict, help_: str) -> click.Command:
    @click.command(verdict, help=help_)
    @click.argument("a")
    @click.argument("b")
    @click.option("--why", required=True, help="理由 · the reason, kept with the decision")
    @click.option("--by", default=getpass.getuser, help="判断した人 · who decides")
    @with_settings
    def command(settings: Settings, a: str, b: str, *, why: str, by: str) -> None:
        with KnowledgeBase(settings, progress=progress(settings)) as kb:
            one, two = _known(kb, a), _known(kb, b)
            decision = kb.ledger.decide(one, two, verdict, by=by, why=why, at=now())
            kb.catch_up()
            refused = [entry for entry in kb.identity.refused if entry.decision == decision.id]
        click.echo(decision.id)
        say(settings, refused[0].reason if refused else DONE[verdict])

    return command


same = _verdict("same", "二つの記録は同じもの · Two records are the same thing.")
different = _verdict("different", "二つの記録は別のもの · Two records are different things.")
unsure = _verdict("unsure", "同じかどうか分からない · It is not known whether they are the same.")


@click.command()
@click.argument("decision", type=int)
@click.option("--why", required=True, help="理由 · the reason")
@click.option("--by", default=getpass.getuser, help="判断した人 · who decides")
@with_settings
def undo(settings: Settings, decision: int, *, why: str, by: str) -> None:
    """判断を取り消す · Take a decision back; ties return to their own records."""
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.ledger.undo(decision, by=by, why=why, at=now())
        kb.catch_up()
    say(settings, Text("取り消しました。", "Taken back."))


@click.command()
@with_settings
def decisions(settings: Settings) -> None:
    """これまでの判断 · The decisions that hold, and what was refused."""
    with KnowledgeBase(settings) as kb:
        held, refused = kb.ledger.decisions(), kb.identity.refused
    for decision in held:
        click.echo(
            f"{decision.id}\t{decision.verdict}\t{decision.a}\t{decision.b}\t"
            f"{decision.by}\t{decision.at}\t{decision.why}"
        )
    for refusal in refused:
        say(settings, refusal.reason)


def _known(kb: KnowledgeBase, text: str) -> Key:
    """Give the key a person wrote; refuse one that no record ever bore."""
    key = Key.parse(text)
    if any(True for _ in kb.ledger.claims(keys={key})):
        return key
    near = tuple(f"{hit.id} {hit.name}" for hit in kb.search.nearest(text))
    raise NotKnownError(
        Text("この番号の記録はありません。", "No record bears this id."),
        nearest=near,
        found=text,
        remedy=Text(f"近いもの: {'、'.join(near)}", f"Nearest: {', '.join(near)}"),
    )
