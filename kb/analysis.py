"""What an analysis is: it looks at a whole network, where a measure gives one number per node."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kb.errors import MeasureError, NotKnownError
from kb.measure import Column, Parameter, settled
from kb.network import room
from kb.network.network import Network
from kb.text import Text

SEPARATOR = ";"
"""Between the ids of a parameter that takes several."""

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Found:
    """What an analysis found: rows under its columns, and the sentences that tell it.

    `nodes` holds further columns of the nodes (the community of each, say), in the order of the
    network, where there are any.
    """

    rows: tuple[Row, ...]
    sentences: tuple[Text, ...] = ()
    nodes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A pure function from a whole network to a table.

    `compute` is called with the network and every parameter by name, as text, and gives a `Found`
    whose rows have exactly the `columns`. `ids` names the columns that hold ids of nodes (one id, or
    several as a tuple), so that a page can show names and leave people out. What is asked by a
    program is beside it in the same file, with types.
    """

    name: str
    title: Text
    definition: Text
    formula: str
    reference: str
    columns: tuple[Column, ...]
    compute: Callable[..., Found]
    parameters: tuple[Parameter, ...] = ()
    ids: tuple[str, ...] = ()

    def settle(self, parameters: Mapping[str, str]) -> dict[str, str]:
        """Fill in defaults; raise CallError at a parameter or choice it does not have."""
        refusal = Text(
            f"分析 {self.name} にこの指定はありません。",
            f"The analysis {self.name} has no such parameter.",
        )
        return settled(self.parameters, parameters, refusal)

    def analyse(self, network: Network, parameters: Mapping[str, str] | None = None) -> Found:
        """Compute, and refuse a table that breaks the promise of its columns."""
        room.require(room.of_network(network.n, network.m), room.MEASURING)
        found = self.compute(network, **self.settle(parameters or {}))
        promised = [column.name for column in self.columns]
        broken = next((row for row in found.rows if list(row) != promised), None)
        if broken is not None:
            raise MeasureError(
                Text(
                    f"分析 {self.name} の結果が約束と違います。",
                    f"The analysis {self.name} gave what it did not promise.",
                ),
                expected=f"{promised}",
                found=f"{list(broken)}",
            )
        return found


def place(network: Network, id_: str) -> int:
    """Give the place of a node; raises NotKnownError naming the nearest ids."""
    found = network.index.get(id_)
    if found is None:
        near = tuple(difflib.get_close_matches(id_, network.ids, n=3, cutoff=0.4))
        raise NotKnownError(
            Text("この id の点はネットワークにありません。", "The network has no node of this id."),
            nearest=near,
            found=id_,
            expected=" | ".join(near or network.ids[:3]) or Text("点", "a node"),
        )
    return found


def places(network: Network, ids: str) -> tuple[int, ...]:
    """Give the places of several nodes written `a; b`, each once; raises as `place` does."""
    asked = dict.fromkeys(part.strip() for part in ids.split(SEPARATOR) if part.strip())
    return tuple(place(network, id_) for id_ in asked)
