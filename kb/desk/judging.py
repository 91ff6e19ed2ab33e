"""Who is who, judged by a person: what cannot be one thing is refused with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.errors import GraphError, IdentityError, NotKnownError
from kb.identity.numbers import SCHEMES, one_per_body
from kb.ledger import Decision
from kb.ledger.values import Judgement
from kb.records import Key
from kb.text import Text
from kb.views.profile import things

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.identity import Partition

PERSON = "person"
"""The level of what people judge."""

NO_RECORD = Text("この番号の記録はありません。", "No record bears this id.")
WHERE_IDS = Text(
    "番号は各ページの「番号」の欄か、kakehashi ask what_is_known_about で確かめてください。",
    "The id stands on each page under “Id and numbers”, or ask what_is_known_about.",
)
DIFFERENT = Text(
    "{by}が「別のもの」と判断しています（{why}）。同じものと言うには、その判断（{id}）を先に取り消してください。",
    "{by} judged them to be different ({why}). Undo that judgement ({id}) before calling them the same.",
)
TWO_NUMBERS = Text(
    "{title}が二つ（{a}、{b}）になります。一つの組織や人が持つ番号は一つです。合併や承継なら、"
    "同じものとせずに残してください。",
    "There would be two of {title} ({a}, {b}), and a body has one. Where one took over the other, "
    "leave them apart.",
)
UNLIKE = Text(
    "型の違うものは、同じものと記録できません。",
    "Things of different types cannot be recorded as the same.",
)
LOOK_AGAIN = Text(
    "番号を確かめてください。型が誤りなら、出典の型を先に直してください。",
    "Check the ids. Where a type is wrong, correct it in its source first.",
)
LATER = Text(
    "記録しました。グラフにいま届かないため、図や一覧への反映は、戻りしだい行われます。",
    "It is recorded. The graph cannot be reached now; pictures and lists follow when it is back.",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judgement came to: its number, and what follows later or could not be followed."""

    decision: int | None
    said: Text | None = None


def known_key(kb: KnowledgeBase, text: str) -> Key:
    """Give the key or number that a person wrote; raise NotKnownError at one that nothing bears."""
    key = Key.parse(text)
    if key in kb.identity.ids or any(True for _ in kb.ledger.claims(keys={key})):
        return key
    raise NotKnownError(NO_RECORD, found=text, remedy=WHERE_IDS)


def require_like(kb: KnowledgeBase, one: Key, two: Key) -> None:
    """Refuse to call two things the same whose types cannot be one thing's."""
    ids = [str(kb.identity.id_of(key)) for key in (one, two)]
    found = things(kb.graph, kb.vocabulary, ids)
    first, second = (found.get(id_) for id_ in ids)
    if first is None or second is None or _alike(kb, first.type, second.type):
        return
    raise IdentityError(
        UNLIKE,
        found=Text(
            f"{first.name.ja}（{first.type}）、{second.name.ja}（{second.type}）",
            f"{first.name.en} ({first.type}), {second.name.en} ({second.type})",
        ),
        remedy=LOOK_AGAIN,
    )


def apart(kb: KnowledgeBase, a: Key, b: Key) -> Text | None:
    """Say why two things cannot be one by what was judged and numbered so far; None where they can."""
    return apart_in(kb.identity, kb.ledger.decisions(), a, b)


def apart_in(identity: Partition, decisions: Iterable[Decision], a: Key, b: Key) -> Text | None:
    """Say why the things of two keys cannot be one: a judgement first, then two numbers."""
    ours, theirs = identity.members(a), identity.members(b)
    if identity.id_of(a) == identity.id_of(b):
        return None
    for one in decisions:
        if one.verdict == "different" and _between(one, ours, theirs):
            return DIFFERENT.format(by=one.by, why=one.why or "—", id=one.id)
    for mine in filter(one_per_body, ours):
        for other in theirs:
            if other.scheme == mine.scheme and other != mine:
                return TWO_NUMBERS.format(a=mine.value, b=other.value, title="{title}").filled(
                    title=SCHEMES[mine.scheme].title
                )
    return None


def judge(
    kb: KnowledgeBase, a: Key, b: Key, verdict: Judgement, *, by: str, why: str, at: str
) -> Judged:
    """Record a person's judgement and show it; raise IdentityError with the reason where `same` cannot be."""
    if verdict == "same":
        if reason := apart(kb, a, b):
            raise IdentityError(reason, found=f"{a} | {b}")
        require_like(kb, a, b)
    decision = kb.ledger.decide(a, b, verdict, by=by, why=why, at=at)
    later = shown(kb)
    refused = (one.reason for one in kb.identity.refused if one.decision == decision.id)
    return Judged(decision.id, next(refused, later))


def undo(kb: KnowledgeBase, number: int, *, by: str, why: str, at: str) -> Judged:
    """Put back what held before a judgement, and show it; raise IdentityError where none stands."""
    standing = kb.ledger.undo(number, by=by, why=why, at=at)
    return Judged(standing.id if standing else None, shown(kb))


def shown(kb: KnowledgeBase) -> Text | None:
    """Bring graph and search to the ledger; say it where that must wait."""
    try:
        kb.catch_up()
    except GraphError:
        return LATER
    return None


def _between(one: Decision, ours: Iterable[Key], theirs: Iterable[Key]) -> bool:
    mine, other = set(ours), set(theirs)
    return (one.a in mine and one.b in other) or (one.b in mine and one.a in other)


def _alike(kb: KnowledgeBase, one: str, two: str) -> bool:
    return kb.vocabulary.is_a(one, two) or kb.vocabulary.is_a(two, one)
