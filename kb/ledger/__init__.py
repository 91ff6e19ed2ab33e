"""What was said: an append-only ledger of claims, decisions and entries."""

from kb.ledger.store import Ledger
from kb.ledger.values import (
    Claim,
    Decision,
    Entry,
    Judgement,
    Outcome,
    Run,
    Scope,
    SourceDescription,
    Verdict,
)

__all__ = [
    "Claim",
    "Decision",
    "Entry",
    "Judgement",
    "Ledger",
    "Outcome",
    "Run",
    "Scope",
    "SourceDescription",
    "Verdict",
]
