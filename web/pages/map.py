"""The map: communities as islands, one of them, or what lies around one; and the tables that say the same."""

from __future__ import annotations

from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.text import Text, same
from web.addresses import of_thing, with_query
from web.atlas.choices import only_hit, tools
from web.atlas.drawing import remarks_of, tie_kinds_of, types_of
from web.atlas.filters import known
from web.atlas.ids import present
from web.atlas.paint import Paint, paint
from web.atlas.places import places
from web.atlas.roles import TITLE as ROLE
from web.atlas.roles import place_of
from web.atlas.scene import DIRECT, Scene, atlas_of, scene
from web.atlas.tables import tables
from web.atlas.wish import MOST, STEPS, WHOLE, Wish
from web.blocks import Block, Cell, Columns, Notice, Picture, Title
from web.page import MovedError, Page, Request

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
LIT = Text(
    "{place}で「{role}」にあたる人と機関は{n}。印を朱色で囲み、どうつなぐかを表に書いています。",
    "{n} in {place} play the role “{role}”. Their marks are ringed in red; the table says how they tie.",
)
HOW_COUNTED = Text(
    "推定でない関係と、同じ事業に加わっていることから数えます。所在地には推定も含み、記録がない相手は地域の外とみなします。"
    "関係に向きがないので、門番と代表者は同じになります。",
    "Counted over ties that are stated, and over being in one project. Seats may be inferred; who has "
    "none on record counts as outside. Ties have no direction here, so gatekeepers and representatives are the same.",
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
    asked = Wish.read(request.query, known(kb, atlas))
    wish = present(kb, atlas, asked)
    if wish != asked:
        raise MovedError(wish.address(at=wish.at))
    if wish.q and (there := only_hit(kb, wish, atlas)):
        raise MovedError(there)
    found = scene(kb, wish, people=request.people_ranked)
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
        remarks=remarks_of(found),
        more=tuple(_more(wish, found)),
    )
    beside = tables(kb, wish, found, look, request)
    return (
        Title(TITLE),
        tools(kb, wish, found),
        *said,
        Columns((picture,), beside),
        *places(kb, wish, found, request),
    )


def _said(wish: Wish, found: Scene, look: Paint) -> list[Notice]:
    said = [Notice("boundary", OLD)] if found.old else []
    if wish.role:
        said += _roles_said(wish, found, look)
    if wish.dropped:
        said.append(Notice("truncated", DROPPED.format(said=", ".join(wish.dropped[:5]))))
    return said


def _roles_said(wish: Wish, found: Scene, look: Paint) -> list[Notice]:
    """Say who plays the role asked for, or that nobody does, and from what it is counted."""
    title, where = ROLE[wish.role], place_of(wish, found.atlas) if wish.regions else None
    if not any(look.lit):
        return [Notice("boundary", NO_ROLE.filled(role=title), HOW_COUNTED if where else ROLES_OF)]
    if where is None:
        return []
    many = same(f"{len(found.players):,}")
    return [Notice("boundary", LIT.filled(place=where, role=title, n=many), HOW_COUNTED)]


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
        if wish.focus:
            ways.append(Cell(AS_LIST, of_thing(wish.focus) + "?all=1#ties"))
        elif wish.community:
            listed = with_query("/communities", community=wish.community, all="1")
            ways.append(Cell(AS_LIST, listed))
    if found.isles:
        ways.append(Cell(AT_ONCE, wish.address(view=WHOLE)))
    elif wish.view == WHOLE and found.total > DIRECT:
        ways.append(Cell(AS_ISLANDS, wish.address(view="")))
    ways.append(Cell(SNAPSHOT, wish.address("/map/keep")))
    return ways


PAGE = Page("/map", TITLE, show, menu=30)
