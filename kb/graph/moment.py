"""The ledger as it stood at one version, with who was who then: what a drawing is made from.

The ledger only grows, so a moment stays what it is however often it is read and whoever writes
meanwhile. It is read in parts that fit into memory.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kb.graph.merging import TimeOf
from kb.graph.picture import (
    INTRODUCED,
    MADE,
    Node,
    NotDrawn,
    Tie,
    drawn_ties,
    group_of,
    node_of,
    picture,
)
from kb.graph.succession import Group
from kb.identity import Partition, identity_of
from kb.ledger import Claim, Ledger, Outline
from kb.records import Entity, Key
from kb.vocabulary import Vocabulary

CLAIMS_AT_ONCE = 2_000
MANY = 2_000
"""From so many keys on it is quicker to read what the ledger says of all."""

_ID_BITS = 32


class Owned:
    """Ids of claims by the thing they are drawn for; small however many there are."""

    def __init__(self) -> None:
        self._place: dict[str, int] = {}
        self._packed = array("Q")

    def __len__(self) -> int:
        return len(self._packed)

    @property
    def owners(self) -> Collection[str]:
        """The things that have any."""
        return self._place.keys()

    def add(self, owner: str, claim: int) -> None:
        """Keep a claim for a thing."""
        place = self._place.setdefault(owner, len(self._place))
        self._packed.append(place << _ID_BITS | claim)

    def parts(self, size: int = CLAIMS_AT_ONCE) -> Iterator[list[int]]:
        """Give the claims in parts of about this size; those of one thing stay together."""
        part: list[int] = []
        last = -1
        for packed in sorted(self._packed):
            owner, claim = packed >> _ID_BITS, packed & (1 << _ID_BITS) - 1
            if owner != last and len(part) >= size:
                yield part
                part = []
            part.append(claim)
            last = owner
        if part:
            yield part


@dataclass(frozen=True)
class Moment:
    """A version of a ledger, who was who then, and the words to draw it with."""

    ledger: Ledger
    version: int
    identity: Partition
    words: Vocabulary
    time_of: TimeOf

    @classmethod
    def of(cls, ledger: Ledger, version: int, words: Vocabulary, time_of: TimeOf) -> Moment:
        """Read who was who at a version."""
        return cls(ledger, version, identity_of(ledger, known_at=version), words, time_of)

    def until(self, version: int) -> Moment:
        """Give a later moment; who is who is computed anew only where anything bears on it."""
        judged = (one.version for one in self.ledger.decisions(active=False))
        numbered = self.ledger.numbers(known_at=version, moved_since=self.version)
        if numbered or any(self.version < one <= version for one in judged):
            return Moment.of(self.ledger, version, self.words, self.time_of)
        return replace(self, version=version)

    @cached_property
    def event_types(self) -> frozenset[str]:
        """The types of what an agent may have made: introductions."""
        made = {target for _, target in self.words.relations[MADE].ends}
        return frozenset(
            name for name in self.words.types if any(self.words.is_a(name, one) for one in made)
        )

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {str(key): str(id_) for key, id_ in self.identity.ids.items()}

    @cached_property
    def _groups(self) -> dict[str, tuple[str, ...]]:
        groups = self.identity.groups.items()
        return {str(id_): tuple(map(str, members)) for id_, members in groups}

    @cached_property
    def _all(self) -> set[str]:
        """The ids of all things that some claim described."""
        return set(map(self.id_of, self.ledger.described(known_at=self.version)))

    def id_of(self, key: str) -> str:
        """Give the id of the thing that a key named."""
        return self._ids.get(key, key)

    def members(self, ids: Iterable[str]) -> set[str]:
        """Give every key of these things; an id that was none is a key alone."""
        return {key for id_ in ids for key in self._groups.get(id_, (id_,))}

    def group(self, link: Outline) -> Group:
        """Name the tie that a link was part of."""
        source, target = self.id_of(link.subject), self.id_of(link.object or "")
        return group_of(
            link.type, source, target, role=link.role, since=link.since, words=self.words
        )

    def there(self, ids: Collection[str]) -> set[str]:
        """Tell which of these ids were things that some claim described."""
        if len(ids) > MANY or "_all" in self.__dict__:
            return self._all.intersection(ids)
        described = self.ledger.described(known_at=self.version, among=self.members(ids))
        return set(map(self.id_of, described)).intersection(ids)

    def outlines(self, keys: Collection[str], *, subjects: bool = False) -> Iterator[Outline]:
        """Give what claims about these keys (or with one as subject) were about."""
        if len(keys) <= MANY:
            yield from self.ledger.outlines(known_at=self.version, keys=keys, subjects=subjects)
            return
        for one in self.ledger.outlines(known_at=self.version):
            if one.subject in keys or (not subjects and one.object in keys):
                yield one

    def nodes(self, owned: Owned) -> Iterator[Node]:
        """Draw the nodes of whose entity claims these are all."""
        for part in owned.parts():
            said: defaultdict[Key, list[Claim]] = defaultdict(list)
            for claim in self._claims(part):
                if isinstance(claim.record, Entity):
                    said[self.identity.id_of(claim.record.key)].append(claim)
            for id_, claims in said.items():
                yield node_of(id_, claims, self.identity, self.words, self.time_of)

    def ties(
        self, owned: Owned, there: Collection[str] | None, wanted: Collection[Group] | None = None
    ) -> Iterator[Tie | NotDrawn]:
        """Draw ties (of these groups) between things; `there` None: whichever was described."""
        for part in owned.parts():
            claims = list(self._claims(part))
            known = self._ends(claims) if there is None else there
            yield from drawn_ties(claims, self.identity, self.words, known, wanted)

    def introduced(self, events: Collection[str]) -> Iterator[Tie]:
        """Draw INTRODUCED for these introductions."""
        for some in _parts(sorted(events), MANY // 4):
            keys = {Key.parse(text) for text in self.members(some)}
            claims = list(self.ledger.claims(keys=keys, known_at=self.version))
            ends = self._ends(claims)
            drawn = picture(claims, self.identity, self.words, elsewhere=ends, time_of=self.time_of)
            yield from (tie for tie in drawn.ties.values() if tie.type == INTRODUCED)

    def _claims(self, ids: Collection[int]) -> Iterator[Claim]:
        return self.ledger.claims(ids=ids, known_at=self.version)

    def _ends(self, claims: Iterable[Claim]) -> set[str]:
        """Tell which ends of these links are described."""
        links = (claim.record for claim in claims)
        ends = {
            str(self.identity.id_of(key))
            for link in links
            if not isinstance(link, Entity)
            for key in (link.source, link.target)
        }
        return self.there(ends)


def _parts(ids: list[str], size: int) -> Iterator[list[str]]:
    return (ids[place : place + size] for place in range(0, len(ids), size))
