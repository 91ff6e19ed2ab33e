"""Brokerage on a projection: roles among those who share events, against permuted two-mode networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.measure import GROUPING, Column, Measure, Number, Parameter, Values
from kb.measures import brokerage as one_mode
from kb.measures.brokerage import ALL, PREFIXES, TITLES
from kb.network import groups
from kb.network.network import FloatArray, IntArray, Network
from kb.structure import permuted as trades
from kb.structure import projection, roles, triangles, two_mode
from kb.structure.permuted import permuted
from kb.structure.projection import Incidence
from kb.text import Text

PERMUTED, NONE = "permuted", "none"
PERMUTATIONS = 200
SEED = 20_241
NAME = "projected_{prefix}{role}"
ALIKE = 1e-9
"""A standard deviation below this share of the counts is rounding: the count cannot vary."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Counts by role (ALL × those inside, their places), and over the permutations mean and sd."""

    inside: npt.NDArray[np.int64]
    raw: FloatArray
    expected: FloatArray
    sd: FloatArray


def projected_brokerage(
    network: Network,
    *,
    mode: str = "",
    events: str = "",
    group: str = "",
    ungrouped: str = "",
    chosen: str = "",
    null: str = PERMUTED,
    permutations: str = str(PERMUTATIONS),
    seed: str = str(SEED),
) -> Values:
    """Gould and Fernandez' counts on the projection, with expectation, sd and z by permutation.

    Nodes of the second mode, and those without a group, have empty cells; so has everybody where no
    column of modes is named. Raises MeasureError where the projection would not fit into memory.
    """
    modes = two_mode.modes(network, mode, events)
    names = [NAME.format(prefix=prefix, role=role) for prefix in PREFIXES for role in ALL]
    columns: dict[str, list[float | None]] = {name: [None] * network.n for name in names}
    if modes is None:
        return columns
    times = int(permutations) if null == PERMUTED else 0
    of = _ordered(network, modes)
    counted = _counted(of, (group, ungrouped, chosen), times, int(seed))
    shown = ALL if group else ALL[-1:]
    for prefix, values in _numbers(counted, by_chance=bool(times)).items():
        for row, role in enumerate(ALL):
            if role in shown:
                column = columns[NAME.format(prefix=prefix, role=role)]
                for node, value in zip(
                    of.places[counted.inside].tolist(), values[row], strict=True
                ):
                    column[node] = value
    return columns


@dataclass(frozen=True, slots=True, eq=False)
class _Ordered:
    """The first mode in the order of its ids, so that a seed draws the same from any table."""

    actors: Network
    places: npt.NDArray[np.int64]
    matrix: Incidence


def _ordered(network: Network, modes: two_mode.Modes) -> _Ordered:
    """Give the incidence matrix with rows and columns in the order of their ids."""
    order = np.array(sorted(range(network.n), key=network.ids.__getitem__), dtype=np.int64)
    second = modes.second[order]
    first, last = order[~second], order[second]
    matrix = network.undirected().adjacency()[first][:, last].tocsr()
    matrix.sort_indices()
    projection.refuse_beyond_memory(matrix)
    kept = first.tolist()
    named = {name: tuple(cells[node] for node in kept) for name, cells in network.groups.items()}
    actors = Network(
        ids=tuple(network.ids[node] for node in kept),
        source=np.empty(0, np.int32),
        target=np.empty(0, np.int32),
        directed=False,
        types=tuple(network.types[node] for node in kept),
        groups=named,
    )
    return _Ordered(actors, first, matrix)


def _counted(of: _Ordered, grouping: tuple[str, str, str], times: int, seed: int) -> Counted:
    found = groups.grouping(of.actors, *grouping)
    code = np.zeros(of.actors.n, dtype=np.int32) if found is None else found.code
    inside = np.flatnonzero(code >= 0)
    raw = _roles(of.matrix[inside], code[inside])
    total, squares = np.zeros_like(raw), np.zeros_like(raw)
    for number in range(times):
        difference = _roles(permuted(of.matrix, seed, number)[inside], code[inside]) - raw
        total += difference
        squares += difference**2
    mean = total / max(times, 1)
    variance = np.maximum(squares - times * mean**2, 0) / max(times - 1, 1)
    sd = np.sqrt(variance)
    sd[sd <= ALIKE * np.maximum(raw, 1)] = 0.0
    return Counted(inside, raw, raw + mean, sd)


def _roles(matrix: Incidence, code: IntArray) -> FloatArray:
    """Count the roles on the projection of a two-mode network: ALL × first mode."""
    source, target, _ = projection.shared(matrix)
    ids = tuple(map(str, range(len(code))))
    counts = roles.roles(Network(ids, source, target, directed=False), code)
    return np.vstack([counts, counts.sum(axis=0)])


def _numbers(counted: Counted, *, by_chance: bool) -> Mapping[str, list[list[float | None]]]:
    """Give the rows of numbers by prefix: counts, and where asked expectation, sd and z."""
    raw, expected, sd = (rows.tolist() for rows in (counted.raw, counted.expected, counted.sd))
    if not by_chance:
        return {"": raw}
    z = (counted.raw - counted.expected) / np.where(counted.sd > 0, counted.sd, 1)
    held = (counted.sd > 0).tolist()
    empty = [
        [one if there else None for one, there in zip(row, some, strict=True)]
        for row, some in zip(z.tolist(), held, strict=True)
    ]
    return {"": raw, "expected_": expected, "sd_": sd, "z_": empty}


