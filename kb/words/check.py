"""Refuses records whose words, ends or values the ontology does not know, naming what comes close."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from kb.errors import VocabularyError
from kb.records import BASES, NAME_KINDS, STATUSES, Entity, Evidence, Key, Link, Record, Value
from kb.text import Text
from kb.words.refusal import hint, nearest, place, unknown
from kb.words.values import expected, fits
from kb.words.word import ROOT, TIE, PropertyWord, RelationWord, Words

CONCEPT = "concept"
"""Scheme of the keys that stand for a concept: `concept:<scheme>/<code>`."""


def check(
    words: Words, record: Record, types_of: Mapping[Key, tuple[str, ...]] | None = None
) -> None:
    """Raise VocabularyError where a record is not said in these words.

    Types, relation, ends (as far as `types_of` knows them; concepts are always known), roles,
    basis, status, kinds of names, and the names, kinds and lists of property values.
    """
    if isinstance(record, Entity):
        _check_entity(words, record)
    else:
        _check_link(words, record, types_of or {})


def _check_entity(words: Words, entity: Entity) -> None:
    for type_ in entity.types:
        if type_ not in words.types or words.types[type_].abstract:
            raise unknown(Text("型", "type"), type_, _types(words), entity.evidence)
    for name in entity.names:
        _check_listed(Text("名前の種類", "kind of name"), name.kind, NAME_KINDS, entity.evidence)
    bearers = words.labels(entity.types)
    _check_properties(words, entity.properties, bearers, entity.evidence)


def _check_link(words: Words, link: Link, types_of: Mapping[Key, tuple[str, ...]]) -> None:
    relation = words.relations.get(link.type)
    if relation is None:
        raise unknown(Text("関係", "relation"), link.type, _relations(words), link.evidence)
    if relation.generated:
        raise _generated(relation, link.evidence)
    _check_listed(Text("記述の立場", "basis"), link.basis, BASES, link.evidence)
    _check_listed(Text("現在か", "status"), link.status, STATUSES, link.evidence)
    _check_role(words, relation, link)
    ends = tuple(
        _types_at(words, key, types_of, link.evidence) for key in (link.source, link.target)
    )
    _check_ends(words, relation, ends[0], ends[1], link.evidence)
    _check_properties(words, link.properties, (link.type, TIE), link.evidence)


def _types_at(
    words: Words,
    key: Key,
    types_of: Mapping[Key, tuple[str, ...]],
    evidence: tuple[Evidence, ...],
) -> tuple[str, ...] | None:
    """Give the types of an end with their ancestors, or None where they are not known."""
    if key.scheme != CONCEPT:
        types = types_of.get(key)
        return None if types is None else words.labels(types)
    concept = words.concept(key.value)
    type_ = words.scheme_words[concept.scheme].type if concept else None
    if type_ is None:
        raise unknown(Text("概念", "concept"), key.value, _concepts(words), evidence)
    return words.labels((type_,))


def _check_ends(
    words: Words,
    relation: RelationWord,
    source: tuple[str, ...] | None,
    target: tuple[str, ...] | None,
    evidence: tuple[Evidence, ...],
) -> None:
    asked = relation.name, source, target
    if asked in words.joining:
        return
    if _joins(relation, source, target):
        words.joining.add(asked)
        return
    found = f"{_named(words, source)} → {_named(words, target)}"
    fitting = [
        other.name
        for other in words.relations.values()
        if not other.generated and _joins(other, source, target)
    ]
    fitting = list(nearest(relation.name, dict.fromkeys(fitting, ()), 5))
    raise VocabularyError(
        Text(
            f"{relation.name}（{relation.label.ja}）は {found} を結べません。",
            f"{relation.name} cannot join {found}.",
        ),
        expected=", ".join(f"{a} → {b}" for a, b in relation.ends),
        found=found,
        where=place(evidence),
        remedy=hint(fitting) if fitting else None,
    )


def _joins(
    relation: RelationWord, source: tuple[str, ...] | None, target: tuple[str, ...] | None
) -> bool:
    pairs: Iterable[tuple[str, str]] = relation.ends
    if relation.symmetric:
        pairs = chain(pairs, ((b, a) for a, b in relation.ends))
    return any(
        (source is None or a in source) and (target is None or b in target) for a, b in pairs
    )


def _check_role(words: Words, relation: RelationWord, link: Link) -> None:
    if not link.role or link.role in words.role_codes(relation.name):
        return
    roles = {role.code: (role.label.ja, role.label.en) for role in words.roles(relation.name)}
    if not roles:
        raise VocabularyError(
            Text(f"{relation.name} には役割を書けません。", f"{relation.name} takes no role."),
            found=link.role,
            where=place(link.evidence),
            remedy=Text(
                "内容は what か note に書いてください。", "Say it in the property what or note."
            ),
        )
    raise unknown(
        Text(f"{relation.name} の役割", f"role of {relation.name}"), link.role, roles, link.evidence
    )


def _check_properties(
    words: Words,
    properties: Mapping[str, Value],
    bearers: tuple[str, ...],
    evidence: tuple[Evidence, ...],
) -> None:
    stated = words.stated(bearers)
    for name, value in properties.items():
        word = stated.get(name)
        if word is None:
            raise _misplaced(words, name, bearers, evidence)
        _check_value(words, word, value, bearers, evidence)


def _misplaced(
    words: Words, name: str, bearers: tuple[str, ...], evidence: tuple[Evidence, ...]
) -> VocabularyError:
    """Make the error for a property that is not known, not a source's to give, or not here."""
    bearer = bearers[0] if TIE in bearers else bearers[-1]
    here = {
        word.name: (word.label.ja, word.label.en)
        for word in words.properties.values()
        if not word.given and set(word.of) & {*bearers}
    }
    word = words.properties.get(name)
    if word is None:
        return unknown(Text(f"{bearer} の属性", f"property of {bearer}"), name, here, evidence)
    if word.given:
        what = Text(
            f"{name} は記録そのものが持ち、属性には書けません。",
            f"{name} belongs to the record itself and is not stated among the properties.",
        )
    else:
        of = ", ".join(word.of)
        what = Text(f"{name} は {of} の属性です。", f"{name} is a property of {of}.")
    return VocabularyError(
        what, found=f"{bearer}.{name}", where=place(evidence), remedy=hint(nearest(name, here))
    )


