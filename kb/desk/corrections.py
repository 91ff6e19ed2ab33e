"""What people set right about one thing: corrected facts beside what sources say, checked ties.

Only what may be shown to everybody is told: the other end of a checked tie is named only where it
is open and still in the graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.entering.corrected import ALIASES, NAME_EN, NAME_JA, NAME_KANA, SINCE, UNTIL, fact_of
from kb.entering.corrected import SOURCE as ENTERED
from kb.entering.correction_checks import LOCATED, NOTHING
from kb.entering.desk import desk_of
from kb.entering.facts import Fact, fact_named, said, value_of
from kb.entering.kind import Matter, ids_of
from kb.network.slice import EVERYTHING
from kb.records import Entity, Key, Link, Name
from kb.text import Text
from kb.views.profile import THING, Thing, thing
from kb.visibility import OPEN

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.ledger import Claim

CORRECTION, TIE_CHECK = "correction", "tie_check"
_OPEN = f"UNWIND $ids AS wanted MATCH (o:Entity {{id: wanted}}) WHERE {OPEN.format(n='o')} RETURN {THING}"
TAKEN_AWAY = Text("消した（正しい値は不明）", "taken away (what is right is not known)")
_KANA = ("ja-Hira", "ja-Kana")


@dataclass(frozen=True, slots=True)
class Other:
    """What a source says of a fact; `changed`: it says so only since the fact was corrected."""

    source: str
    value: Text
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Corrected:
    """A fact as a person set it right, and what the sources say; `holds`: no later one stands."""

    matter: Matter
    fact: Fact
    now: Text
    others: tuple[Other, ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A tie that a person checked, as seen from one end; `other` is the other end."""

    matter: Matter
    other: Thing
    outward: bool
    holds: bool


