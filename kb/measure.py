"""What a measure is. The register (kb/measuring) and the units (kb/measures) both start here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.errors import CallError, MeasureError
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
    """What a call may choose; the first choice is the default."""

    name: str
    title: Text
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A pure function from a network to one number (or a few named ones) per node.

    `sentence` says one node's value in plain words, with the fields `{name}` and one per column;
    `definition` explains the measure, `formula` is its formula in plain Unicode, `reference` the
    paper. `compute` gives one list per column in the order of the network's nodes; None where the
    measure is undefined, never NaN.
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

    def settle(self, parameters: Mapping[str, str]) -> dict[str, str]:
        """Fill in defaults; raise CallError at a parameter or choice it does not have."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in parameters.items():
            if name not in known or value not in known[name].choices:
                raise CallError(
                    Text(
                        f"指標 {self.name} にこの指定はありません。",
                        f"The measure {self.name} has no such parameter.",
                    ),
                    expected=" | ".join(
                        f"{one.name}={choice}" for one in self.parameters for choice in one.choices
                    )
                    or Text("指定なし", "no parameters"),
                    found=f"{name}={value}",
                )
        return {name: parameters.get(name, one.choices[0]) for name, one in known.items()}

    def measure(self, network: Network, parameters: Mapping[str, str] | None = None) -> Values:
        """Compute, and refuse a result that breaks the promise (columns, length, no NaN)."""
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
