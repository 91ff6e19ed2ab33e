"""The questions of cypher/: the list, and for one of them its form, answer and statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal
from urllib.parse import urlencode

from kb.base import KnowledgeBase
from kb.question import Parameter, Question
from kb.questions import questions, refuse_strangers
from kb.text import Text
from web.addresses import with_query
from web.blocks import (
    Block,
    Cell,
    Column,
    Field,
    Form,
    Listing,
    Notice,
    Paragraph,
    Row,
    Table,
    Title,
)
from web.page import Page, Request
from web.words.answer import answer_blocks

PATH = "/questions"
ASKED = "question"
TITLE = Text("質問", "Questions")
LEAD = Text(
    "よく尋ねられることを、そのまま質問にしてあります。答えは表になり、ファイルでも受け取れます。",
    "What people often ask, ready to be asked. The answer is a table, also as a file.",
)
ALL = Text("質問の一覧", "All questions")
BUTTON = Text("この質問を尋ねる", "Ask this question")
UNKNOWN = Text("この質問はありません。", "There is no such question.")
STATEMENT = Text("この質問の Cypher", "This question in Cypher")
COLUMNS = (
    Column("question", Text("質問", "Question")),
    Column("sentence", Text("何がわかるか", "What it tells")),
)
NUMBERS = {"integer", "number"}
TEXTS = {"text", "time"}
FILES = {"csv", "xlsx"}
OF_EVERY_PAGE = {ASKED, "language", "format", "table", "all"}
"""What an address may hold beside the parameters of the question."""


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the list of questions, or one question with its answer."""
    name = request.value(ASKED)
    if not name:
        return (Title(TITLE), Paragraph(LEAD), _list())
    question = questions().get(name)
    if question is None:
        return (Title(TITLE), Notice("empty", UNKNOWN), _list())
    refuse_strangers(question, request.query.keys() - OF_EVERY_PAGE)
    given = {
        one.name: request.value(one.name) for one in question.parameters if _told(one, request)
    }
    ready = all(one.name in given or one.default is not None for one in question.parameters)
    raw = request.value("format") in FILES
    rest = "" if request.whole else _rest(name, given)
    return (
        Title(question.title),
        Paragraph(question.sentence, (Cell(ALL, PATH),)),
        *_form(question, given),
        *(answer_blocks(kb, question, given, raw=raw, rest=rest) if ready else ()),
        Listing(STATEMENT, question.cypher),
    )


def _rest(name: str, given: Mapping[str, str]) -> str:
    """Give the address of the whole answer; an emptied text stays emptied."""
    return "&".join(filter(None, (with_query(PATH, question=name, all=1), urlencode(given))))


def _told(one: Parameter, request: Request) -> bool:
    """Tell whether the reader gave a value; an emptied text asks for all."""
    emptied = one.name in request.query and one.type in TEXTS and one.default is not None
    return emptied or bool(request.value(one.name))


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


PAGE = Page(PATH, TITLE, show, menu=40)
