"""Rows to standard output: a table for the eye, CSV and JSON for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import click
from rich.console import Console
from rich.table import Table

Format = Literal["table", "csv", "json"]

WIDTH_OF_FILES = 240
"""Columns of a table that goes into a file or a pipe, where no terminal says how wide it is."""

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Format)),
    default="table",
    show_default=True,
    help="出力の形 · form of the output",
)


def emit(columns: Sequence[str], rows: Sequence[Mapping[str, object]], form: Format) -> None:
    """Write rows to stdout; with csv and json stdout holds the data alone."""
    {"table": _table, "csv": _csv, "json": _json}[form](columns, rows)


def _table(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_shown(row.get(column)) for column in columns))
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=WIDTH_OF_FILES)
    console.print(table)


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_flat(row.get(column)) for column in columns] for row in rows)


def _json(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    data = [{column: row.get(column) for column in columns} for row in rows]
    click.echo(json.dumps(data, ensure_ascii=False, indent=1, default=str))


def _flat(value: object) -> object:
    """Give a cell for CSV: full precision, lists joined, None empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list | tuple):
        return "; ".join(str(_flat(part)) for part in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def _shown(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(_flat(value))
