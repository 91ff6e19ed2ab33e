"""`kakehashi export`: what is known, as files."""

from __future__ import annotations

from pathlib import Path

import click
from rapidfuzz import process

import kb.outputs
from kb.base import KnowledgeBase
from kb.catalogue import units
from kb.cli import progress, say, with_settings
from kb.commands.people import people_options
from kb.errors import CallError
from kb.output import Options, Output
from kb.settings import Settings
from kb.text import Text


@click.command()
@click.argument("form", metavar="FORMAT")
@click.argument("path", type=click.Path(path_type=Path))
@people_options
@with_settings
def export(settings: Settings, form: str, path: Path, *, options: Options) -> None:
    """FORMAT で PATH に書き出す（人は --people --purpose で） · Write what is known to PATH."""
    output = _named(form)
    with KnowledgeBase(settings, progress=progress(settings)) as base:
        base.catch_up()
        written = output.write(base.ledger, base.graph, base.vocabulary, path, options)
    counts = ", ".join(f"{name} {count:,}" for name, count in written.counts.items())
    for file in written.files:
        click.echo(file)
    say(settings, Text(f"書き出しました: {counts}", f"Written: {counts}"))
    if not options.people:
        say(
            settings,
            Text(
                "人は含めていません（--people --purpose 目的 で含められます）。",
                "People were left out (--people --purpose TEXT includes them).",
            ),
        )


def _named(name: str) -> Output:
    known = units(kb.outputs, "OUTPUT", Output)
    if name in known:
        return known[name]
    near = [match[0] for match in process.extract(name, list(known), limit=3)]
    raise CallError(
        Text("この形式では書き出せません。", "There is no such export format."),
        expected=", ".join(known),
        found=name,
        remedy=Text(f"近い名前: {', '.join(near)}", f"Nearest: {', '.join(near)}"),
    )
