"""What the map's script and its buttons ask for: a view as data, and as a file that opens offline."""

from __future__ import annotations

from collections.abc import Mapping

import flask
from werkzeug.wrappers import Response

from kb.base import KnowledgeBase
from kb.cli import now
from kb.errors import CallError
from kb.output import Options
from kb.snapshot import Drawing, Mark, Stroke, page
from kb.text import Language, Text
from kb.vocabulary import strength_class
from web import frame
from web.atlas.choices import around
from web.atlas.drawing import TITLE, map_data, name_of
from web.atlas.filters import known
from web.atlas.ids import present
from web.atlas.paint import Paint, paint
from web.atlas.scene import Scene, atlas_of, called, scene
from web.atlas.wish import Wish
from web.door import visit
from web.words.wording import chip

SNAPSHOT = "/map/snapshot.html"
MOST_TOLD = Text("{total}のうち{shown}（{order}）", "{shown} of {total} ({order})")
ALL_TOLD = Text("{total}のすべて", "all {total}")
NO_PEOPLE_HERE = Text(
    "この画面は外から見られるため、名前のある人を含む保存はできません。",
    "This screen can be reached from outside, so no file with named people can be kept here.",
)
NAMELESS = Text("だれが持ち出すかを書いてください。", "Say who takes it along.")


def register_map(app: flask.Flask, kb: KnowledgeBase, *, public: bool) -> None:
    """Give the application /map.json and /map/snapshot.html.

    A snapshot with named people is asked for by a form that says the purpose; it is then recorded.
    """

    def data() -> Response:
        wish = viewed(kb, flask.request.args.to_dict())
        found = scene(kb, wish, people=not public)
        look = paint(kb, wish, found, people=not public)
        return flask.jsonify(map_data(kb, wish, found, look, frame.language()))

    def snapshot() -> Response:
        if flask.request.method == "GET":
            return _snapshot(kb, flask.request.args.to_dict(), Options())
        form = flask.request.form.to_dict()
        if public:
            raise CallError(NO_PEOPLE_HERE)
        by = visit.name() if visit.be_called(form.get("by", "")) else ""
        if not by:
            raise CallError(NAMELESS)
        options = Options(people=True, purpose=form.get("purpose", ""), by=by, at=now())
        return _snapshot(kb, form, options)

    app.add_url_rule("/map.json", "map_data", data)
    app.add_url_rule(SNAPSHOT, "map_snapshot", snapshot, methods=["GET", "POST"])


def viewed(kb: KnowledgeBase, query: Mapping[str, str]) -> Wish:
    """Give the view that a query asks for, by the ids that things bear now."""
    atlas, _ = atlas_of(kb)
    return present(kb, atlas, Wish.read(query, known(kb, atlas)))


def _snapshot(kb: KnowledgeBase, query: Mapping[str, str], options: Options) -> Response:
    """Answer with the view as one file; with named people their leaving is recorded first."""
    drawing = drawing_of(kb, viewed(kb, query), frame.language(), people=options.people)
    if options.people:
        options.record(kb.ledger, {"format": "html", "nodes": len(drawing.marks), "view": "map"})
    response = flask.make_response(page(drawing))
    response.mimetype = "text/html"
    name = f"kakehashi-map-{kb.version_label}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def drawing_of(kb: KnowledgeBase, wish: Wish, language: Language, *, people: bool) -> Drawing:
    """Give what the snapshot shows: what the view shows at its places, with the ties."""
    found = scene(kb, wish, people=people)
    atlas = found.atlas
    look = paint(kb, wish, found, people=people)
    kept = [n for n, place in enumerate(found.shown) if people or not atlas.person[place]]
    inside = {atlas.ids[found.shown[n]] for n in kept}
    marks = tuple(_mark(kb, found, look, n, language) for n in kept)
    ties = found.ties if len(found.ties) else found.kept.among(found.shown)
    strokes = (_stroke(kb, found, int(tie), language) for tie in ties)
    order = found.order.get(language)
    told = MOST_TOLD if len(marks) < found.total else ALL_TOLD
    said = told.format(shown=f"{len(marks):,}", total=f"{found.total:,}", order=order)
    return Drawing(
        _title(wish, found, language, people=people),
        said.get(language),
        kb.version_label,
        tuple(one.title.get(language) for one in kb.ledger.sources()),
        marks,
        tuple(one for one in strokes if {one.source, one.target} <= inside),
        language,
        people,
    )


def _title(wish: Wish, found: Scene, language: Language, *, people: bool) -> str:
    if wish.focus and (people or not found.atlas.person[found.atlas.index[wish.focus]]):
        return name_of(found.atlas, found.atlas.index[wish.focus]).get(language)
    if wish.community:
        inside = [p for p, name in enumerate(found.member) if name == wish.community]
        return called(found.atlas, inside, found.kept.degree).get(language)
    return (around(wish, found.atlas) if wish.regions else TITLE).get(language)


def _mark(kb: KnowledgeBase, found: Scene, look: Paint, number: int, language: Language) -> Mark:
    atlas, place = found.atlas, found.shown[number]
    type_ = atlas.node["type"].cell(place)
    word = kb.vocabulary.types.get(type_)
    label = chip(kb.vocabulary, type_).label
    said = label.get(language) if isinstance(label, Text) else label
    x, y = (float(one) for one in found.spots[number])
    own = (word.colour if word else None) or "#7a7f85"
    return Mark(
        atlas.ids[place],
        name_of(atlas, place).get(language),
        said,
        look.colours[number] or own,
        word.shape if word else None,
        x,
        y,
        look.sizes[number],
        lit=look.lit[number],
        pale=found.kept.is_outside(place) or bool(atlas.aggregate[place]),
    )


def _stroke(kb: KnowledgeBase, found: Scene, tie: int, language: Language) -> Stroke:
    atlas = found.atlas
    word = kb.vocabulary.relations[atlas.tie["relation"].cell(tie)]
    return Stroke(
        atlas.ids[int(atlas.source[tie])],
        atlas.ids[int(atlas.target[tie])],
        word.label.get(language),
        strength_class(float(atlas.strength[tie])),
        inferred=atlas.tie["basis"].cell(tie) == "inferred",
        directed=not word.symmetric,
    )
