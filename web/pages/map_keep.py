"""A view of the map as one file: without named people at once, with them for a stated purpose."""

from __future__ import annotations

from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.text import Text
from web.atlas.answers import SNAPSHOT, drawing_of, viewed
from web.blocks import Blank, Block, Cell, EntryForm, Heading, Notice, Paragraph, Title
from web.page import Page, Request

PATH = "/map/keep"
TITLE = Text("地図を1枚のファイルに保存する", "Keep the map as one file")
WHAT = Text(
    "いま見ている範囲（{what}、{said}）を、通信なしで開ける HTML ファイルにします。表と凡例も入ります。",
    "The view ({what}, {said}) becomes an HTML file that opens without a network, with its tables and "
    "legend.",
)
SAVE = Text("個人の名前を入れずに保存する", "Keep it without named people")
BACK = Text("地図に戻る", "Back to the map")
WITH = Text("個人の名前も入れる", "With named people")
WHY = Text(
    "名前のある人とその関係も入れるときは、何に使うかを書いてください。だれが、いつ、何のために持ち出したかが記録に残り"
    "ます。",
    "To take named people and their ties along, say what for. Who took them, when and what for is kept "
    "on record.",
)
OUTSIDE = Text(
    "この画面は外から見られるため、名前のある人を含む保存はできません。",
    "This screen can be reached from outside, so no file with named people can be kept here.",
)
PURPOSE = Text("何に使うか", "What it is for")
HINT = Text("例: 11月の企業訪問の準備", "such as: preparing the visits in November")
BY = Text("お名前", "Your name")
BUTTON = Text("目的を記録して、人も入れて保存する", "Record the purpose and keep it with people")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Say what would be kept, and offer both ways."""
    wish = viewed(kb, request.query)
    drawing = drawing_of(kb, wish, request.language, people=False)
    what = WHAT.format(what=drawing.title, said=drawing.said)
    ways = (Cell(SAVE, wish.address(SNAPSHOT, at="")), Cell(BACK, wish.address()))
    return (Title(TITLE), Paragraph(what, ways), Heading(WITH), *_with_people(wish.values, request))


def _with_people(values: dict[str, str], request: Request) -> Sequence[Block]:
    if not request.people_ranked:
        return (Notice("boundary", OUTSIDE),)
    form = EntryForm(
        SNAPSHOT,
        (
            Blank("purpose", PURPOSE, "text", hint=HINT, required=True),
            Blank("by", BY, "text", request.by, required=True),
        ),
        BUTTON,
        tuple((name, value) for name, value in values.items() if value),
    )
    return (Paragraph(WHY), form)


PAGE = Page(PATH, TITLE, show)
