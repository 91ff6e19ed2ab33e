"""What corrections make of a description, and which ties the desk says are wrong.

A correction stands before what every source says, in the one fact that it is about; of several the
latest. Nothing is lost by it: the ledger keeps what the sources say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kb.entering.corrected import (
    ALIASES,
    NAME_EN,
    NAME_JA,
    NAME_KANA,
    SINCE,
    UNTIL,
    WRONG,
    check_of,
    fact_of,
    says_nothing,
    word_of,
)
from kb.records import Entity

if TYPE_CHECKING:
    from kb.ledger import Claim

Properties = Mapping[str, object]


def is_correction(claim: Claim) -> bool:
    """Tell whether a claim only corrects what others say of a thing."""
    return bool(fact_of(claim.record))


def corrected(properties: Properties, corrections: Iterable[Claim]) -> dict[str, object]:
    """Give the properties of a node as corrections, the earliest first, leave them."""
    found = dict(properties)
    for claim in sorted(corrections, key=lambda one: one.id):
        if isinstance(claim.record, Entity):
            fact = fact_of(claim.record)
            if says_nothing(claim.record):
                found.pop(fact, None)
                continue
            found.update(_FACTS.get(fact, _property)(found, claim.record, fact))
    return found


def checked(claims: Sequence[Claim]) -> Claim | None:
    """Give the latest word of the desk on a tie, None where nobody checked it.

    That a corrected place is right is such a word: it stands before an older one that it was wrong.
    """
    said = (one for one in claims if word_of(one.source, one.record))
    return max(said, key=lambda one: one.id, default=None)


def is_wrong(claims: Sequence[Claim]) -> bool:
    """Tell whether the desk's latest word on a tie is that it is wrong."""
    last = checked(claims)
    return last is not None and check_of(last.source, last.record) == WRONG


def _japanese(found: Properties, said: Entity, _: str) -> Properties:
    text = said.names[0].text
    return {NAME_JA: text, "name": text, **_aliases_without(found, text)}


def _english(found: Properties, said: Entity, _: str) -> Properties:
    text = said.names[0].text
    shown = {} if found.get(NAME_JA) else {"name": text}
    return {NAME_EN: text, **shown, **_aliases_without(found, text)}


def _reading(found: Properties, said: Entity, _: str) -> Properties:
    text = said.names[0].text
    return {NAME_KANA: text, **_aliases_without(found, text)}


def _others(_: Properties, said: Entity, __: str) -> Properties:
    return {ALIASES: sorted({name.text for name in said.names})}


def _beginning(_: Properties, said: Entity, __: str) -> Properties:
    return {SINCE: said.when.since}


def _end(_: Properties, said: Entity, __: str) -> Properties:
    return {UNTIL: said.when.until}


def _property(_: Properties, said: Entity, fact: str) -> Properties:
    """Give a property; a further official number is none, it is told with all others."""
    value = said.properties.get(fact)
    if value is None:
        return {}
    return {fact: list(value) if isinstance(value, tuple) else value}


def _aliases_without(found: Properties, name: str) -> Properties:
    known = found.get(ALIASES)
    return {ALIASES: [one for one in known if one != name]} if isinstance(known, list) else {}


_FACTS: Mapping[str, Callable[[Properties, Entity, str], Properties]] = {
    NAME_JA: _japanese,
    NAME_EN: _english,
    NAME_KANA: _reading,
    ALIASES: _others,
    SINCE: _beginning,
    UNTIL: _end,
}
