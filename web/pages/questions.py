"""The questions of cypher/: the list, and for one of them its form and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.base import KnowledgeBase
from kb.errors import NotKnownError
from kb.questions import Parameter, Question, ask, id_columns, is_id, questions, wording
from kb.text import Text, same
from kb.vocabulary import Vocabulary
from web.addresses import of_thing, with_query
from web.blocks import (
    Block,
    Cell,
    Column,
    Field,
    Form,
    Notice,
    Paragraph,
    Row,
    Table,
    Title,
)
from web.page import Page, Request
from web.wording import joined, number

PATH = "/questions"
ASKED = "question"
TITLE = Text("質問", "Questions")
LEAD = Text(
    "よく尋ねられることを、そのまま質問にしてあります。答えは表になり、ファイルでも受け取れます。",
    "What people often ask, ready to be asked. The answer is a table, also as a file.",
)
ALL = Text("質問の一覧", "All questions")
ANSWER = Text("答え", "Answer")
BUTTON = Text("この質問を尋ねる", "Ask this question")
NOBODY = Text("記録の中に答えはありません。", "The records hold no answer.")
CUT = Text("これより多くの答えがあります。", "There are more answers than these.")
UNKNOWN = Text("この質問はありません。", "There is no such question.")
COLUMNS = (
    Column("question", Text("質問", "Question")),
    Column("sentence", Text("何がわかるか", "What it tells")),
)
SOURCES = "sources"
LOOK_UP = Text(
    "番号は、名前で探したページの「番号」の欄にあります。",
    "Look it up by name: the id stands on its page under “Id and numbers”.",
)
SEARCH = Text("名前で探す", "Search by name")
NUMBERS = {"integer", "number"}
FILES = {"csv", "xlsx"}

Answer = Mapping[str, object]


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the list of questions, or one question with its answer."""
    name = request.value(ASKED)
    if not name:
        return (Title(TITLE), Paragraph(LEAD), _list())
    question = questions().get(name)
    if question is None:
        return (Title(TITLE), Notice("empty", UNKNOWN), _list())
    given = {one.name: request.value(one.name) for one in question.parameters}
    given = {key: value for key, value in given.items() if value}
    ready = all(one.name in given or one.default is not None for one in question.parameters)
    ids = request.value("format") in FILES
    return (
        Title(question.title),
        Paragraph(question.sentence, (Cell(ALL, PATH),)),
        *_form(question, given),
        *(_answer(kb, question, given, ids=ids) if ready else ()),
    )


def _list() -> Table:
    rows = (
        Row((Cell(one.title, with_query(PATH, question=name)), Cell(one.sentence)))
        for name, one in questions().items()
    )
    return Table("questions", ALL, COLUMNS, tuple(rows))


def _form(question: Question, given: Mapping[str, str]) -> Iterator[Block]:
    if question.parameters:
        fields = (_field(one, given) for one in question.parameters)
        yield Form(PATH, (Field(ASKED, "", question.name, "hidden"), *fields), BUTTON)


def _field(one: Parameter, given: Mapping[str, str]) -> Field:
    usual = "" if one.default is None else str(one.default)
    type_: Literal["number", "text"] = "number" if one.type in NUMBERS else "text"
    value = given.get(one.name, usual)
    return Field(one.name, one.label, value, type_, required=one.default is None)


def _answer(
    kb: KnowledgeBase, question: Question, given: Mapping[str, str], *, ids: bool
) -> Iterator[Block]:
    """Give the answer, the things in it as links; with `ids` their ids are columns too."""
    try:
        found = ask(kb.graph, question.name, given)
    except NotKnownError as unknown:
        yield Notice("error", unknown.what, LOOK_UP, (Cell(SEARCH, "/search"),))
        return
    links = id_columns(found.columns)
    shown = [name for name in found.columns if ids or not is_id(name) or name in links]
    titles = {source.name: source.title for source in kb.ledger.sources()}
    said = _Reader(kb.vocabulary, titles, links)
    columns = tuple(_column(question, name, found.rows) for name in shown)
    rows = tuple(Row(tuple(said.cell(name, row) for name in shown)) for row in found.rows)
    yield Table(question.name, ANSWER, columns, rows, empty=NOBODY)
    if found.truncated:
        yield Notice("truncated", CUT)


def _column(question: Question, name: str, rows: Sequence[Answer]) -> Column:
    values = [row[name] for row in rows if row[name] is not None]
    numeric = bool(values) and all(_is_number(value) for value in values)
    return Column(name, question.label(name), numeric)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads values as cells; files get codes and numbers as they are."""

    words: Vocabulary
    sources: Mapping[str, Text]
    links: Mapping[str, str]

    def cell(self, name: str, row: Answer) -> Cell:
        """Give the cell of one column in one row; a list of one thing is a link to it."""
        value = row[name]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return Cell(number(value), value=value)
        values = [one for one in _listed(value) if one not in {None, ""}]
        ids = _listed(row.get(self.links.get(name, "")))
        address = of_thing(str(ids[0])) if len(ids) == len(values) == 1 else ""
        raw = "; ".join(str(one).lower() if isinstance(one, bool) else str(one) for one in values)
        text = joined(self._said(name, one, row) for one in values)
        return Cell(text, address, value=raw if text and text != same(raw) else None)

    def _said(self, name: str, value: object, row: Answer) -> Text:
        if name == SOURCES and str(value) in self.sources:
            return self.sources[str(value)]
        return wording(self.words, name, value, row) or same(str(value))


def _listed(value: object) -> Sequence[object]:
    if isinstance(value, list | tuple):
        return value
    return () if value is None else (value,)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


PAGE = Page(PATH, TITLE, show, menu=40)
