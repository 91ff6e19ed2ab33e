"""Search by name: width, kana, old kanji and legal forms make no difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.base import KnowledgeBase
from kb.naming import close
from kb.profile import how_many, of_type
from kb.search import Hit
from kb.text import LANGUAGES, Language, Text, same
from web.addresses import of_thing, with_query
from web.blocks import Block, Cell, Column, Notice, Row, Search, Table, Words
from web.hits import Told, shorten, told
from web.page import Page, Request
from web.wording import cell_of, chip, joined

LIMIT = 100
SHOWN, MOST = 200, 5_000
"""How many of a type are listed at first, and at most."""
LONGEST = 200
NEAREST = 5
QUESTION = Text("名前・技術・ニーズで探す", "Search by name, technology or need")
FOUND = Text("「{}」で見つかったもの", "Found for “{}”")
OF_TYPE = Text("{}の一覧", "All of the type {}")
NOTHING = Text("「{}」に当たる名前は記録にありません。", "No recorded name fits “{}”.")
READINGS = Text(
    "読み(かな)は、出典に印字されているものだけがあります。漢字、所属先、肩書きでも探してください。",
    "Readings are held only where a source prints them: try kanji, a body or a title.",
)
NEAR = Text(f"{READINGS.ja}近い名前:", f"{READINGS.en} Names that come close:")
OTHER = Text(
    f"別の書き方や、名前の一部でも探せます。{READINGS.ja}",
    f"Try another spelling, or part of a name. {READINGS.en}",
)
ABOUT = Column("about", Text("どんなものか", "What it is"))
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
        return (field, _found(kb, asked, request.language))
    if type_ in kb.vocabulary.types:
        return (field, _of_type(kb, type_, SHOWN if not request.whole else MOST))
    return (field,)


def _found(kb: KnowledgeBase, asked: str, language: Language) -> Block:
    hits = kb.search.find(asked, limit=LIMIT)
    if not hits:
        return _nothing(kb, asked, language)
    known = told(kb, [hit.id for hit in hits])
    rows = tuple(
        Row(
            (
                _named(kb, hit, known, language),
                Cell(chip(kb.vocabulary, hit.type).label),
                Cell(_about(known.get(hit.id))),
                Cell("" if hit.matched == hit.name else hit.matched),
            )
        )
        for hit in hits
    )
    return Table(
        "found", _say(FOUND, asked), (*COLUMNS[:2], ABOUT, *COLUMNS[2:]), rows, order=ORDER
    )


def _named(kb: KnowledgeBase, hit: Hit, known: Mapping[str, Told], language: Language) -> Cell:
    """Name a hit in the reader's language, with its Japanese name beside an English one."""
    name = known[hit.id].thing.name if hit.id in known else same(hit.name)
    note = name.ja if name.get(language) != name.ja else ""
    return Cell(name, of_thing(hit.id), chip(kb.vocabulary, hit.type), note=note)


def _about(one: Told | None) -> Words:
    """Say shortly what a hit is; where nothing describes it, which sources know it."""
    if one is None:
        return ""
    if one.description is None:
        return joined(one.sources)
    return Text(*(shorten(one.description.get(each)) for each in LANGUAGES))


def _nothing(kb: KnowledgeBase, asked: str, language: Language) -> Notice:
    hits = close(kb.search.nearest(asked, NEAREST))
    known = told(kb, [hit.id for hit in hits])
    near = tuple(_named(kb, hit, known, language) for hit in hits)
    return Notice("empty", _say(NOTHING, asked), NEAR if near else OTHER, near)


def _of_type(kb: KnowledgeBase, type_: str, most: int) -> Table:
    """List what is of a type, the first by name; never more than a page can hold."""
    word = kb.vocabulary.types[type_].label
    things = of_type(kb.graph, kb.vocabulary, type_, most)
    total = len(things) if len(things) < most else how_many(kb.graph, type_)
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
    rest = with_query("/search", type=type_, all=1) if most == SHOWN else ""
    return Table("found", caption, COLUMNS, rows, total=total, order=BY_NAME, rest=rest)


def _say(form: Text, asked: str) -> Text:
    return Text(form.ja.format(asked), form.en.format(asked))


PAGE = Page("/search", Text("探す", "Search"), show)
