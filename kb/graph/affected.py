"""What may look different since a version: the things to draw again, and the claims for that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kb.graph.picture import INVOLVES, MADE
from kb.identity import Partition
from kb.ledger import Claim, Ledger
from kb.records import Entity, Key, Link


def affected(ledger: Ledger, identity: Partition, since: int) -> set[Key]:
    """Give every key of every component that may look different since a version.

    An introduction shows at its maker and parties, in the ties between them: where it changed,
    they are drawn again, those that it had at that version too.
    """
    found = _changed(ledger, identity, since)
    around = {
        end
        for claim in _then_and_now(ledger, found, since)
        for event, end in _introduction(claim)
        if event in found
    }
    return found | _whole(identity, around)


def claims_about(ledger: Ledger, identity: Partition, keys: Collection[Key]) -> list[Claim]:
    """Give the claims about these keys, and all about the introductions that concern them.

    An introduction has three ends: a change at its maker shows at its parties. It may also bear
    several keys, of which one names the maker and another the party.
    """
    claims = {claim.id: claim for claim in ledger.claims(keys=keys)}
    events = {event for claim in claims.values() for event, _ in _introduction(claim)}
    further = _whole(identity, events) - set(keys)
    claims.update((claim.id, claim) for claim in ledger.claims(keys=further) if further)
    return [claims[id_] for id_ in sorted(claims)]


def _changed(ledger: Ledger, identity: Partition, since: int) -> set[Key]:
    """Give the keys of the components that themselves changed.

    A component may change without being touched: through a number that a changed claim stated or
    used to state, or through an edge that is now refused. Both are followed.
    """
    touched = ledger.touched(since)
    numbers = {
        number
        for claim in _then_and_now(ledger, touched, since)
        if isinstance(claim.record, Entity)
        for number in claim.record.identifiers
    }
    found: set[Key] = set()
    new = touched | numbers
    while new:
        found |= _whole(identity, new) | new
        new = {
            end
            for refusal in identity.refused
            for start, end in ((refusal.a, refusal.b), (refusal.b, refusal.a))
            if start in found and end not in found
        }
    return found


def _then_and_now(ledger: Ledger, keys: Collection[Key], since: int) -> Iterator[Claim]:
    for known_at in (since, None):
        yield from ledger.claims(keys=keys, known_at=known_at)


def _introduction(claim: Claim) -> Iterator[tuple[Key, Key]]:
    """Give the introduction that a link is part of, and its other end."""
    link = claim.record
    if isinstance(link, Link):
        if link.type == MADE:
            yield link.target, link.source
        elif link.type == INVOLVES:
            yield link.source, link.target


def _whole(identity: Partition, keys: Iterable[Key]) -> set[Key]:
    return {member for key in keys for member in identity.members(key)}
