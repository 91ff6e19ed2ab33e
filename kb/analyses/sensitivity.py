"""Sensitivity of ranks: where a node would stand if some of the ties had not been recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

import kb.measures
from kb import catalogue
from kb.analysis import Analysis, Found
from kb.errors import CallError
from kb.measure import Column, Measure, Number, Parameter
from kb.network import room
from kb.network.network import FloatArray, Network
from kb.text import Text

SEED = 20_241
SHARES = (0.05, 0.1, 0.2)
BYTES_PER_RANK = 32
LOW, HIGH = 0.05, 0.95
DIGITS = 9
"""Values that agree to so many significant digits have one rank."""
Marks = npt.NDArray[np.bool_]

UP, DOWN = "highest first", "lowest first"


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """Ranks as recorded (n,), 0 where the measure is undefined, and after deletion.

    `low`, `middle` and `high` are the 5 %, 50 % and 95 % points of the ranks over the repetitions,
    one row per share of deleted ties: (shares, n). Each is a rank that did occur.
    """

    recorded: FloatArray
    low: FloatArray
    middle: FloatArray
    high: FloatArray
    deleted: tuple[int, ...]


def ranks(values: Sequence[float | None], *, descending: bool = True) -> FloatArray:
    """Rank values: 1 plus how many are better; equal values have equal ranks.

    Undefined values come after all others, with one rank.
    """
    sign = -1.0 if descending else 1.0
    keys = np.array([np.inf if x is None else sign * _rounded(x) for x in values])
    _, at, many = np.unique(keys, return_inverse=True, return_counts=True)
    first = np.concatenate([[1], 1 + np.cumsum(many)])[:-1]
    ranked: FloatArray = first[at].astype(np.float64)
    return ranked


def _rounded(value: float) -> float:
    return float(f"{round(value, 12):.{DIGITS - 1}e}")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One ranking that is wanted: the column it goes by and who is ranked (None: every node)."""

    column: str
    among: Marks | None = None


def sensitivity(
    network: Network,
    measure: Measure,
    column: str,
    parameters: Mapping[str, str] | None = None,
    *,
    descending: bool = True,
    shares: Sequence[float] = SHARES,
    repetitions: int = 100,
    seed: int = SEED,
) -> Ranks:
    """Delete a share of the simple ties at random, measure and rank again, `repetitions` times.

    Ties are drawn without replacement and not resampled; nodes stay. The number of ties deleted is
    the share of them, rounded. The same seed gives the same ranks.
    """
    (found,) = sensitivities(
        network,
        measure,
        [Asked(column)],
        parameters,
        descending=descending,
        shares=shares,
        repetitions=repetitions,
        seed=seed,
    )
    return found


def sensitivities(
    network: Network,
    measure: Measure,
    asked: Sequence[Asked],
    parameters: Mapping[str, str] | None = None,
    *,
    descending: bool = True,
    shares: Sequence[float] = SHARES,
    repetitions: int = 100,
    seed: int = SEED,
) -> list[Ranks]:
    """Do the same for several rankings by one measure, which is worked out once for all of them."""
    plain = network.simplify()[0]
    room.require(
        repetitions * network.n * BYTES_PER_RANK,
        Text(f"{repetitions:,} 回の順位", f"the ranks of {repetitions:,} repetitions"),
    )
    values = measure.measure(plain, parameters)
    recorded = [_recorded(values[one.column], one.among, descending=descending) for one in asked]
    deleted = tuple(round(share * plain.m) for share in shares)
    points: list[list[FloatArray]] = [[] for _ in asked]
    for place, many in enumerate(deleted):
        runs: list[list[FloatArray]] = [[] for _ in asked]
        for run in range(repetitions):
            dice = np.random.default_rng([seed, place, run])
            thinned = _without(plain, dice.choice(plain.m, many, replace=False))
            again = measure.measure(thinned, parameters)
            for mine, one in zip(runs, asked, strict=True):
                mine.append(_among(again[one.column], one.among, descending=descending))
        for mine, found in zip(runs, points, strict=True):
            found.append(np.quantile(mine, [LOW, 0.5, HIGH], axis=0, method="inverted_cdf"))
    return [_ranks_of(first, found, deleted) for first, found in zip(recorded, points, strict=True)]


def _recorded(
    values: Sequence[float | None], among: Marks | None, *, descending: bool
) -> FloatArray:
    """Rank as recorded, 0 where the measure is undefined."""
    found = _among(values, among, descending=descending)
    found[[value is None for value in values]] = 0
    return found


def _among(values: Sequence[float | None], among: Marks | None, *, descending: bool) -> FloatArray:
    """Rank some of the nodes among themselves; the others have 0."""
    if among is None:
        return ranks(values, descending=descending)
    found = np.zeros(len(values))
    places = np.flatnonzero(among)
    found[places] = ranks([values[place] for place in places.tolist()], descending=descending)
    return found


def _ranks_of(recorded: FloatArray, points: list[FloatArray], deleted: tuple[int, ...]) -> Ranks:
    shape = len(points), 3, len(recorded)
    low, middle, high = np.array(points).reshape(shape).transpose(1, 0, 2)
    return Ranks(recorded, low, middle, high, deleted)


