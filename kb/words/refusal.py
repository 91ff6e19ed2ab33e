"""The error for a word that is not known: it names the known words that come closest."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from kb.errors import VocabularyError
from kb.records import Evidence
from kb.text import Text


def nearest(word: str, known: Mapping[str, Iterable[str]], number: int = 3) -> tuple[str, ...]:
    """Give the known words that come closest to one, best first.

    `known` holds under each word every text it may be recognised by (name, labels).
    """
    scores = {
        name: max(_closeness(word, text) for text in (name, *texts))
        for name, texts in known.items()
    }
    return tuple(sorted(scores, key=lambda name: (-scores[name], name))[:number])


def unknown(
    what: Text,
    found: str,
    known: Mapping[str, Iterable[str]],
    evidence: tuple[Evidence, ...],
) -> VocabularyError:
    """Make the error for a word that `known` lacks; `what` says which sort of word it is."""
    close = nearest(found, known)
    return VocabularyError(
        Text(
            f"{what.ja}「{found}」は語彙にありません。",
            f"The {what.en} “{found}” is not in the vocabulary.",
        ),
        expected=", ".join(close),
        found=found,
        where=place(evidence),
        remedy=hint(close),
    )


def hint(close: Iterable[str]) -> Text:
    """Name what comes close."""
    words = ", ".join(close)
    return Text(f"近い語: {words}", f"Nearest: {words}")


def place(evidence: tuple[Evidence, ...]) -> str:
    """Give the place of the first evidence."""
    return f"{evidence[0].source} {evidence[0].place}"


def _closeness(word: str, text: str) -> float:
    return difflib.SequenceMatcher(None, _plain(word), _plain(text)).ratio()


def _plain(text: str) -> str:
    return text.casefold().replace(" ", "_").replace("-", "_")
