"""All candidates of one need, offer or technology, with the score of each and how it is made."""

from __future__ import annotations

from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.matching.asking import matches
from kb.matching.values import Item
from kb.text import Text
from kb.when import today
from web.blocks import Block, Cell, Listing, Notes, Notice, Paragraph, Title
from web.desk.candidates import PATH, WHOLE, blocks, name_of, whose
from web.desk.shown import on_desk
from web.page import Page, Request
from web.words.wording import Footnotes

TITLE = Text("候補", "Candidates")
OF = Text("「{name}」の候補", "Candidates for “{name}”")
CHOOSE = Text(
    "どのニーズ・提供・技術の候補を見るか、まず選んでください。",
    "Choose first whose candidates to see: a need, an offer or a technology.",
)
NEEDS = Text("ニーズと提供", "Needs and offers")
ABOUT = Text("だれのものか:", "Whose:")
KEPT = Text(
    "これは公開されていません。窓口の画面だけで照らし合わせています。相手には伝わりません。",
    "This is not public. It is matched on the desk's own pages alone, and nobody is told.",
)
RULE = Text("点の出し方", "How the score is made")
MADE = Text(
    """点 = 0.5 × 言葉 + 0.4 × 分野 + 0.1 × 近さ（どれも0から1）
言葉: 双方の文の言葉のかけらの余弦。かけらの重みは ln(1 + 全件数 ÷ それを含む件数)、漢字1字は半分
分野: 同じ技術・市場・認証 1、一方が他方の一部 0.7、一方の文に他方の分野の名がある 0.6、どちらも同じものの一部 0.4
近さ: 持ち主どうしが直接つながる 1、共通の相手がいる 0.5（相手が50を超える持ち主とつながるときは数えない）
0.5から強、0.3から中、0.12から弱。言葉と分野だけで0.12に届かないものは候補にしない
応えると出典が述べるものは1""",
    """score = 0.5 × words + 0.4 × fields + 0.1 × nearness, each from 0 to 1
words: the cosine of the pieces of both texts; a piece weighs ln(1 + all / those with it), a single kanji half
fields: 1 the same technology, market or certification; 0.7 one is part of the other; 0.6 the text of one names a field of the other; 0.4 both are part of the same
nearness: 1 the owners have a tie; 0.5 they have a neighbour in common, unless that is one of more than 50 owners
strong from 0.5, medium from 0.3, weak from 0.12; words and fields must reach 0.12 by themselves
what a source says to answer it: 1""",
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the candidates, best first, at most WHOLE of them."""
    if not request.value("id"):
        return (Title(TITLE), Notice("empty", CHOOSE, links=(Cell(NEEDS, "/needs"),)))
    found = matches(kb, request.value("id"), today(), desk=on_desk(request), most=WHOLE)
    footnotes = Footnotes({}, kb.ledger.sources())
    kept = (Notice("boundary", KEPT),) if found.asked.audience is not None else ()
    return (
        Title(OF.filled(name=found.asked.name)),
        Paragraph("", (name_of(kb.vocabulary, found.asked),)),
        *_whose(found.asked, people=request.people_ranked),
        *kept,
        *blocks(kb, found, footnotes, request, parts=True),
        Listing(RULE, MADE.get(request.language)),
        Notes(footnotes.notes()),
    )


def _whose(asked: Item, *, people: bool) -> Sequence[Block]:
    cell = whose(asked, people=people)
    cells: tuple[Cell, ...] = cell.more or ((cell,) if cell.text else ())
    return (Paragraph(ABOUT, cells),) if cells else ()


PAGE = Page(PATH, TITLE, show)
