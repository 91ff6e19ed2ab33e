"""Which changes a page is asked for: since when, of which source, type, region or thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import numpy as np

from kb.base import KnowledgeBase
from kb.changes import Teller, first_version, keys_of
from kb.changes.amended import told_counts
from kb.errors import CallError, InputError, NotKnownError
from kb.ledger import Count, Span
from kb.records import Key
from kb.text import Text
from kb.views.regional import inside
from kb.vocabulary import nearest
from kb.when import days_of, today
from web.atlas.scene import atlas_of
from web.changes.since import day_said
from web.page import Request

DAYS = 30
"""So many days back the page looks by itself."""
LATEST = 3
"""So many versions it shows where nothing moved in those days."""
WIDEST = 20_000
"""So many things of a region are looked at."""
LONGEST = 300
OWN = ("since", "source", "type", "region", "thing")
NO_SUCH = Text("この選び方はありません。", "There is no such choice.")
NO_VERSION = Text("その版はまだありません。", "There is no such version yet.")
NO_REGION = Text("この地域はありません。", "There is no such region.")
REGIONS = Text(
    "地域のページのアドレスの終わりにある番号（都道府県は jis:13 など）",
    "the id at the end of a region's address, such as jis:13",
)
NO_ID = Text("この番号のものはありません。", "Nothing bears this id.")

_LABEL = re.compile(r"^\d{4}-\d{2}-\d{2}-(\d{1,9})$")
_VERSION = re.compile(r"^(?:版|v|version)?\s*(\d{1,9})$", re.IGNORECASE)
_REGION = "MATCH (r:Region {id: $id}) RETURN r.id AS id"
_PARTS = "MATCH (r:Region {id: $id})<-[:PART_OF*1..3]-(n:Region) RETURN DISTINCT n.id AS id"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the span, from where it was read, and what is too wide to be looked at whole.

    `said` is the beginning as typed, `by_itself` whether the page chose it.
    """

    span: Span
    said: str
    by_itself: bool
    cut: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether only some kinds of change were asked for, by type."""
        return self.span.types is not None


def asked(kb: KnowledgeBase, request: Request) -> Asked:
    """Read the question; raises CallError or InputError at what cannot be read."""
    source, type_ = request.value("source"), request.value("type")
    _require(source, [one.name for one in kb.ledger.sources()])
    _require(type_, [*kb.vocabulary.types, *kb.vocabulary.relations])
    keys, cut = _about(kb, request)
    present, said = kb.ledger.version(), request.value("since")[:40]
    since = _since(kb, said, whole=bool(request.value("thing")))
    types = _types(kb, type_) if type_ else None
    return Asked(Span(since, present, source or None, types, keys), said, not said, cut)


def _since(kb: KnowledgeBase, said: str, *, whole: bool) -> int:
    """Give the version after which changes are shown."""
    typed, present = unicodedata.normalize("NFKC", said).strip(), kb.ledger.version()
    if not typed:
        if whole:
            return 0
        lately = first_version(kb.ledger, today() - timedelta(days=DAYS))
        return lately if lately < present else max(0, present - LATEST)
    if (named := _LABEL.match(typed) or _VERSION.match(typed)) and int(named[1]) <= present:
        return int(named[1])
    try:
        return first_version(kb.ledger, days_of(typed)[0] if named else day_said(typed))
    except InputError as problem:
        if named:
            raise CallError(NO_VERSION, expected=f"0 … {present}", found=typed) from problem
        raise


def _types(kb: KnowledgeBase, type_: str) -> tuple[str, ...]:
    words = kb.vocabulary
    if type_ in words.relations:
        return (type_,)
    return tuple(one for one in words.types if words.is_a(one, type_))


def _about(kb: KnowledgeBase, request: Request) -> tuple[frozenset[str] | None, bool]:
    """Give the keys that the changes must be about, None for any, and whether there were more."""
    thing, region = request.value("thing")[:LONGEST], request.value("region")[:LONGEST]
    if thing:
        try:
            keys = keys_of(kb.identity, [thing])
        except InputError as problem:
            raise NotKnownError(NO_ID, found=thing) from problem
        named = Teller(kb.ledger, kb.vocabulary, kb.identity).named([Key.parse(thing)])
        if not named or not kb.ledger.last_words(keys):
            raise NotKnownError(NO_ID, found=thing)
        return frozenset(keys), False
    if not region:
        return None, False
    if not kb.graph.read(_REGION, {"id": region}).rows:
        raise CallError(NO_REGION, expected=REGIONS, found=region[:60])
    return _in_region(kb, region)


def _in_region(kb: KnowledgeBase, region: str) -> tuple[frozenset[str], bool]:
    """Give the keys of a region, of its parts and of those who have their seat in it."""
    parts = [str(row["id"]) for row in kb.graph.read(_PARTS, {"id": region}, limit=WIDEST).rows]
    atlas, _ = atlas_of(kb)
    here = [atlas.ids[place] for place in np.flatnonzero(inside(atlas, (region, *parts)))]
    ids = [*parts, *here]
    return frozenset(keys_of(kb.identity, [region, *ids[:WIDEST]])), len(ids) > WIDEST


@lru_cache(maxsize=32)
def counted(kb: KnowledgeBase, span: Span) -> tuple[tuple[Count, ...], tuple[Count, ...]]:
    """Count what moved in a span, as kept and as told; what was committed does not move again."""
    return told_counts(kb.ledger, span)


def _require(value: str, known: Sequence[str]) -> None:
    if value and value not in known:
        near = nearest(value, dict.fromkeys(known, ()), 3)
        raise CallError(NO_SUCH, expected=" | ".join(near or known[:8]), found=value[:60])
