"""The picture: nodes and ties drawn from claims. Pure; it reads and writes nothing.

A node is a component of the identity partition, a tie is one per relation, canonical ends, role
and start, and collects every source that says it. The ends of a symmetric relation are ordered by
id, so that A–B and B–A are one tie.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kb.graph.correcting import is_correction, is_wrong
from kb.graph.merging import TimeOf, entity_properties, in_order, no_times, tie_properties
from kb.graph.succession import Group, ends
from kb.records import BASES, Entity, Key, Link
from kb.visibility import open_thing, open_tie
from kb.vocabulary import ROOT, Vocabulary

if TYPE_CHECKING:  # the command line asks the graph without loading the ledger
    from kb.identity import Partition
    from kb.ledger import Claim

MADE, INVOLVES, INTRODUCED = "MADE", "INVOLVES", "INTRODUCED"
KEY_BYTES = 12
DRAWING = "6"
"""Raise it when claims are drawn differently: graphs drawn the old way are then drawn anew."""

Why = Literal["an end without a description", "both ends are one", "somebody says it is wrong"]


@dataclass(frozen=True, slots=True)
class Node:
    """A node; `labels` hold every type with its ancestors, `Entity` first."""

    id: str
    labels: tuple[str, ...]
    properties: dict[str, object]


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie from `source` to `target` (ids); `key` tells it from every other."""

    type: str
    source: str
    target: str
    key: str
    properties: dict[str, object]


@dataclass(frozen=True, slots=True, order=True)
class NotDrawn:
    """A link that is in the ledger and not in the picture, and why."""

    claim: int
    type: str
    source: str
    target: str
    why: Why


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes by id, ties by key, and the links that could not be drawn."""

    nodes: dict[str, Node]
    ties: dict[str, Tie]
    not_drawn: tuple[NotDrawn, ...]


def picture(
    claims: Iterable[Claim],
    partition: Partition,
    vocabulary: Vocabulary,
    *,
    elsewhere: Collection[str] = (),
    time_of: TimeOf = no_times,
) -> Picture:
    """Draw claims.

    `elsewhere`: ids of nodes that are known to be there though no claim given here describes
    them (a part of the picture is drawn). `time_of` gives the ISO time of a ledger version.
    """
    entities, links = _sorted_out(claims, partition)
    nodes = {
        str(id_): node_of(id_, group, partition, vocabulary, time_of)
        for id_, group in sorted(entities.items())
        if not all(map(is_correction, group))
    }
    there = nodes.keys() | set(elsewhere)
    ties: dict[str, Tie] = {}
    missing: list[NotDrawn] = []
    for drawn in drawn_ties(links, partition, vocabulary, there):
        if isinstance(drawn, Tie):
            ties[drawn.key] = drawn
        else:
            missing.append(drawn)
    ties.update((tie.key, tie) for tie in introductions(nodes, ties, vocabulary))
    return Picture(nodes, ties, tuple(sorted(missing)))


def drawn_ties(
    links: Iterable[Claim],
    partition: Partition,
    words: Vocabulary,
    there: Collection[str],
    wanted: Collection[Group] | None = None,
) -> Iterator[Tie | NotDrawn]:
    """Draw the ties (of these groups) of link claims, or say of each claim why it makes none.

    The claims must be all of those groups, and of the series that the groups are part of.
    """
    grouped = _grouped(links, partition, words)
    over = ends(grouped.items(), words)
    for group, said in sorted(grouped.items()):
        if wanted is not None and group not in wanted:
            continue
        why = _why_not(group, there) or ("somebody says it is wrong" if is_wrong(said) else None)
        if why is None:
            properties = tie_properties(said, words, over)
            yield Tie(*group[:3], tie_key(*group), properties)
        else:
            yield from (NotDrawn(claim.id, *group[:3], why) for claim in said)


def introductions(
    nodes: Mapping[str, Node], ties: Mapping[str, Tie], vocabulary: Vocabulary
) -> list[Tie]:
    """Give INTRODUCED from the maker of each introduction to each of its parties.

    Its basis is the weaker of the two it rests on, its interval the first that is stated by the
    two or else by the introduction, `via` the introduction's id; the maker's own part in it makes
    no tie. What an introduction keeps to itself its ties keep too.
    """
    made, involves = defaultdict(list), defaultdict(list)
    for tie in ties.values():
        if tie.type == MADE:
            made[tie.target].append(tie)
        elif tie.type == INVOLVES:
            involves[tie.source].append(tie)
    return [
        _introduced(making, party, nodes[id_], vocabulary)
        for id_, makings in sorted(made.items())
        for making in makings
        for party in involves[id_]
        if id_ in nodes and making.source != party.target
    ]


def tie_key(*parts: str) -> str:
    """Give the short name of a tie: a hash of relation, ends, role, start (and introduction)."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=KEY_BYTES).hexdigest()


