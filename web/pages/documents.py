"""The documents read line by line: what each contributed, and where nothing was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kb.base import KnowledgeBase
from kb.text import Text
from kb.views.documents import Contribution, contributions
from kb.vocabulary import Vocabulary
from web.addresses import of_thing
from web.blocks import Block, Cell, Column, Notice, Paragraph, Row, Table, Title
from web.page import Page, Request

TITLE = Text("文書", "Documents")
LEAD = Text(
    "人が一行ずつ読んで表にした文書です。どの記録も、もとの文書の行を根拠に持ちます。"
    "読んで何も採らなかった箇所も、理由とともに示します。",
    "Documents that were read line by line and put into tables by hand. Every record names its lines; "
    "passages that were read and gave nothing are listed with the reason.",
)
EMPTY = Text(
    "まだありません。kakehashi ingest run --all を実行すると入ります。",
    "There is none yet; kakehashi ingest run --all brings them in.",
)
SUMMARY = Text("それぞれの文書から得たもの", "What each document contributed")
SILENT = Text("何も採らなかった箇所", "Where nothing was found")
LINES = Text("行", "Lines")
WHY = Text("理由", "Why")
DOCUMENT = Text("文書", "Document")
FAMILIES: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("bodies", Text("組織", "Bodies"), ("Organisation", "Unit")),
    ("people", Text("人", "People"), ("Person",)),
    (
        "undertakings",
        Text("制度・事業", "Schemes"),
        ("Programme", "Project", "Cluster", "Certification"),
    ),
    ("events", Text("出来事", "Events"), ("Event",)),
    ("technologies", Text("技術・製品", "Technologies"), ("Technology", "Product")),
    (
        "wanted",
        Text("ニーズ・市場", "Needs, markets"),
        ("Need", "Offer", "Gap", "Market"),
    ),
    ("figures", Text("統計値", "Figures"), ("Statistic",)),
)
"""The columns of the table; what belongs to none of them is counted under the last."""

OTHERS = Text("その他", "Others")
COLUMNS = (
    Column("document", DOCUMENT),
    *(Column(name, label, numeric=True) for name, label, _ in FAMILIES),
    Column("other_types", OTHERS, numeric=True),
    Column("ties", Text("つながり", "Ties"), numeric=True),
    Column("inferred", Text("推定", "Inferred"), numeric=True),
    Column("cited", Text("引いた行", "Lines cited"), numeric=True),
    Column("lines", Text("全行", "Lines"), numeric=True),
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give what each curated document contributed."""
    del request
    found = _contributions(kb, kb.graph.mark(), kb.ledger.version())
    if not found:
        return Title(TITLE), Notice("empty", EMPTY)
    rows = tuple(Row(tuple(_row(kb.vocabulary, one))) for one in found)
    return (
        Title(TITLE),
        Paragraph(LEAD),
        Table("documents", SUMMARY, COLUMNS, rows),
        Table(
            "nothing-found",
            SILENT,
            (Column("lines", LINES), Column("reason", WHY)),
            tuple(row for one in found for row in _silence(one)),
            group=DOCUMENT,
        ),
    )


@lru_cache(maxsize=2)
def _contributions(kb: KnowledgeBase, drawn: int | None, version: int) -> tuple[Contribution, ...]:
    """Count once for each version of graph and ledger: every claim of the documents is read."""
    del drawn, version
    return contributions(kb.graph, kb.ledger, kb.vocabulary)


def _row(words: Vocabulary, one: Contribution) -> Iterator[Cell]:
    yield Cell(one.name, of_thing(one.id))
    counted = {name: _number(words, one.types, types) for name, _, types in FAMILIES}
    for name, _, _ in FAMILIES:
        yield _count(counted[name])
    yield _count(sum(one.types.values()) - sum(counted.values()))
    for number in (one.ties, one.inferred, one.cited):
        yield _count(number)
    yield _count(one.lines) if one.lines else Cell()


def _number(words: Vocabulary, types: Mapping[str, int], families: Sequence[str]) -> int:
    return sum(
        number
        for type_, number in types.items()
        if any(words.is_a(type_, family) for family in families)
    )


def _count(number: int) -> Cell:
    return Cell(f"{number:,}", value=number)


def _silence(one: Contribution) -> Iterator[Row]:
    for silence in one.silent:
        yield Row((Cell(silence.lines), Cell(silence.why)), group=one.name)


PAGE = Page("/documents", TITLE, show, menu=53)
