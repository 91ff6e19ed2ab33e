"""`kakehashi graph`, `cypher` and `ask`: the graph's server, and questions to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import click

from kb.base import KnowledgeBase
from kb.cli import progress, say, with_settings
from kb.commands.emit import Format, emit, format_option
from kb.commands.pairs import pairs_of
from kb.errors import GraphError
from kb.graph import Rows, status, stop, uri
from kb.question import ID, Question, is_id
from kb.questions import ask as ask_graph
from kb.questions import questions, values_of
from kb.settings import Settings
from kb.text import Text
from kb.views.answers import EVIDENCE, Answer, read_answer
from kb.views.naming import Unnamed, unnamed
from kb.views.profile import Ground, claims_in, grounds

NOTHING = Text("該当するものは記録にありません。", "Nothing known answers this.")
PLACES = "places"
SEVERAL = 2


@click.group()
def graph() -> None:
    """グラフのサーバー · The graph's server."""


@graph.command("status")
@with_settings
def status_(settings: Settings) -> None:
    """動いているか、どの版か（起動はしない） · Whether it runs, and up to which version it is built."""
    with KnowledgeBase(settings) as kb:
        version = kb.ledger.version()
    found = status(settings)
    rows: dict[str, object] = {"running": found is not None, "ledger at version": version}
    if found is not None:
        rows |= {
            "engine": found.engine,
            "uri": found.uri,
            "nodes": found.nodes,
            "ties": found.ties,
            "built to version": found.mark,
        }
    for name, value in rows.items():
        click.echo(f"{name}\t{value}")


@graph.command()
@with_settings
def start(settings: Settings) -> None:
    """起動して台帳に追いつく · Start it and bring it up to the ledger."""
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.catch_up()
        click.echo(kb.graph.uri)


@graph.command("stop")
@with_settings
def stop_(settings: Settings) -> None:
    """止める · Stop the embedded server of this home."""
    stopped = stop(settings)
    say(
        settings,
        Text("止めました。", "Stopped.")
        if stopped
        else Text("動いていませんでした。", "It was not running."),
    )


@graph.command("uri")
@with_settings
def uri_(settings: Settings) -> None:
    """接続先（動いていなければ何も出さない） · The Bolt address; nothing where it does not run."""
    found = uri(settings)
    if found is None:
        raise GraphError(
            Text("グラフのサーバーは動いていません。", "The graph's server does not run."),
            remedy=Text("kakehashi graph start で起動します。", "kakehashi graph start starts it."),
        )
    click.echo(found)


@graph.command()
@with_settings
def rebuild(settings: Settings) -> None:
    """台帳からすべて作り直す · Draw the whole graph again from the ledger."""
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        report = kb.rebuild()
    say(settings, report.sentence)


@click.command()
@click.argument("statement")
@click.option("--limit", default=10_000, show_default=True, help="行の上限 · most rows shown")
@format_option
@with_settings
def cypher(settings: Settings, statement: str, *, limit: int, form: Format) -> None:
    """読み取り専用の Cypher · A read-only Cypher statement."""
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.keep_up()
        _emit(settings, kb.graph.read(statement, limit=limit), form, limit)


@click.command()
@click.argument("question", required=False)
@click.option("--param", "-p", "pairs", multiple=True, metavar="k=v", help="値 · a parameter")
@format_option
@with_settings
def ask(settings: Settings, question: str | None, *, pairs: tuple[str, ...], form: Format) -> None:
    """用意された質問をする（名前を省くと一覧） · Ask a question of cypher/; without a name, list them."""
    if question is None:
        _list(settings)
        return
    parameters = pairs_of(pairs)
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.catch_up()
        found = ask_graph(kb.graph, question, parameters)
        asked = questions()[question]
        astray = _astray(kb, asked, parameters, found)
        if form == "table":
            found = _in_words(kb, read_answer(kb.graph, kb.vocabulary, asked, found))
        else:
            found = _with_places(kb, found)
        _answer(settings, found, form, asked, astray)


def _astray(
    kb: KnowledgeBase, question: Question, given: Mapping[str, object], found: Rows
) -> list[Unnamed]:
    """Give the names that lead to nothing; an answer to a single name shows that it leads."""
    if found.rows and len(question.named) < SEVERAL:
        return []
    return unnamed(kb.graph, kb.search, kb.vocabulary, question, values_of(question, given))


def _answer(
    settings: Settings, found: Rows, form: Format, question: Question, astray: Sequence[Unnamed]
) -> None:
    """Write an answer, and what an empty one means; in JSON that stands in the answer itself."""
    language = settings.language
    if form == "json" and not found.rows and (astray or question.nothing):
        said: dict[str, object] = {"answer": []}
        if astray:
            said["not_recorded"] = [one.what.get(language) for one in astray]
            said["close"] = [thing.name.get(language) for one in astray for thing in one.near]
        elif question.nothing:
            said["unknown"] = question.nothing.get(language)
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    nothing = None if astray else question.nothing or NOTHING
    _emit(settings, found, form, nothing=nothing)
    for one in astray:
        say(settings, one.sentence)


def _with_places(kb: KnowledgeBase, found: Rows) -> Rows:
    """Add the readable places of the evidence, as source and lines, to an answer for files."""
    if EVIDENCE not in found.columns:
        return found
    claims = {claim for row in found.rows for claim in claims_in(row[EVIDENCE])}
    known = grounds(kb.ledger, claims, known_at=kb.graph.mark())
    rows = [{**row, PLACES: _places(claims_in(row[EVIDENCE]), known)} for row in found.rows]
    return Rows((*found.columns, PLACES), rows, found.truncated)


def _in_words(kb: KnowledgeBase, answer: Answer) -> Rows:
    """Give an answer for the eye: columns, codes and places in words; ids stay in the files."""
    language = kb.settings.language
    rows = answer.rows.rows
    shown = [name for name in answer.columns if name == ID or not is_id(name)]
    known = grounds(kb.ledger, answer.evidence, known_at=kb.graph.mark())

    def cell(name: str, row: Mapping[str, object]) -> object:
        value = row[name]
        if name == EVIDENCE:
            return _places(claims_in(value), known)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        return [text.get(language) for text in answer.said(name, row)]

    labels = {name: answer.question.label(name).get(language) for name in shown}
    worded = [{labels[name]: cell(name, row) for name in shown} for row in rows]
    return Rows(tuple(labels.values()), worded, answer.rows.truncated)


def _places(claims: Iterable[int], known: Mapping[int, tuple[Ground, ...]]) -> list[str]:
    """Say where a row stands: each source and its place, once."""
    found = (ground.evidence for claim in claims for ground in known.get(claim, ()))
    return list(dict.fromkeys(f"{one.source} {one.place}".strip() for one in found))


def _emit(
    settings: Settings,
    rows: Rows,
    form: Format,
    limit: int | None = None,
    nothing: Text | None = NOTHING,
) -> None:
    emit(rows.columns, rows.rows, form)
    count = len(rows.rows)
    if rows.truncated:
        say(
            settings,
            Text(
                f"最初の {count:,} 行だけです（上限 {limit or count:,}）。続きは --limit で。",
                f"Only the first {count:,} rows (cap {limit or count:,}); raise --limit for more.",
            ),
        )
    elif not count and nothing:
        say(settings, nothing)


def _list(settings: Settings) -> None:
    for question in questions().values():
        click.echo(f"{question.name}\t{question.title.get(settings.language)}")
