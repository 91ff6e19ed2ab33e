"""What is matched, read from the graph: needs, offers and technologies with all that lies around.

What may not be shown to everybody is not read at all, and what is only inferred is no ground.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kb.matching.ground import Ground
from kb.matching.values import Item, Linked, Side
from kb.network.slice import EVERYTHING
from kb.views.profile import THING, Thing, claims_in, thing
from kb.visibility import OPEN, open_tie

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

SIDES: Mapping[str, Side] = {"Need": "need", "Offer": "offer", "Technology": "technology"}
OWNED = {"HAS_NEED", "HAS_OFFER", "HAS_TECHNOLOGY", "DEVELOPED"}
ABOUT = {"REQUIRES", "CONCERNS", "ADDRESSES"}
CONTACT, PART, PAYS = "CONTACT_FOR", "PART_OF", "FUNDED_BY"
FIELD = {"Technology", "Market", "Certification"}
HOLDS_NOTHING = {"Market", "Region"}
"""What a source may say to have a need or a technology, and is nobody who could be asked."""
MOST_OWNERS = 50
"""What more than that have is a field of many, and nobody's in particular."""
NEIGHBOURS = {"Agent", "Cluster", "Project"}
"""Who brings owners near; to share a programme, an event or a market is not to know each other."""
OVER = {"settled", "withdrawn"}
FORMER, PLANNED = "former", "planned"

_ITEMS = (
    f"MATCH (o:{{type}}) WHERE {OPEN.format(n='o')} RETURN {THING}, o.description_ja AS ja, "
    "o.description_en AS en, o.keywords AS keywords, o.aliases AS aliases, o.state AS state, "
    "o.since AS since, o.until AS until, o.evidence AS evidence"
)
_TOLD = (
    f"WHERE {OPEN.format(n='o')} AND coalesce(e.basis, '') <> 'inferred' "
    "RETURN n.id AS source, type(e) AS relation, e.visibility AS visibility, e.status AS status, "
    f"e.evidence AS evidence, {THING}"
)
_OF = f"MATCH (n:{{type}}) WHERE {OPEN.format(n='n')} WITH n MATCH {{pattern}} {_TOLD}"
_AROUND = (
    f"UNWIND $ids AS wanted MATCH (n:Entity {{{{id: wanted}}}}) WITH n MATCH {{pattern}} {_TOLD}"
)
_OUT, _IN = "(n)-[e]->(o:Entity)", "(n)<-[e]-(o:Entity)"
_PARTS = "(n)-[e:PART_OF]->(o:Entity)"

Row = Mapping[str, object]
Links = Mapping[str, tuple[Linked, ...]]


@dataclass(frozen=True)
class _Around:
    """What items are tied to, by their id; `left` are those that somebody used to have."""

    owners: defaultdict[str, list[Linked]] = field(default_factory=lambda: defaultdict(list))
    contacts: defaultdict[str, list[Linked]] = field(default_factory=lambda: defaultdict(list))
    fields: defaultdict[str, list[Linked]] = field(default_factory=lambda: defaultdict(list))
    regions: defaultdict[str, list[Linked]] = field(default_factory=lambda: defaultdict(list))
    answers: defaultdict[str, list[Linked]] = field(default_factory=lambda: defaultdict(list))
    left: set[str] = field(default_factory=set)


def read(graph: Graph, words: Vocabulary) -> Ground:
    """Read everything that is matched and that anybody may see."""
    around = _around(graph, words)
    items = tuple(sorted(_items(graph, words, around), key=lambda one: one.id))
    owners = {one.id for item in items for one in item.owners if has_neighbours(item, one)}
    about = {one.id for item in items for one in (*item.fields, *item.regions)}
    return Ground(items, _wider(graph, words, about), near(graph, words, owners))


def near(
    graph: Graph, words: Vocabulary, owners: Collection[str]
) -> dict[str, Mapping[str, Linked]]:
    """Give the neighbours of owners: who has a tie with them; money from government is none.

    Groups, those without a name and planned ties bring nobody near, nor do programmes and markets.
    """
    found: defaultdict[str, list[Linked]] = defaultdict(list)
    for pattern in (_OUT, _IN) if owners else ():
        for row in _asked(graph, words, _AROUND.format(pattern=pattern), ids=sorted(owners)):
            if _brings_near(row, words):
                found[str(row["source"])].append(_linked(row, words))
    sorted_ = _sorted(found)
    return {id_: {one.id: one for one in sorted_.get(id_, ())} for id_ in sorted(owners)}


