"""The map: communities as islands, one of them, or what lies around one; and the tables that say the same."""

from __future__ import annotations

from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.text import Text
from web.addresses import of_thing, with_query
from web.blocks import Block, Cell, Columns, Notice, Picture, Title
from web.map_choices import known, only_hit, tools
from web.map_drawing import tie_kinds_of, types_of
from web.map_paint import ROLE_NAMES, Paint, paint
from web.map_tables import places, tables
from web.mapping import MOST, STEPS, WHOLE, Wish
from web.page import MovedError, Page, Request
from web.scene_of_map import DIRECT, Scene, atlas_of, scene

TITLE = Text("地図", "Map")
PICTURE = Text("つながりの地図", "Map of ties")
EMPTY = Text("この条件に合うつながりはありません。", "No tie fits these conditions.")
LESS = Text("上の条件を外すと、また見えます。", "Take a condition out above, and they come back.")
NOTHING = Text(
    "まだ地図に描くものがありません。kakehashi demo を実行すると、最初のデータが入ります。",
    "There is nothing to draw yet. kakehashi demo loads the first data.",
)
DROPPED = Text(
    "読めない条件は外しました: {said}", "Conditions that cannot be read were left out: {said}"
)
OLD = Text(
    "地図は一つ前の版です。新しい版ができると入れ替わります。",
    "The map is of the version before; the new one takes its place when it is made.",
)
NO_ROLE = Text(
    "いま見ているものの中に、「{role}」の役割をもつものはありません。",
    "Nobody among what is shown plays the role “{role}”.",
)
ROLES_OF = Text(
    "役割は全体のつながりから数えます。条件をゆるめると見つかることがあります。",
    "Roles are counted over all ties; fewer conditions may bring some.",
)
STEP = Text("{n}歩まで", "{n} steps")
ONE_STEP = Text("1歩まで", "1 step")
UP_TO = Text("{n}まで表示", "show {n}")
AS_LIST = Text("一覧で見る", "show as list")
AT_ONCE = Text("全体を一枚の図で", "the whole as one picture")
AS_ISLANDS = Text("島に戻す", "back to the islands")
SNAPSHOT = Text("オフラインで開く1枚のファイルに保存", "keep as one file that opens offline")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the tools, the picture with its tables, and the prefectures."""
    atlas, _ = atlas_of(kb)
    if not atlas.n:
        return (Title(TITLE), Notice("empty", NOTHING))
    wish = Wish.read(request.query, known(kb, atlas))
    if wish.q and (there := only_hit(kb, wish, atlas)):
        raise MovedError(there)
    found = scene(kb, wish)
    look = paint(kb, wish, found, people=request.people_ranked)
    said = tuple(_said(wish, found, look))
    if not found.shown:
        return (Title(TITLE), tools(kb, wish, found), *said, Notice("empty", EMPTY, LESS))
    picture = Picture(
        wish.address("/map.json", at=wish.at),
        PICTURE,
        types_of(kb, found),
        tie_kinds_of(found),
        len(found.shown),
        found.total,
        found.order,
        large=True,
        groups=any(found.atlas.aggregate[place] for place in found.shown),
        explored=True,
        swatches=look.swatches,
        more=tuple(_more(wish, found)),
    )
    beside = tables(kb, wish, found, look, request)
    return (
        Title(TITLE),
        tools(kb, wish, found),
        *said,
        Columns((picture,), beside),
        *places(kb, wish, found),
    )


def _said(wish: Wish, found: Scene, look: Paint) -> list[Notice]:
    said = [Notice("boundary", OLD)] if found.old else []
    if wish.role and not any(look.lit):
        said.append(Notice("boundary", NO_ROLE.filled(role=ROLE_NAMES[wish.role]), ROLES_OF))
    if wish.dropped:
        said.append(Notice("truncated", DROPPED.format(said=", ".join(wish.dropped[:5]))))
    return said


def _more(wish: Wish, found: Scene) -> list[Cell]:
    """Give the ways to see more or less of what is around: steps, how many, as a list."""
    ways: list[Cell] = []
    if wish.focus:
        ways += [
            Cell(
                ONE_STEP if n == 1 else STEP.format(n=n),
                "" if n == wish.steps else wish.address(steps=n),
            )
            for n in STEPS
        ]
    if len(found.shown) < found.total and not found.isles:
        ways += [
            Cell(UP_TO.format(n=n), wish.address(most=n)) for n in MOST if n > len(found.shown)
        ][:1]
        listed = of_thing(wish.focus) + "?all=1#ties" if wish.focus else ""
        listed = listed or with_query("/communities", community=wish.community, all="1")
        ways.append(Cell(AS_LIST, listed))
    if found.isles:
        ways.append(Cell(AT_ONCE, wish.address(view=WHOLE)))
    elif wish.view == WHOLE and found.total > DIRECT:
        ways.append(Cell(AS_ISLANDS, wish.address(view="")))
    ways.append(Cell(SNAPSHOT, wish.address("/map/snapshot.html")))
    return ways


PAGE = Page("/map", TITLE, show, menu=30)
