"""Who belongs to it: a project's consortium, a cluster's members, a certification's holders."""

from __future__ import annotations

from kb.text import Text
from kb.views.portrait import members
from kb.views.profile import Profile, Tie
from web.blocks import Cell, Column, Row
from web.chapter import BASIS, WHEN, Chapter, Scene, row
from web.words.ties import doubt_of
from web.words.ties import reading as way

CAPTIONS = {
    "Project": Text("体制", "Consortium"),
    "Certification": Text("受けた人・企業", "Who holds it"),
    "Programme": Text("参加・利用する人と機関", "Who takes part"),
    "Event": Text("参加した人と機関", "Who took part"),
}
USUAL = Text("会員・参加者", "Members and participants")


def _caption(found: Profile) -> Text:
    return next((CAPTIONS[type_] for type_ in CAPTIONS if type_ in found.thing.labels), USUAL)


def _row(scene: Scene, tie: Tie) -> Row:
    said = Cell(scene.role(tie), note=doubt_of(tie))
    cells = (scene.thing(tie.other), said, scene.when(tie), scene.basis(tie))
    return row(tie, cells, group=way(tie, scene.words))


CHAPTER = Chapter(
    place=30,
    caption=_caption,
    columns=(
        Column("who", Text("だれ", "Who")),
        Column("as", Text("役割・内容", "As")),
        WHEN,
        BASIS,
    ),
    pick=members,
    row=_row,
    order=Text("役割の順", "by role"),
    plain=True,
)