def group_of(
    type_: str, source: str, target: str, *, role: str, since: str | None, words: Vocabulary
) -> Group:
    """Name the tie that a link between two ids is part of."""
    if words.relations[type_].symmetric and target < source:
        source, target = target, source
    return type_, source, target, role, since or ""


def _sorted_out(
    claims: Iterable[Claim], partition: Partition
) -> tuple[Mapping[Key, list[Claim]], list[Claim]]:
    entities: dict[Key, list[Claim]] = defaultdict(list)
    links = []
    for claim in claims:
        if isinstance(claim.record, Entity):
            entities[partition.id_of(claim.record.key)].append(claim)
        else:
            links.append(claim)
    return entities, links


def node_of(
    id_: Key, claims: Sequence[Claim], partition: Partition, words: Vocabulary, time_of: TimeOf
) -> Node:
    """Draw a node from all entity claims about its keys (at least one that is no correction)."""
    said = in_order(id_, claims)
    labels = (ROOT, *(label for label in words.labels(said.types) if label != ROOT))
    properties = entity_properties(id_, partition.members(id_), said, words, time_of)
    return Node(str(id_), labels, properties)


def _grouped(
    links: Iterable[Claim], partition: Partition, words: Vocabulary
) -> Mapping[Group, list[Claim]]:
    groups: dict[Group, list[Claim]] = defaultdict(list)
    for claim in links:
        link = claim.record
        if isinstance(link, Link):
            ids = str(partition.id_of(link.source)), str(partition.id_of(link.target))
            groups[
                group_of(link.type, *ids, role=link.role, since=link.when.since, words=words)
            ].append(claim)
    return groups


def _why_not(group: Group, there: Collection[str]) -> Why | None:
    _, source, target, _, _ = group
    if source == target:
        return "both ends are one"
    return None if source in there and target in there else "an end without a description"


def _introduced(making: Tie, party: Tie, event: Node, words: Vocabulary) -> Tie:
    one, other = making.properties, party.properties
    dated = next((p for p in (one, other, event.properties) if "since" in p or "until" in p), {})
    since = str(dated.get("since", ""))
    made, involved = (tie.properties.get("visibility") for tie in (making, party))
    shown = open_tie(words, MADE, made) and open_tie(words, INVOLVES, involved)
    shown = shown and open_thing(event.properties)
    given = {
        "role": other.get("role"),
        "since": since or None,
        "until": dated.get("until"),
        "status": one["status"],
        "basis": max(str(one["basis"]), str(other["basis"]), key=_weakness),
        "strength": words.relations[INTRODUCED].strength,
        "sources": sorted({*_list(one["sources"]), *_list(other["sources"])}),
        "evidence": sorted({*_list(one["evidence"]), *_list(other["evidence"])}),
        "via": making.target,
        "visibility": None if shown else "private",
    }
    key = tie_key(
        INTRODUCED, making.source, party.target, str(given["role"] or ""), since, making.target
    )
    properties = {name: value for name, value in given.items() if value is not None}
    return Tie(INTRODUCED, making.source, party.target, key, properties)


def _weakness(basis: str) -> int:
    return [str(one) for one in BASES].index(basis)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
