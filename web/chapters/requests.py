"""What is asked about it and of it, and what it asks for itself."""

from __future__ import annotations

from kb.text import Text
from kb.views.portrait import requests
from kb.views.profile import Tie
from web.blocks import Cell, Column, Row
from web.chapter import BASIS, Chapter, Scene, row, titled
from web.words.wording import concept, joined

GROUPS = {
    "ABOUT": Text("これについての要望", "Asked about it"),
    "ADDRESSED_TO": Text("ここに宛てた要望", "Asked of it"),
    "REQUESTS": Text("ここが求めること", "What it asks for"),
}


def _row(scene: Scene, tie: Tie) -> Row:
    id_, further = tie.other.id, scene.further
    by = further.of(id_, "REQUESTS", outward=False)
    to = further.of(id_, "ADDRESSED_TO", outward=True)
    here = scene.found.thing.id
    about = [t for t in further.of(id_, "ABOUT", outward=True) if t.other.id != here]
    known = further.details.get(id_, {})
    state = str(known.get("state") or "")
    said = [
        further.description(id_) or "",
        concept(scene.words, "state", state, tie.other.labels) if state else "",
    ]
    name = scene.thing(tie.other)
    cells = (
        Cell(name.text, name.address, name.chip, note=joined(part for part in said if part)),
        scene.also(by),
        scene.also(to),
        scene.also(about),
        scene.basis(tie, by, to, about),
    )
    return row(tie, cells, group=GROUPS[tie.relation])


CHAPTER = Chapter(
    place=100,
    caption=titled(Text("提言・要望", "Requests")),
    columns=(
        Column("who", Text("要望", "Request")),
        Column("by", Text("求める側", "Asked by")),
        Column("to", Text("宛先", "Asked of")),
        Column("about", Text("何について", "About")),
        BASIS,
    ),
    pick=requests,
    row=_row,
    order=Text("これについてのものから", "those about it first"),
    follow=("REQUESTS", "ADDRESSED_TO", "ABOUT"),
)
