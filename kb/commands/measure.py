"""`kakehashi measure`: what can be measured, on the graph or on tables of one's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from kb.base import KnowledgeBase
from kb.cli import now, progress, say, with_settings
from kb.commands.emit import Format, emit, format_option
from kb.commands.measuring import Wanted, measured, of_table, rows_of, told, wanted
from kb.commands.pairs import pairs_of
from kb.commands.people import people_options
from kb.errors import CallError
from kb.measure import Measure
from kb.measuring.register import measures
from kb.network import slice as slices
from kb.network.tables import from_csv
from kb.output import Options
from kb.settings import Settings
from kb.text import Text

TABLES = "--edges E.csv [--nodes N.csv] [--directed | --undirected] [--weight COLUMN]"


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
            "sentence": _sentence(unit).get(settings.language),
            "parameters": [one.written for one in unit.parameters],
            "definition": unit.definition.get(settings.language),
            "formula": unit.formula,
            "reference": unit.reference,
        }
        for unit in measures().values()
    ]
    shown = ("name", "title", "sentence") if form == "table" else tuple(rows[0])
    emit(shown, rows, form)


def _sentence(unit: Measure) -> Text:
    """Give the sentence of a measure with letters in place of a node and its values."""
    letters = {column.name: "n" for column in unit.columns}
    return unit.sentence.format(name="X", **letters)


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
@click.option("--directed/--undirected", default=None, help="--edges の向き · arcs or ties")
@click.option("--weight", help="重みの列 · the column that holds the weight")
@click.option("--group", help="群を示す点の列 · the column of the nodes that holds the group")
@click.option("--null", help="brokerage: ties | directed | none · the null model")
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
    directed: bool | None,
    weight: str | None,
    group: str | None,
    null: str | None,
    pairs: tuple[str, ...],
    as_of: str | None,
    options: Options,
    form: Format,
) -> None:
    """NAME を測る。--edges を付けると手元の表だけで · Measure NAME…; --edges needs no graph."""
    given = {"group": group, "null": null}
    named = {key: value for key, value in given.items() if value is not None}
    asked = wanted(names, {**pairs_of(pairs), **named})
    if edges is not None:
        _refuse_for_tables(as_of, options)
        network = from_csv(edges, nodes, directed=bool(directed), weight=weight)
        for sentence in of_table(network, edges, assumed=directed is None):
            say(settings, sentence)
        values = measured(network, asked)
        for sentence in told(network, asked):
            say(settings, sentence)
        emit(("id", *values), rows_of(network, values), form)
        return
    if nodes is not None or weight is not None or directed is not None:
        raise CallError(
            Text("--edges がありません。", "--edges is missing."),
            expected=TABLES,
            found="--nodes | --weight | --directed | --undirected",
        )
    _of_graph(settings, asked, as_of=as_of, options=options, form=form)


def _of_graph(
    settings: Settings,
    asked: Wanted,
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
            options.record(kb.ledger, {"format": "measure run", "measures": list(asked)})
    values = measured(network, asked)
    for sentence in told(network, asked):
        say(settings, sentence)
    rows = [
        {"name": name, **row}
        for name, row, show, named in zip(
            network.names, rows_of(network, values), shown, network.person, strict=True
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
            expected=TABLES,
            found=" ".join(unfit),
        )
