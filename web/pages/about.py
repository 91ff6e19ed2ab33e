"""About the data: the version, what is in it, its sources and their terms, how to cite and to report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import web.pages
from kb.base import KnowledgeBase
from kb.catalogue import units
from kb.citing import FORMS, Cited, sentence
from kb.errors import GraphError
from kb.standing import Standing, standings
from kb.text import LANGUAGES, Text, parted
from kb.views.profile import counts
from kb.when import day_here, today
from web.addresses import THING, to_report, with_query
from web.blocks import (
    Block,
    Cell,
    Column,
    Count,
    Counts,
    Fact,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Row,
    Table,
    Title,
)
from web.blocks.quotation import Quotation
from web.page import Page, Request
from web.words.cited import heading, local, whole
from web.words.source_gaps import GAPS, NONE_STATED
from web.words.wording import chip

PATH = "/about"
TYPES = 12
TITLE = Text("このデータについて", "About the data")
LEAD = Text(
    "何があり、どこから来て、どう使え、どう引用し、誤りをどう知らせるか。",
    "What is here, where it comes from, on what terms, how to cite it, and how to report a mistake.",
)
ON_PAGE = Text("このページ:", "On this page:")
NO_DATA = Text(
    "まだ何も入っていません。kakehashi demo を実行すると、最初のデータが入ります。",
    "There is nothing here yet. kakehashi demo loads the first data.",
)
VERSION = Text("版", "Version")
NUMBER = Text("版の番号", "Number")
MADE = Text("できた日", "Made on")
MARK = Text("指紋", "Fingerprint")
MARK_SAYS = Text(
    "読んだもの、判断、記入の並びから作った印。同じ指紋なら、同じ歴史のデータです。",
    "Made from everything read, judged and entered, in order: one fingerprint, one history.",
)
CONTENTS = Text("何が入っているか", "What is in it")
ALL_TYPES = Text("すべての型と関係", "All types and relations")
AWAY = Text(
    "グラフにいま届かないため、数は出せません。", "The graph cannot be reached; no counts now."
)
SOURCES = Text("出典と利用条件", "Sources and their terms")
COLUMNS = (
    Column("title", Text("出典", "Source")),
    Column("terms", Text("利用条件と、求められる表示", "Licence, and what it asks to be shown")),
    Column("read", Text("読んだ日", "Retrieved")),
    Column("holds", Text("入っているもの", "What it brings")),
    Column("gaps", Text("入っていないもの", "Known gaps")),
)
THINGS, TIES = Text("もの{n}", "{n} things"), Text("つながり{n}", "{n} ties")
FRESHNESS = Text("新しさと取り込みの記録", "How fresh they are, and each run")
CITE = Text("引用のしかた", "How to cite")
CITE_LEAD = Text(
    "版と閲覧した日を添えてください。DOI は登録されていません。もとの出典も、それぞれの条件に従って示してください。",
    "Give the version and the day of access. No DOI is registered. Name the underlying sources too, by "
    "their terms.",
)
CITED_PAGE = Text("引用するページ:", "The page to be cited:")
WHOLE_INSTEAD = Text("データ全体を引用する", "Cite the data as a whole")
IN_WORDS = {"ja": Text("文章（日本語）", "A sentence (Japanese)"), "en": Text("文章（英語）", "A sentence (English)")}  # fmt: skip
TAKE, TAKEN = Text("写す", "Copy"), Text("写しました", "Copied")
REPORT = Text("誤りを知らせる", "Reporting a mistake")
REPORT_LEAD = Text(
    "ものや人のページを開き、下の「誤りを知らせる」から、どこが違うかを名前と根拠を添えて記録できます。"
    "もとの記録は消えず、訂正が上に立ち、すぐに画面に出ます。",
    "Open the page of the thing or person and press “Report a mistake” at its foot: say what is wrong, "
    "with your name and the evidence. What was there stays on record; the correction shows at once.",
)
REPORT_NOT_HERE = Text(
    "この画面は外から見られるため、ここでは記録できません。この架け橋を運営しているところへ、ページのアドレスを添えて知らせてください。",
    "This screen can be reached from outside, so nothing can be recorded here. Tell whoever runs this "
    "Kakehashi, with the address of the page.",
)
THIS_THING = Text("このページの誤りを知らせる", "Report a mistake on this page")
FIND = Text("まず探す", "Find it first")
AT_SOURCE = Text(
    "もとの文書や登録簿の誤りは、その発行者にも知らせてください。直った版を読めば、ここも直ります。",
    "Where the document or register itself errs, tell its publisher too: reading the mended edition "
    "mends it here.",
)
PEOPLE = Text("人について", "People")
ABOUT_PEOPLE = (
    Text(
        "人の記録は、公の役割について公表された文書や登録簿にあるものだけです。どの記録にも、どこに書かれているかが付きます。",
        "People are here in public roles, as published documents and registers name them, each with "
        "where it stands.",
    ),
    Text(
        "連絡先は出しません。名前のある人の順位は、この機械か、パスワードの内側だけで出します。書き出しに人を含めるときは、利用の目的を記録します。",
        "Contact details are never shown. Named people are ranked only on this machine or behind the "
        "password; exports leave people out unless asked, and then the purpose is recorded.",
    ),
    Text(
        "ご本人から、直す、消す、連絡しない、という求めがあれば、窓口で記録し、その後の画面と道の案内はそれに従います。",
        "Whoever is named may ask to be corrected, removed or not contacted: the desk records it, and "
        "pages and routes follow.",
    ),
)
NUMBERS = Text("数字の意味", "What the numbers mean")
ABOUT_NUMBERS = (
    Text(
        "数は「記録にある」ものの数です。記録がないことは、事実がないことではありません。",
        "Numbers count what is on record. That nothing is recorded does not mean that nothing is there.",
    ),
    Text(
        "つながりの強さや、仲介の値は、並べるための目安で、人や機関の値打ちではありません。計算のしかたは、数字の横の「計算のしかた」で開けます。",
        "Strengths and brokerage values put things in order; they do not say what anybody is worth. How "
        "each is worked out opens beside it.",
    ),
    Text(
        "推定は点線と「推定」のしるしで示し、既定では数えません。",
        "What is inferred is dashed and marked, and by default not counted.",
    ),
)
CHAPTERS = (
    ("version", VERSION),
    ("contents", CONTENTS),
    ("sources", SOURCES),
    ("cite", CITE),
    ("report", REPORT),
    ("people", PEOPLE),
    ("numbers", NUMBERS),
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give everything that whoever uses the data should know; `page` is the page to be cited."""
    if not kb.ledger.version():
        return (Title(TITLE), Notice("empty", NO_DATA))
    mark = _mark(kb, kb.ledger.version())
    return (
        Title(TITLE),
        Paragraph(LEAD),
        Paragraph(ON_PAGE, tuple(Cell(word, f"#{anchor}") for anchor, word in CHAPTERS)),
        Heading(VERSION, anchor="version"),
        _version(kb, mark),
        Heading(CONTENTS, anchor="contents"),
        *_contents(kb),
        _sources(kb),
        Paragraph("", (Cell(FRESHNESS, "/sources"),)),
        Heading(CITE, anchor="cite"),
        *_cite(kb, request, mark),
        Heading(REPORT, anchor="report"),
        *_report(request),
        Heading(PEOPLE, anchor="people"),
        *(Paragraph(said) for said in ABOUT_PEOPLE),
        Heading(NUMBERS, anchor="numbers"),
        *(Paragraph(said) for said in ABOUT_NUMBERS),
    )


