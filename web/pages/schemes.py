"""The index of schemes: programmes, projects, clusters, certifications, support networks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kb.base import KnowledgeBase
from kb.identity.folding import fold
from kb.text import Text
from kb.views.profile import Tie
from kb.views.schemes import GROUPS, Scheme, schemes
from kb.vocabulary import Vocabulary
from web.addresses import with_query
from web.blocks import Block, Cell, Column, Field, Form, Notice, Paragraph, Row, Table, Title
from web.page import Page, Request
from web.words.wording import BASES, cell_of, joined

PATH = "/schemes"
NAME = "name"
LONGEST = 200
SHOWN = 100
"""How many rows a group shows unless all are asked for."""
NAMED = 3
"""How many parts and how many bodies a cell names."""
TITLE = Text("制度と取り組み", "Schemes")
LEAD = Text(
    "国や自治体、商工団体、財団の制度から、プロジェクト、クラスター、支援機関、認定まで。"
    "だれが担うかの記録から分けています。",
    "From schemes of the state, local governments, chambers and foundations to projects, clusters, "
    "support bodies and certifications, grouped by who is on record as running them.",
)
LABELS = {
    "national": Text("国の制度", "National schemes"),
    "local": Text("都道府県・市区町村の制度", "Schemes of prefectures and municipalities"),
    "association": Text("商工会議所・経済団体の取り組み", "Of chambers and associations"),
    "foundation": Text("支援機関・財団の取り組み", "Of support bodies and foundations"),
    "other": Text(
        "大学・研究機関・企業などの取り組み", "Of universities, institutes, firms and others"
    ),
    "project": Text("プロジェクトと共同体", "Projects and consortia"),
    "cluster": Text("クラスター", "Clusters"),
    "support": Text("支援機関とそのネットワーク", "Support bodies and their networks"),
    "certification": Text("認証・認定", "Certifications"),
    "abroad": Text("海外の制度と取り組み", "Abroad"),
    "unknown": Text("担い手の記録がない制度", "Schemes with nobody on record as running them"),
}
FILTER = Text("名前や説明にある語", "A word in the name or description")
BUTTON = Text("この語で絞る", "Show those with this word")
ORDER = Text("つながりと数字の多い順", "most ties and figures first")
NOTHING = Text("「{}」に当たる制度は記録にありません。", "No recorded scheme fits “{}”.")
UNNAMED = Text(
    "ほかに、名前のないものや集まりとして書かれたもの{count}件は、ここに載せていません。",
    "{count} more, written of as groups or without a name, are left out here.",
)
WITHIN = Text(
    "大きな制度の一部で、自身の数字も場も持たないものは、その制度の「その中」にあります。",
    "A part of a larger scheme that has no figures and is no platform stands under “Within it”.",
)
ONLY_LISTED = Text(
    "登録簿が挙げるだけで、文書が述べていないものは、ここに並べていません。"
    "上の欄に語を入れるか、名前で探してください:",
    "What only registers list and no document tells of is not listed here; give a word above, or "
    "search by name:",
)
PART = Text("{whole}の一部", "part of {whole}")
MORE = Text("ほか{count}", "{count} more")
COLUMNS = (
    Column("who", Text("名前", "Name")),
    Column("short", Text("説明", "In short")),
    Column("by", Text("担う人・機関", "Run by")),
    Column("within", Text("その中", "Within it")),
    Column("ties", Text("つながり", "Ties"), numeric=True),
    Column("figures", Text("数字", "Figures"), numeric=True),
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the index, or the entries of it that bear a word."""
    asked = request.value(NAME)[:LONGEST]
    index = schemes(kb.graph, kb.vocabulary, asked)
    found = [one for one in index.schemes if _fits(one, asked)]
    tables = tuple(_tables(found, kb.vocabulary, everything=request.whole or bool(asked)))
    return (
        Title(TITLE),
        Paragraph(LEAD),
        Paragraph("", tuple(_way_to(table) for table in tables)),
        Form(PATH, (Field(NAME, FILTER, asked),), BUTTON),
        *([] if tables else [Notice("empty", _say(asked))]),
        *tables,
        *_left_out(index.unnamed, asked),
        *_listed(kb.vocabulary, index.listed),
    )


def _fits(scheme: Scheme, asked: str) -> bool:
    """Tell whether it belongs on the page: on its own, or by bearing the word asked for."""
    if not asked:
        return scheme.stands_alone
    name, said = scheme.thing.name, scheme.description
    texts = (name.ja, name.en, *((said.ja, said.en) if said else ()))
    return any(fold(asked) in fold(text) for text in texts)


def _tables(found: Sequence[Scheme], words: Vocabulary, *, everything: bool) -> Iterator[Table]:
    for group in GROUPS:
        entries = [one for one in found if one.group == group]
        kept = entries if everything else entries[:SHOWN]
        rows = tuple(_row(one, words) for one in kept)
        rest = f"{with_query(PATH, all='1')}#{group}"
        if rows:
            yield Table(
                group, LABELS[group], COLUMNS, rows, total=len(entries), order=ORDER, rest=rest
            )


def _row(scheme: Scheme, words: Vocabulary) -> Row:
    whole = PART.filled(whole=scheme.whole.other.name) if scheme.whole else ""
    name = cell_of(words, scheme.thing)
    note = joined(part for part in (name.note, whole) if part)
    cells = (
        Cell(name.text, name.address, name.chip, note=note),
        Cell(scheme.description or ""),
        _several(scheme.runners, words),
        _several(scheme.parts, words),
        Cell(f"{scheme.ties:,}", value=scheme.ties),
        Cell(f"{scheme.figures:,}" if scheme.figures else "", value=scheme.figures),
    )
    return Row(cells, node=scheme.thing.id)


def _several(ties: Sequence[Tie], words: Vocabulary) -> Cell:
    cells = [_end(tie, words) for tie in ties[:NAMED]]
    if (rest := len(ties) - NAMED) > 0:
        cells.append(Cell(MORE.format(count=rest)))
    return Cell(more=tuple(cells))


def _end(tie: Tie, words: Vocabulary) -> Cell:
    cell = cell_of(words, tie.other)
    guess = BASES["inferred"] if tie.text("basis") == "inferred" else ""
    note = joined(part for part in (cell.note, guess) if part)
    return Cell(cell.text, cell.address, cell.chip, note=note)


def _way_to(table: Table) -> Cell:
    return Cell(table.caption, f"#{table.name}", note=f"{table.total:,}" if table.total else "")


def _say(asked: str) -> Text:
    return Text(NOTHING.ja.format(asked), NOTHING.en.format(asked))


def _left_out(unnamed: int, asked: str) -> Iterator[Block]:
    if not asked:
        yield Paragraph(WITHIN, quiet=True)
    if unnamed and not asked:
        yield Paragraph(UNNAMED.format(count=f"{unnamed:,}"), quiet=True)


def _listed(words: Vocabulary, listed: Mapping[str, int]) -> Iterator[Block]:
    """Say what only registers list, and where it is found."""
    ways = tuple(
        Cell(words.types[type_].label, with_query("/search", type=type_), note=f"{number:,}")
        for type_, number in listed.items()
    )
    if ways:
        yield Paragraph(ONLY_LISTED, ways, quiet=True)


PAGE = Page(PATH, TITLE, show, menu=51)