def _items(graph: Graph, words: Vocabulary, around: _Around) -> Iterator[Item]:
    owners, contacts, fields, regions, answers = (
        _sorted(some)
        for some in (
            around.owners, around.contacts, around.fields, around.regions, around.answers
        )
    )  # fmt: skip
    for type_, side in SIDES.items():
        for row in graph.read(_ITEMS.format(type=type_), limit=EVERYTHING).rows:
            known = thing(row, words)
            own = (Linked(known.id, known.name, claims_in(row["evidence"])),)
            held = owners.get(known.id, ())
            yield Item(
                known.id,
                side,
                known.name,
                _text(known, row),
                (*(own if side == "technology" else ()), *fields.get(known.id, ())),
                regions.get(known.id, ()),
                held if len(held) <= MOST_OWNERS else (),
                contacts.get(known.id, ()),
                answers.get(known.id, ()),
                tuple(_texts(row["keywords"])),
                str(row["since"] or ""),
                str(row["until"] or ""),
                str(row["state"] or "") in OVER or (known.id in around.left and not held),
                None,
                claims_in(row["evidence"]),
            )


def _text(known: Thing, row: Row) -> str:
    """Give all words of an item: its names, its description, its keywords."""
    names = dict.fromkeys((known.name.ja, known.name.en, *_texts(row["aliases"])))
    said = (str(row[key] or "") for key in ("ja", "en"))
    return "\n".join(filter(None, (*names, *said, *_texts(row["keywords"]))))


def _around(graph: Graph, words: Vocabulary) -> _Around:
    found = _Around()
    for type_ in SIDES:
        for row in _asked(graph, words, _OF.format(type=type_, pattern=_OUT)):
            _lead(found, row, _linked(row, words))
        for row in _asked(graph, words, _OF.format(type=type_, pattern=_IN)):
            _held(found, row, _linked(row, words))
    return found


def _lead(found: _Around, row: Row, link: Linked) -> None:
    """Keep what an item leads to: the needs it answers, its regions, its fields."""
    source, labels = str(row["source"]), set(_labels(row))
    if row["relation"] not in ABOUT:
        return
    if "Need" in labels:
        found.answers[source].append(link)
    elif "Region" in labels:
        found.regions[source].append(link)
    elif FIELD & labels:
        found.fields[source].append(link)


def _held(found: _Around, row: Row, link: Linked) -> None:
    """Keep who has an item and who is its contact; a market that has a need is its field."""
    source, labels = str(row["source"]), set(_labels(row))
    if row["relation"] == CONTACT:
        found.contacts[source].append(link)
    elif row["relation"] in OWNED and "Market" in labels:
        found.fields[source].append(link)
    elif row["relation"] in OWNED and not HOLDS_NOTHING & labels:
        if row["status"] == FORMER:
            found.left.add(source)
        else:
            found.owners[source].append(link)


def _wider(graph: Graph, words: Vocabulary, ids: Collection[str]) -> Links:
    """Give what each field and region is part of, up to the widest."""
    found: defaultdict[str, list[Linked]] = defaultdict(list)
    seen: set[str] = set()
    left = set(ids)
    while left:
        seen |= left
        rows = _asked(graph, words, _AROUND.format(pattern=_PARTS), ids=sorted(left))
        for row in rows:
            found[str(row["source"])].append(_linked(row, words))
        left = {str(row["id"]) for row in rows} - seen
    return _sorted(found)


def _asked(graph: Graph, words: Vocabulary, statement: str, **values: object) -> list[Row]:
    """Read ties; those that are not for everybody are left out."""
    rows = graph.read(statement, values, limit=EVERYTHING).rows
    return [one for one in rows if open_tie(words, str(one["relation"]), one["visibility"])]


def has_neighbours(item: Item, owner: Linked) -> bool:
    """Tell whose neighbours count: no group's, and no project's that only has a technology."""
    return not owner.group and (owner.actor or item.side != "technology")


def _brings_near(row: Row, words: Vocabulary) -> bool:
    relation = str(row["relation"])
    word = words.relations.get(relation)
    paid = relation == PAYS and "GovernmentBody" in _labels(row)
    named = not (row["aggregate"] or row["anonymous"]) and not NEIGHBOURS.isdisjoint(_labels(row))
    tie = word is not None and word.strength is not None and row["status"] != PLANNED
    return tie and named and not paid


def _linked(row: Row, words: Vocabulary) -> Linked:
    known = thing(row, words)
    person = "Person" in known.labels and not known.aggregate
    actor = not {"Agent", "Cluster"}.isdisjoint(known.labels)
    claims = claims_in(row["evidence"])
    return Linked(known.id, known.name, claims, person, known.aggregate, actor)


def _sorted(found: Mapping[str, Iterable[Linked]]) -> Links:
    """Put the things of each in the order of their ids, each once with all its claims."""
    return {id_: tuple(_merged(some)) for id_, some in found.items()}


def _merged(links: Iterable[Linked]) -> Iterator[Linked]:
    known: defaultdict[str, list[Linked]] = defaultdict(list)
    for one in links:
        known[one.id].append(one)
    for id_ in sorted(known):
        first, *_ = some = known[id_]
        claims = dict.fromkeys(claim for one in some for claim in one.claims)
        yield replace(first, claims=tuple(claims))


def _labels(row: Row) -> list[str]:
    return _texts(row["labels"])


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []
