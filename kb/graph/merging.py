"""One description out of what several sources say; the same whatever the order of loading.

Claims are taken in a fixed order: for a thing, first the claim whose key is the canonical id (the
register's own words), then by source name, then by claim id; for a tie, first by basis (register,
third party, self-reported, observed, inferred), then likewise. Of single values that differ the
first stands, and so does the first interval, both its ends together; lists are joined in that
order. Nothing is lost by it: the ledger keeps every claim, and `evidence` leads there. What a thing
is chiefly (colour, mark, group) follows the source that speaks under the canonical number; see
`chief_of`.

Where one source speaks of one key more than once (the events of a register), its latest word alone
describes the thing; of its earlier words only the official names stay, as former names.

What people corrected stands before all of this; see `kb.graph.correcting`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kb.graph.correcting import checked, corrected, is_correction
from kb.identity.numbers import rank
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


@dataclass(frozen=True, slots=True)
class Words:
    """The entity claims of one thing in their order: each source's latest word, then the earlier.

    `corrections` are the claims that only correct what the others say.
    """

    latest: tuple[Entity, ...]
    earlier: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    corrections: tuple[Claim, ...] = ()

    @property
    def types(self) -> list[str]:
        """Every type that the latest words give."""
        return sorted({type_ for entity in self.latest for type_ in entity.types})


def in_order(id_: Key, claims: Sequence[Claim]) -> Words:
    """Put the entity claims of a thing (at least one) in the order in which they are believed."""
    corrections = tuple(claim for claim in claims if is_correction(claim))
    if corrections:
        described = in_order(id_, [claim for claim in claims if not is_correction(claim)])
        return replace(described, corrections=corrections)
    ordered = sorted(claims, key=lambda claim: (_key(claim) != id_, claim.source, claim.id))
    if len(ordered) == 1:
        return Words((_entity(ordered[0]),), (), (ordered[0],))
    said: dict[tuple[str, Key], list[Entity]] = {}
    for claim in ordered:
        said.setdefault((claim.source, _key(claim)), []).append(_entity(claim))
    for words in said.values():
        words.sort(key=lambda entity: entity.discriminator, reverse=True)
    earlier = tuple(entity for words in said.values() for entity in words[1:])
    return Words(tuple(words[0] for words in said.values()), earlier, tuple(ordered))


def entity_properties(
    id_: Key, members: Sequence[Key], said: Words, words: Vocabulary, time_of: TimeOf
) -> dict[str, object]:
    """Give the properties of a node from the entity claims of all its keys."""
    given: dict[str, object] = {
        **_names(id_, [*_current_names(said), *_outlived(said)]),
        "identifiers": _identifiers(members, _stating(said)),
        **_interval(said.latest),
        **_provenance((*said.claims, *said.corrections)),
        **_seen((*said.claims, *said.corrections), time_of),
        "chief": chief_of(id_, said, words),
    }
    own = _merged(entity.properties for entity in said.latest)
    return corrected({**own, **_filled(given)}, said.corrections)


def _stating(said: Words) -> list[Entity]:
    """Give all that may state an official number."""
    return [*said.latest, *said.earlier, *map(_entity, said.corrections)]


def chief_of(id_: Key, said: Words, words: Vocabulary) -> str:
    """Give the one type that lends a thing its colour and mark.

    Believed first is who speaks under the canonical id, then under the better official number (a
    register's own words on what it registers), then all documents alike. Of the types that those
    who stand first give, the most special counts, of equals that of the earlier claim. Others may
    only make it more special (a body that is a university), never another kind of thing.
    """
    standing = [_standing(id_, entity.key) for entity in said.latest]
    ranked = sorted(zip(standing, said.latest, strict=True), key=lambda one: one[0])
    first = [entity for place, entity in ranked if place == ranked[0][0]]
    given = [type_ for entity in first for type_ in sorted(entity.types)]
    chief = max(given, key=lambda type_: len(words.types[type_].ancestors))
    for _, entity in ranked:
        below = [type_ for type_ in entity.types if words.is_a(type_, chief)]
        chief = words.chief([chief, *below])
    return chief


def _standing(id_: Key, key: Key) -> tuple[bool, tuple[int, str]]:
    """Sort keys by how they are believed; documents' own keys are all alike."""
    if key.scheme in _NO_NUMBERS:
        return True, (rank(Key("local", "x"))[0], "")
    return key != id_, rank(key)


def tie_properties(
    claims: Sequence[Claim], words: Vocabulary, ends: Mapping[int, str]
) -> dict[str, object]:
    """Give the properties of a tie from the link claims that say it (at least one).

    `ends` gives, by claim, where its source lets a later tie of the same role begin.
    """
    ordered = sorted(
        claims, key=lambda claim: (BASES.index(_link(claim).basis), claim.source, claim.id)
    )
    links = [_ended(_link(claim), ends.get(claim.id)) for claim in ordered]
    first = links[0]
    over = any(link.when.ended for link in links) and first.status == "current"
    last = checked(claims)
    given: dict[str, object] = {
        "role": first.role,
        **_interval([_link(last)] if last else links),
        "status": _link(last).status if last else "former" if over else first.status,
        "basis": first.basis,
        **_provenance(ordered),
    }
    usual: dict[str, object] = {
        "strength": words.relations[first.type].strength,
        "last_confirmed": max((e.retrieved for link in links for e in link.evidence), default=""),
    }
    own = _merged(link.properties for link in links)
    return {**_filled(usual), **own, **_filled(given)}


def _ended(link: Link, end: str | None) -> Link:
    """Let a tie end where the next begins; an end that its source states stays."""
    if end is None:
        return link
    return replace(link, when=replace(link.when, until=link.when.until or end, ended=True))


def _current_names(said: Words) -> list[Name]:
    return [name for entity in said.latest for name in entity.names]


def _outlived(said: Words) -> list[Name]:
    """Give the names of earlier words; an official one that is no longer borne is a former one."""
    return [
        replace(name, kind="former") if name.kind == "official" else name
        for entity in said.earlier
        for name in entity.names
    ]


def _names(id_: Key, names: Sequence[Name]) -> dict[str, object]:
    borne = [name for name in names if name.kind != "former"]
    japanese = _first(name for name in borne if _is_japanese(name))
    english = _first(name for name in borne if name.language in _ENGLISH)
    kana = _first(n for n in borne if n.language in _KANA and not n.guessed)
    shown = japanese or english or _first(names)
    told = {japanese, english, kana, shown}
    aliases = {name.text for name in borne if not name.guessed} - told
    former = (name.text for name in names if name.kind == "former" and not name.guessed)
    return {
        "name": shown or str(id_),
        "name_ja": japanese,
        "name_kana": kana,
        "name_en": english,
        "aliases": sorted(aliases),
        "former_names": [name for name in dict.fromkeys(former) if name not in {*told, *aliases}],
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