def _check_value(
    words: Words,
    word: PropertyWord,
    value: Value,
    bearers: tuple[str, ...],
    evidence: tuple[Evidence, ...],
) -> None:
    if not fits(word, value):
        raise VocabularyError(
            Text(
                f"{word.name} の値の種類が違います。", f"{word.name} holds the wrong kind of value."
            ),
            expected=expected(word),
            found=f"{value!r}",
            where=place(evidence),
        )
    if not word.lists:
        return
    allowed = words.value_codes(word.name, bearers)
    if allowed is not None and value not in allowed:
        listed = words.values(word.name, bearers) or ()
        codes = {concept.code: (concept.label.ja, concept.label.en) for concept in listed}
        raise unknown(
            Text(f"{word.name} の値", f"value of {word.name}"), str(value), codes, evidence
        )


def _check_listed(
    what: Text, value: str, known: tuple[str, ...], evidence: tuple[Evidence, ...]
) -> None:
    if value not in known:
        raise unknown(what, value, dict.fromkeys(known, ()), evidence)


def _generated(relation: RelationWord, evidence: tuple[Evidence, ...]) -> VocabularyError:
    return VocabularyError(
        Text(
            f"{relation.name} は他の記録から作られ、出典は書きません。",
            f"{relation.name} is made from other records; a source does not state it.",
        ),
        found=relation.name,
        where=place(evidence),
        remedy=relation.definition,
    )


def _named(words: Words, labels: tuple[str, ...] | None) -> str:
    return "?" if labels is None else words.chief(labels)


def _types(words: Words) -> Mapping[str, Iterable[str]]:
    return {
        type_.name: (type_.label.ja, type_.label.en)
        for type_ in words.types.values()
        if not type_.abstract and type_.name != ROOT
    }


def _relations(words: Words) -> Mapping[str, Iterable[str]]:
    return {
        relation.name: (relation.label.ja, relation.label.en)
        for relation in words.relations.values()
        if not relation.generated
    }


def _concepts(words: Words) -> Mapping[str, Iterable[str]]:
    return dict(_entity_concepts(words))


def _entity_concepts(words: Words) -> Iterator[tuple[str, Iterable[str]]]:
    for scheme in words.scheme_words.values():
        if scheme.type is not None:
            yield from (
                (concept.id, (concept.code, concept.label.ja, concept.label.en))
                for concept in words.schemes[scheme.name]
            )
