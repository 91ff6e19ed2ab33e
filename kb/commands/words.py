"""`kakehashi words`: the vocabulary."""

from __future__ import annotations

import click

from kb.cli import with_settings
from kb.commands.emit import Format, emit, format_option
from kb.settings import Settings
from kb.vocabulary import look_up, vocabulary
from kb.words.table import entries


@click.command()
@click.argument("word", required=False)
@format_option
@with_settings
def words(settings: Settings, word: str | None, *, form: Format) -> None:
    """語彙: 型・関係・属性・概念（WORD を省くと全部） · The vocabulary, or one WORD of it."""
    known = vocabulary()
    found = look_up(known, word) if word else tuple(entries(known))
    rows = [
        {
            "kind": entry.kind,
            "name": entry.name,
            "label": entry.label.get(settings.language),
            "usage": entry.usage,
            "definition": entry.definition.get(settings.language),
        }
        for entry in found
    ]
    columns = ("kind", "name", "label", "usage", "definition")
    emit(columns if word or form != "table" else columns[:4], rows, form)
