"""`kakehashi same`, `different`, `unsure`, `undo`, `decisions`: who is who, said by a person."""

from __future__ import annotations

import getpass
from typing import Literal

import click

from kb.base import KnowledgeBase
from kb.cli import now, progress, say, with_settings
from kb.desk.judging import judge, known_key
from kb.desk.judging import undo as take_back
from kb.settings import Settings
from kb.text import Text

Verdict = Literal["same", "different", "unsure"]

DONE: dict[Verdict, Text] = {
    "same": Text(
        "判断{id}として、同じものと記録しました。戻すには kakehashi undo {id} --why 理由",
        "Recorded as the same, decision {id}; kakehashi undo {id} --why REASON takes it back.",
    ),
    "different": Text(
        "判断{id}として、別のものと記録しました。", "Recorded as different, decision {id}."
    ),
    "unsure": Text("判断{id}として、不明と記録しました。", "Recorded as unsure, decision {id}."),
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
            kb.keep_up()
            one, two = known_key(kb, a), known_key(kb, b)
            judged = judge(kb, one, two, verdict, by=by, why=why, at=now())
        click.echo(judged.decision)
        say(settings, judged.said or DONE[verdict].format(id=judged.decision))

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
        taken = take_back(kb, decision, by=by, why=why, at=now())
    say(settings, taken.said or Text("取り消しました。", "Taken back."))


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
