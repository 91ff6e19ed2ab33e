"""From names to ids: what a name in a question about routes stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kb.errors import CallError, NotKnownError, SeveralError
from kb.identity import fold
from kb.text import Text, same

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.identity import Partition
    from kb.ledger import Ledger
    from kb.routes.ground import Ground
    from kb.search import Hit, Search
    from kb.settings import Settings
    from kb.vocabulary import Vocabulary

OFFERED = 5
HITS = 2_000
_PARTS = re.compile(r"[\s・、,]+|の")

UNKNOWN = Text("この番号や名前のものはありません。", "Nothing bears this id or name.")
NO_ACTOR = Text(
    "この番号や名前のものは、経路の端にも仲介者にもなれません（人・組織・クラスターだけです）。",
    "This can neither end a route nor stand between: only people, bodies and clusters can.",
)
SEVERAL = Text("この名前のものはいくつもあります。", "Several things bear this name.")
CHOOSE = Text("番号で指定してください。", "Say which by its id.")
EMPTY = Text("名前が空です。", "A name is empty.")
GROUPS = Text(
    "「{word}」は、この語を名に含む、名のないまとまり{n}件を指すものとした。",
    "“{word}” was taken to mean the {n} groups without names that bear the word.",
)


class Home(Protocol):
    """What of a home is needed to ask for routes."""

    @property
    def settings(self) -> Settings:
        """The settings."""

    @property
    def ledger(self) -> Ledger:
        """The ledger."""

    @property
    def graph(self) -> Graph:
        """The graph."""

    @property
    def search(self) -> Search:
        """The names."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words."""

    @property
    def identity(self) -> Partition:
        """Who is who."""

    @property
    def version_label(self) -> str:
        """The data version as people cite it."""


@dataclass(frozen=True, slots=True)
class Side:
    """What a name stands for: ids, several only for groups, and what to say about that."""

    ids: tuple[str, ...]
    note: Text | None = None


def side(home: Home, ground: Ground, asked: str) -> Side:
    """Give what a start or target stands for: an id, an old id, a name, or a word for groups.

    A word that only groups without names bear stands for all of them together. Raises CallError
    (SeveralError) where several named things bear it, NotKnownError with the nearest names where
    nothing does.
    """
    text = asked.strip()
    if not text:
        raise CallError(EMPTY, expected=Text("名前か番号", "a name or an id"))
    present = _present(home, ground, text)
    if present is not None:
        return Side((present,))
    exact = [hit.id for hit in _hits(home, ground, text) if _is_called(hit, text)]
    named = [id_ for id_ in dict.fromkeys(exact) if not ground.aggregate[ground.index[id_]]]
    if len(named) == 1:
        return Side((named[0],))
    if named:
        raise _several(ground, named, asked)
    groups = _groups(home, ground, text)
    if groups:
        note = GROUPS.format(word=text, n=len(groups)) if len(groups) > 1 else None
        return Side(groups, note)
    if others := [hit for hit in home.search.find(text) if _is_called(hit, text)]:
        raise CallError(NO_ACTOR, found=text, where=f"{others[0].id} {others[0].name}")
    raise unknown(home, text)


def one(home: Home, ground: Ground, asked: str) -> str:
    """Give the one thing that a name or id stands for; shared things and groups may be meant."""
    text = asked.strip()
    if text in ground.index:
        return text
    found = side(home, ground, text).ids
    if len(found) > 1:
        raise _several(ground, list(found), asked)
    return found[0]


def unknown(home: Home, text: str) -> NotKnownError:
    """Make the error for a name that nothing bears, with the nearest ones."""
    near = home.search.nearest(text, OFFERED)
    return NotKnownError(
        UNKNOWN,
        nearest=tuple(hit.id for hit in near),
        found=text,
        expected=" | ".join(f"{hit.id} {hit.name}" for hit in near) or Text("番号", "an id"),
    )


def _present(home: Home, ground: Ground, text: str) -> str | None:
    """Give the present id of an id or an old one; None where the text is none."""
    for id_ in (text, home.identity.present(text)):
        if id_ in ground.index:
            if not ground.actor[ground.index[id_]]:
                raise CallError(NO_ACTOR, found=text, where=ground.names[ground.index[id_]])
            return id_
    return None


def _is_called(hit: Hit, text: str) -> bool:
    """Tell whether something bears this as its whole name, the legal form apart."""
    return hit.whole or fold(hit.matched) == fold(text)


def _hits(home: Home, ground: Ground, text: str) -> Iterator[Hit]:
    """Give actors whose name matches."""
    for hit in home.search.find(text, limit=HITS):
        place = ground.index.get(hit.id)
        if place is not None and ground.actor[place]:
            yield hit


def _groups(home: Home, ground: Ground, text: str) -> tuple[str, ...]:
    """Give the groups without names whose name holds every part of the text."""
    parts = [part for part in _PARTS.split(text) if part]
    found = [{hit.id for hit in _hits(home, ground, part)} for part in (parts or [text])]
    both = set.intersection(*found)
    return tuple(sorted(id_ for id_ in both if ground.aggregate[ground.index[id_]]))


def _several(ground: Ground, ids: list[str], asked: str) -> SeveralError:
    offered = " | ".join(f"{id_} {ground.names[ground.index[id_]]}" for id_ in ids[:OFFERED])
    return SeveralError(SEVERAL, ids=tuple(ids), expected=same(offered), found=asked, remedy=CHOOSE)
