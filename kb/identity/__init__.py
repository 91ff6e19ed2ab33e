"""Who is who: folding of names, official numbers, and the partition of keys into things."""

from kb.identity.candidates import Candidate, candidates
from kb.identity.current import identity_of
from kb.identity.folding import fold, forms, plain
from kb.identity.legal_forms import strip_legal_form
from kb.identity.numbers import RANK, check, normalise
from kb.identity.partition import Partition, Refusal, equal, equal_numbers, partition

__all__ = [
    "RANK",
    "Candidate",
    "Partition",
    "Refusal",
    "candidates",
    "check",
    "equal",
    "equal_numbers",
    "fold",
    "forms",
    "identity_of",
    "normalise",
    "partition",
    "plain",
    "strip_legal_form",
]
