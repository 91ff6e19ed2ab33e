"""The two modes of a two-mode network: a column names them, and every tie joins one to the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.errors import MeasureError
from kb.measure import Parameter
from kb.network import groups
from kb.network.network import FloatArray, Network
from kb.text import Text

MODES = (
    Parameter("mode", Text("二つのモードを示す点の列", "column of the nodes with the two modes")),
    Parameter(
        "events",
        Text(
            "第二のモードとする値（; で区切る。空なら列の値はちょうど二つ）",
            "values that make the second mode (a; b); without them the column has just two values",
        ),
    ),
)
"""What a two-mode measure takes; see `modes`."""

SHOWN = 5
TWO = 2
NOT_NAMED = Text(
    "二つのモードを示す列（mode=列）が要る。値は出していない。",
    "The column that holds the two modes is needed (mode=COLUMN); no values are given.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Modes:
    """Which nodes are of the second mode, and by node how many its own and the other mode have."""

    second: npt.NDArray[np.bool_]

    @property
    def own(self) -> FloatArray:
        """The size of each node's own mode."""
        many = float(self.second.sum())
        return np.where(self.second, many, len(self.second) - many)

    @property
    def other(self) -> FloatArray:
        """The size of the mode that each node is not of."""
        return len(self.second) - self.own


def modes(network: Network, mode: str, events: str = "") -> Modes | None:
    """Read the modes of the nodes; None where no column is named.

    Raises CallError at a column that is not there, MeasureError where it does not hold two modes,
    where a node has none and where a tie lies inside one mode.
    """
    if not mode:
        return None
    cells = [cell.strip() for cell in groups.column(network, mode)]
    chosen = {value.strip() for value in events.split(groups.SEPARATOR)} - {""}
    _refuse_other_than_two(network, mode, cells, chosen)
    last = chosen or {max(cells, default="")}
    found = Modes(np.array([cell in last for cell in cells], dtype=bool))
    _refuse_inside(network, found)
    return found


def _refuse_other_than_two(network: Network, mode: str, cells: list[str], chosen: set[str]) -> None:
    empty = [id_ for id_, cell in zip(network.ids, cells, strict=True) if not cell]
    values = sorted(set(cells) - {""})
    fits = chosen <= set(values) if chosen else len(values) <= TWO
    if fits and not empty:
        return
    raise MeasureError(
        Text("点の列が二つのモードを示していません。", "The column does not name two modes."),
        expected=f"{mode}: {' ; '.join(sorted(chosen))} | …"
        if chosen
        else Text(f"{mode} に二つの値", f"two values of {mode}"),
        found=f"{mode}: {_some(values)}" + (f"; '' ({_some(empty)})" if empty else ""),
        remedy=Text(
            "第二のモードとする値を -p events=値 で選ぶか、列を二つの値にしてください。",
            "Choose the values of the second mode with -p events=VALUE, or give the column two values.",
        ),
    )


def _refuse_inside(network: Network, found: Modes) -> None:
    plain = network.undirected()
    inside = np.flatnonzero(found.second[plain.source] == found.second[plain.target])
    if not len(inside):
        return
    ties = [
        f"{network.ids[plain.source[tie]]} – {network.ids[plain.target[tie]]}"
        for tie in inside[:SHOWN].tolist()
    ]
    raise MeasureError(
        Text(
            "同じモードの中に関係があるので、二部ネットワークではありません。",
            "Ties lie inside one mode, so this is not a two-mode network.",
        ),
        expected=Text("どの関係も二つのモードの間", "every tie between the two modes"),
        found=f"{len(inside):,}: {_some(ties, of=len(inside))}",
        remedy=Text(
            "モードの間の関係だけを渡すか、列の値を直してください。",
            "Give only the ties between the modes, or correct the column.",
        ),
    )


def _some(names: list[str], of: int | None = None) -> str:
    more = " …" if (len(names) if of is None else of) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
