"""What was said: an append-only ledger of claims, decisions and entries."""

from kb.ledger.decisions import Changed
from kb.ledger.store import Ledger
from kb.ledger.values import (
    Claim,
    Decision,
    Entry,
    Judged,
    Judgement,
    Outcome,
    Run,
    Scope,
    SourceDescription,
    Verdict,
)

__all__ = [
    "Changed",
    "Claim",
    "Decision",
    "Entry",
    "Judged",
    "Judgement",
    "Ledger",
    "Outcome",
    "Run",
    "Scope",
    "SourceDescription",
    "Verdict",
]
