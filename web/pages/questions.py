"""The questions of cypher/: the list, and for one of them its form and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from kb.base import KnowledgeBase
from kb.questions import Parameter, Question, ask, questions
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
from web.wording import BASES, STATUSES, joined, number

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
ID = "_id"
OURS = "local:"
RECORD = Text("記録を開く", "open the record")
NUMBERS = {"integer", "number"}


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
    return (
        Title(question.title),
        Paragraph(question.sentence, (Cell(ALL, PATH),)),
        *_form(question, given),
        *(_answer(kb, question, given) if ready else ()),
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


def _answer(kb: KnowledgeBase, question: Question, given: Mapping[str, str]) -> Iterator[Block]:
    """Give the answer; a column that holds the ids of another becomes the links of that one."""
    found = ask(kb.graph, question.name, given)
    shown = [name for name in found.columns if not _is_link(name, found.columns)]
    columns = tuple(_column(kb.vocabulary, name, found.rows) for name in shown)
    rows = tuple(
        Row(tuple(_cell(kb.vocabulary, name, row) for name in shown)) for row in found.rows
    )
    yield Table(question.name, ANSWER, columns, rows, empty=NOBODY)
    if found.truncated:
        yield Notice("truncated", CUT)


def _is_link(name: str, columns: Sequence[str]) -> bool:
    return name.endswith(ID) and name.removesuffix(ID) in columns


def _column(words: Vocabulary, name: str, rows: Sequence[Mapping[str, object]]) -> Column:
    known = words.properties.get(name)
    numeric = bool(rows) and all(_is_number(row[name]) or row[name] is None for row in rows)
    return Column(name, known.label if known else same(name.replace("_", " ")), numeric)


def _cell(words: Vocabulary, name: str, row: Mapping[str, object]) -> Cell:
    value, id_ = row[name], row.get(f"{name}{ID}")
    address = of_thing(str(id_)) if id_ else ""
    if isinstance(value, list | tuple):
        return Cell(joined(_said(words, one) for one in value if one not in {None, ""}))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(number(value), value=value)
    if isinstance(value, str) and value.startswith(OURS):
        return Cell(RECORD, of_thing(value), value=value)
    return Cell("" if value in {None, ""} else _said(words, value), address)


def _said(words: Vocabulary, value: object) -> Text:
    """Say a value in words where it is a word of the vocabulary."""
    text = str(value)
    word = words.types.get(text) or words.relations.get(text)
    if word is not None:
        return word.label
    return BASES.get(text) or STATUSES.get(text) or same(text)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


PAGE = Page(PATH, TITLE, show, menu=40)
