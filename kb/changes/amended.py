"""The desk's word on what others say, among the changes: corrections and checked ties amend, they add nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kb.changes.change import Difference, Side, side
from kb.entering.corrected import SOURCE, check_of, fact_of
from kb.ledger import Count, Ledger, Move, Span, State
from kb.records import Entity, Link

MOST = 1_000
"""So many corrections of one version are told at most."""
ADDED: tuple[State, ...] = ("new", "gone")


def amends(move: Move) -> bool:
    """Tell whether a move is the desk's word on what others say."""
    record = move.claim.record
    return bool(fact_of(record) or check_of(move.source, record))


def amending(ledger: Ledger, span: Span, counts: Sequence[Count]) -> list[Move]:
    """Give the corrections that came or were withdrawn; they change facts, they bring no things."""
    of_desk = [one for one in counts if one.source == SOURCE]
    moves = [move for state in ADDED for move in ledger.moves(span, of_desk, state, MOST)]
    return [move for move in moves if amends(move)]


def told_counts(ledger: Ledger, span: Span) -> tuple[tuple[Count, ...], tuple[Count, ...]]:
    """Count the moves of a span: as they are kept, and as they are told.

    What the desk said of what others say is told as a change of that, not as a new thing or tie.
    """
    kept = tuple(ledger.moved(span))
    came, went = (_amending(ledger, span, kept, state) for state in ADDED)
    return kept, tuple(_told(one, came[_place(one)], went[_place(one)]) for one in kept)


def amendment(move: Move) -> Difference:
    """Give a correction as what stood before and what is right; the other way round, withdrawn."""
    said = move.claim.record
    code = fact_of(said)
    stood = side(said.originals.get(code)) if isinstance(said, Entity) else ()
    before = stood if move.before is None else _value(move.before.record, code)
    return Difference(
        code, before, stood if move.after is None else _value(move.after.record, code)
    )


def _amending(
    ledger: Ledger, span: Span, counts: Sequence[Count], state: State
) -> Counter[tuple[int, str, bool]]:
    """Count what amends among the desk's moves of a state, all read in one call."""
    of_desk = [one for one in counts if one.source == SOURCE and getattr(one, state)]
    most = sum(getattr(one, state) for one in of_desk)
    moves = ledger.moves(span, of_desk, state, most) if most else []
    return Counter(
        (one.version, one.source, isinstance(one.claim.record, Link))
        for one in moves
        if amends(one)
    )


def _place(one: Count) -> tuple[int, str, bool]:
    return one.version, one.source, one.link


def _told(one: Count, came: int, went: int) -> Count:
    return replace(one, new=one.new - came, changed=one.changed + came + went, gone=one.gone - went)


def _value(record: Entity | Link, code: str) -> Side:
    """Give the value that a correction states."""
    if not isinstance(record, Entity):
        return ()
    if code in record.properties:
        return side(record.properties[code])
    named = tuple(one.text for one in record.names)
    dated = tuple(one for one in (record.when.since, record.when.until) if one)
    return named or tuple(str(one) for one in record.identifiers) or dated
