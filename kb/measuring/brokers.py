"""Who bridges: the ordered list, each with its reason, under a line about what the data can tell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.measuring.derived import Result
from kb.measuring.reasons import between, reason, standing
from kb.network import slice as slices
from kb.network.network import Network
from kb.network.slice import DEFAULT, Slice
from kb.text import Text

if TYPE_CHECKING:
    from kb.vocabulary import Vocabulary

RANKED_FROM_ACTORS = 300
"""Fewer actors than this are those somebody chose to write down; one more report changes the order."""
RANKED_FROM_SOURCES = 3
"""With one or two sources the order repeats whom their authors wrote about."""
STARS = 5
"""How many of the best connected nodes the line's "stars" are."""

FACTS = Text(
    "この範囲のデータ: 出典{sources}件、主体{actors}、関係{ties}件。"
    "関係の{share}%は、つながりの最も多い{stars}点のどれかに集まる。",
    "In this slice: sources {sources}, actors {actors}, ties {ties}. Of the ties, {share} % touch one of "
    "the {stars} best connected nodes.",
)
NO_RANK = Text(
    "データが小さいか出典が少ないため、この並びは誰が書かれたかを映す。順位とは呼ばない"
    "（順位を付けるのは主体{least}以上、出典{fewest}以上から）。",
    "The data are small or rest on few sources, so the order says who was written about; no rank is "
    "claimed (ranks begin at {least} actors and {fewest} sources).",
)
RANK = Text(
    "順位は記録された関係についてのもので、記録のない関係は見えない。",
    "Ranks speak of recorded ties; what nobody recorded is not seen.",
)


@dataclass(frozen=True, slots=True)
class Boundary:
    """What the data can tell: its size, its sources, how star-like it is, and if ranks are claimed.

    `actors` are the nodes whose values are shown; `star_share` is the share (0 … 1) of ties that
    touch one of the STARS best connected nodes.
    """

    sentence: Text
    ranked: bool
    nodes: int
    actors: int
    ties: int
    sources: int
    star_share: float


@dataclass(frozen=True, slots=True)
class Broker:
    """One line of the list; `rank` is None where none is claimed, equal where the values are.

    `between` names the sides it ties together, largest first; `pairs` counts the pairs of actors
    that would lose their only recorded route.
    """

    rank: int | None
    id: str
    name: Text
    type: str
    betweenness: float
    constraint: float | None
    degree: float
    pairs: int
    between: tuple[Text, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Brokers:
    """The list under its boundary line; `total` counts all brokers, `people_left_out` the hidden."""

    boundary: Boundary
    rows: tuple[Broker, ...]
    total: int
    people_left_out: int


def brokers(
    network: Network,
    results: Mapping[str, Result],
    vocabulary: Vocabulary,
    *,
    people: bool,
    slice_: Slice = DEFAULT,
    limit: int = 50,
) -> Brokers:
    """List the actors on any shortest route: betweenness downwards, constraint upwards, then id.

    Without `people` named people are neither listed nor named in a reason (they are shown only on
    loopback or behind the password).
    """
    actor = slices.shown(network, slice_, vocabulary)
    values = _Values.of(network, results, actor)
    found = [node for node in range(network.n) if actor[node] and values.betweenness[node] > 0]
    listed = [node for node in found if people or not network.person[node]]
    listed.sort(key=values.order)
    line = boundary(network, sum(actor))
    ranks = _ranks(listed, values) if line.ranked else {}
    named = [people or not one for one in network.person]
    rows = (_broker(network, values, node, ranks.get(node), named) for node in listed[:limit])
    return Brokers(line, tuple(rows), len(listed), len(found) - len(listed))


def boundary(network: Network, actors: int) -> Boundary:
    """Say what the data can tell."""
    ties = network.undirected()
    contacts = np.bincount(np.r_[ties.source, ties.target], minlength=network.n)
    stars = np.argsort(-contacts, kind="stable")[:STARS]
    touching = np.isin(ties.source, stars) | np.isin(ties.target, stars)
    share = float(touching.mean()) if ties.m else 0.0
    sources = len(network.sources)
    ranked = actors >= RANKED_FROM_ACTORS and sources >= RANKED_FROM_SOURCES
    facts = FACTS.format(
        sources=sources,
        actors=f"{actors:,}",
        ties=f"{ties.m:,}",
        share=round(100 * share),
        stars=len(stars),
    )
    verdict = (
        RANK if ranked else NO_RANK.format(least=RANKED_FROM_ACTORS, fewest=RANKED_FROM_SOURCES)
    )
    sentence = Text(facts.ja + verdict.ja, f"{facts.en} {verdict.en}")
    return Boundary(sentence, ranked, network.n, actors, ties.m, sources, share)


@dataclass(frozen=True, slots=True)
class _Values:
    """The three measures of a network's nodes by position, and which of them are actors."""

    ids: tuple[str, ...]
    actor: tuple[bool, ...]
    betweenness: list[float]
    constraint: list[float | None]
    degree: list[float]

    @classmethod
    def of(
        cls, network: Network, results: Mapping[str, Result], actor: tuple[bool, ...]
    ) -> _Values:
        """Bring the results into the network's order; a node they do not know yet has none."""
        column = {
            name: results[name].column(name) for name in ("betweenness", "constraint", "degree")
        }
        return cls(
            network.ids,
            actor,
            [column["betweenness"].get(id_) or 0.0 for id_ in network.ids],
            [column["constraint"].get(id_) for id_ in network.ids],
            [column["degree"].get(id_) or 0.0 for id_ in network.ids],
        )

    def order(self, node: int) -> tuple[float, float, str]:
        """Give what the list is sorted by."""
        held = self.constraint[node]
        return -self.betweenness[node], math.inf if held is None else held, self.ids[node]


def _ranks(listed: list[int], values: _Values) -> dict[int, int]:
    """Give equal values equal ranks, and the next its place in the list."""
    ranks: dict[int, int] = {}
    for place, node in enumerate(listed, start=1):
        before = listed[place - 2] if place > 1 else None
        tied = before is not None and values.order(before)[:2] == values.order(node)[:2]
        ranks[node] = ranks[before] if before is not None and tied else place
    return ranks


def _broker(
    network: Network,
    values: _Values,
    node: int,
    rank: int | None,
    named: list[bool],
) -> Broker:
    stands = standing(network, node, values.actor)
    return Broker(
        rank=rank,
        id=network.ids[node],
        name=Text(network.names[node], network.names_en[node]),
        type=network.types[node],
        betweenness=values.betweenness[node],
        constraint=values.constraint[node],
        degree=values.degree[node],
        pairs=stands.pairs,
        between=between(network, stands, named),
        reason=reason(network, stands, named),
    )