def _without(plain: Network, ties: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Network:
    """Give a simple network without some of its ties."""
    stay = np.ones(plain.m, dtype=bool)
    stay[ties] = False
    left = np.flatnonzero(stay)
    return replace(
        plain,
        source=plain.source[left],
        target=plain.target[left],
        weight=None if plain.weight is None else plain.weight[left],
        tie_ids=_picked(plain.tie_ids, left.tolist()),
        tie_types=_picked(plain.tie_types, left.tolist()),
    )


def _picked(column: tuple[str, ...] | None, left: Sequence[int]) -> tuple[str, ...] | None:
    return None if column is None else tuple(column[tie] for tie in left)


def _asked(measure: str, column: str) -> tuple[Measure, str]:
    units = catalogue.units(kb.measures, "MEASURE", Measure)
    unit = units.get(measure)
    columns = [] if unit is None else [one.name for one in unit.columns]
    if unit is None or (column and column not in columns):
        raise CallError(
            Text("この名前の指標か列はありません。", "There is no measure or column of this name."),
            expected=" | ".join(columns or units),
            found=f"{measure} {column}".strip(),
        )
    return unit, column or columns[0]


def compute(
    network: Network,
    *,
    measure: str = "",
    column: str = "",
    order: str = UP,
    group: str = "",
    mode: str = "",
    repetitions: str = "100",
    seed: str = str(SEED),
) -> Found:
    """Give one row per node that has a rank, best first."""
    unit, name = _asked(measure, column)
    known = {one.name for one in unit.parameters}
    given = {"group": group, "mode": mode}
    parameters = {key: value for key, value in given.items() if key in known and value}
    found = sensitivity(
        network,
        unit,
        name,
        parameters,
        descending=order == UP,
        repetitions=int(repetitions),
        seed=int(seed),
    )
    listed = sorted(
        np.flatnonzero(found.recorded).tolist(),
        key=lambda node: (found.recorded[node], network.ids[node]),
    )
    rows = tuple(_row(network, found, node) for node in listed)
    return Found(rows, (_told(found, name, repetitions, seed),))


def _row(network: Network, found: Ranks, node: int) -> dict[str, object]:
    row: dict[str, object] = {"id": network.ids[node], "rank": int(found.recorded[node])}
    for place, share in enumerate(SHARES):
        for name, points in (("low", found.low), ("middle", found.middle), ("high", found.high)):
            row[f"{name}_{share:.0%}".rstrip("%")] = int(points[place, node])
    return row


def _told(found: Ranks, column: str, repetitions: str, seed: str) -> Text:
    deleted = ", ".join(f"{many:,}" for many in found.deleted)
    return Text(
        f"{column} の順位を、関係の 5・10・20 %（{deleted} 本）を無作為に除いて {repetitions} 回ずつ測り直した"
        f"（乱数の種 {seed}）。low〜high は順位の 5 %〜95 % 点。感度区間であって、信頼区間ではない。",
        f"Ranks by {column}, measured again {repetitions} times each with 5, 10 and 20 % of the ties "
        f"({deleted}) deleted at random (seed {seed}). low to high are the 5 % and 95 % points of the rank: "
        "an interval of sensitivity, not of confidence.",
    )


ANALYSIS = Analysis(
    name="sensitivity",
    title=Text("順位の感度区間", "sensitivity of ranks"),
    definition=Text(
        "関係の 5・10・20 % を無作為に除いて測り直したときの順位の 5 % 点、中央、95 % 点。順位は、自分より上の点の数"
        "に 1 を足したもの（同じ値は同じ順位、有効数字 9 桁で比べる）。点は除かない。除いた結果、値がなくなった点は"
        "最後の順位とする。関係は重複なく選び、増やさない。記録漏れが順位をどれほど動かすかの目安で、信頼区間ではない。",
        "The 5 % point, median and 95 % point of a node's rank when 5, 10 and 20 % of the ties are deleted at "
        "random and the measure is computed again. A rank is one more than the number of nodes above (equal "
        "values, compared to 9 digits, have equal ranks). Nodes are not deleted; one that loses its value comes "
        "last. Ties are drawn without replacement and never added. It tells how far unrecorded ties could move "
        "a rank; it is no interval of confidence.",
    ),
    formula="rank(v) = 1 + |{u : x_u > x_v}| on the network less round(p · m) ties drawn at random, p = 0.05, 0.1, 0.2",
    reference="Borgatti, S. P., Carley, K. M., & Krackhardt, D. (2006). On the robustness of centrality "
    "measures under conditions of imperfect data. Social Networks 28, 124–136.",
    columns=(
        Column("id", Text("者", "node")),
        Column("rank", Text("記録上の順位", "rank as recorded")),
        *(
            Column(f"{name}_{share}", Text(f"{share} %減の{ja}", f"{en}, {share} % fewer"))
            for share in (5, 10, 20)
            for name, ja, en in (
                ("low", "5 %点", "5 % point"),
                ("middle", "中央", "median"),
                ("high", "95 %点", "95 % point"),
            )
        ),
    ),
    compute=compute,
    parameters=(
        Parameter("measure", Text("指標", "measure")),
        Parameter("column", Text("その列（空なら最初の列）", "its column (the first if empty)")),
        Parameter("order", Text("順位の付け方", "what ranks first"), (UP, DOWN)),
        Parameter("group", Text("群を示す点の列", "column of the nodes with the group")),
        Parameter(
            "mode", Text("二つのモードを示す点の列", "column of the nodes with the two modes")
        ),
        Number("repetitions", Text("くり返し", "repetitions"), start="100", least=1),
        Number("seed", Text("乱数の種", "seed"), start=str(SEED)),
    ),
    ids=("id",),
)
