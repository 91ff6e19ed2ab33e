"""What the map's script and its buttons ask for: a view as data, and as a file that opens offline."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from kb.base import KnowledgeBase
from kb.snapshot import Drawing, Mark, Stroke, page
from kb.text import Text
from kb.vocabulary import strength_class
from web import frame
from web.map_choices import known
from web.map_drawing import TITLE, map_data, name_of
from web.map_paint import paint
from web.mapping import Wish
from web.scene_of_map import Scene, atlas_of, called, scene
from web.wording import chip

MOST_TOLD = Text("{shown} / {total}（{order}）", "{shown} of {total} ({order})")


def register_map(app: flask.Flask, kb: KnowledgeBase, *, public: bool) -> None:
    """Give the application /map.json and /map/snapshot.html."""

    def data() -> Response:
        wish = _wish(kb)
        found = scene(kb, wish)
        look = paint(kb, wish, found, people=not public)
        return flask.jsonify(map_data(kb, wish, found, look, frame.language()))

    app.add_url_rule("/map.json", "map_data", data)
    app.add_url_rule("/map/snapshot.html", "map_snapshot", lambda: _snapshot(kb))


def _wish(kb: KnowledgeBase) -> Wish:
    return Wish.read(flask.request.args.to_dict(), known(kb, atlas_of(kb)[0]))


def _snapshot(kb: KnowledgeBase) -> Response:
    """Answer with the view as one file, without named people."""
    wish = _wish(kb)
    response = flask.make_response(page(drawing_of(kb, wish, scene(kb, wish))))
    response.mimetype = "text/html"
    name = f"kakehashi-map-{kb.version_label}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def drawing_of(kb: KnowledgeBase, wish: Wish, found: Scene) -> Drawing:
    """Give what the snapshot shows: the bodies of the view at their places, with their ties."""
    atlas, language = found.atlas, frame.language()
    look = paint(kb, wish, found, people=False)
    kept = [n for n, place in enumerate(found.shown) if not atlas.person[place]]
    inside = {atlas.ids[found.shown[n]] for n in kept}
    marks = tuple(_mark(kb, found, look.colours[n], look.sizes[n], n) for n in kept)
    ties = found.ties if len(found.ties) else found.kept.among(found.shown)
    strokes = tuple(
        one
        for one in (_stroke(kb, found, int(tie)) for tie in ties)
        if {one.source, one.target} <= inside
    )
    order = found.order.get(language)
    said = MOST_TOLD.format(shown=len(marks), total=found.total, order=order).get(language)
    names = [one.title.get(language) for one in kb.ledger.sources()]
    return Drawing(
        _title(wish, found), said, kb.version_label, tuple(names), marks, strokes, language
    )


def _title(wish: Wish, found: Scene) -> str:
    language = frame.language()
    if wish.focus and not found.atlas.person[found.atlas.index[wish.focus]]:
        return name_of(found.atlas, found.atlas.index[wish.focus]).get(language)
    if wish.community:
        inside = [p for p, name in enumerate(found.member) if name == wish.community]
        return called(found.atlas, inside, found.kept.degree).get(language)
    return TITLE.get(language)


def _mark(kb: KnowledgeBase, found: Scene, colour: str, size: float, number: int) -> Mark:
    atlas, place = found.atlas, found.shown[number]
    type_ = atlas.node["type"].cell(place)
    word = kb.vocabulary.types.get(type_)
    label = chip(kb.vocabulary, type_).label
    said = label.get(frame.language()) if isinstance(label, Text) else label
    x, y = (float(one) for one in found.spots[number])
    own = (word.colour if word else None) or "#7a7f85"
    name = name_of(atlas, place).get(frame.language())
    return Mark(
        atlas.ids[place], name, said, colour or own, word.shape if word else None, x, y, size
    )


def _stroke(kb: KnowledgeBase, found: Scene, tie: int) -> Stroke:
    atlas = found.atlas
    word = kb.vocabulary.relations[atlas.tie["relation"].cell(tie)]
    return Stroke(
        atlas.ids[int(atlas.source[tie])],
        atlas.ids[int(atlas.target[tie])],
        word.label.get(frame.language()),
        strength_class(float(atlas.strength[tie])),
        inferred=atlas.tie["basis"].cell(tie) == "inferred",
        directed=not word.symmetric,
    )
