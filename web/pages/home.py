"""The first page: one question, the ways in with a real answer each, the whole, what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kb.base import KnowledgeBase
from kb.bridging import bridging
from kb.ledger import Run
from kb.profile import Tally, Thing, counts, things
from kb.text import Text, same
from kb.vocabulary import SOURCE
from web.addresses import of_thing, with_query
from web.blocks import (
    Block,
    Cell,
    Columns,
    Count,
    Counts,
    Door,
    Doors,
    Heading,
    Notice,
    Paragraph,
    Search,
)
from web.brokerage import broker_ids, brokers_of
from web.connect_examples import examples
from web.drawing import of_whole, picture_block
from web.page import Page, Request
from web.wording import STRENGTHS, cell_of, chip

RUNS = 20
TYPES = 12
FIRM = "Firm"
QUESTION = Text("だれを、どこへつなぎますか", "Whom do you want to bring to whom?")
BRIDGES = Text("だれが橋渡しをしているか", "Who bridges?")
ALL_BROKERS = Text("仲介者の一覧", "All brokers")
CONNECTS = Text("この企業をだれに紹介できるか", "Who can this firm be introduced to?")
BY_WAY = Text(
    "記録では、{who}を通る道があります（{grade}）。", "On record by way of {who} ({grade})."
)
ROUTES = Text("この道をくわしく見る", "Look at this route")
CHANGED = Text("最近変わったこと", "What changed lately?")
RUN = Text(
    "{day}、新しい記録{new}件、変わった記録{changed}件。",
    "{day}: {new} new records, {changed} changed.",
)
ALL_SOURCES = Text("データの出どころ", "Where the data come from")
EMPTY = Text(
    "まだ何も入っていません。kakehashi demo を実行すると、最初のデータが入ります。",
    "There is nothing here yet. kakehashi demo loads the first data.",
)
WHOLE = Text("全体", "The whole")
KNOWN = Text("わかっていること", "What is known")
ENTER = Text("地図を開く", "Open the map")
ALL_TYPES = Text("すべての型", "All types")
FROM = Text(
    "出典（文書{documents}・編集の表{tables}）",
    "From {documents} documents and {tables} editorial tables",
)
OURS = "架け橋"
"""How the publisher of an editorial table begins."""
GROUPS = Text("うち集まり{count}", "{count} of them groups")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the search field, the doors, the map in small, and what is known."""
    field = Search(QUESTION)
    known = counts(kb.graph, kb.vocabulary)
    if not known:
        return (field, Notice("empty", EMPTY))
    doors = tuple(_doors(kb, request))
    brokers = broker_ids(kb, people=request.people_ranked)
    picture = picture_block(kb, of_whole(kb, brokers))
    numbers = tuple(
        Count(
            chip(kb.vocabulary, type_),
            tally.number,
            with_query("/search", type=type_),
            GROUPS.format(count=f"{tally.groups:,}") if tally.groups else "",
        )
        for type_, tally in _actors_first(kb, known)[:TYPES]
    )
    return (
        field,
        Doors(doors),
        Columns(
            (Heading(WHOLE), picture, Paragraph("", (Cell(ENTER, "/map"),))),
            (
                Heading(KNOWN),
                Counts(numbers),
                Paragraph("", (Cell(ALL_TYPES, "/schema"),)),
                *_from(kb),
            ),
        ),
    )


def _actors_first(kb: KnowledgeBase, known: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    """Give the firms, people and bodies before the things they have and need."""
    return sorted(known.items(), key=lambda item: not kb.vocabulary.types[item[0]].actor)


def _doors(kb: KnowledgeBase, request: Request) -> Iterator[Door]:
    if door := _broker(kb, request):
        yield door
    if door := _connection(kb, request):
        yield door
    if door := _change(kb):
        yield door


def _broker(kb: KnowledgeBase, request: Request) -> Door | None:
    """Show the first who is recorded as having brought others together; else the first measured."""
    found = brokers_of(kb, people=request.people_ranked)
    if found is None or not found.rows:
        return None
    brought = bridging(kb.graph, kb.vocabulary, people=request.people_ranked)
    first = next((row for row in found.rows if row.id in brought), found.rows[0])
    who = things(kb.graph, kb.vocabulary, [first.id]).get(first.id)
    answer = cell_of(kb.vocabulary, who or Thing(first.id, first.name, first.type))
    said = brought[first.id].sentence if first.id in brought else first.reason
    return Door(BRIDGES, (answer,), said, "/brokers", ALL_BROKERS)


def _connection(kb: KnowledgeBase, request: Request) -> Door | None:
    """Show a firm, whom it can be brought to, and by whom."""
    found = examples(kb, people=request.people_ranked)
    one = next((one for one in found if FIRM in one.start.labels), None)
    if one is None:
        return None
    start, *between, end = (one.answer.actors[id_] for id_ in one.best.nodes)
    cells = tuple(
        Cell(at.name, of_thing(at.id), chip(kb.vocabulary, at.type)) for at in (start, end)
    )
    who = Text("、".join(at.name.ja for at in between), ", ".join(at.name.en for at in between))
    sentence = BY_WAY.filled(who=who, grade=STRENGTHS[one.best.grade])
    return Door(CONNECTS, cells, sentence, one.wish.at(), ROUTES)


def _change(kb: KnowledgeBase) -> Door | None:
    runs = [run for run in kb.ledger.runs(RUNS) if run.version is not None]
    run = next((run for run in runs if run.source != SOURCE), None)
    if run is None:
        return None
    title = next(
        (source.title for source in kb.ledger.sources() if source.name == run.source),
        same(run.source),
    )
    return Door(CHANGED, (Cell(title, "/sources"),), _said(run), "/sources", ALL_SOURCES)


def _said(run: Run) -> Text:
    new, changed = (f"{int(run.counts.get(name, 0)):,}" for name in ("new", "changed"))
    return RUN.format(day=(run.ended or run.started)[:10], new=new, changed=changed)


def _from(kb: KnowledgeBase) -> Iterator[Block]:
    sources = kb.ledger.sources()
    ours = sum(source.publisher.ja.startswith(OURS) for source in sources)
    cells = tuple(Cell(source.title, "/sources") for source in sources)
    if cells:
        yield Heading(FROM.format(documents=len(sources) - ours, tables=ours))
        yield from (Paragraph("", (cell,)) for cell in cells)


PAGE = Page("/", Text("架け橋", "Kakehashi"), show)
