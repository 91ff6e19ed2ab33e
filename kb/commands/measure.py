"""`kakehashi measure`: what can be measured, on the graph or on tables of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from kb.base import KnowledgeBase
from kb.cli import now, progress, say, with_settings
from kb.commands.emit import Format, emit, format_option
from kb.commands.pairs import pairs_of
from kb.commands.people import people_options
from kb.errors import CallError
from kb.measure import Values
from kb.measuring.register import measure as measure_named
from kb.measuring.register import measures
from kb.network import slice as slices
from kb.network.network import Network
from kb.network.tables import from_csv
from kb.output import Options
from kb.settings import Settings
from kb.text import Text

Wanted = Mapping[str, Mapping[str, str]]
"""The measures named, each with its parameters."""


@click.group()
def measure() -> None:
    """指標を測る · Measure the network."""


@measure.command("list")
@format_option
@with_settings
def list_(settings: Settings, *, form: Format) -> None:
    """測れる指標とその定義 · The measures and their definitions."""
    rows = [
        {
            "name": unit.name,
            "title": unit.title.get(settings.language),
            "columns": [column.name for column in unit.columns],
            "parameters": [f"{one.name}={'|'.join(one.choices)}" for one in unit.parameters],
            "definition": unit.definition.get(settings.language),
            "formula": unit.formula,
            "reference": unit.reference,
        }
        for unit in measures().values()
    ]
    shown = ("name", "title", "columns") if form == "table" else tuple(rows[0])
    emit(shown, rows, form)


@measure.command()
@with_settings
def refresh(settings: Settings) -> None:
    """既定の範囲を測り直す · Measure the default slice; what did not change is kept."""
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.catch_up()
        measured = kb.measure(at=now())
        network = measured.network
    made = ", ".join(measured.made)
    say(
        settings,
        Text(
            f"{network.n:,} の主体・事業と {network.m:,} の関係を測りました（新しい計算: {made or 'なし'}）。",
            f"Measured {network.n:,} nodes and {network.m:,} ties (newly made: {made or 'none'}).",
        ),
    )


@measure.command("run")
@click.argument("names", nargs=-1, required=True)
@click.option("--edges", type=click.Path(path_type=Path), help="source,target[,weight] の CSV")
@click.option("--nodes", type=click.Path(path_type=Path), help="id[,columns…] の CSV")
@click.option("--directed/--undirected", default=False, help="--edges の向き · arcs or ties")
@click.option("--weight", help="重みの列 · the column that holds the weight")
@click.option("--param", "-p", "pairs", multiple=True, metavar="k=v", help="指標の指定 · parameter")
@click.option("--as-of", help="この日に成り立つ関係だけ · ties that held on this day (ISO)")
@people_options
@format_option
@with_settings
def run_(
    settings: Settings,
    names: tuple[str, ...],
    *,
    edges: Path | None,
    nodes: Path | None,
    directed: bool,
    weight: str | None,
    pairs: tuple[str, ...],
    as_of: str | None,
    options: Options,
    form: Format,
) -> None:
    """NAME を測る。--edges を付けると手元の表だけで · Measure NAME…; --edges needs no graph."""
    wanted = _wanted(names, pairs)
    if edges is not None:
        _refuse_for_tables(as_of, options)
        network = from_csv(edges, nodes, directed=directed, weight=weight)
        _report(settings, network)
        values = _measured(network, wanted)
        emit(("id", *values), _rows(network, values), form)
        return
    if nodes is not None or weight is not None or directed:
        raise CallError(
            Text("--edges がありません。", "--edges is missing."),
            expected="--edges E.csv [--nodes N.csv] [--directed] [--weight COLUMN]",
            found="--nodes | --directed | --weight",
        )
    _of_graph(settings, wanted, as_of=as_of, options=options, form=form)


def _of_graph(
    settings: Settings,
    wanted: Wanted,
    *,
    as_of: str | None,
    options: Options,
    form: Format,
) -> None:
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.catch_up()
        slice_ = replace(slices.DEFAULT, as_of=as_of)
        network = slices.read(kb.graph, slice_, kb.vocabulary)
        shown = slices.shown(network, slice_, kb.vocabulary)
        if options.people:
            options.record(kb.ledger, {"format": "measure run", "measures": list(wanted)})
    values = _measured(network, wanted)
    rows = [
        {"name": name, **row}
        for name, row, show, named in zip(
            network.names, _rows(network, values), shown, network.person, strict=True
        )
        if show and (options.people or not named)
    ]
    emit(("id", "name", *values), rows, form)
    if (
        hidden := sum(map(all, zip(shown, network.person, strict=True)))
        if not options.people
        else 0
    ):
        say(
            settings,
            Text(
                f"{hidden} 人の名前は出していません（--people --purpose 目的 で出せます）。",
                f"{hidden} people were left out (--people --purpose TEXT shows them).",
            ),
        )


def _refuse_for_tables(as_of: str | None, options: Options) -> None:
    """Refuse what asks something of the graph: tables of one's own have no days and no people."""
    asked = {"--as-of": as_of, "--people": options.people, "--purpose": options.purpose}
    if unfit := [name for name, given in asked.items() if given]:
        raise CallError(
            Text(
                "--edges の表には使えない指定です。",
                "These options do not apply to the tables of --edges.",
            ),
            expected="--edges E.csv [--nodes N.csv] [--directed] [--weight COLUMN]",
            found=" ".join(unfit),
        )


def _wanted(names: Sequence[str], pairs: Sequence[str]) -> Wanted:
    """Give each measure its parameters; raise CallError at one that no named measure has."""
    given = pairs_of(pairs)
    units = {name: measure_named(name) for name in names}
    known = {name: {one.name for one in unit.parameters} for name, unit in units.items()}
    if unknown := sorted(set(given).difference(*known.values())):
        choices = {
            f"{one.name}={'|'.join(one.choices)}"
            for unit in units.values()
            for one in unit.parameters
        }
        raise CallError(
            Text("どの指標にもない指定です。", "None of the measures has such a parameter."),
            expected=" ".join(sorted(choices)) or Text("指定なし", "no parameters"),
            found=", ".join(unknown),
        )
    return {
        name: unit.settle({key: value for key, value in given.items() if key in known[name]})
        for name, unit in units.items()
    }


def _measured(network: Network, wanted: Wanted) -> Values:
    values: dict[str, list[float | None]] = {}
    for name, parameters in wanted.items():
        values.update(measure_named(name).measure(network, parameters))
    return values


def _rows(network: Network, values: Values) -> list[Mapping[str, object]]:
    return [
        {"id": id_, **{column: numbers[place] for column, numbers in values.items()}}
        for place, id_ in enumerate(network.ids)
    ]


def _report(settings: Settings, network: Network) -> None:
    simple, loops, parallels = network.simplify()
    say(
        settings,
        Text(
            f"{simple.n:,} 点、{simple.m:,} 本（自分自身への {loops:,} 本と重複 {parallels:,} 本は除く）",
            f"{simple.n:,} nodes, {simple.m:,} ties ({loops:,} self-ties and {parallels:,} "
            "parallels dropped)",
        ),
    )
