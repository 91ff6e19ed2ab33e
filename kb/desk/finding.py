"""Finding what a name or an id means, among things of some types, as a form asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.entering.corrected import fact_of
from kb.entering.field import Named
from kb.entering.reading import SEVERAL, Find, Found, id_in
from kb.errors import GraphError
from kb.records import Entity, Key
from kb.text import Text, same
from kb.views.profile import things

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

WRONG_TYPE = Text(
    "{{text}}はここには当てはまりません。ここに入るのは: {types}",
    "{{text}} does not fit here. Wanted: {types}",
)
NEAREST = 5
_OFFICIAL = 1.0


def finder(kb: KnowledgeBase) -> Find:
    """Give what finds things by their id or name, among some types (subtypes included)."""

    def find(text: str, types: tuple[str, ...]) -> Found:
        words = kb.vocabulary
        fitting = {one for one in words.types if any(words.is_a(one, type_) for type_ in types)}
        known = _by_id(kb, id_in(text))
        if known and (not types or known.types & fitting):
            return Found(known)
        if known:
            return Found(None, (), _wrong_type(kb, types))
        hits = kb.search.find(text, types=fitting if types else None)
        whole = [hit for hit in hits if hit.whole]
        sure = [hit for hit in whole if hit.score >= _OFFICIAL] or whole
        if len(sure) == 1:
            return Found(_by_id(kb, sure[0].id))
        near = (
            sure or hits or [h for h in kb.search.nearest(text) if not types or h.type in fitting]
        )
        shown = tuple(Named(h.id, same(h.name), frozenset({h.type})) for h in near[:NEAREST])
        return Found(None, shown, SEVERAL) if sure else Found(None, shown)

    return find


def _by_id(kb: KnowledgeBase, text: str | None) -> Named | None:
    """Give the thing that an id names now, by the ledger; None where nothing bears it."""
    if text is None:
        return None
    id_ = kb.identity.id_of(Key.parse(text))
    members = kb.identity.members(id_)
    entities = [
        claim.record
        for claim in kb.ledger.claims(ids=_entity_claims(kb, members))
        if isinstance(claim.record, Entity) and not fact_of(claim.record)
    ]
    if not entities:
        return None
    types = frozenset(type_ for one in entities for type_ in one.types)
    return Named(str(id_), _called(kb, str(id_), entities), types)


def _entity_claims(kb: KnowledgeBase, members: Iterable[Key]) -> set[int]:
    keys = {str(key) for key in members}
    outlines = kb.ledger.outlines(known_at=kb.ledger.version(), keys=keys, subjects=True)
    return {one.id for one in outlines if one.object is None}


def _called(kb: KnowledgeBase, id_: str, entities: Sequence[Entity]) -> Text:
    """Give a thing's name as the graph has it; as a source writes it where the graph is away."""
    try:
        found = things(kb.graph, kb.vocabulary, [id_])
    except GraphError:
        found = {}
    if id_ in found:
        return found[id_].name
    names = {name.language: name.text for one in entities for name in reversed(one.names)}
    ja = names.get("ja") or next(iter(names.values()), id_)
    return Text(ja, names.get("en") or ja)


def _wrong_type(kb: KnowledgeBase, types: Iterable[str]) -> Text:
    labels = [kb.vocabulary.types[one].label for one in types]
    ja, en = "、".join(one.ja for one in labels), ", ".join(one.en for one in labels)
    return Text(WRONG_TYPE.ja.format(types=ja), WRONG_TYPE.en.format(types=en))
