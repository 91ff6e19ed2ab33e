"""What changed since a day or a version: things, facts, ties, judgements, entries, by day and source."""

from __future__ import annotations

from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.text import Text
from web.blocks import Block, Notice, Paragraph, Title
from web.blocks.routes import Asking, Blank
from web.blocks.routes import Choice as Option
from web.changes.asked import asked, counted
from web.changes.telling import PATH, TITLE, Telling
from web.page import Page, Request
from web.work.lists import kept

EMPTY = Text("この間に変わったことはありません。", "Nothing changed in this time.")
NO_DATA = Text(
    "まだ何も入っていません。kakehashi demo を実行すると、最初のデータが入ります。",
    "There is nothing here yet. kakehashi demo loads the first data.",
)
NEXT_TIME = Text("次回はここから:", "Next time go on from here:")
FROM, SINCE_HINT = Text("から", ":"), Text("例: 2026-04-01、令和8年4月、版12", "2026-04-01 or 12")
SINCE = Text("いつから", "Since when")
EVERYWHERE, EVERY_TYPE = Text("すべての地域", "all regions"), Text("すべての種類", "all types")
EVERY_SOURCE = Text("すべての出典", "all sources")
BUTTON = Text("この条件で見る", "Show these")
MORE = Text("種類と地域で絞る", "By type and region")
REGION = Text("地域", "Region")
TIE = Text("つながり: {name}", "tie: {name}")

Menu = Sequence[tuple[str, Text]]


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give what changed in the span asked for: how much, then the latest of each kind."""
    if not kb.ledger.version():
        return (Title(TITLE), Notice("empty", NO_DATA))
    wish = asked(kb, request)
    telling = Telling(kb, request, wish, *counted(kb, wish.span))
    tables = tuple(telling.tables())
    return (
        telling.title(),
        Paragraph(telling.lead()),
        *(() if request.value("thing") else (_asking(kb, request),)),
        *telling.bounds(),
        *(tables or (Notice("empty", EMPTY),)),
        *telling.hidden(),
        Paragraph(NEXT_TIME, (telling.bookmark(),)),
    )


def _asking(kb: KnowledgeBase, request: Request) -> Asking:
    """Give the question as a sentence with fields."""
    lists = kept(kb)
    types = [(name, word.label) for name, word in kb.vocabulary.types.items()]
    ties = [(n, TIE.filled(name=w.label)) for n, w in kb.vocabulary.relations.items()]
    sources = [(source.name, source.title) for source in kb.ledger.sources()]
    since, region = request.value("since"), request.value("region")
    sentence = (
        Blank("since", SINCE, "text", since, after=FROM, hint=SINCE_HINT),
        _select("source", request, EVERY_SOURCE, sources, Text("出典", "Source")),
    )
    regions = lists.menu("region") if lists else []
    further = (
        _select("type", request, EVERY_TYPE, [*types, *ties], Text("種類", "Type")),
        *((_select("region", request, EVERYWHERE, regions, REGION),) if regions else ()),
    )
    unfolded = bool(region or request.value("type"))
    return Asking(PATH, sentence, (), further, MORE, BUTTON, unfolded=unfolded)


def _select(name: str, request: Request, every: Text, menu: Menu, label: Text) -> Blank:
    choices = (Option("", every), *(Option(value, said) for value, said in menu))
    return Blank(name, label, "select", request.value(name), choices=choices)


PAGE = Page(PATH, TITLE, show, menu=56)
