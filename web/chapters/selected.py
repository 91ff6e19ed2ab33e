"""Whom a scheme selected: with their post, their field and their tier."""

from __future__ import annotations

from kb.portrait import selected
from kb.profile import Tie
from kb.text import Text
from web.blocks import Cell, Column, Row, Words
from web.chapter import BASIS, WHEN, Chapter, Scene, row, titled
from web.wording import both, concept, joined

CO_APPLICANT = Text("共同提案者", "co-applicant")
UNTIERED = Text("区分の記録なし", "No tier on record")


def _row(scene: Scene, tie: Tie) -> Row:
    posts = _posts(scene, tie)
    markets = scene.further.of(tie.other.id, "OPERATES_IN", outward=True)
    field = both(tie.properties, "field") or both(
        scene.further.details.get(tie.other.id, {}), "field"
    )
    cells = (
        scene.thing(tie.other),
        scene.also(posts, lambda post: both(post.properties, "title") or ""),
        Cell(field) if field else scene.also(markets),
        _when(scene, tie),
        scene.basis(tie, posts, () if field else markets),
    )
    return row(tie, cells, group=_tier(scene, tie))


def _posts(scene: Scene, tie: Tie) -> list[Tie]:
    """Give the present posts: those in bodies, where there are any."""
    ties = scene.further.of(tie.other.id, "AFFILIATED_WITH", outward=True)
    present = [post for post in ties if post.text("status") == "current"]
    return [post for post in present if "Agent" in post.other.labels] or present


def _when(scene: Scene, tie: Tie) -> Cell:
    when = scene.when(tie)
    co_applicant = CO_APPLICANT if tie.properties.get("co_applicant") else ""
    return Cell(when.text, note=joined(part for part in (when.note, co_applicant) if part))


def _tier(scene: Scene, tie: Tie) -> Words:
    tier = tie.text("tier")
    return concept(scene.words, "tier", tier, (tie.relation,)) if tier else UNTIERED


CHAPTER = Chapter(
    place=20,
    caption=titled(Text("採択された人・機関・取り組み", "Selected")),
    columns=(
        Column("who", Text("だれ", "Who")),
        Column("post", Text("所属と役職", "Body and post")),
        Column("field", Text("分野", "Field")),
        WHEN,
        BASIS,
    ),
    pick=selected,
    row=_row,
    order=Text(
        "採択、トライアルの順、その中は出典の順", "selected before trial, then as the source lists"
    ),
    follow=("AFFILIATED_WITH", "OPERATES_IN"),
)