def report(
    network: Network,
    *,
    mode: str = "",
    events: str = "",
    group: str = "",
    ungrouped: str = "",
    chosen: str = "",
    null: str = PERMUTED,
    permutations: str = str(PERMUTATIONS),
    seed: str = str(SEED),
) -> Sequence[Text]:
    """Say by what rule the network was projected and what chance means here."""
    modes = two_mode.modes(network, mode, events)
    if modes is None:
        return (two_mode.NOT_NAMED,)
    of = _ordered(network, modes)
    ties = len(projection.shared(of.matrix)[0])
    rule = Text(
        f"射影: {mode} の第一のモードの {of.actors.n:,} 点を、第二のモードの点を共有するとき結ぶ（{ties:,} 組）。",
        f"Projection: the {of.actors.n:,} nodes of the first mode ({mode}) are tied where they share a "
        f"node of the second ({ties:,} pairs).",
    )
    by_chance = {
        NONE: Text("期待値と z は出していない。", "No expectation and no z are given."),
        PERMUTED: Text(
            f"期待値と標準偏差は、どの点の関係の数もそのままに二部ネットワークを {permutations} 回入れ替えた結果"
            f"（カーブボール法、乱数の種 {seed}）。射影の関係は独立でないので、グールド・フェルナンデスの式は使えない。",
            f"Expectation and sd are those of {permutations} permutations of the two-mode network that keep "
            f"every node's number of ties (curveball, seed {seed}). The closed form of Gould and Fernandez "
            "does not hold on a projection, where ties come in cliques and are not independent.",
        ),
    }
    return [rule, *groups.told(of.actors, group, ungrouped, chosen), by_chance[null]]


MEASURE = Measure(
    name="projected_brokerage",
    title=Text("射影での仲介の役割", "brokerage roles on a projection"),
    sentence=Text(
        "同じ事業などを共にする者どうしを結ぶと、{name}は、共にしない二者（順序つき）{projected_total}組の間に立つ。"
        "つながりの数を変えない入れ替えでは平均{projected_expected_total}組で、差は z = {projected_z_total}。",
        "Among those who share a project or event, {name} stands between {projected_total} ordered pairs "
        "that share none; permutations that keep everybody's number of ties give {projected_expected_total} "
        "on average, z = {projected_z_total}.",
    ),
    definition=Text(
        "二部ネットワークを第一のモードへ射影し（第二のモードの点を共有する二点を結ぶ。重みなし）、brokerage と同じ"
        "役割を数えたもの。期待値と標準偏差は、どの点の関係の数も変えずに二部ネットワークを無作為に入れ替え"
        "（カーブボール法、permutations 回、種 seed）、そのたびに射影して数えた平均と標準偏差（n − 1 で割る）。群は点に"
        "ついたまま動かさない。z は差を標準偏差で割り、標準偏差が 0 なら空。射影の関係は独立でないので、brokerage の"
        "式による期待値は使わない。第二のモードの点と、群のない点は空。",
        "The two-mode network is projected onto its first mode (two nodes are tied where they share a node of "
        "the second; no weights), and the roles of brokerage are counted there. Expectation and standard "
        "deviation (n - 1) are those over permutations of the two-mode network that keep every node's number "
        "of ties (curveball, so many as permutations says, from seed), each projected and counted; groups stay "
        "with their nodes. z is the difference over the standard deviation, empty where that is 0. The ties "
        "of a projection are not independent, so the closed-form expectation of brokerage is not used. Empty "
        "for nodes of the second mode and for nodes without a group.",
    ),
    formula="x(v) on P = [B Bᵀ > 0], expected = mean of x(v) on P(B₁) … P(B_N), sd = √(Σ (x − mean)² / (N − 1)), "
    "B_k with the row and column sums of B",
    reference="Gould, R. V., & Fernandez, R. M. (1989). Structures of mediation. Sociological Methodology 19, "
    "89–126; Strona, G., Nappo, D., Boccacci, F., Fattorini, S., & San-Miguel-Ayanz, J. (2014). A fast and "
    "unbiased procedure to randomize ecological binary matrices with fixed row and column totals. Nature "
    "Communications 5, 4114; Carstens, C. J. (2015). Physical Review E 91, 042812.",
    columns=tuple(
        Column(NAME.format(prefix=prefix, role=role), text.filled(title=TITLES[role]))
        for prefix, text in PREFIXES.items()
        for role in ALL
    ),
    compute=projected_brokerage,
    parameters=(
        *two_mode.MODES,
        *GROUPING,
        Parameter("null", Text("偶然の考え方", "null model"), (PERMUTED, NONE)),
        Number(
            "permutations",
            Text("入れ替えの回数", "permutations"),
            start=str(PERMUTATIONS),
            least=2,
        ),
        Number("seed", Text("乱数の種", "seed"), start=str(SEED)),
    ),
    report=report,
    rests_on=(groups, one_mode, projection, trades, roles, triangles, two_mode),
)
