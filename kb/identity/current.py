"""Who is who by a ledger as it stands."""

from __future__ import annotations

from collections.abc import Iterable

from kb.identity.partition import Partition, equal_numbers, partition
from kb.ledger import Claim, Ledger
from kb.records import Entity, Key


def identity_of(ledger: Ledger) -> Partition:
    """Read every open claim once, keeping only those that state a further number."""
    keys: set[Key] = set()
    numbered: list[Claim] = []
    for claim in ledger.claims():
        keys.update(keys_of(claim))
        if isinstance(claim.record, Entity) and claim.record.identifiers:
            numbered.append(claim)
    return partition(keys, equal_numbers(numbered), ledger.decisions())


def keys_of(claim: Claim) -> Iterable[Key]:
    """Give the keys a claim is about: an entity's own, or a tie's two ends."""
    record = claim.record
    return (record.key,) if isinstance(record, Entity) else (record.source, record.target)
