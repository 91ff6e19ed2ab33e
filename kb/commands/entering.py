"""`kakehashi enter KIND --field k=v …` and `kakehashi due`: what people enter, for scripts and desks."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping, Sequence

import click

from kb.base import KnowledgeBase
from kb.cli import now, progress, say, with_settings
from kb.commands.emit import Format, emit, format_option
from kb.commands.moments import day_named
from kb.desk.enter import enter as keep
from kb.entering.catalogue import action_named, actions, kind_named, kinds
from kb.entering.desk import desk_of
from kb.entering.due import due as standing
from kb.entering.field import Field
from kb.entering.kind import CORRECT, NEW, written
from kb.errors import CallError
from kb.settings import Settings
from kb.text import Text
from kb.vocabulary import nearest
from kb.when import today as this_day

KEPT = Text(
    "記入{id}として残しました。件の番号: {subject}", "Kept as entry {id}. The matter is {subject}."
)
COLUMNS = ("on", "overdue", "kind", "subject", "what", "next_action", "by")


@click.command()
@click.argument("kind", required=False)
@click.option("--action", default=NEW, show_default=True, help="何を · what is entered")
@click.option("--subject", default="", help="どの件に · about which matter (not for new ones)")
@click.option("--field", "fields", multiple=True, help="名=値、何度でも · name=value, repeated")
@click.option("--by", default=getpass.getuser, help="入力する人 · who enters; kept as evidence")
@with_settings
def enter(
    settings: Settings,
    kind: str | None,
    *,
    action: str,
    subject: str,
    fields: tuple[str, ...],
    by: str,
) -> None:
    """記録を入力する · Enter an introduction, a consultation, an inquiry …; without KIND: the kinds."""
    if kind is None:
        _tell_kinds(settings)
        return
    if not fields:
        _tell_fields(settings, kind, action)
        return
    asked = action_named(kind_named(kind), action).fields
    typed = _typed(fields, asked)
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.keep_up()
        if action == CORRECT:  # what is not corrected stays; `name=` empties a field on purpose
            matter = desk_of(kb.ledger).matter(subject)
            typed = {one.name: list(written(one, matter)) for one in asked} | dict(typed)
        kept = keep(kb, kind, action, typed, by=by, at=now(), subject=subject)
    click.echo(kept.subject)
    say(settings, KEPT.format(id=kept.entry, subject=kept.subject))
    if kept.later:
        say(settings, kept.later)


@click.command()
@click.option("--day", default=None, help="いつの時点で · as of which day (YYYY-MM-DD)")
@format_option
@with_settings
def due(settings: Settings, *, day: str | None, form: Format) -> None:
    """次にすることの一覧 · The next actions that still stand, the most urgent first."""
    today = day_named(day) if day else this_day()
    with KnowledgeBase(settings) as kb:
        found = standing(kb.ledger)
    language = settings.language
    rows = [
        {
            "on": one.on,
            "overdue": one.overdue(today),
            "kind": one.matter.kind,
            "subject": one.matter.subject,
            "what": one.called.get(language),
            "next_action": one.what,
            "by": one.by,
        }
        for one in found
    ]
    emit(COLUMNS, rows, form)


def _typed(fields: Sequence[str], known: Iterable[Field]) -> Mapping[str, list[str]]:
    """Read `name=value` options; refuse a name that the form does not have, with the nearest."""
    names = {one.name for one in known}
    typed: dict[str, list[str]] = {}
    for one in fields:
        name, equals, value = one.partition("=")
        if not equals or name not in names:
            near = nearest(name, dict.fromkeys(names, ()), 3)
            raise CallError(
                Text("この欄はありません。", "There is no such field."),
                expected=", ".join(sorted(names)),
                found=one,
                remedy=Text(f"近いもの: {', '.join(near)}", f"Nearest: {', '.join(near)}")
                if near
                else None,
            )
        typed.setdefault(name, []).append(value)
    return typed


def _tell_kinds(settings: Settings) -> None:
    rows = [
        {
            "kind": name,
            "title": kind.title.get(settings.language),
            "actions": list(actions(kind)),
        }
        for name, kind in kinds().items()
    ]
    emit(("kind", "title", "actions"), rows, "table")


def _tell_fields(settings: Settings, kind: str, action: str) -> None:
    language = settings.language
    rows = [
        {
            "field": one.name,
            "label": one.label.get(language),
            "type": one.type,
            "required": one.required,
            "choices": [code for code, _ in one.options],
        }
        for one in action_named(kind_named(kind), action).fields
    ]
    emit(("field", "label", "type", "required", "choices"), rows, "table")
