"""What was said: an append-only ledger of claims, decisions and entries."""

from kb.ledger.again import NoLongerHeldError
from kb.ledger.decisions import Changed
from kb.ledger.engines import file_of
from kb.ledger.moves import Count, Move, Span, State
from kb.ledger.portable import Rows, Snapshot, pour, require_empty_database
from kb.ledger.soundness import Examined, Flaw
from kb.ledger.store import Ledger
from kb.ledger.upgrade import require_known
from kb.ledger.values import (
    Claim,
    Decision,
    Entry,
    Judged,
    Judgement,
    Outcome,
    Outline,
    Recalled,
    Run,
    Scope,
    SourceDescription,
    Verdict,
)

__all__ = [
    "Changed",
    "Claim",
    "Count",
    "Decision",
    "Entry",
    "Examined",
    "Flaw",
    "Judged",
    "Judgement",
    "Ledger",
    "Move",
    "NoLongerHeldError",
    "Outcome",
    "Outline",
    "Recalled",
    "Rows",
    "Run",
    "Scope",
    "Snapshot",
    "SourceDescription",
    "Span",
    "State",
    "Verdict",
    "file_of",
    "pour",
    "require_empty_database",
    "require_known",
]
