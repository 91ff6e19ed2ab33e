"""“Anyone with this technology, need, offer, market, certification, in this region, of this type”."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kb.errors import CallError
from kb.network.slice import EVERYTHING
from kb.routes.names import Home, unknown
from kb.text import Text
from kb.visibility import OPEN
from kb.vocabulary import nearest

if TYPE_CHECKING:
    from kb.routes.ground import Ground
    from kb.routes.values import Kind
    from kb.vocabulary import Vocabulary

REGION_STEPS = 4
"""Municipality, prefecture, region, country."""
WORDS = 200
"""So many words of a kind that hold the text are looked at."""

_SHARE = "PARTICIPATES_IN|MANAGES|BRINGS_FORWARD"


def _held(tie: str) -> str:
    """Say that a tie holds now, is told to everybody, and is no guess unless these are asked for."""
    return (
        f"coalesce({tie}.status, 'current') = 'current' "
        f"AND coalesce({tie}.visibility, 'public') = 'public' "
        f"AND ($inferred OR {tie}.basis <> 'inferred')"
    )


def _asks(relations: str, *, through: str = "") -> tuple[str, ...]:
    """Make the statements for who has a word: by a tie of their own, or through a project."""
    here = (
        "w.id IN $ids AND NOT coalesce(w.state, '') IN ['settled', 'withdrawn'] "
        f"AND {OPEN.format(n='w')} AND {OPEN.format(n='a')}"
    )
    own = (
        f"MATCH (a:Entity)-[e:{relations}]->(w:Entity) WHERE {here} "
        f"AND {_held('e')} RETURN DISTINCT a.id AS id"
    )
    project = (
        f"MATCH (a:Entity)-[s:{_SHARE}]->(p:Project)-[e:{through}]->(w:Entity) WHERE {here} "
        f"AND {OPEN.format(n='p')} AND {_held('e')} AND coalesce(s.visibility, 'public') = 'public' "
        "AND ($inferred OR s.basis <> 'inferred') RETURN DISTINCT a.id AS id"
    )
    return (own, project) if through else (own,)


_INSIDE = (
    "MATCH (a:Entity)-[e:LOCATED_IN]->(:Region)-"
    f"[:PART_OF|LOCATED_IN*0..{REGION_STEPS}]->(w:Region) WHERE w.id IN $ids "
    f"AND {OPEN.format(n='a')} AND {_held('e')} RETURN DISTINCT a.id AS id"
)

KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "technology": ("Technology", _asks("HAS_TECHNOLOGY|DEVELOPED", through="HAS_TECHNOLOGY")),
    "need": ("Need", _asks("HAS_NEED", through="HAS_NEED")),
    "offer": ("Offer", _asks("HAS_OFFER", through="HAS_OFFER")),
    "market": ("Market", _asks("OPERATES_IN|SUPPLIES_TO")),
    "certification": ("Certification", _asks("CERTIFIED_BY")),
    "region": ("Region", (_INSIDE,)),
}
"""By kind: the type of its words, and who has one of them."""

NO_KIND = Text("探し方の種類が分かりません。", "It is not known how to look for this.")
NO_WORD = Text("何を探すかが空です。", "What is sought is empty.")
NO_TYPE = Text("この型は語彙にありません。", "The vocabulary has no such type.")


def who_has(
    home: Home, ground: Ground, kind: Kind, text: str, *, inferred: bool
) -> tuple[str, ...]:
    """Give the actors that have what is sought, by id; none where nobody on record does.

    Raises CallError for a kind nobody knows, NotKnownError where no word of the kind is like it.
    """
    if not text.strip():
        raise CallError(NO_WORD, expected=f"{kind}=…")
    if kind == "type":
        places = ground.is_a(type_named(home.vocabulary, text.strip())) & ground.actor
        return tuple(id_ for id_, is_one in zip(ground.ids, places, strict=True) if is_one)
    if kind not in KINDS:
        raise CallError(NO_KIND, expected=" | ".join((*KINDS, "type")), found=kind)
    ids = words_of(home, kind, text.strip())
    asked = {"ids": list(ids), "inferred": inferred}
    rows = [
        row
        for statement in KINDS[kind][1]
        for row in home.graph.read(statement, asked, limit=EVERYTHING).rows
    ]
    found = {str(row["id"]) for row in rows}
    return tuple(
        sorted(id_ for id_ in found if id_ in ground.index and ground.actor[ground.index[id_]])
    )


def words_of(home: Home, kind: str, text: str) -> tuple[str, ...]:
    """Give the ids of the words of a kind that a text means: an id, or all that hold the text."""
    vocabulary = home.vocabulary
    types = [name for name in vocabulary.types if vocabulary.is_a(name, KINDS[kind][0])]
    found = [hit.id for hit in home.search.find(text, limit=WORDS, types=types)]
    known = "MATCH (w:Entity {id: $id}) RETURN w.id AS id"
    if not found and ":" in text and home.graph.read(known, {"id": text}).rows:
        found = [text]
    if not found:
        raise unknown(home, text)
    return tuple(found)


def type_named(vocabulary: Vocabulary, text: str) -> str:
    """Give the type of this name or label; raises CallError with the nearest."""
    for name, word in vocabulary.types.items():
        if text.casefold() in {name.casefold(), word.label.ja, word.label.en.casefold()}:
            return name
    labels = {name: (word.label.ja, word.label.en) for name, word in vocabulary.types.items()}
    raise CallError(NO_TYPE, expected=", ".join(nearest(text, labels, 5)), found=text)