def open_things(kb: KnowledgeBase, ids: Iterable[str]) -> dict[str, Thing]:
    """Give the nodes with these ids that may be shown to everybody, by id."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = kb.graph.read(_OPEN, {"ids": wanted}, limit=EVERYTHING).rows
    return {str(row["id"]): thing(row, kb.vocabulary) for row in rows}


def matters_about(kb: KnowledgeBase, id_: str) -> list[Matter]:
    """Give the corrections and checks that name a thing, withdrawn ones too, oldest first."""
    keys = {str(key) for key in kb.identity.members(Key.parse(id_))}
    found = desk_of(kb.ledger).naming(keys)
    return [one for one in found if one.kind in {CORRECTION, TIE_CHECK} and _is_about(one, keys)]


def corrected(kb: KnowledgeBase, id_: str, matters: Iterable[Matter]) -> list[Corrected]:
    """Give the facts that people set right and nobody took back, the latest first."""
    standing = [one for one in matters if one.kind == CORRECTION and not one.withdrawn]
    if not standing:
        return []
    keys = set(map(str, kb.identity.members(Key.parse(id_))))
    last: dict[str, Matter] = {one.text("fact"): one for one in _in_order(standing)}
    told = _Told(kb, keys)
    found = []
    for one in reversed(_in_order(standing)):
        if fact := fact_named(one.text("fact")):
            others = tuple(told.others(one, fact))
            found.append(Corrected(one, fact, now(one, fact), others, last[fact.code] is one))
    return found


def checked(kb: KnowledgeBase, id_: str, matters: Iterable[Matter]) -> list[Checked]:
    """Give the ties that people checked and nobody took back, the latest first."""
    standing = [one for one in matters if one.kind == TIE_CHECK and not one.withdrawn]
    present = kb.identity
    ends = {one.subject: _ends(kb, one) for one in standing}
    last = {(*ends[one.subject], *_which(one)): one for one in _in_order(standing)}
    shown = open_things(kb, (end for pair in ends.values() for end in pair))
    own = str(present.id_of(Key.parse(id_)))
    found = []
    for one in reversed(_in_order(standing)):
        source, target = ends[one.subject]
        other = shown.get(target if source == own else source)
        if other is not None:
            holds = last[(source, target, *_which(one))] is one
            found.append(Checked(one, other, source == own, holds))
    return found


def now(matter: Matter, fact: Fact) -> Text:
    """Give the right value as it reads."""
    if fact.kind == "place":
        return matter.name(matter.text("place"))
    if matter.values.get(NOTHING):
        return TAKEN_AWAY
    return said(fact, value_of(fact, matter.text("value")))


def sayings(kb: KnowledgeBase, id_: str, fact: Fact) -> list[Other]:
    """Give what each source says of a fact of a thing, each value of a source once."""
    keys = set(map(str, kb.identity.members(Key.parse(id_))))
    return list(dict.fromkeys(_Told(kb, keys).stated(fact)))


class _Told:
    """What sources say of one thing, now and when it was corrected; read once."""

    def __init__(self, kb: KnowledgeBase, keys: Collection[str]) -> None:
        self._kb, self._keys = kb, keys
        self._at: dict[int, list[Claim]] = {}

    def others(self, matter: Matter, fact: Fact) -> Iterator[Other]:
        """Give what sources say otherwise, each value of a source once."""
        right = now(matter, fact)
        before = {(one.source, one.value) for one in self.stated(fact, matter.told[-1].version)}
        for one in dict.fromkeys(self.stated(fact)):
            if one.value != right:
                yield Other(one.source, one.value, (one.source, one.value) not in before)

    def stated(self, fact: Fact, version: int | None = None) -> Iterator[Other]:
        """Give what sources say of a fact, now or at a version."""
        known_at = self._kb.ledger.version() if version is None else version
        claims = self._claims(known_at, links=fact.kind == "place")
        if fact.kind == "place":
            yield from self._places(claims)
            return
        for claim in claims:
            if isinstance(claim.record, Entity) and not fact_of(claim.record):
                for value in _values(claim.record, fact.code):
                    yield Other(claim.source, said(fact, value))

    def _places(self, claims: Iterable[Claim]) -> Iterator[Other]:
        links = [one for one in claims if isinstance(one.record, Link) and one.source != ENTERED]
        ids = {
            one.id: str(self._kb.identity.id_of(one.record.target))
            for one in links
            if isinstance(one.record, Link)
        }
        shown = open_things(self._kb, ids.values())
        for one in links:
            if place := shown.get(ids[one.id]):
                yield Other(one.source, place.name)

    def _claims(self, version: int, *, links: bool) -> list[Claim]:
        wanted = version * 2 + links
        if wanted not in self._at:
            ledger = self._kb.ledger
            outlines = ledger.outlines(known_at=version, keys=self._keys, subjects=True)
            ids = {
                one.id for one in outlines if (one.type == LOCATED if links else one.object is None)
            }
            self._at[wanted] = list(ledger.claims(ids=ids, known_at=version)) if ids else []
        return self._at[wanted]


def _values(entity: Entity, code: str) -> Iterator[object]:
    """Give what a record says of a fact."""
    if code in {SINCE, UNTIL}:
        value = entity.when.since if code == SINCE else entity.when.until
        yield from (value,) if value else ()
    elif code in {NAME_JA, NAME_EN, NAME_KANA, ALIASES}:
        yield from (name.text for name in entity.names if _is_named(name, code))
    elif code in entity.properties:
        yield entity.properties[code]


def _is_named(name: Name, code: str) -> bool:
    if code == ALIASES:
        return name.kind in {"alias", "abbreviation"}
    if code == NAME_KANA:
        return name.language in _KANA and not name.guessed
    if name.kind != "official":
        return False
    return (name.language == "en") if code == NAME_EN else name.language == "ja"


def _is_about(matter: Matter, keys: Collection[str]) -> bool:
    """Tell whether a matter is about a thing, not only by the place that it names."""
    ends = ids_of(matter.values, "about") + ids_of(matter.values, "source")
    return not set(keys).isdisjoint((*ends, *ids_of(matter.values, "target")))


def _in_order(matters: Iterable[Matter]) -> list[Matter]:
    """Put matters in the order of their last words."""
    return sorted(matters, key=lambda one: one.told[-1].id)


def _ends(kb: KnowledgeBase, matter: Matter) -> tuple[str, str]:
    source, target = (matter.text(end) for end in ("source", "target"))
    return tuple(str(kb.identity.id_of(Key.parse(one))) for one in (source, target))  # type: ignore[return-value]


def _which(matter: Matter) -> tuple[str, ...]:
    return tuple(matter.text(name) for name in ("relation", "role", "since"))
