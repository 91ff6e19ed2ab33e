"""`kakehashi measure analyse`: a whole network looked at, on tables of one's own."""

from __future__ import annotations

import click

from kb.cli import say, with_settings
from kb.commands.emit import Format, emit, format_option
from kb.commands.pairs import pairs_of
from kb.commands.tables import USAGE, Tables, table_options
from kb.errors import CallError
from kb.measuring.analysing import analyses, analysis
from kb.settings import Settings
from kb.text import Text

NO_TABLE = Text(
    "手元の表か例を選んでください。グラフについては、ページ（まとまり・群と群）と what-if が答えます。",
    "Name tables of your own or an example. On the graph the pages (communities, matrix) and what-if "
    "answer.",
)


@click.command()
@click.argument("name", required=False)
@table_options
@click.option("--param", "-p", "pairs", multiple=True, metavar="k=v", help="分析の指定 · parameter")
@click.option("--each", is_flag=True, help="点ごとの結果 · what was found for each node")
@format_option
@with_settings
def analyse(
    settings: Settings,
    name: str | None,
    *,
    tables: Tables,
    pairs: tuple[str, ...],
    each: bool,
    form: Format,
) -> None:
    """NAME でネットワーク全体を見る。NAME がなければ一覧 · Analyse a whole network; no NAME lists."""
    if name is None:
        _list(settings, form)
        return
    unit = analysis(name)
    given = unit.settle(pairs_of(pairs))
    if not tables.own:
        raise CallError(NO_TABLE, expected=USAGE)
    network, read = tables.read()
    found = unit.analyse(network, given)
    for sentence in (*read, *found.sentences):
        say(settings, sentence)
    if each:
        rows = zip(network.ids, *found.nodes.values(), strict=True)
        columns = ("id", *found.nodes)
        emit(columns, [dict(zip(columns, row, strict=True)) for row in rows], form)
        return
    emit(tuple(column.name for column in unit.columns), found.rows, form)


def _list(settings: Settings, form: Format) -> None:
    """List the analyses there are, with their parameters."""
    rows = [
        {
            "name": unit.name,
            "title": unit.title.get(settings.language),
            "parameters": [one.written for one in unit.parameters],
            "columns": [column.name for column in unit.columns],
            "definition": unit.definition.get(settings.language),
            "formula": unit.formula,
            "reference": unit.reference,
        }
        for unit in analyses().values()
    ]
    emit(("name", "title", "parameters") if form == "table" else tuple(rows[0]), rows, form)
