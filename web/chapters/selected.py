"""Whom a scheme selected: with their post, the field they were selected for, and their tier."""

from __future__ import annotations

import re

from kb.text import Text
from kb.views.portrait import BESIDE, GROUPS, selected, standing
from kb.views.profile import Tie
from web.blocks import Cell, Column, Row, Words
from web.chapter import BASIS, WHEN, Chapter, Scene, Uncounted, row, titled
from web.words.wording import both, concept

CO_APPLICANTS = Text("共同応募", "Co-applicants")
TOGETHER = Text("集まり・名前のないもの", "Groups, and those without a name")
UNTIERED = Text("区分の記録なし", "No tier on record")
_MARKET = re.compile(r"^(?:市場|分野|Market|Field)\s*[:：]\s*(?=\S)")
"""How a source's column of markets or fields is told in `what`."""


def _row(scene: Scene, tie: Tie) -> Row:
    posts = _posts(scene, tie)
    cells = (
        scene.thing(tie.other),
        scene.also(posts, lambda post: both(post.properties, "title") or ""),
        Cell(_field(tie)),
        scene.when(tie),
        scene.basis(tie, posts),
    )
    told = row(tie, cells, group=_group(scene, tie))
    if standing(tie) == GROUPS:
        return Uncounted(told.cells, told.group, told.node, told.guess)
    return told


def _posts(scene: Scene, tie: Tie) -> list[Tie]:
    """Give the present posts: those in bodies, where there are any."""
    ties = scene.further.of(tie.other.id, "AFFILIATED_WITH", outward=True)
    present = [post for post in ties if post.text("status") == "current"]
    return [post for post in present if "Agent" in post.other.labels] or present


def _field(tie: Tie) -> Words:
    """Give the market or field that the source names with the selection, never the person's own."""
    said = both(tie.properties, "what")
    if said and _MARKET.match(said.ja):
        return Text(_MARKET.sub("", said.ja), _MARKET.sub("", said.en))
    return both(tie.properties, "field") or ""


def _group(scene: Scene, tie: Tie) -> Words:
    """Give the heading: the tier of the named, and one each for co-applicants and groups."""
    if standing(tie) == GROUPS:
        return TOGETHER
    if standing(tie) == BESIDE:
        return CO_APPLICANTS
    tier = tie.text("tier")
    return concept(scene.words, "tier", tier, (tie.relation,)) if tier else UNTIERED


CHAPTER = Chapter(
    place=20,
    caption=titled(Text("採択された人・機関・取り組み", "Selected")),
    columns=(
        Column("who", Text("だれ", "Who")),
        Column("post", Text("所属と役職", "Body and post")),
        Column("field", Text("採択時の市場・分野", "Market or field")),
        WHEN,
        BASIS,
    ),
    pick=selected,
    row=_row,
    order=Text(
        "採択、トライアルの順、その中は出典の順", "selected before trial, then as the source lists"
    ),
    section=lambda tie: (standing(tie), tie.text("tier")),
    follow=("AFFILIATED_WITH",),
)
