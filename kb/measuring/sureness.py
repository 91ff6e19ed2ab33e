"""How sure a rank is, as it is kept: the ranks of a slice's actors when some ties are left out.

One result a measure, named `sensitivity`, beside those of the measures. Its columns are
`<column> <among> rank` and, for each share of deleted ties, `<column> <among> low_5`, `high_5` …,
where `among` is `everyone` (all whose values are shown) or `bodies` (those who are no named person):
whoever may not see people ranked is shown ranks among bodies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kb.analyses import sensitivity as analysis
from kb.analyses.sensitivity import SEED, SHARES, Asked, Marks, Ranks
from kb.measure import Values
from kb.measuring import register
from kb.measuring.derived import Result
from kb.network.network import Network
from kb.structure.chance import TOTAL
from kb.structure.roles import ROLES
from kb.text import Text

NAME = "sensitivity"
EVERYONE, BODIES = "everyone", "bodies"
RANKED: Mapping[str, tuple[str, ...]] = {
    "betweenness": ("betweenness",),
    "brokerage": (*ROLES, TOTAL),
}
"""The measures by which the page of brokers puts its rows in order, and their columns."""
REPETITIONS = 100
FEWEST = 20
WORK = 1_000_000_000
"""Nodes times ties times repetitions that are gone into; a betweenness costs about nodes × ties."""
PERCENT = tuple(f"{share:.0%}".rstrip("%") for share in SHARES)


UNRANKED = Text(
    "順位を付けないので、順位の感度区間も示さない。",
    "As no rank is claimed, there are no sensitivity intervals of ranks either.",
)
TOO_LARGE = Text(
    "順位の感度区間は示さない。この範囲は大きく（点{n}、関係{m}）、関係を除いて測り直すことを{least}回ずつは繰り返せない"
    "ため、求めていない。",
    "No sensitivity intervals of ranks are shown: the slice is so large (nodes {n}, ties {m}) that measuring "
    "it again without some of its ties cannot be repeated even {least} times, so they were not worked out.",
)
NOT_YET = Text(
    "順位の感度区間は、まだ求めていない（kakehashi measure refresh で求める）。",
    "The sensitivity intervals of ranks have not been worked out yet (kakehashi measure refresh does it).",
)


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which ranks (5 % and 95 % points) when a share of the ties, in percent, is left out."""

    percent: str
    low: int
    high: int


def repetitions(network: Network) -> int:
    """Give how often each share is drawn: fewer on large networks, 0 where it would take too long."""
    size = max(network.n * network.m, 1)
    many = min(REPETITIONS, WORK // size)
    return many if many >= FEWEST and network.m else 0


def absence(network: Network, *, ranked: bool) -> Text:
    """Say why no intervals are shown, where none are kept: no ranks, too large, or not made yet."""
    if not ranked:
        return UNRANKED
    if network.m and not repetitions(network):
        return TOO_LARGE.format(n=f"{network.n:,}", m=f"{network.m:,}", least=FEWEST)
    return NOT_YET


def parameters(measure: str, given: Mapping[str, str], many: int) -> dict[str, str]:
    """Give the parameters by which such a result is kept."""
    return {"measure": measure, "repetitions": f"{many}", "seed": f"{SEED}", **given}


def fingerprint(network: Network, measure: str, given: Mapping[str, str], shown: Marks) -> str:
    """Hash what such a result depends on: what the measure does, and who is ranked."""
    of = register.measure(measure).fingerprint(network, given)
    marks = [bool(one) for one in (*shown, *_bodies(network, shown))]
    return hashlib.sha256(json.dumps([of, marks]).encode()).hexdigest()


@cache
def software(measure: str) -> str:
    """Give the version that it rests on: the measure's and the source of the analysis."""
    digest = hashlib.sha256(register.software(measure).encode())
    digest.update(Path(str(analysis.__file__)).read_bytes())
    return digest.hexdigest()[:12]


def swayed(
    network: Network, measure: str, given: Mapping[str, str], shown: Marks, many: int
) -> Values:
    """Give the columns of one measure."""
    among = {EVERYONE: shown, BODIES: _bodies(network, shown)}
    asked = [(column, name) for column in RANKED[measure] for name in among]
    found = analysis.sensitivities(
        network,
        register.measure(measure),
        [Asked(column, among[name]) for column, name in asked],
        given,
        repetitions=many,
    )
    return {
        f"{column} {name} {point}": values
        for (column, name), ranks in zip(asked, found, strict=True)
        for point, values in _points(ranks)
    }


def intervals(kept: Result, column: str, *, people: bool) -> dict[str, tuple[Interval, ...]]:
    """Give by id where the rank by a column lies when 5, 10 and 20 % of the ties are left out."""
    among = EVERYONE if people else BODIES
    points = {
        (percent, side): kept.values[f"{column} {among} {side}_{percent}"]
        for percent in PERCENT
        for side in ("low", "high")
    }
    found = {}
    for place, id_ in enumerate(kept.ids):
        ends = [(one, points[one, "low"][place], points[one, "high"][place]) for one in PERCENT]
        found[id_] = tuple(
            Interval(one, int(low), int(high))
            for one, low, high in ends
            if low is not None and high is not None
        )
    return found


def _points(ranks: Ranks) -> Iterator[tuple[str, list[float | None]]]:
    """Give the ranks by point; one who is not ranked has none."""
    there = ranks.recorded > 0
    yield "rank", _spread(ranks.recorded, there)
    for place, percent in enumerate(PERCENT):
        yield f"low_{percent}", _spread(ranks.low[place], there)
        yield f"high_{percent}", _spread(ranks.high[place], there)


def _spread(
    values: Sequence[float] | np.ndarray[tuple[int], np.dtype[np.float64]], there: Marks
) -> list[float | None]:
    pairs = zip(np.asarray(values).tolist(), there.tolist(), strict=True)
    return [value if one else None for value, one in pairs]


def _bodies(network: Network, shown: Marks) -> Marks:
    marks: Marks = np.asarray(shown, dtype=bool) & ~np.array(network.person, dtype=bool)
    return marks
