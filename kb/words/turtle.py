"""Reads the ontology's Turtle into words, and says which word of it is unfinished."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import TypeVar

from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from kb.words.statements import KK, Described, Statements, statements
from kb.words.word import (
    ROOT,
    SHAPES,
    TIE,
    Concept,
    PropertyWord,
    RelationWord,
    SchemeWord,
    TypeWord,
    ValueKind,
    Words,
)

_VALUE: dict[Node, ValueKind] = {
    XSD.string: "text",
    XSD.integer: "integer",
    XSD.decimal: "number",
    XSD.boolean: "boolean",
    KK.date: "date",
}
_COLOUR = re.compile(r"^#[0-9a-f]{6}$")

Word = TypeVar("Word")


def read(turtle: str) -> Words:
    """Read an ontology; raise VocabularyError naming the word that is wrong or unfinished."""
    all_ = statements(turtle)
    types = _types(all_)
    words = Words(
        MappingProxyType(types),
        MappingProxyType(_each(all_, OWL.ObjectProperty, _relation)),
        MappingProxyType(_each(all_, OWL.DatatypeProperty, _property)),
        MappingProxyType(_schemes(all_)),
        MappingProxyType(_each(all_, SKOS.ConceptScheme, _scheme)),
        hashlib.sha256(turtle.encode()).hexdigest(),
    )
    _require_known(words)
    return words


def _each(all_: Statements, class_: Node, make: Callable[[Described], Word]) -> dict[str, Word]:
    found = (Described(node, all_) for node in all_ if class_ in all_[node].get(RDF.type, ()))
    return {described.name: make(described) for described in found}


def _types(all_: Statements) -> dict[str, TypeWord]:
    described = _each(all_, OWL.Class, lambda found: found)
    parents = {name: found.names(RDFS.subClassOf) for name, found in described.items()}
    for name, above in parents.items():
        for parent in above:
            if parent not in parents:
                raise described[name].unfinished("rdfs:subClassOf kk:…", parent)
    return {name: _type(found, described, parents) for name, found in described.items()}


def _type(
    found: Described, described: dict[str, Described], parents: dict[str, tuple[str, ...]]
) -> TypeWord:
    ancestors = _ancestors(found, parents)
    if not ancestors and found.name != ROOT:
        raise found.unfinished("rdfs:subClassOf kk:…", "—")
    line = [found, *(described[name] for name in ancestors)]
    colour, shape = (
        next((str(one.value(predicate)) for one in line if one.value(predicate)), None)
        for predicate in (KK.colour, KK.shape)
    )
    if shape is not None and shape not in SHAPES:
        raise found.unfinished(" | ".join(SHAPES), shape)
    if colour is not None and not _COLOUR.match(colour):
        raise found.unfinished("#rrggbb", colour)
    return TypeWord(
        found.name,
        found.text(RDFS.label),
        found.text(SKOS.definition),
        parents[found.name],
        ancestors,
        colour,
        shape,
        any(one.truth(KK.actor) for one in line),
        found.truth(KK.abstract),
    )


def _ancestors(found: Described, parents: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give the types above one, nearest first; refuse a circle."""
    ancestors: list[str] = []
    level = parents[found.name]
    while level:
        ancestors += [name for name in dict.fromkeys(level) if name not in ancestors]
        level = tuple(above for name in level for above in parents[name])
        if found.name in level:
            raise found.unfinished("rdfs:subClassOf", f"{found.name} ⊂ {found.name}")
    return tuple(ancestors)


def _relation(found: Described) -> RelationWord:
    ends = dict.fromkeys(pair for node in found.nodes(KK.end) for pair in _pairs(found, node))
    if not ends:
        raise found.unfinished("kk:end [ kk:from … ; kk:to … ]", "—")
    strength = found.number(KK.tieStrength)
    if strength is not None and not 0 < strength <= 1:
        raise found.unfinished("0 < kk:tieStrength ≦ 1", str(strength))
    life = found.number(KK.halfLife)
    if (life is not None and life <= 0) or (life is None) != (strength is None):
        raise found.unfinished("0 < kk:halfLife, beside kk:tieStrength", str(life))
    return RelationWord(
        found.name,
        found.text(RDFS.label),
        found.text(KK.inverseLabel),
        found.text(SKOS.definition),
        tuple(ends),
        symmetric=found.truth(KK.symmetric),
        strength=strength,
        generated=found.truth(KK.generated),
        private=found.truth(KK.private),
        roles=next(iter(found.names(KK.roles)), None),
        reason=found.text(KK.strengthReason) if found.nodes(KK.strengthReason) else None,
        one_at_a_time=tuple(_role(found, name) for name in found.names(KK.oneAtATime)),
        half_life=life,
        half_life_reason=found.text(KK.halfLifeReason) if life is not None else None,
    )


