"""One description out of what several sources say; the same whatever the order of loading.

Claims are taken in a fixed order: for a thing, first the claim whose key is the canonical id (the
register's own words), then by source name, then by claim id; for a tie, first by basis (register,
third party, self-reported, observed, inferred), then likewise. Of single values that differ the
first stands, and so does the first interval, both its ends together; lists are joined in that
order. Nothing is lost by it: the ledger keeps every claim, and `evidence` leads there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kb.records import BASES, Entity, Key, Link, Name, Value
from kb.vocabulary import CONCEPT, Vocabulary
from kb.when import ALWAYS

if TYPE_CHECKING:
    from kb.ledger import Claim

TimeOf = Callable[[int], str]

_KANA = ("ja-Hira", "ja-Kana")
_ENGLISH = ("en",)
_KINDS = ("official", "alias", "abbreviation", "former")
_NO_NUMBERS = ("local", CONCEPT)


def no_times(_: int) -> str:
    """Know no time of any version."""
    return ""


def entity_properties(
    id_: Key, members: Sequence[Key], claims: Sequence[Claim], words: Vocabulary, time_of: TimeOf
) -> dict[str, object]:
    """Give the properties of a node from the entity claims of all its keys (at least one)."""
    ordered = sorted(claims, key=lambda claim: (_key(claim) != id_, claim.source, claim.id))
    entities = [_entity(claim) for claim in ordered]
    types = sorted({type_ for entity in entities for type_ in entity.types})
    given: dict[str, object] = {
        **_names(id_, [name for entity in entities for name in entity.names]),
        "identifiers": _identifiers(members, entities),
        **_interval(entities),
        **_provenance(ordered),
        **_seen(ordered, time_of),
        "chief": words.chief(types),
    }
    own = _merged(entity.properties for entity in entities)
    return {**own, **_filled(given)}


def tie_properties(claims: Sequence[Claim], words: Vocabulary) -> dict[str, object]:
    """Give the properties of a tie from the link claims that say it (at least one)."""
    ordered = sorted(
        claims, key=lambda claim: (BASES.index(_link(claim).basis), claim.source, claim.id)
    )
    links = [_link(claim) for claim in ordered]
    first = links[0]
    over = any(link.when.ended for link in links) and first.status == "current"
    given: dict[str, object] = {
        "role": first.role,
        **_interval(links),
        "status": "former" if over else first.status,
        "basis": first.basis,
        **_provenance(ordered),
    }
    usual: dict[str, object] = {
        "strength": words.relations[first.type].strength,
        "last_confirmed": max((e.retrieved for link in links for e in link.evidence), default=""),
    }
    own = _merged(link.properties for link in links)
    return {**_filled(usual), **own, **_filled(given)}


def _names(id_: Key, names: Sequence[Name]) -> dict[str, object]:
    japanese = _first(name for name in names if _is_japanese(name))
    english = _first(name for name in names if name.language in _ENGLISH)
    kana = _first(n for n in names if n.language in _KANA and not n.guessed)
    shown = japanese or english or _first(names)
    told = {japanese, english, kana, shown}
    return {
        "name": shown or str(id_),
        "name_ja": japanese,
        "name_kana": kana,
        "name_en": english,
        "aliases": sorted({name.text for name in names if not name.guessed} - told),
    }


def _is_japanese(name: Name) -> bool:
    return name.language.startswith("ja") and name.language not in {*_KANA, "ja-Latn"}


def _first(names: Iterable[Name]) -> str:
    """Give the first official name, or else an alias, an abbreviation, a former name."""
    found = min(names, key=lambda name: _KINDS.index(name.kind), default=None)
    return found.text if found else ""


def _identifiers(members: Sequence[Key], entities: Sequence[Entity]) -> list[str]:
    keys = {*members, *(key for entity in entities for key in entity.identifiers)}
    return sorted(str(key) for key in keys if key.scheme not in _NO_NUMBERS)


def _interval(records: Sequence[Entity] | Sequence[Link]) -> dict[str, object]:
    """Give the first interval that is stated, both its ends from the one claim."""
    whens = (record.when for record in records)
    first = next((when for when in whens if when.since or when.until), ALWAYS)
    return {"since": first.since, "until": first.until}


def _provenance(claims: Sequence[Claim]) -> dict[str, object]:
    return {
        "sources": sorted({claim.source for claim in claims}),
        "evidence": sorted({claim.id for claim in claims}),
    }


def _seen(claims: Sequence[Claim], time_of: TimeOf) -> dict[str, object]:
    retrieved = max((e.retrieved for claim in claims for e in claim.record.evidence), default="")
    return {
        "first_seen": time_of(min(claim.opened for claim in claims)),
        "last_seen": retrieved or time_of(max(claim.opened for claim in claims)),
    }


def _merged(properties: Iterable[Mapping[str, Value]]) -> dict[str, object]:
    found: dict[str, Any] = {}
    for some in properties:
        for name, value in some.items():
            if not isinstance(value, tuple):
                found.setdefault(name, value)
            elif isinstance(found.setdefault(name, []), list):
                found[name].extend(item for item in value if item not in found[name])
    return found


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    """Leave out what is not said."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _key(claim: Claim) -> Key:
    return _entity(claim).key


def _entity(claim: Claim) -> Entity:
    if not isinstance(claim.record, Entity):
        raise TypeError(f"claim {claim.id} is not about an entity")
    return claim.record


def _link(claim: Claim) -> Link:
    if not isinstance(claim.record, Link):
        raise TypeError(f"claim {claim.id} is not about a link")
    return claim.record
