"""Judgements on whether two keys mean the same, kept as rows that are replaced, never edited.

Of one pair each level (`source`: a person, a rule …) holds one judgement. The order of the pair
says nothing; `a` sorts before `b`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, insert, select, update

from kb.errors import IdentityError
from kb.ledger.faults import row_of
from kb.ledger.limits import LARGEST, askable, require_short
from kb.ledger.schema import decision
from kb.ledger.values import Decision, Judged, Verdict
from kb.ledger.versions import newest
from kb.records import Key
from kb.text import Text

WITHDRAWN: Verdict = "withdrawn"


@dataclass(frozen=True, slots=True)
class Changed:
    """How many judgements a level gained or changed, and how many it lost."""

    made: int
    withdrawn: int


def decide(
    connection: Connection,
    a: Key,
    b: Key,
    verdict: Verdict,
    *,
    by: str,
    why: str,
    at: str,
    source: str,
    version: int | None = None,
) -> Decision:
    """Record a judgement; the same one by the same author for the same reason changes nothing.

    `version` is that of the change it belongs to; by default it is a change of its own.
    """
    first, second = _pair(a, b)
    standing = _standing(connection, first, second, source)
    if standing and (standing.verdict, standing.by, standing.why) == (verdict, by, why):
        return standing
    made = _add(
        connection, first, second, verdict, by=by, why=why, at=at, source=source, version=version
    )
    if standing:
        _replace(connection, standing.id, made.id)
    return made


def decide_all(
    connection: Connection, judged: Iterable[Judged], *, by: str, at: str, source: str
) -> Changed:
    """Bring a level to exactly these judgements, as one change; others of it are withdrawn."""
    before = {(held.a, held.b): held for held in read(connection, active=True, source=source)}
    version = newest(connection) + 1
    said = [(*_pair(one.a, one.b), one.verdict, one.why) for one in judged]
    _refuse_contradictions(said)
    made = [
        decide(connection, a, b, verdict, by=by, why=why, at=at, source=source, version=version)
        for a, b, verdict, why in said
    ]
    gone = before.keys() - {(a, b) for a, b, _, _ in said}
    for a, b in sorted(gone):
        why = before[a, b].why
        decide(connection, a, b, WITHDRAWN, by=by, why=why, at=at, source=source, version=version)
    return Changed(sum(one.version == version for one in made), len(gone))


def undo(connection: Connection, number: int, *, by: str, why: str, at: str) -> Decision | None:
    """Put back what held before a decision; give the judgement that now stands, None for none."""
    asked = number if 0 < number <= LARGEST else 0
    undone = _one(connection, select(decision).where(decision.c.id == asked))
    if undone is None or undone.replaced_by is not None:
        raise _not_standing(number, undone)
    before = _one(connection, select(decision).where(decision.c.replaced_by == number))
    verdict = before.verdict if before else WITHDRAWN
    made = _add(
        connection, undone.a, undone.b, verdict, by=by, why=why, at=at, source=undone.source
    )
    _replace(connection, undone.id, made.id)
    return None if verdict == WITHDRAWN else made


def read(
    connection: Connection, *, active: bool, source: str | None = None, known_at: int | None = None
) -> list[Decision]:
    """Give the decisions that stand, or the whole history, oldest first; of one level or of all.

    With `known_at`: those that stood at that version.
    """
    statement = select(decision).order_by(decision.c.id)
    if source is not None:
        statement = statement.where(decision.c.source == source)
    if active:
        standing = _standing_at(known_at)
        statement = statement.where(standing, decision.c.verdict != WITHDRAWN)
    found = [_decision(row) for row in connection.execute(statement)]
    return found if known_at is None else [replace(one, replaced_by=None) for one in found]


def _standing_at(known_at: int | None) -> ColumnElement[bool]:
    """Give the condition that a decision is replaced by none, or was not yet at a version."""
    if known_at is None:
        return decision.c.replaced_by.is_(None)
    version, later = askable(known_at), decision.alias()
    replaced = select(later.c.id).where(
        later.c.id == decision.c.replaced_by, later.c.version <= version
    )
    return (decision.c.version <= version) & ~exists(replaced.correlate(decision))


def _refuse_contradictions(said: Iterable[tuple[Key, Key, Verdict, str]]) -> None:
    """Raise where a level judges one pair in two ways: each run would change it there and back."""
    first: dict[tuple[Key, Key], tuple[Verdict, str]] = {}
    for a, b, verdict, why in said:
        judgement = (verdict, why)
        before = first.setdefault((a, b), judgement)
        if before != judgement:
            raise IdentityError(
                Text(
                    "同じ組が違う判断で二度出ています。",
                    "The same pair is judged twice in different ways.",
                ),
                found=f"{a} | {b}: {' — '.join(before)} | {' — '.join(judgement)}",
                remedy=Text("一つにまとめてください。", "State it once."),
            )


def _pair(a: Key, b: Key) -> tuple[Key, Key]:
    if a == b:
        raise IdentityError(
            Text("同じキーどうしは判断できません。", "A key cannot be judged against itself."),
            found=str(a),
        )
    for key in (a, b):
        require_short(str(key))
    return (a, b) if a < b else (b, a)


def _standing(connection: Connection, a: Key, b: Key, source: str) -> Decision | None:
    """Give the row that a new judgement of this level replaces (it may be a withdrawal)."""
    return _one(
        connection,
        select(decision).where(
            decision.c.a == str(a),
            decision.c.b == str(b),
            decision.c.source == source,
            decision.c.replaced_by.is_(None),
        ),
    )


def _add(
    connection: Connection,
    a: Key,
    b: Key,
    verdict: Verdict,
    *,
    by: str,
    why: str,
    at: str,
    source: str,
    version: int | None = None,
) -> Decision:
    version = version or newest(connection) + 1
    made = connection.execute(
        insert(decision).values(
            a=str(a),
            b=str(b),
            verdict=verdict,
            by=by,
            at=at,
            why=why,
            source=source,
            version=version,
        )
    )
    number = int(made.inserted_primary_key[0])  # type: ignore[index]
    return Decision(number, a, b, verdict, by, at, why, source, None, version)


def _replace(connection: Connection, old: int, new: int) -> None:
    connection.execute(update(decision).where(decision.c.id == old).values(replaced_by=new))


def _one(connection: Connection, statement: Select[Any]) -> Decision | None:
    row = connection.execute(statement).first()
    return None if row is None else _decision(row)


def _decision(row: Row[Any]) -> Decision:
    said = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    with row_of(f"decision {row.id}"):
        return Decision(**{**said, "a": Key.parse(row.a), "b": Key.parse(row.b)})


def _not_standing(number: int, found: Decision | None) -> IdentityError:
    if found is None:
        return IdentityError(
            Text("この番号の判断はありません。", "There is no decision of this number."),
            found=str(number),
            remedy=Text(
                "kakehashi decisions で番号を確かめてください。",
                "kakehashi decisions lists the numbers.",
            ),
        )
    return IdentityError(
        Text("この判断は取り消せません。", "This decision cannot be undone."),
        expected=Text("いま有効な判断", "a decision that stands"),
        found=f"{number} → {found.replaced_by}",
        remedy=Text(
            "それを置き換えた新しい判断を取り消してください。", "Undo the one that replaced it."
        ),
    )
