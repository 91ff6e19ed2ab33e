"""Search by name: width, kana, old kanji and legal forms make no difference."""

from __future__ import annotations

from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.profile import of_type
from kb.text import Text
from web.addresses import of_thing
from web.blocks import Block, Cell, Column, Notice, Row, Search, Table
from web.page import Page, Request
from web.wording import cell_of, chip

LIMIT = 100
LONGEST = 200
QUESTION = Text("名前・技術・ニーズで探す", "Search by name, technology or need")
FOUND = Text("「{}」で見つかったもの", "Found for “{}”")
OF_TYPE = Text("{}の一覧", "All of the type {}")
NOTHING = Text("「{}」に当たる名前は記録にありません。", "No recorded name fits “{}”.")
NEAR = Text("近い名前:", "Names that come close:")
OTHER = Text("別の書き方や、名前の一部でも探せます。", "Try another spelling, or part of a name.")
ORDER = Text("よく合う順", "best first")
BY_NAME = Text("名前の順", "by name")
COLUMNS = (
    Column("who", Text("名前", "Name")),
    Column("type", Text("型", "Type")),
    Column("matched", Text("合った書き方", "Matched")),
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give what bears the name asked for, or everything of the type asked for."""
    asked, type_ = request.value("q")[:LONGEST], request.value("type")
    field = Search(QUESTION, asked)
    if asked:
        return (field, _found(kb, asked))
    if type_ in kb.vocabulary.types:
        return (field, _of_type(kb, type_))
    return (field,)


def _found(kb: KnowledgeBase, asked: str) -> Block:
    hits = kb.search.find(asked, limit=LIMIT)
    if not hits:
        return _nothing(kb, asked)
    rows = tuple(
        Row(
            (
                Cell(hit.name, of_thing(hit.id), chip(kb.vocabulary, hit.type)),
                Cell(chip(kb.vocabulary, hit.type).label),
                Cell("" if hit.matched == hit.name else hit.matched),
            )
        )
        for hit in hits
    )
    return Table("found", _say(FOUND, asked), COLUMNS, rows, order=ORDER)


def _nothing(kb: KnowledgeBase, asked: str) -> Notice:
    near = tuple(
        Cell(hit.name, of_thing(hit.id), chip(kb.vocabulary, hit.type))
        for hit in kb.search.nearest(asked, 5)
    )
    return Notice("empty", _say(NOTHING, asked), NEAR if near else OTHER, near)


def _of_type(kb: KnowledgeBase, type_: str) -> Table:
    word = kb.vocabulary.types[type_].label
    things = of_type(kb.graph, kb.vocabulary, type_)
    rows = tuple(
        Row(
            (
                cell_of(kb.vocabulary, thing),
                Cell(chip(kb.vocabulary, thing.type).label),
                Cell(),
            )
        )
        for thing in things
    )
    caption = Text(OF_TYPE.ja.format(word.ja), OF_TYPE.en.format(word.en))
    return Table("found", caption, COLUMNS, rows, order=BY_NAME)


def _say(form: Text, asked: str) -> Text:
    return Text(form.ja.format(asked), form.en.format(asked))


PAGE = Page("/search", Text("探す", "Search"), show)