def _role(found: Described, concept: str) -> str:
    """Give the code of one of the relation's own roles."""
    scheme = next(iter(found.names(KK.roles)), "—")
    if not concept.startswith(f"{scheme}/"):
        raise found.unfinished(f"kk:oneAtATime <scheme/{scheme}/…>", concept)
    return concept.removeprefix(f"{scheme}/")


def _pairs(found: Described, node: Node) -> Iterator[tuple[str, str]]:
    if not isinstance(node, BNode):
        raise found.unfinished("kk:end [ … ]", str(node))
    end = Described(node, found.all)
    yield from ((name, name) for name in end.names(KK.like))
    for source in end.names(KK["from"]):
        yield from ((source, target) for target in end.names(KK.to))


def _property(found: Described) -> PropertyWord:
    range_ = next(iter(found.nodes(RDFS.range)), None)
    if range_ not in _VALUE or not found.nodes(KK.of):
        raise found.unfinished("rdfs:range, kk:of", f"{range_}, {found.names(KK.of)}")
    return PropertyWord(
        found.name,
        found.text(RDFS.label),
        found.text(SKOS.definition),
        "texts" if found.truth(KK.many) else _VALUE[range_],
        found.names(KK.of),
        MappingProxyType(_lists(found)),
        given=found.truth(KK.given),
        private=found.truth(KK.private),
        minimum=found.number(KK.minimum),
        maximum=found.number(KK.maximum),
    )


def _lists(found: Described) -> dict[str, str]:
    """Give the schemes of a property's values by bearer, the one for all under ""."""
    lists = dict.fromkeys(("",) if found.nodes(KK.values) else (), "".join(found.names(KK.values)))
    for node in found.nodes(KK.allowed):
        on = Described(node, found.all)
        lists.update(dict.fromkeys(on.names(KK.on), "".join(on.names(KK.values))))
    return lists


def _scheme(found: Described) -> SchemeWord:
    return SchemeWord(
        found.name,
        found.text(RDFS.label, SKOS.prefLabel),
        found.text(SKOS.definition),
        next(iter(found.names(KK.conceptType)), None),
        str(found.value(DCTERMS.source) or ""),
    )


def _schemes(all_: Statements) -> dict[str, tuple[Concept, ...]]:
    placed: dict[str, list[tuple[float, Concept]]] = {
        name: [] for name in _each(all_, SKOS.ConceptScheme, lambda found: found)
    }
    for found in _each(all_, SKOS.Concept, lambda described: described).values():
        scheme = next(iter(found.names(SKOS.inScheme)), "")
        if scheme not in placed or not found.name.startswith(f"{scheme}/"):
            raise found.unfinished("skos:inScheme scheme:…, <scheme/…/…>", scheme)
        place = found.number(SKOS.notation)
        placed[scheme].append((float("inf") if place is None else place, _concept(found, scheme)))
    return {
        name: tuple(concept for _, concept in sorted(group, key=lambda pair: (pair[0], pair[1].id)))
        for name, group in placed.items()
    }


def _concept(found: Described, scheme: str) -> Concept:
    order = found.number(KK.statedOrder)
    return Concept(
        found.name,
        scheme,
        found.text(SKOS.prefLabel),
        found.text(SKOS.definition),
        None if order is None else int(order),
        goal=found.truth(KK.goal),
    )


def _require_known(words: Words) -> None:
    """Refuse a relation or property that leans on a word which is not there."""
    bearers = {*words.types, *words.relations, TIE}
    for relation in words.relations.values():
        _known(relation.name, {name for pair in relation.ends for name in pair}, words.types)
        _known(relation.name, {relation.roles} - {None}, words.schemes)
    for property_ in words.properties.values():
        _known(property_.name, set(property_.of), bearers)
        _known(property_.name, set(property_.lists) - {""}, bearers)
        _known(property_.name, set(property_.lists.values()), words.schemes)
    for scheme in words.scheme_words.values():
        _known(scheme.name, {scheme.type} - {None}, words.types)


def _known(name: str, used: set[str] | set[str | None], known: object) -> None:
    unknown = sorted(str(word) for word in used if word not in known)  # type: ignore[operator]
    if unknown:
        raise Described(URIRef(KK[name]), {}).unfinished("kk:… | scheme:…", ", ".join(unknown))
