"""Who bridges: the ordered list, each with its reason, under a line about what the data can tell."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kb.analyses.sensitivity import ranks
from kb.measuring import sureness
from kb.measuring.boundary import Boundary, boundary
from kb.measuring.derived import Result
from kb.measuring.reasons import between, firsts, reason, standing
from kb.measuring.sureness import Interval
from kb.network import slice as slices
from kb.network.network import Network
from kb.network.slice import DEFAULT, Slice
from kb.structure.chance import TOTAL
from kb.structure.roles import ROLES
from kb.text import Text

if TYPE_CHECKING:
    from kb.vocabulary import Vocabulary

BETWEENNESS, BROKERAGE = "betweenness", "brokerage"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a list goes by: `by` is betweenness, or a role of brokerage or their total.

    `among` are the ids that are listed (None: every actor); values and ranks stay those of the
    whole. `hidden` are ids that may stand nowhere.
    """

    by: str = BETWEENNESS
    among: frozenset[str] | None = None
    hidden: Collection[str] = frozenset()

    @property
    def measure(self) -> str:
        """The measure whose column it is."""
        return BETWEENNESS if self.by == BETWEENNESS else BROKERAGE


@dataclass(frozen=True, slots=True)
class Broker:
    """One line of the list; `rank` is None where none is claimed, equal where the values are.

    `value` is what the list goes by, `share` that of the greatest. `between` names the sides it
    ties together, largest first, and `sides` gives of each the contact that names it and how many
    there are besides; `pairs` counts the pairs of actors that would lose their only recorded route.
    `roles` are the counts of brokerage. `intervals` say how sure the rank is, and `whisker` where on
    the scale of `share` those stand who now have the ranks of the middle interval.
    """

    rank: int | None
    id: str
    name: Text
    type: str
    value: float
    share: float
    betweenness: float
    constraint: float | None
    degree: float
    pairs: int
    between: tuple[Text, ...]
    sides: tuple[tuple[str | None, int], ...]
    reason: Text
    roles: Mapping[str, float] = field(default_factory=dict)
    intervals: tuple[Interval, ...] = ()
    whisker: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Brokers:
    """The list under its boundary line; `total` counts all listed, `people_left_out` the hidden.

    `unsure` says why there are no sensitivity intervals, where there are none.
    """

    boundary: Boundary
    rows: tuple[Broker, ...]
    total: int
    people_left_out: int
    unsure: Text | None = None


def brokers(
    network: Network,
    results: Mapping[str, Result],
    vocabulary: Vocabulary,
    *,
    people: bool,
    slice_: Slice = DEFAULT,
    limit: int = 50,
    choice: Choice | None = None,
    sure: Mapping[str, Result] | None = None,
) -> Brokers:
    """List the actors with a value, the greatest first, then constraint upwards, then id.

    Without `people` named people are neither listed nor named in a reason (they are shown only on
    loopback or behind the password). `sure` holds how sure the ranks are, by measure.
    """
    choice = choice or Choice()
    actor = slices.shown(network, slice_, vocabulary)
    values = _Values.of(network, results, actor, choice)
    found = [node for node in range(network.n) if actor[node] and values.by[node] > 0]
    found = [node for node in found if network.ids[node] not in choice.hidden]
    ranked = [node for node in found if people or not network.person[node]]
    ranked.sort(key=values.order)
    line = boundary(network, sum(actor))
    swayed = _intervals(sure, choice, line, people=people)
    scale = _Scale.of(values, ranked, line, swayed)
    listed = [node for node in ranked if _is_among(network, node, choice)]
    left_out = sum(_is_among(network, node, choice) for node in found) - len(listed)
    named = [
        (people or not person) and id_ not in choice.hidden
        for id_, person in zip(network.ids, network.person, strict=True)
    ]
    rows = (_broker(network, values, node, scale, named) for node in listed[:limit])
    unsure = None if swayed else sureness.absence(network, ranked=line.ranked)
    return Brokers(line, tuple(rows), len(listed), left_out, unsure)


