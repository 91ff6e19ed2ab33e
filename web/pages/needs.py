"""Needs and offers: what is posted and until when, what documents name, what expires soon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from kb.base import KnowledgeBase
from kb.errors import InputError
from kb.matching.values import Item
from kb.text import Text, same
from kb.vocabulary import Vocabulary
from kb.when import When, today
from web.addresses import of_thing, to_enter, with_query
from web.blocks import Block, Cell, Column, Field, Form, Paragraph, Row, Table, Title, Words
from web.desk.candidates import name_of, of_candidates, whose
from web.desk.postings import KINDS, Filter, Listed, Postings, postings
from web.desk.shown import VISIBLE, on_desk
from web.page import Page, Request

PATH = "/needs"
TITLE = Text("ニーズと提供", "Needs and offers")
LEAD = Text(
    "求めていることと差し出せるもの。期限が過ぎると照合から外れ、履歴に残ります。",
    "What is looked for and what can be given. Past its expiry it is matched no more and stays in "
    "the history.",
)
POST = {
    "need": Text("ニーズを出す", "Post a need"),
    "offer": Text("提供できるものを出す", "Post an offer"),
}
GROUPS = {"need": Text("ニーズ", "Needs"), "offer": Text("提供できるもの", "Offers")}
SIDE = Text("どちら", "Which")
SOON = Text("もうすぐ期限（30日以内）", "Expiring within 30 days")
POSTED = Text("出されているもの", "Posted now")
DOCUMENTS = Text("文書にあるもの（期限の記載なし）", "From documents (no expiry stated)")
ENDED = Text("終わったもの・期限の過ぎたもの", "Ended or expired")
NONE_POSTED = Text("いま出されているものはありません。", "Nothing is posted now.")
NONE = Text("当てはまるものはありません。", "Nothing fits.")
FIND = Text("絞り込む", "Filter")
ALL = Text("絞り込みをやめる", "Show all")
SEE_ENDED = Text("終わったものも見る", "See what has ended too")
AGE = Text("{n}日前", "{n} days ago")
TODAY = Text("今日", "today")
LEFT = Text("あと{n}日", "{n} days left")
LAST_DAY = Text("今日まで", "until today")
OVER = Text("終わった", "over")
SEE = Text("見る", "see")
LATEST = Text("新しい順", "latest first")
BY_DAY = Text("期限の早い順", "soonest first")
BY_NAME = Text("名前の順", "by name")
SHOWN = 50
"""So many of a table are shown unless all are asked for."""
LONGEST = 100

COLUMNS = (
    Column("what", Text("何を", "What")),
    Column("whose", Text("だれの", "Whose")),
    Column("fields", Text("技術・市場", "Technologies and markets")),
    Column("regions", Text("地域", "Regions")),
    Column("posted", Text("出した日", "Posted on")),
    Column("until", Text("期限", "Expiry")),
)
MATCHES = Column("candidates", Text("候補", "Candidates"))


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give what is posted, those that expire soon first, and what documents name."""
    wanted = Filter(*(request.value(name)[:LONGEST] for name in Filter.__slots__))
    found = postings(kb, wanted, today(), desk=on_desk(request))
    desk = on_desk(request)
    new = tuple(Cell(POST[kind], to_enter(kind)) for kind in KINDS) if desk else ()
    return (
        Title(TITLE),
        Paragraph(LEAD, new),
        _form(wanted),
        *_tables(kb, request, found, wanted),
        *_ways(request, wanted),
    )


def _form(wanted: Filter) -> Form:
    fields = (
        Field("technology", Text("技術", "Technology"), wanted.technology),
        Field("market", Text("市場・分野", "Market"), wanted.market),
        Field("region", Text("地域", "Region"), wanted.region),
    )
    return Form(PATH, fields, FIND)


def _tables(
    kb: KnowledgeBase, request: Request, found: Postings, wanted: Filter
) -> Iterator[Block]:
    def table(name: str, caption: Text, some: Sequence[Listed], order: Text) -> Table:
        some = sorted(some, key=lambda one: KINDS.index(one.item.side))
        shown = some if request.whole else some[:SHOWN]
        rows = tuple(_row(kb.vocabulary, one, request) for one in shown)
        columns, rows = _spoken(rows, desk=on_desk(request))
        rest = f"{_address(wanted, all='1', ended=request.value('ended'))}#{name}"
        empty = NONE if wanted.any else NONE_POSTED
        return Table(name, caption, columns, rows, SIDE, len(some), order, rest, empty=empty)

    if found.soon:
        yield table("soon", SOON, found.soon, BY_DAY)
    yield table("posted", POSTED, found.posted, LATEST)
    if found.documents:
        yield table("documents", DOCUMENTS, found.documents, BY_NAME)
    if request.value("ended") and found.ended:
        yield table("ended", ENDED, found.ended, LATEST)


def _spoken(rows: Sequence[Row], *, desk: bool) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Give the columns in which some row says something, and the rows with them alone."""
    columns = (*COLUMNS, *((VISIBLE,) if desk else ()), MATCHES)
    said = [
        place
        for place in range(len(columns))
        if any(row.cells[place].text or row.cells[place].more for row in rows) or not rows
    ]
    kept = (replace(row, cells=tuple(row.cells[place] for place in said)) for row in rows)
    return tuple(columns[place] for place in said), tuple(kept)


def _ways(request: Request, wanted: Filter) -> Iterator[Block]:
    ways = [Cell(ALL, PATH)] if wanted.any else []
    if not request.value("ended"):
        ways.append(Cell(SEE_ENDED, _address(wanted, ended="1")))
    if ways:
        yield Paragraph("", tuple(ways), quiet=True)


def _address(wanted: Filter, **more: str) -> str:
    named = {name: getattr(wanted, name) for name in Filter.__slots__}
    return with_query(PATH, **named, **more)


def _row(words: Vocabulary, one: Listed, request: Request) -> Row:
    item = one.item
    public = Text("公開", "Public") if item.until else ""
    seen = (Cell(one.visibility or public),) if on_desk(request) else ()
    cells = (
        name_of(words, item),
        whose(item, people=request.people_ranked),
        _things([(link.id, link.name) for link in item.fields], item.keywords),
        _things([(link.id, link.name) for link in item.regions]),
        _posted(item),
        _until(item),
        *seen,
        Cell(SEE, of_candidates(item.id)) if not item.over else Cell(),
    )
    return Row(cells, GROUPS[item.side], node=item.id)


def _things(links: Sequence[tuple[str, Text]], words: Sequence[str] = ()) -> Cell:
    cells = [Cell(name, of_thing(id_)) for id_, name in links]
    cells += [Cell(same(word)) for word in words]
    return cells[0] if len(cells) == 1 else Cell(more=tuple(cells))


def _posted(item: Item) -> Cell:
    first = _day(item.since, last=False)
    if first is None:
        return Cell()
    days = (today() - first).days
    note: Words = TODAY if days == 0 else AGE.format(n=f"{days:,}") if days > 0 else ""
    return Cell(item.since, value=item.since, note=note)


def _until(item: Item) -> Cell:
    last = _day(item.until, last=True)
    if last is None:
        return Cell(note=OVER if item.over else "")
    days = (last - today()).days
    left: Words = LAST_DAY if days == 0 else LEFT.format(n=f"{days:,}")
    return Cell(item.until, value=item.until, note=OVER if item.over or days < 0 else left)


def _day(text: str, *, last: bool) -> date | None:
    try:
        when = When(text or None, text or None)
        return when.last_day() if last else when.first_day()
    except InputError:
        return None


PAGE = Page(PATH, TITLE, show, menu=11)
