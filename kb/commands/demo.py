"""`kakehashi demo`: the bundled ecosystem, from its tables to a page, in one command."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from kb.base import KnowledgeBase
from kb.cli import Registered, with_settings
from kb.measuring.brokers import Brokers, brokers
from kb.measuring.run import last
from kb.network import slice as slices
from kb.settings import Settings
from kb.text import Text
from kb.views.bridging import Bridging, bridging
from kb.views.profile import counts

GROUPS = Text("（うち名前のない集まり{count}）", "({count} of them groups without names)")

FIRST = 5
"""How many brokers the summary names."""


@click.command()
@click.option("--no-serve", is_flag=True, help="測って要約を出して終わる · stop after measuring")
@click.option(
    "--open-data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="公開データのファイルがあるフォルダー · a folder with published files of open data",
)
@click.option("--port", type=click.IntRange(0, 65535), help="ポート · the port to serve on")
@with_settings
def demo(settings: Settings, *, no_serve: bool, open_data: Path | None, port: int | None) -> None:
    """同梱のデータを取り込み、測り、画面を開く · Load the bundled data, measure it, show it."""
    _call("ingest", "run", "--all", *(("--open-data", str(open_data)) if open_data else ()))
    _call("measure", "refresh")
    _summary(settings)
    _call("ingest", "more")
    if not no_serve:
        _call("serve", *(("--port", str(port)) if port else ()))


def _call(command: str, *arguments: str) -> None:
    """Call another registered command, so that kb need not import ingest or web."""
    context = click.get_current_context()
    registered = context.find_root().command
    if not isinstance(registered, Registered):
        raise TypeError("demo is called through the command line")
    found = registered.get_command(context, command)
    if found is None:
        raise click.UsageError(f"kakehashi {command} is not installed", context)
    found.main(list(arguments), command, standalone_mode=False, obj=settings_of(context))


def settings_of(context: click.Context) -> Settings:
    """Give the settings of the call."""
    return context.ensure_object(Settings)


def _summary(settings: Settings) -> None:
    with KnowledgeBase(settings) as kb:
        by_type = counts(kb.graph, kb.vocabulary)
        network = slices.kept(settings.cache_folder, kb.graph, slices.DEFAULT, kb.vocabulary)
        found = brokers(network, last(kb.derived), kb.vocabulary, people=True)
        brought = bridging(kb.graph, kb.vocabulary)
        labels = {name: kb.vocabulary.types[name].label for name in by_type}
    click.echo(Text("種類ごとの数", "Counts by type").get(settings.language))
    for name, tally in by_type.items():
        groups = GROUPS.format(count=f"{tally.groups:,}") if tally.groups else None
        said = f" {groups.get(settings.language)}" if groups else ""
        click.echo(f"  {tally.number:>5,}  {labels[name].get(settings.language)}{said}")
    _print_brokers(settings, found, brought)


def _print_brokers(settings: Settings, found: Brokers, brought: Mapping[str, Bridging]) -> None:
    language = settings.language
    click.echo(Text("橋渡しをしている人と機関", "Who bridges").get(language))
    click.echo(f"  {found.boundary.sentence.get(language)}")
    for row in found.rows[:FIRST]:
        said = [brought[row.id].sentence] if row.id in brought else []
        reasons = " ".join(text.get(language) for text in (*said, row.reason))
        click.echo(f"  {row.name.get(language)} — {reasons}")
