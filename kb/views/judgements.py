"""Who is who: the judgements that touch one thing, with what each was about, by whom and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.network.slice import EVERYTHING
from kb.records import Entity, Key
from kb.text import Text, same
from kb.views.profile import THING, Profile, Thing, thing
from kb.visibility import OPEN

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.ledger import Claim, Decision, Ledger
    from kb.vocabulary import Vocabulary

CURATED = "who_is_who"
"""The level of the curators' judgements; their reasons stand as `Japanese / English`."""
BETWEEN = " / "
VERDICTS = ("same", "unsure", "different")

_BEARERS = f"UNWIND $ids AS wanted MATCH (o:Entity {{id: wanted}}) WHERE {OPEN.format(n='o')} RETURN {THING}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A judgement that touches one thing: its own key, the other key, and what bears that now.

    `other` is None where both keys lead to this very thing, as after the verdict `same`.
    """

    verdict: str
    own: Key
    key: Key
    other: Thing | None
    by: str
    at: str
    why: Text


def judgements(
    graph: Graph, ledger: Ledger, vocabulary: Vocabulary, found: Profile
) -> tuple[Standing, ...]:
    """Give the standing judgements about the thing of a profile.

    What it was judged against is named only where it may be shown and is still in the graph.
    """
    own = {found.thing.id, *_keys_of(ledger.claims(ids=found.evidence))}
    decisions = ledger.decisions()
    touching = [(d, *_sides(d, own)) for d in decisions if {str(d.a), str(d.b)} & own]
    others = {str(key) for _, _, key in touching} - own
    bearers = _bearers(graph, ledger, vocabulary, _together(decisions, others))
    standing = (_standing(*one, own, bearers) for one in touching)
    return tuple(sorted((one for one in standing if one is not None), key=_order))


def source_of(key: Key) -> str:
    """Give the source whose own key this is, or an empty text for an official number."""
    return key.value.partition(":")[0] if key.scheme == "local" else ""


def _sides(decision: Decision, own: Collection[str]) -> tuple[Key, Key]:
    if str(decision.a) in own:
        return decision.a, decision.b
    return decision.b, decision.a


def _standing(
    decision: Decision,
    mine: Key,
    key: Key,
    own: Collection[str],
    bearers: Mapping[str, Thing],
) -> Standing | None:
    other = bearers.get(str(key))
    if other is None and str(key) not in own:
        return None
    why = _why(decision)
    return Standing(str(decision.verdict), mine, key, other, decision.by, decision.at, why)


def _why(decision: Decision) -> Text:
    ja, between, en = decision.why.partition(BETWEEN)
    if decision.source == CURATED and between and ja.strip() and en.strip():
        return Text(ja.strip(), en.strip())
    return same(decision.why.strip() or "—")


def _together(decisions: Iterable[Decision], keys: Iterable[str]) -> dict[str, set[str]]:
    """Give, for each key, the keys that were judged to be the same thing, itself among them."""
    beside: dict[str, set[str]] = {}
    for one in decisions:
        if one.verdict == "same":
            beside.setdefault(str(one.a), set()).add(str(one.b))
            beside.setdefault(str(one.b), set()).add(str(one.a))
    return {key: _reached(key, beside) for key in keys}


def _reached(key: str, beside: Mapping[str, Collection[str]]) -> set[str]:
    found, edge = {key}, [key]
    while edge:
        new = set(beside.get(edge.pop(), ())) - found
        found |= new
        edge += new
    return found


def _bearers(
    graph: Graph, ledger: Ledger, vocabulary: Vocabulary, together: Mapping[str, Collection[str]]
) -> dict[str, Thing]:
    """Give what bears each key now: by the key itself, one judged the same, or a number of theirs."""
    if not together:
        return {}
    named = {
        key: {*keys, *_keys_of(ledger.claims(keys={Key.parse(one) for one in keys}))}
        for key, keys in together.items()
    }
    ids = {one for keys in named.values() for one in keys}
    rows = graph.read(_BEARERS, {"ids": sorted(ids)}, limit=EVERYTHING).rows
    things = {str(row["id"]): thing(row, vocabulary) for row in rows}
    return {
        key: things[one] for key, keys in named.items() for one in sorted(keys) if one in things
    }


def _keys_of(claims: Iterable[Claim]) -> set[str]:
    """Give the keys and numbers by which claims name things."""
    entities = (claim.record for claim in claims if isinstance(claim.record, Entity))
    return {str(key) for entity in entities for key in (entity.key, *entity.identifiers)}


def _order(one: Standing) -> tuple[int, str, str]:
    place = VERDICTS.index(one.verdict) if one.verdict in VERDICTS else len(VERDICTS)
    return place, one.other.name.ja if one.other else "", str(one.key)
