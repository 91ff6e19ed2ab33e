"""`kakehashi same`, `different`, `unsure`, `undo`, `decisions`: who is who, said by a person."""

from __future__ import annotations

import getpass
from typing import Literal

import click

from kb.base import KnowledgeBase
from kb.cli import now, progress, say, with_settings
from kb.errors import IdentityError, NotKnownError
from kb.profile import things
from kb.records import Key
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
            one, two = _known(kb, a), _known(kb, b)
            if verdict == "same":
                _require_like(kb, one, two)
            decision = kb.ledger.decide(one, two, verdict, by=by, why=why, at=now())
            kb.catch_up()
            refused = [entry for entry in kb.identity.refused if entry.decision == decision.id]
        click.echo(decision.id)
        say(settings, refused[0].reason if refused else DONE[verdict].format(id=decision.id))

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
    raise NotKnownError(
        Text("この番号の記録はありません。", "No record bears this id."),
        found=text,
        remedy=Text(
            "番号は各ページの「番号」の欄か、kakehashi ask what_is_known_about で確かめてください。",
            "The id stands on each page under “Id and numbers”, or ask what_is_known_about.",
        ),
    )


def _require_like(kb: KnowledgeBase, one: Key, two: Key) -> None:
    """Refuse to call two things the same whose types cannot be one thing's."""
    ids = [str(kb.identity.id_of(key)) for key in (one, two)]
    found = things(kb.graph, kb.vocabulary, ids)
    first, second = (found.get(id_) for id_ in ids)
    if first is None or second is None or _alike(kb, first.type, second.type):
        return
    raise IdentityError(
        Text(
            "型の違うものは、同じものと記録できません。",
            "Things of different types cannot be recorded as the same.",
        ),
        found=Text(
            f"{first.name.ja}（{first.type}）、{second.name.ja}（{second.type}）",
            f"{first.name.en} ({first.type}), {second.name.en} ({second.type})",
        ),
        remedy=Text(
            "番号を確かめてください。型が誤りなら、出典の型を先に直してください。",
            "Check the ids. Where a type is wrong, correct it in its source first.",
        ),
    )


def _alike(kb: KnowledgeBase, one: str, two: str) -> bool:
    return kb.vocabulary.is_a(one, two) or kb.vocabulary.is_a(two, one)
