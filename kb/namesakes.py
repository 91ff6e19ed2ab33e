"""Things of different sources whose names agree: candidates for a person to review, no more.

Read from the ledger; no graph is asked. Left out are pairs that somebody judged already, pairs that
share nothing but an abbreviation, what is not open to all and, unless they are asked for, people.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kb.identity import Candidate, Partition, candidates, fold, identity_of, strip_legal_form
from kb.ledger import Ledger
from kb.records import Entity, Key
from kb.visibility import open_thing
from kb.vocabulary import Vocabulary
from kb.words.word import ROOT

PERSON = "Person"
NO_BODIES = frozenset({"Statistic", "Document", "Region"})
"""Types of things that a name alone never makes worth a look."""


@dataclass(slots=True)
class Body:
    """A thing as the sources name it; `letters` are those of its names that are abbreviations."""

    types: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    open: bool = True


@dataclass(frozen=True, slots=True)
class Namesakes:
    """The pairs, with the sources of both; `people` tells how many things were people left out."""

    pairs: tuple[Candidate, ...]
    sources: Mapping[Key, tuple[str, ...]]
    people: int


def namesakes(ledger: Ledger, vocabulary: Vocabulary, *, people: bool = False) -> Namesakes:
    """Give the pairs of different sources whose names agree, by name."""
    identity = identity_of(ledger)
    bodies = _bodies(ledger, identity, vocabulary)
    wanted: list[tuple[Key, str, set[str]]] = []
    left_out = 0
    for id_, body in bodies.items():
        chief = vocabulary.chief(body.types)
        if not people and any(vocabulary.is_a(type_, PERSON) for type_ in body.types):
            left_out += 1
        elif body.open and chief not in NO_BODIES:
            wanted.append((id_, chief, body.names))

    def alike(one: str, other: str) -> bool:
        return vocabulary.is_a(one, other) or vocabulary.is_a(other, one)

    judged = _judged(ledger, identity)
    pairs = tuple(
        pair
        for pair in candidates(wanted, alike=alike)
        if len(bodies[pair.a].sources | bodies[pair.b].sources) > 1
        and frozenset({pair.a, pair.b}) not in judged
        and _agree_in_full(bodies[pair.a], bodies[pair.b])
    )
    named = {id_ for pair in pairs for id_ in (pair.a, pair.b)}
    sources = {id_: tuple(sorted(bodies[id_].sources)) for id_ in named}
    return Namesakes(pairs, sources, left_out)


def _bodies(ledger: Ledger, identity: Partition, vocabulary: Vocabulary) -> dict[Key, Body]:
    """Gather what is said of every thing that has a known type."""
    bodies: dict[Key, Body] = {}
    for source, entity in _entities(ledger):
        known = {sys.intern(type_) for type_ in entity.types if type_ in vocabulary.types}
        if not known:
            continue
        body = bodies.setdefault(identity.id_of(entity.key), Body())
        body.types |= known
        borne = [name for name in entity.names if not name.guessed]
        body.names.update(name.text for name in borne)
        body.letters.update(name.text for name in borne if name.kind == "abbreviation")
        body.sources.add(sys.intern(source))
        body.open = body.open and open_thing(entity.properties)
    return bodies


def _entities(ledger: Ledger) -> Iterator[tuple[str, Entity]]:
    """Give what is said of things; a correction names nothing that another source would know."""
    for claim in ledger.claims():
        if isinstance(claim.record, Entity) and claim.record.types != (ROOT,):
            yield claim.source, claim.record


def _agree_in_full(one: Body, other: Body) -> bool:
    """Tell whether a name agrees that is more than an abbreviation to one of the two at least."""
    ours, theirs = _folded(one.names), _folded(other.names)
    return not (
        _folded(one.names - one.letters).isdisjoint(theirs)
        and _folded(other.names - other.letters).isdisjoint(ours)
    )


def _folded(names: set[str]) -> set[str]:
    return {fold(strip_legal_form(name)[0]) for name in names}


def _judged(ledger: Ledger, identity: Partition) -> set[frozenset[Key]]:
    return {
        frozenset({identity.id_of(decision.a), identity.id_of(decision.b)})
        for decision in ledger.decisions()
    }
