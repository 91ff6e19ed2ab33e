"""The first page: one question, three ways in with a real answer each, the whole, what is known."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from kb.base import KnowledgeBase
from kb.network.slice import DEFAULT
from kb.text import Text
from kb.views.profile import Tally, counts
from kb.when import day_here, today
from web.addresses import with_query
from web.atlas.wish import PATH as MAP
from web.blocks import (
    Block,
    Cell,
    Column,
    Columns,
    Count,
    Counts,
    Door,
    Doors,
    Heading,
    Listing,
    Notice,
    Paragraph,
    Row,
    Search,
    Table,
)
from web.home.doors import coming, latest, ways_in
from web.home.islands import ENTER, archipelago
from web.making.beside import beside
from web.page import Page, Request
from web.words.wording import chip

if TYPE_CHECKING:
    from web.blocks.islands import Archipelago

FEW = 5_000
"""Up to so many things everything here is made at once; above, beside the page."""
RUNS = 400
TYPES, SOURCES = 12, 8
QUESTION = Text("だれを、どこへつなぎますか", "Whom do you want to bring to whom?")
WHOLE = Text("全体", "The whole")
KNOWN = Text("わかっていること", "What is known")
ALL_TYPES = Text("すべての型", "All types")
REGIONS = Text("地域で見る", "By region")
COMPARE = Text("二つをくらべる", "Compare two")
FROM = Text("どこから", "From which sources")
ALL_SOURCES = Text("出典の一覧", "All sources")
ABOUT = Text("このデータについて", "About the data")
READ = Text("読んだ日", "Read on")
TITLE_OF = Text("出典", "Source")
NEWEST = Text("新しく読んだ順", "read last first")
NEVER = Text("まだ", "not yet")
OLD = Text("{day}（{days}日前）", "{day} ({days} days ago)")
GROUPS = Text("うち集まり{count}", "{count} of them groups")
DRAWING = Text(
    "全体の図を用意しています。少しあとで開くと、ここに出ます。",
    "The picture of the whole is being prepared; open this page a little later.",
)
NO_TIES = Text(
    "つながりがまだないので、描くものがありません。", "There are no ties yet, so nothing to draw."
)
EMPTY = Text("ようこそ。まだ何も入っていません。", "Welcome. There is nothing here yet.")
WOULD = Text(
    "データが入ると、ここに、橋渡しをしている人と機関、企業をだれに紹介できるか、"
    "最近変わったことの答えが一つずつ並び、その下に全体がまとまりの島として描かれます。",
    "Once data are in, one real answer each stands here: who bridges, whom a firm can be introduced "
    "to, what changed lately; below them the whole lies drawn as islands.",
)
HOW = Text("最初のデータを入れるには", "To bring in the first data")
COMMANDS = """\
kakehashi demo          # 五つの公開文書から作った例 / an example from five public documents
kakehashi ingest run    # 手もとの表や登録簿 / your own tables and registers
"""
BY_HAND = Text("画面から一件ずつ記録することもできます。", "You can also enter things one by one.")
ENTERED = Text("窓口で記録する", "Enter at the desk")
SOURCES_TO_BRING = Text("取り込める出典", "Sources that can be brought in")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the search field, the doors, the whole in small, and what is known; it never measures."""
    field = Search(QUESTION)
    mark = kb.graph.mark()
    known = _counts(kb, mark)
    if not known:
        return (field, *_empty())
    few = sum(tally.number for tally in known.values()) <= FEW
    rests_on = mark, kb.derived.newest(DEFAULT.description), today()  # offers end, and so do caps
    return (
        field,
        Doors(_doors(kb, request, rests_on, wait=few)),
        *_whole(kb, request, rests_on, wait=few),
        Columns(
            (
                Heading(KNOWN),
                Counts(tuple(_numbers(kb, known))),
                Paragraph(
                    "",
                    (
                        Cell(ALL_TYPES, "/schema"),
                        Cell(REGIONS, "/regions"),
                        Cell(COMPARE, "/compare"),
                    ),
                ),
            ),
            tuple(_from(kb)),
        ),
    )


def _empty() -> Iterator[Block]:
    """Say what would be here, and how to get it."""
    yield Notice("empty", EMPTY, WOULD)
    yield Heading(HOW)
    yield Listing(HOW, COMMANDS)
    yield Paragraph(BY_HAND, (Cell(ENTERED, "/enter"), Cell(SOURCES_TO_BRING, "/sources")))


@lru_cache(maxsize=2)
def _counts(kb: KnowledgeBase, mark: int | None) -> Mapping[str, Tally]:
    """Count by type, once a version of the graph."""
    del mark
    return counts(kb.graph, kb.vocabulary)


def _doors(
    kb: KnowledgeBase, request: Request, rests_on: Hashable, *, wait: bool
) -> tuple[Door, ...]:
    """Give the three ways in, with the last answers that there are."""
    people = request.people_ranked
    name = f"doors-{people}"
    made = beside(kb).get(name, rests_on, lambda: ways_in(kb, people=people), wait=wait)
    return (*(cast("tuple[Door, Door] | None", made) or coming()), latest(kb))


def _whole(
    kb: KnowledgeBase, request: Request, rests_on: Hashable, *, wait: bool
) -> Iterator[Block]:
    """Draw the whole in small; while it is being drawn, or without ties, say so."""
    people = request.people_ranked
    name = f"islands-{people}"
    yield Heading(WHOLE)
    made = beside(kb).get(name, rests_on, lambda: (archipelago(kb, people=people),), wait=wait)
    drawn = cast("tuple[Archipelago | None] | None", made)
    if drawn is None:
        yield Notice("loading", DRAWING, links=(Cell(ENTER, MAP),))
    else:
        yield drawn[0] or Notice("empty", NO_TIES)


def _numbers(kb: KnowledgeBase, known: Mapping[str, Tally]) -> Iterator[Count]:
    """Count the firms, people and bodies, then the things they have and need."""
    order = sorted(known.items(), key=lambda item: not kb.vocabulary.types[item[0]].actor)
    for type_, tally in order[:TYPES]:
        note = GROUPS.format(count=f"{tally.groups:,}") if tally.groups else ""
        address = with_query("/search", type=type_)
        yield Count(chip(kb.vocabulary, type_), tally.number, address, note)


def _from(kb: KnowledgeBase) -> Iterator[Block]:
    """Say from which sources all this is, and when each was read last."""
    read: dict[str, str] = {}
    for run in kb.ledger.runs(RUNS):
        if run.outcome in {"done", "unchanged"}:
            read.setdefault(run.source, str(day_here(run.ended or run.started)))
    sources = sorted(kb.ledger.sources(), key=lambda one: one.name)
    sources.sort(key=lambda one: read.get(one.name, ""), reverse=True)
    rows = tuple(
        Row((Cell(one.title, "/sources"), Cell(read.get(one.name) or NEVER)))
        for one in sources[:SOURCES]
    )
    columns = (Column("source", TITLE_OF), Column("read", READ))
    yield Table("sources", FROM, columns, rows, total=len(sources), order=NEWEST, rest="/sources")
    yield Paragraph("", (Cell(ALL_SOURCES, "/sources"), Cell(ABOUT, "/about")))


PAGE = Page("/", Text("架け橋", "Kakehashi"), show)
