"""`--param k=v` as commands take it."""

from __future__ import annotations

from collections.abc import Iterable

from kb.errors import CallError
from kb.text import Text


def pairs_of(texts: Iterable[str]) -> dict[str, str]:
    """Read `k=v` texts; raise CallError at one without `=`."""
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise CallError(
                Text("--param の形が違います。", "--param has the wrong form."),
                expected="--param name=value",
                found=text,
            )
        pairs[name.strip()] = value.strip()
    return pairs
