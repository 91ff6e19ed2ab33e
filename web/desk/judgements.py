"""Who is who on a thing's page: what it was judged to be, perhaps to be, and not to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.base import KnowledgeBase
from kb.records import Key
from kb.text import Text, same
from kb.views.judgements import Standing, judgements, source_of
from kb.views.profile import Profile
from kb.when import day_here
from web.addresses import to_judge
from web.blocks import Cell, Column, Row, Table, Words
from web.desk.shown import on_desk
from web.page import Request
from web.words.wording import cell_of

CAPTION = Text("同定の判断", "Who is who")
GROUPS = {
    "same": Text("同じもの", "The same"),
    "unsure": Text("同じかもしれない", "May be the same as"),
    "different": Text("別のもの", "Not the same as"),
}
LOOK = Text("見直す・取り消す", "look again, undo")
EQUAL = Text("{one} = {other}", "{one} = {other}")
COLUMNS = (
    Column("who", Text("何と", "With what")),
    Column("why", Text("理由", "Why")),
    Column("by", Text("判断した人", "Judged by")),
    Column("at", Text("いつ", "When")),
)


def table(kb: KnowledgeBase, found: Profile, request: Request) -> Iterator[Table]:
    """Give the judgements that touch a thing as a table, where there are any.

    Those at the desk are led to where each can be judged anew or undone.
    """
    standing = judgements(kb.graph, kb.ledger, kb.vocabulary, found)
    if standing:
        sources = kb.ledger.sources()
        titles = {source.publisher.ja: source.publisher for source in sources}
        titles |= {source.name: source.title for source in sources}
        desk = on_desk(request)
        rows = tuple(_row(kb, one, titles, desk=desk) for one in standing)
        yield Table("judgements", CAPTION, COLUMNS, rows)


def _row(kb: KnowledgeBase, one: Standing, titles: Mapping[str, Text], *, desk: bool) -> Row:
    if one.other:
        said = cell_of(kb.vocabulary, one.other)
    else:
        ends = {"one": _said(one.own, titles), "other": _said(one.key, titles)}
        said = Cell(EQUAL.filled(**ends), value=str(one.key))
    by: Words = titles.get(one.by, same(one.by))
    again = (Cell(LOOK, to_judge(str(one.own), str(one.key))),) if desk else ()
    cells = (said, Cell(one.why), Cell(by, more=again), Cell(f"{day_here(one.at)}"))
    return Row(cells, GROUPS.get(one.verdict, ""))


def _said(key: Key, titles: Mapping[str, Text]) -> Text:
    return titles.get(source_of(key), same(str(key)))
