"""`kakehashi measure`: what can be measured, on the graph or on tables of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from kb.base import KnowledgeBase
from kb.cli import now, progress, say, with_settings
from kb.commands.analyse import analyse
from kb.commands.emit import Format, emit, format_option
from kb.commands.measuring import Wanted, measured, rows_of, said, table_of, told, wanted
from kb.commands.moments import Moment, moment_options, network_of
from kb.commands.pairs import pairs_of
from kb.commands.people import people_options
from kb.commands.survey import Asked, survey_options
from kb.commands.tables import USAGE, Tables, table_options
from kb.errors import CallError
from kb.measure import Measure
from kb.measuring.register import measures
from kb.network import slice as slices
from kb.network.groups import TYPE
from kb.network.network import Network
from kb.output import Options
from kb.settings import Settings
from kb.text import Text

CLOSED_FORM = Text(
    "射影の関係は独立でないので、グールド・フェルナンデスの期待値と z は成り立たない。",
    "The ties of a projection are not independent: the closed-form expectation and z of Gould and "
    "Fernandez do not hold there.",
)


@click.group()
def measure() -> None:
    """指標を測る · Measure the network."""


measure.add_command(analyse)


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
@click.option(
    "--group",
    default=TYPE,
    help="比べる群を示す点の列 · the column of the nodes that holds the group",
)
@moment_options
@format_option
@with_settings
def refresh(settings: Settings, *, group: str, moment: Moment, form: Format) -> None:
    """測り直す（既定の範囲、別の群、別の時点） · Measure anew; what did not change is kept."""
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.catch_up()
        slice_ = moment.slice_(kb, today=now())
        measured = kb.measure(at=now(), slice_=slice_, group=group)
        network = measured.network
        shown = slices.shown(network, slice_, kb.vocabulary)
    made = ", ".join(measured.made)
    for sentence in measured.told:
        say(settings, sentence)
    if form != "table":
        names, rows = table_of(measured, shown)
        emit(names, rows, form)
    say(
        settings,
        Text(
            f"{network.n:,} の主体・事業と {network.m:,} の関係を測りました（新しい計算: {made or 'なし'}）。",
            f"Measured {network.n:,} nodes and {network.m:,} ties (newly made: {made or 'none'}).",
        ),
    )


@measure.command("run")
@click.argument("names", nargs=-1, required=True)
@table_options
@click.option("--group", help="群を示す点の列 · the column of the nodes that holds the group")
@click.option(
    "--null",
    help="偶然の考え方 · the null model (brokerage: ties | directed | none; projected_brokerage: "
    "permuted | none)",
)
@click.option("--param", "-p", "pairs", multiple=True, metavar="k=v", help="指標の指定 · parameter")
@moment_options
@survey_options
@click.option("--words", is_flag=True, help="数の代わりに文で · in sentences, not numbers")
@people_options
@format_option
@with_settings
def run_(
    settings: Settings,
    names: tuple[str, ...],
    *,
    tables: Tables,
    group: str | None,
    null: str | None,
    pairs: tuple[str, ...],
    moment: Moment,
    survey: Asked,
    words: bool,
    options: Options,
    form: Format,
) -> None:
    """NAME を測る。--edges か --example なら手元だけで · Measure NAME…; --edges needs no graph."""
    given = {"group": group, "null": null}
    named = {key: value for key, value in given.items() if value is not None}
    asked = wanted(names, {**pairs_of(pairs), **named})
    if not tables.own:
        _refuse_for_graph(survey)
        _of_graph(
            settings,
            asked,
            moment=moment,
            group=group or "",
            words=words,
            options=options,
            form=form,
        )
        return
    _refuse_for_tables(moment, options)
    _refuse_closed_form(tables, asked)
    network, read = tables.read()
    for sentence in (*read, *survey.told(network)):
        say(settings, sentence)
    columns = _columns(settings, network, asked, words=words)
    for sentence in told(network, asked):
        say(settings, sentence)
    emit(("id", *columns), rows_of(network, columns), form)


def _columns(
    settings: Settings, network: Network, asked: Wanted, *, words: bool
) -> Mapping[str, Sequence[object]]:
    """Give the numbers by column, or the sentences by measure."""
    values = measured(network, asked)
    return said(network, asked, values, settings.language) if words else values


def _refuse_closed_form(tables: Tables, asked: Wanted) -> None:
    """Refuse the closed-form expectation of brokerage on a projection."""
    if tables.project is not None and asked.get("brokerage", {}).get("null", "none") != "none":
        raise CallError(
            CLOSED_FORM,
            expected=f"projected_brokerage -p mode={tables.project} --null permuted | --null none",
            found="brokerage --project",
        )


def _of_graph(
    settings: Settings,
    asked: Wanted,
    *,
    moment: Moment,
    group: str,
    words: bool,
    options: Options,
    form: Format,
) -> None:
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.catch_up()
        slice_ = moment.slice_(kb, today=now())
        network = network_of(kb, slice_, group, at=now())
        shown = slices.shown(network, slice_, kb.vocabulary)
        if options.people:
            options.record(kb.ledger, {"format": "measure run", "measures": list(asked)})
    columns = _columns(settings, network, asked, words=words)
    for sentence in told(network, asked):
        say(settings, sentence)
    rows = [
        {"name": name, **row}
        for name, row, show, named in zip(
            network.names, rows_of(network, columns), shown, network.person, strict=True
        )
        if show and (options.people or not named)
    ]
    emit(("id", "name", *columns), rows, form)
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


def _refuse_for_graph(survey: Asked) -> None:
    """Refuse what says something of tables of one's own: documents of the graph say it themselves."""
    if unfit := [name for name, given in survey.named.items() if given is not None]:
        raise CallError(
            Text(
                "尋ねた数と回答数は、--edges の表と一緒に使います。",
                "How many were asked and answered goes with the tables of --edges.",
            ),
            expected=USAGE,
            found=" ".join(unfit),
        )


def _refuse_for_tables(moment: Moment, options: Options) -> None:
    """Refuse what asks something of the graph: tables of one's own have no days and no people."""
    asked = {**moment.named, "--people": options.people, "--purpose": options.purpose}
    if unfit := [name for name, given in asked.items() if given]:
        raise CallError(
            Text(
                "--edges の表には使えない指定です。",
                "These options do not apply to the tables of --edges.",
            ),
            expected=USAGE,
            found=" ".join(unfit),
        )
