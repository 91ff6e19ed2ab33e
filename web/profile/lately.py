"""Profiles that pages asked for lately, kept as long as the version of the graph stands."""

from __future__ import annotations

from functools import lru_cache

from kb.base import KnowledgeBase
from kb.views.profile import Profile, profile

KEPT = 32
"""So many; one of a thing with a thousand ties holds some megabytes."""


def profile_of(kb: KnowledgeBase, id_: str, *, told: int | None = None) -> Profile | None:
    """Give what `kb.views.profile.profile` gives, read once per version of the graph."""
    return _profile(kb, kb.graph.mark(), id_, told)


@lru_cache(maxsize=KEPT)
def _profile(kb: KnowledgeBase, version: int | None, id_: str, told: int | None) -> Profile | None:
    del version
    return profile(kb.graph, kb.ledger, kb.vocabulary, id_, told=told)