def _is_among(network: Network, node: int, choice: Choice) -> bool:
    return choice.among is None or network.ids[node] in choice.among


def _intervals(
    sure: Mapping[str, Result] | None, choice: Choice, line: Boundary, *, people: bool
) -> Mapping[str, tuple[Interval, ...]]:
    """Give how sure each rank is; nothing where no ranks are claimed."""
    kept = (sure or {}).get(choice.measure)
    if kept is None or not line.ranked:
        return {}
    return sureness.intervals(kept, choice.by, people=people)


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of a network's nodes by position, and which of them are actors."""

    ids: tuple[str, ...]
    actor: tuple[bool, ...]
    by: list[float]
    betweenness: list[float]
    constraint: list[float | None]
    degree: list[float]
    roles: Mapping[str, list[float]]

    @classmethod
    def of(
        cls,
        network: Network,
        results: Mapping[str, Result],
        actor: tuple[bool, ...],
        choice: Choice,
    ) -> _Values:
        """Bring the results into the network's order; a node they do not know yet has none."""

        def column(measure: str, name: str) -> list[float | None]:
            found = results[measure].column(name) if measure in results else {}
            return [found.get(id_) for id_ in network.ids]

        return cls(
            network.ids,
            actor,
            [value or 0.0 for value in column(choice.measure, choice.by)],
            [value or 0.0 for value in column(BETWEENNESS, BETWEENNESS)],
            column("constraint", "constraint"),
            [value or 0.0 for value in column("degree", "degree")],
            {role: [value or 0.0 for value in column(BROKERAGE, role)] for role in (*ROLES, TOTAL)},
        )

    def order(self, node: int) -> tuple[float, float, str]:
        """Give what the list is sorted by."""
        held = self.constraint[node]
        return -self.by[node], math.inf if held is None else held, self.ids[node]


@dataclass(frozen=True, slots=True)
class _Scale:
    """The ranks by node, how sure they are, and the values by rank, greatest first."""

    ranks: Mapping[int, int]
    intervals: Mapping[str, tuple[Interval, ...]]
    values: tuple[float, ...]

    @classmethod
    def of(
        cls,
        values: _Values,
        ranked: list[int],
        line: Boundary,
        intervals: Mapping[str, tuple[Interval, ...]],
    ) -> _Scale:
        """Rank who is ranked, where ranks are claimed."""
        found = [values.by[node] for node in ranked]
        places = ranks(found).astype(int).tolist() if line.ranked and found else []
        return cls(dict(zip(ranked, places, strict=False)), intervals, tuple(found))

    def share(self, value: float) -> float:
        """Give a value as a share of the greatest."""
        return value / self.values[0] if self.values else 0.0

    def whisker(self, id_: str) -> tuple[float, float] | None:
        """Give where those stand who have the ranks of the middle interval, as shares."""
        found = self.intervals.get(id_, ())
        if not found:
            return None
        middle = found[len(found) // 2]
        low, high = (self._at(rank) for rank in (middle.high, middle.low))
        return low, high

    def _at(self, rank: int) -> float:
        return self.share(self.values[rank - 1]) if rank <= len(self.values) else 0.0


def _broker(
    network: Network, values: _Values, node: int, scale: _Scale, named: list[bool]
) -> Broker:
    stands = standing(network, node, values.actor)
    id_ = network.ids[node]
    first = firsts(stands, named)
    return Broker(
        rank=scale.ranks.get(node),
        id=id_,
        name=Text(network.names[node], network.names_en[node]),
        type=network.types[node],
        value=values.by[node],
        share=scale.share(values.by[node]),
        betweenness=values.betweenness[node],
        constraint=values.constraint[node],
        degree=values.degree[node],
        pairs=stands.pairs,
        between=between(network, stands, named),
        sides=tuple(
            (None if one is None else network.ids[one], len(side.contacts) - 1)
            for one, side in zip(first, stands.sides, strict=True)
        ),
        reason=reason(network, stands, named),
        roles={role: counts[node] for role, counts in values.roles.items()},
        intervals=scale.intervals.get(id_, ()),
        whisker=scale.whisker(id_),
    )
