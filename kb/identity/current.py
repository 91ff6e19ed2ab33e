"""Who is who by a ledger, as it stands or as it stood."""

from __future__ import annotations

from kb.identity.partition import Partition, equal, partition
from kb.ledger import Ledger


def identity_of(ledger: Ledger, *, known_at: int | None = None) -> Partition:
    """Compute who is who now or at a version; only claims that state a further number are read."""
    return partition(
        (), equal(ledger.numbers(known_at=known_at)), ledger.decisions(known_at=known_at)
    )