@lru_cache(maxsize=4)
def _mark(kb: KnowledgeBase, version: int) -> str:
    """Give the fingerprint of the present version: read from the whole history once a version."""
    del version
    return kb.ledger.fingerprint()


def _made(kb: KnowledgeBase) -> str:
    return day_here(kb.ledger.version_at(kb.ledger.version())).isoformat()


def _version(kb: KnowledgeBase, mark: str) -> Facts:
    return Facts(
        (
            Fact(NUMBER, (Cell(kb.version_label),)),
            Fact(MADE, (Cell(_made(kb)),)),
            Fact(MARK, (Cell(mark, note=MARK_SAYS),)),
        )
    )


def _contents(kb: KnowledgeBase) -> Iterator[Block]:
    try:
        known = counts(kb.graph, kb.vocabulary)
    except GraphError:
        yield Notice("boundary", AWAY)
        return
    first = sorted(known.items(), key=lambda one: not kb.vocabulary.types[one[0]].actor)[:TYPES]
    yield Counts(
        tuple(
            Count(chip(kb.vocabulary, type_), tally.number, with_query("/search", type=type_))
            for type_, tally in first
        )
    )
    yield Paragraph("", (Cell(ALL_TYPES, "/schema"),))


def _sources(kb: KnowledgeBase) -> Table:
    rows = tuple(map(_source, standings(kb.ledger, kb.vocabulary, kb.settings)))
    return Table("sources", SOURCES, COLUMNS, rows)


def _source(one: Standing) -> Row:
    source, share = one.source, one.share
    asked = (Cell(source.attribution),) if source.attribution else ()
    ties = (Cell(TIES.format(n=f"{share.ties:,}")),) if share.ties else ()
    holds = Cell(THINGS.format(n=f"{share.things:,}"), more=ties)
    return Row(
        (
            Cell(source.title, source.address, note=source.publisher),
            Cell(parted(source.licence), more=asked),
            Cell(str(day_here(one.checked)) if one.checked else "", value=one.checked),
            holds,
            Cell(GAPS.get(source.name, NONE_STATED)),
        )
    )


def _cite(kb: KnowledgeBase, request: Request, mark: str) -> Iterator[Block]:
    page = local(request.value("page"))
    named = heading(kb, page, units(web.pages, "PAGE", Page).values()) if page else None
    address = whole(page if named else "/")
    cited = Cited(kb.version_label, _made(kb), mark, today().isoformat(), address, named)
    yield Paragraph(CITE_LEAD)
    if named:
        yield Paragraph(CITED_PAGE, (Cell(named, page), Cell(WHOLE_INSTEAD, f"{PATH}#cite")))
    said = sentence(cited)
    for language in LANGUAGES:
        words = IN_WORDS[language]
        yield Quotation(language, words, said.get(language), TAKE, TAKEN, plain=True)
    for name, (label, form) in FORMS.items():
        yield Quotation(name, label, form(cited), TAKE, TAKEN)


def _report(request: Request) -> Iterator[Block]:
    page = local(request.value("page"))
    if not request.people_ranked:
        yield Paragraph(REPORT_NOT_HERE)
    else:
        ways = (Cell(THIS_THING, to_report(page)),) if page.startswith(THING) else ()
        yield Paragraph(REPORT_LEAD, (*ways, Cell(FIND, "/search")))
    yield Paragraph(AT_SOURCE)


PAGE = Page(PATH, TITLE, show, menu=57)
