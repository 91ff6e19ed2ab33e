"""What `kakehashi measure run` does between its options and its rows, and what it tells beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from kb.errors import CallError
from kb.measure import Measure, Values
from kb.measuring.register import measure as measure_named
from kb.measuring.run import Measured
from kb.network.network import Network
from kb.network.tables import columns_of
from kb.text import Language, Text

Wanted = Mapping[str, Mapping[str, str]]
"""The measures named, each with its parameters."""

WEIGHT = "weight"


def wanted(names: Sequence[str], given: Mapping[str, str]) -> Wanted:
    """Give each measure its parameters.

    Raises CallError at one that no named measure has, and where a measure that compares groups is
    named without the column that holds them.
    """
    units = {name: measure_named(name) for name in names}
    known = {name: {one.name for one in unit.parameters} for name, unit in units.items()}
    if unknown := sorted(set(given).difference(*known.values())):
        choices = {one.written for unit in units.values() for one in unit.parameters}
        raise CallError(
            Text("どの指標にもない指定です。", "None of the measures has such a parameter."),
            expected=" ".join(sorted(choices)) or Text("指定なし", "no parameters"),
            found=", ".join(unknown),
        )
    _require_group(units.values(), given)
    return {
        name: unit.settle({key: value for key, value in given.items() if key in known[name]})
        for name, unit in units.items()
    }


def _require_group(units: Iterable[Measure], given: Mapping[str, str]) -> None:
    grouped = [unit.name for unit in units if unit.grouped]
    if grouped and not given.get("group"):
        raise CallError(
            Text(
                "群を比べる指標です。群を示す点の列を選んでください。",
                "This measure compares groups. Choose the column of the nodes that holds them.",
            ),
            expected=Text(
                "--group 列（--nodes の表の列。グラフでは type, prefecture, municipality, country, "
                "industry, cluster, community）",
                "--group COLUMN (of the table --nodes; on the graph: type, prefecture, municipality, "
                "country, industry, cluster, community)",
            ),
            found=" ".join(grouped),
        )


def measured(network: Network, asked: Wanted) -> dict[str, list[float | None]]:
    """Measure, and put the columns of all measures side by side."""
    values: dict[str, list[float | None]] = {}
    for name, parameters in asked.items():
        values.update(measure_named(name).measure(network, parameters))
    return values


def said(
    network: Network, asked: Wanted, values: Values, language: Language
) -> dict[str, list[str]]:
    """Say every node's values in plain words: one sentence a measure instead of its columns."""
    names = [Text(ja, en) for ja, en in zip(network.names, network.names_en, strict=True)]
    return {
        name: [
            unit.say(one, {column.name: values[column.name][node] for column in unit.columns}).get(
                language
            )
            for node, one in enumerate(names)
        ]
        for name, unit in ((name, measure_named(name)) for name in asked)
    }


def told(network: Network, asked: Wanted) -> list[Text]:
    """Give what the measures tell beside their values, each sentence once."""
    sentences = (
        sentence
        for name, parameters in asked.items()
        for sentence in measure_named(name).told(network, parameters)
    )
    return list(dict.fromkeys(sentences))


def table_of(
    found: Measured, shown: Sequence[bool]
) -> tuple[tuple[str, ...], list[Mapping[str, object]]]:
    """Give the columns and rows of a whole refresh: every measure of the bodies that are shown."""
    network, columns = found.network, dict[str, Sequence[object]]()
    for result in found.results.values():
        columns.update(result.values)
    rows: list[Mapping[str, object]] = [
        {"name": name, **row}
        for name, row, show, named in zip(
            network.names, rows_of(network, columns), shown, network.person, strict=True
        )
        if show and not named
    ]
    return ("id", "name", *columns), rows


def rows_of(network: Network, values: Mapping[str, Sequence[object]]) -> list[Mapping[str, object]]:
    """Give one row per node."""
    columns = (network.ids, *values.values())
    names = ("id", *values)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def of_table(network: Network, edges: Path, *, assumed: bool) -> Iterator[Text]:
    """Tell what was read from tables of one's own: sizes, what was dropped, what was assumed."""
    simple, loops, parallels = network.simplify()
    yield Text(
        f"{simple.n:,} 点、{simple.m:,} 本（自分自身への {loops:,} 本と重複 {parallels:,} 本は除く）",
        f"{simple.n:,} nodes, {simple.m:,} ties ({loops:,} self-ties and {parallels:,} "
        "parallels dropped)",
    )
    if network.weight is not None and parallels:
        yield Text(
            "重複した関係では、先に出た行の重みを使う。",
            "Of parallel ties the weight of the first row counts.",
        )
    if alone := network.n - len(np.union1d(network.source, network.target)):
        yield Text(
            f"{alone:,} 点は点の表だけにあり、関係がない（孤立点として数える）。",
            f"{alone:,} nodes stand in the node table only and have no tie (they count as isolates).",
        )
    yield from _direction(network) if assumed else ()
    again = edges.is_file()  # a pipe is read once
    if network.weight is None and again and WEIGHT in columns_of(edges):
        yield Text(
            "列 weight は使っていない（使うなら --weight weight）。",
            "The column weight is not used (--weight weight uses it).",
        )


def _direction(network: Network) -> Iterator[Text]:
    both = _both_ways(network)
    yield Text(
        "向きの指定がないので、無向の関係とみなした（--directed で source → target の向きを読む）。"
        + (f"両方の順序で出る組が {both:,} ある。" if both else ""),
        "No direction was named, so the ties were taken as undirected (--directed reads source -> "
        "target)." + (f" Pairs that stand in both orders: {both:,}." if both else ""),
    )


def _both_ways(network: Network) -> int:
    """Count the pairs of different nodes that stand in both orders."""
    source, target = network.source.astype(np.int64), network.target.astype(np.int64)
    one, other = source * network.n + target, target * network.n + source
    return len(np.intersect1d(one[source < target], other[target < source]))
