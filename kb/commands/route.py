"""`kakehashi route`: who can take FROM to TO, and on what ties."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, cast, get_args

import click
import xlsxwriter

from kb.base import KnowledgeBase
from kb.cli import progress, say, with_settings
from kb.commands.emit import emit
from kb.commands.people import people_options
from kb.errors import CallError
from kb.output import Options
from kb.records import BASES
from kb.routes.asking import Question, connect
from kb.routes.contradictions import MOST_BETWEEN
from kb.routes.telling import COLUMNS, data, lines, rows
from kb.routes.values import GO_BETWEENS, ROUTES, Answer, Conditions, Kind
from kb.settings import Settings
from kb.text import Language, Text
from kb.vocabulary import Vocabulary

Form = Literal["table", "csv", "json", "xlsx"]
KINDS = tuple(one for one in get_args(Kind) if one)

FILE = Text("書きました: {file}", "Written: {file}")
NEEDS_OUT = Text("XLSX はファイルに書きます。", "XLSX goes into a file.")
NOT_KIND = Text("「種類=言葉」の形ではありません。", "This is not KIND=WORD.")


@click.command("route")
@click.argument("names", nargs=-1, required=True, metavar="FROM [TO…]")
@click.option(
    "--any-with", metavar="KIND=WORD", help=f"だれでもよい · anyone with ({', '.join(KINDS)})"
)
@click.option(
    "--leave-chain", is_flag=True, help="自分の取引網を出る · outside the own supply chain"
)
@click.option(
    "--leave-cluster", is_flag=True, help="自分のクラスターを出る · outside the own cluster"
)
@click.option(
    "--via", multiple=True, metavar="TYPE|ID", help="通る型か相手 · a type or somebody to pass"
)
@click.option("--role", "roles", multiple=True, help="通る相手の役割 · a role of a go-between")
@click.option("--avoid", multiple=True, metavar="ID", help="避ける相手 · somebody to avoid")
@click.option(
    "--basis", "bases", multiple=True, type=click.Choice(BASES), help="根拠の種類 · basis"
)
@click.option(
    "--years", type=int, help="この年数以内に確かめられたもの · seen within so many years"
)
@click.option("--inferred", is_flag=True, help="推定も使う · let inferred ties count")
@click.option(
    "--go-betweens",
    type=int,
    default=GO_BETWEENS,
    show_default=True,
    help=f"仲介者の上限 · at most so many between (up to {MOST_BETWEEN})",
)
@click.option("-k", "number", type=int, default=ROUTES, show_default=True, help="経路の数 · routes")
@click.option("--as-of", metavar="DATE", help="その日の姿 · as of a day (YYYY-MM-DD)")
@click.option("--ask-cap", type=int, help="頼む回数の上限（0: なし） · cap on asking (0: none)")
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Form)),
    default="table",
    show_default=True,
    help="出力の形 · form of the output",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="ファイル · file (xlsx)"
)
@people_options
@with_settings
def route(
    settings: Settings, /, form: Form, out: Path | None, options: Options, **asked: Any
) -> None:
    """FROM から TO へ、だれを通れば届くか · Who can take FROM to TO.

    As a table everybody is named; a file (csv, json, xlsx) names people with --people --purpose.
    """
    if form == "xlsx" and out is None:
        raise CallError(NEEDS_OUT, expected="--out FILE.xlsx")
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.catch_up()
        people = form == "table" or options.people
        answer = connect(kb, question(kb.vocabulary, asked), people=people)
        if options.people:
            options.record(kb.ledger, {"format": f"route {form}", "of": answer.asked.start})
        words = kb.vocabulary
    _write(answer, words, settings, form, out)


def question(words: Vocabulary, asked: Mapping[str, Any]) -> Question:
    """Read the call; a `--via` that is a type's name or label asks for the type."""
    start, *to = asked["names"]
    types = {name for word in words.types.values() for name in (word.name, word.label.ja)}
    via: Sequence[str] = asked["via"]
    return Question(
        start=start,
        to=tuple(to),
        any_with=_any_with(asked["any_with"]),
        conditions=Conditions(
            leave_chain=asked["leave_chain"],
            leave_cluster=asked["leave_cluster"],
            via_types=tuple(name for name in via if name in types),
            via=tuple(name for name in via if name not in types),
            roles=asked["roles"],
            avoid=asked["avoid"],
            bases=asked["bases"],
            years=asked["years"],
            inferred=asked["inferred"],
            go_betweens=asked["go_betweens"],
            as_of=asked["as_of"],
            ask_cap=asked["ask_cap"],
        ),
        k=asked["number"],
    )


def _any_with(text: str | None) -> tuple[Kind, str] | None:
    if text is None:
        return None
    kind, equals, word = text.partition("=")
    if not equals or kind not in KINDS:
        raise CallError(NOT_KIND, expected=" | ".join(f"{one}=…" for one in KINDS), found=text)
    return cast("Kind", kind), word


def _write(
    answer: Answer, words: Vocabulary, settings: Settings, form: Form, out: Path | None
) -> None:
    """Write it; in every form but the table the sentences go to stderr, stdout holds data alone."""
    language = settings.language
    if form == "json":
        click.echo(json.dumps(data(answer, words, language), ensure_ascii=False, indent=1))
        return
    if form == "table":
        for line in lines(answer, words):
            click.echo(line.get(language))
        return
    table = list(rows(answer, words, language))
    if out is not None and form == "xlsx":
        _sheet(out, table, language)
        say(settings, FILE.format(file=out))
    else:
        emit(COLUMNS, table, "csv")
    for line in _said(answer):
        say(settings, line)


def _said(answer: Answer) -> Iterator[Text]:
    if answer.nothing is not None:
        yield answer.nothing.sentence
    yield from answer.notes


def _sheet(out: Path, table: Sequence[Mapping[str, object]], language: Language) -> None:
    """Write the rows as one sheet; every text as text, so that nothing of it calculates."""
    del language
    book = xlsxwriter.Workbook(str(out), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("routes")
    sheet.write_row(0, 0, COLUMNS)
    for place, row in enumerate(table, start=1):
        cells = [row.get(column) for column in COLUMNS]
        sheet.write_row(
            place, 0, ["; ".join(map(str, c)) if isinstance(c, list) else c for c in cells]
        )
    sheet.freeze_panes(1, 0)
    book.close()
