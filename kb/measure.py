"""What a measure is. The register (kb/measuring) and the units (kb/measures) both start here."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from kb.errors import CallError, MeasureError
from kb.network import groups, room
from kb.network.network import Network
from kb.text import Text

Values = Mapping[str, list[float | None]]


@dataclass(frozen=True, slots=True)
class Column:
    """One number per node: its name in tables and queries, and what people read."""

    name: str
    title: Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a call may choose; the first choice is the default.

    Without choices any text is taken (the name of a column) and the default is the empty text.
    """

    name: str
    title: Text
    choices: tuple[str, ...] = ()

    @property
    def default(self) -> str:
        """What holds where a call chooses nothing."""
        return self.choices[0] if self.choices else ""

    def takes(self, value: str) -> bool:
        """Tell whether a value may be chosen."""
        return not self.choices or value in self.choices

    @property
    def written(self) -> str:
        """How a call writes it: `name=one|other`, `name=…` where any text is taken."""
        return f"{self.name}={'|'.join(self.choices) or '…'}"


@dataclass(frozen=True, slots=True)
class Number(Parameter):
    """A number that a call may choose, from `least` to `most`; `start` is the default.

    It is whole where the default is.
    """

    start: str = "1"
    least: float = 0
    most: float = math.inf

    @property
    def default(self) -> str:
        """What holds where a call chooses nothing."""
        return self.start

    def takes(self, value: str) -> bool:
        """Tell whether a value is a number in the range."""
        try:
            number = float(value) if "." in self.start else int(value)
        except ValueError:
            return False
        return self.least <= number <= self.most

    @property
    def written(self) -> str:
        """How a call writes it."""
        most = "" if math.isinf(self.most) else f"{self.most:g}"
        return f"{self.name}={self.least:g}…{most} ({self.start})"


def settled(
    parameters: Sequence[Parameter], given: Mapping[str, str], refusal: Text
) -> dict[str, str]:
    """Fill in defaults; raise CallError with the refusal at a parameter or choice there is not."""
    known = {parameter.name: parameter for parameter in parameters}
    for name, value in given.items():
        if name not in known or not known[name].takes(value):
            raise CallError(
                refusal,
                expected=" ; ".join(one.written for one in parameters)
                or Text("指定なし", "no parameters"),
                found=f"{name}={value}",
            )
    return {name: given.get(name, one.default) for name, one in known.items()}


GROUPING = (
    Parameter("group", Text("群を示す点の列（--group）", "column of the nodes with the group")),
    Parameter(
        "ungrouped", Text("群のない点の扱い", "nodes without a group"), ("leave out", "own group")
    ),
    Parameter(
        "chosen",
        Text("群がいくつもある点で使う値", "the value that counts where a node has several"),
    ),
)
"""What a measure takes that compares groups; see `kb.network.groups.grouping`."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A pure function from a network to one number (or a few named ones) per node.

    `sentence` says one node's value in plain words, with the fields `{name}` and one per column;
    `definition` explains the measure, `formula` is its formula in plain Unicode, `reference` the
    paper. `compute` gives one list per column in the order of the network's nodes; None where the
    measure is undefined, never NaN. It is called with the network and every parameter by name.
    `report` takes the same and tells what a reader of the values must know: what was left out, what
    was assumed, how high a value can get. `rests_on` names our modules outside the unit that the
    values depend on, so that a change there has kept results made anew.
    """

    name: str
    title: Text
    sentence: Text
    definition: Text
    formula: str
    reference: str
    columns: tuple[Column, ...]
    compute: Callable[..., Values]
    parameters: tuple[Parameter, ...] = ()
    report: Callable[..., Sequence[Text]] | None = None
    rests_on: tuple[ModuleType, ...] = ()

    @property
    def grouped(self) -> bool:
        """Whether it compares groups, so that a call should name the column that holds them."""
        return any(parameter.name == "group" for parameter in self.parameters)

    def told(self, network: Network, parameters: Mapping[str, str] | None = None) -> Sequence[Text]:
        """Give what a reader of the values must know beside them; often nothing."""
        return () if self.report is None else self.report(network, **self.settle(parameters or {}))

    def fingerprint(self, network: Network, parameters: Mapping[str, str] | None = None) -> str:
        """Hash what a result depends on: the network's arrays and, with groups, their column."""
        group = self.settle(parameters or {}).get("group", "")
        if not group:
            return network.fingerprint
        cells = json.dumps([network.fingerprint, *groups.column(network, group)])
        return hashlib.sha256(cells.encode()).hexdigest()

    def settle(self, parameters: Mapping[str, str]) -> dict[str, str]:
        """Fill in defaults; raise CallError at a parameter or choice it does not have."""
        refusal = Text(
            f"指標 {self.name} にこの指定はありません。",
            f"The measure {self.name} has no such parameter.",
        )
        return settled(self.parameters, parameters, refusal)

    def measure(self, network: Network, parameters: Mapping[str, str] | None = None) -> Values:
        """Compute, and refuse a result that breaks the promise (columns, length, no NaN)."""
        room.require(room.of_network(network.n, network.m), room.MEASURING)
        values = self.compute(network, **self.settle(parameters or {}))
        promised = [column.name for column in self.columns]
        sound = list(values) == promised and all(
            len(column) == network.n and not any(x is not None and math.isnan(x) for x in column)
            for column in values.values()
        )
        if not sound:
            raise MeasureError(
                Text(
                    f"指標 {self.name} の結果が約束と違います。",
                    f"The measure {self.name} gave what it did not promise.",
                ),
                expected=f"{promised}, {network.n} values each, no NaN",
                found=f"{ {name: len(column) for name, column in values.items()} }",
            )
        return values

    def say(self, name: Text, values: Mapping[str, float | None]) -> Text:
        """Say one node's values in plain words; an empty value is said as such."""
        shown = {column: _plain(value) for column, value in values.items()}
        return Text(
            self.sentence.ja.format(name=name.ja, **{k: v.ja for k, v in shown.items()}),
            self.sentence.en.format(name=name.en, **{k: v.en for k, v in shown.items()}),
        )


_UNDEFINED = Text("（定義なし）", "(undefined)")
_GREAT = 100


def _plain(value: float | None) -> Text:
    if value is None:
        return _UNDEFINED
    whole = value.is_integer() or abs(value) >= _GREAT
    text = f"{value:,.0f}" if whole else f"{value:.3g}"
    return Text(text, text)
