"""What changed since a version, told from the ledger alone: what came, went, and reads otherwise now.

Every change is one that a source (or a person, by an entry) made; no two pictures are compared.
Left out, and counted, is what is not open to everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kb.changes.amended import amending, amendment, amends
from kb.changes.change import (
    BASIS,
    NAME,
    NUMBERS,
    PLACE,
    STATUS,
    TYPES,
    WHEN,
    Change,
    Difference,
    Named,
    Side,
    Told,
    side,
)
from kb.entering.corrected import CORRECTION, ROOT, check_of, fact_of
from kb.ledger import Claim, Count, Decision, Ledger, Move, Span, State
from kb.records import Entity, Key, Link, Name
from kb.text import Text
from kb.visibility import open_thing, open_tie
from kb.when import day_here

if TYPE_CHECKING:
    from kb.identity import Partition
    from kb.vocabulary import Vocabulary


def first_version(ledger: Ledger, day: date) -> int:
    """Give the version before the first that was made on a day or later, as days are here."""
    later = [version for version, at in ledger.version_times().items() if day_here(at) >= day]
    return min(later, default=ledger.version() + 1) - 1


def total(counts: Iterable[Count], state: State, *, link: bool) -> int:
    """Add up how many things, or ties, moved so."""
    return sum(getattr(one, state) for one in counts if one.link == link)


@dataclass(frozen=True, slots=True)
class Teller:
    """What tells changes: a ledger, the words, and who is who now."""

    ledger: Ledger
    words: Vocabulary
    identity: Partition

    def changes(
        self, span: Span, counts: Sequence[Count], states: Sequence[State], *, link: bool, most: int
    ) -> Told:
        """Give the latest changes of things, or of ties, of some states, at most so many of each."""
        of_kind = [one for one in counts if one.link == link]
        facts = not link and "changed" in states
        amended = [] if link else amending(self.ledger, span, of_kind)
        moves = [
            move
            for state in states
            for move in self._moves(span, of_kind, state, most, amended if not facts else ())
        ]
        if facts:
            moves += amended
        moves.sort(key=lambda one: (-one.version, one.source, one.claim.id))
        names = _Names(self, (end for move in moves for end in _ends(move.claim)))
        told = [one for move in moves if (one := _change(move, self.words, names)) is not None]
        return Told(tuple(told), len(moves) - len(told))

    def _moves(
        self, span: Span, counts: Sequence[Count], state: State, most: int, apart: Sequence[Move]
    ) -> list[Move]:
        """Give the latest moves of a state, at most so many besides those that stand apart."""
        extra = sum(one.state == state for one in apart)
        found = self.ledger.moves(span, counts, state, most + extra)
        return [one for one in found if not (extra and amends(one))][:most]

    def named(self, keys: Collection[Key], *, own: bool = False) -> Mapping[str, Named]:
        """Name what keys mean now, by key; what is not open to everybody is left out.

        `own`: by the name under which each key itself was described, not by that of its thing.
        """
        names = _Names(self, keys)
        found = ((str(key), names.of(key, own=own)) for key in keys)
        return {key: named for key, named in found if named is not None}


def judged(ledger: Ledger, since: int, until: int) -> list[tuple[Decision, Decision | None]]:
    """Give the judgements of a span, the latest first, each with the one whose place it took."""
    every = ledger.decisions(active=False)
    replaced = {one.replaced_by: one for one in every if one.replaced_by is not None}
    new = [one for one in every if since < one.version <= until]
    return [(one, replaced.get(one.id)) for one in sorted(new, key=lambda one: -one.id)]


class _Names:
    """What the ends of changes are called, by the last words that the ledger has on them."""

    def __init__(self, teller: Teller, keys: Iterable[Key]) -> None:
        self._members = {key: teller.identity.members(key) for key in keys}
        every = {str(key) for members in self._members.values() for key in members}
        self._said = teller.ledger.last_words(every)
        self._words = teller.words

    def of(self, key: Key, *, own: bool = False) -> Named | None:
        """Name what a key means, None where it is not open to everybody."""
        members = self._members[key]
        id_ = str(members[0])
        members = (key, *members) if own else members
        said = [claim for one in members for claim in self._said.get(str(one), ())]
        said.sort(key=lambda claim: not fact_of(claim.record))
        entities = [claim.record for claim in said if isinstance(claim.record, Entity)]
        if any(not open_thing(one.properties) for one in entities):
            return None
        stated = {type_ for one in entities for type_ in one.types} - {ROOT}
        types = [type_ for type_ in stated if type_ in self._words.types]
        name = name_in([name for one in entities for name in one.names]) or same_key(key)
        chief = self._words.chief(types) if types else ""
        there = any(claim.closed is None for claim in said)
        return Named(id_, name, chief, there)

    def known_before(self, move: Move) -> bool:
        """Tell whether something else that the ledger held spoke of a thing before it was new."""
        members = self._members[_ends(move.claim)[0]]
        said = [claim for key in members for claim in self._said.get(str(key), ())]
        return any(one.id != move.claim.id and one.opened < move.version for one in said)


def name_in(names: Sequence[Name]) -> Text | None:
    """Give the first official names in Japanese and English, else whatever name there is."""
    borne = [one for one in names if one.kind != "former" and not one.guessed] or list(names)
    ordered = sorted(borne, key=lambda one: one.kind != "official")
    ja = next((one.text for one in ordered if one.language == "ja"), "")
    en = next((one.text for one in ordered if one.language == "en"), "")
    other = next((one.text for one in ordered), "")
    return Text(ja or en or other, en or ja or other) if other.strip() else None


def same_key(key: Key) -> Text:
    """Give a key as a name of last resort."""
    return Text(str(key), str(key))


def _ends(claim: Claim) -> tuple[Key, ...]:
    record = claim.record
    return (record.key,) if isinstance(record, Entity) else (record.source, record.target)


def _change(move: Move, words: Vocabulary, names: _Names) -> Change | None:
    record, ends = move.claim.record, [names.of(key) for key in _ends(move.claim)]
    if ends[0] is None or ends[-1] is None or not _open(move, words):
        return None
    if fact_of(record):
        differences: tuple[Difference, ...] = (amendment(move),)
    else:
        differences = tuple(_differences(move, words)) if move.state == "changed" else ()
    of_tie = isinstance(record, Link)
    return Change(
        move.version,
        move.source,
        move.state,
        ends[0],
        ends[1] if of_tie else None,
        record.type if isinstance(record, Link) else "",
        record.when.since or "",
        record.when.until or "",
        differences,
        known=move.state == "new" and not of_tie and names.known_before(move),
        desk=CORRECTION if fact_of(record) else check_of(move.source, record),
        former=isinstance(record, Link) and record.status == "former",
    )


def _open(move: Move, words: Vocabulary) -> bool:
    """Tell whether both sides of a move may be shown to everybody."""
    for claim in (move.before, move.after):
        record = claim.record if claim else None
        if isinstance(record, Entity) and not open_thing(record.properties):
            return False
        if isinstance(record, Link) and not open_tie(
            words, record.type, record.properties.get("visibility")
        ):
            return False
    return True


def _differences(move: Move, words: Vocabulary) -> Iterator[Difference]:
    """Give what reads otherwise; where nothing does, that the evidence stands elsewhere."""
    if move.before is None or move.after is None:
        return
    before, after = (_parts(one.record) for one in (move.before, move.after))
    private = {name for name, word in words.properties.items() if word.private}
    found = [
        Difference(what, before.get(what, ()), after.get(what, ()))
        for what in dict.fromkeys((*before, *after))
        if before.get(what, ()) != after.get(what, ()) and what not in private
    ]
    told = [one for one in found if one.what != PLACE]
    yield from told or found


def _parts(record: Entity | Link) -> dict[str, Side]:
    """Give all that a record says by what it is in, each as a row of values."""
    shared: dict[str, Side] = {
        WHEN: (record.when.since or "", record.when.until or "", record.when.ended),
        PLACE: tuple(one.place for one in record.evidence),
    }
    own: dict[str, Side] = {name: side(value) for name, value in record.properties.items()}
    if isinstance(record, Link):
        return {STATUS: (record.status,), BASIS: (record.basis,), **shared, **own}
    official = [one for one in record.names if one.kind == "official"]
    others = sorted(one.text for one in record.names if one.kind != "official")
    return {
        NAME: tuple(one.text for one in official),
        "aliases": tuple(others),
        TYPES: tuple(sorted(record.types)),
        NUMBERS: tuple(sorted(map(str, record.identifiers))),
        **shared,
        **own,
    }


def keys_of(identity: Partition, ids: Collection[str]) -> set[str]:
    """Give every key that leads to one of these things."""
    return {str(key) for id_ in ids for key in identity.members(Key.parse(id_))}
