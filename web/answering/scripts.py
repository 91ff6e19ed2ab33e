"""What the explorer's scripts ask for: pictures, suggestions, and the colours of the types."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from kb.base import KnowledgeBase
from kb.errors import NotKnownError
from kb.search import Hit
from kb.text import Text
from web import frame
from web.addresses import of_thing
from web.blocks.harmless import readable
from web.brokers.results import broker_ids, places
from web.connect.ways_picture import asked_drawing
from web.page import Request
from web.pictures.drawing import around_thing, drawing, of_whole
from web.words.hits import NAME, why

SUGGESTIONS = 8
LONGEST_QUERY = 200
DAY = 24 * 3600


def register_answers(app: flask.Flask, kb: KnowledgeBase, *, public: bool) -> None:
    """Give the application /picture.json, /search.json and /static/types.css."""

    def colours() -> Response:
        response = flask.make_response(frame.types_style(kb.vocabulary))
        response.mimetype = "text/css"
        response.cache_control.max_age = DAY
        return response

    app.add_url_rule("/picture.json", "picture", lambda: _picture(kb, people=not public))
    app.add_url_rule("/search.json", "suggestions", lambda: _suggestions(kb))
    app.add_url_rule("/static/types.css", "types_style", colours)


def _picture(kb: KnowledgeBase, *, people: bool) -> Response:
    """Answer with the picture of the routes asked for, around a thing, or of the whole."""
    language, query = frame.language(), flask.request.args.to_dict()
    if "from" in query:
        asked = Request(language, {}, query, people_ranked=people)
        return flask.jsonify(asked_drawing(kb, asked))
    id_, brokers = query.get("around", ""), broker_ids(kb, people=people)
    if not id_:
        shown = of_whole(kb, brokers)
        return flask.jsonify(drawing(kb, shown, language, brokers=brokers, known=places(kb)))
    shown = around_thing(kb, id_, flask.request.args.get("steps", 1, type=int))
    if not shown.things:
        raise NotKnownError(Text("この番号のものはありません。", "Nothing bears this id."))
    centre = shown.things[0].name
    return flask.jsonify(drawing(kb, shown, language, centre=centre, id_=id_, brokers=brokers))


def _suggestions(kb: KnowledgeBase) -> Response:
    """Answer with what bears a name like the one typed so far; `type`s leave only such, and theirs."""
    asked = flask.request.args.get("q", "")[:LONGEST_QUERY]
    wanted, words = flask.request.args.getlist("type"), kb.vocabulary
    types = {one for one in words.types if any(words.is_a(one, type_) for type_ in wanted)}
    hits = (
        kb.search.find(asked, limit=SUGGESTIONS, types=types if wanted else None, sound=True)
        if asked.strip()
        else []
    )
    return flask.jsonify(query=asked, hits=[_suggestion(kb, asked, hit) for hit in hits])


def _suggestion(kb: KnowledgeBase, asked: str, hit: Hit) -> dict[str, object]:
    word = kb.vocabulary.types.get(hit.type)
    return {
        "id": hit.id,
        "name": readable(hit.name),
        "type": hit.type,
        "label": word.label.get(frame.language()) if word else hit.type,
        "shape": word.shape if word else None,
        "colour": word.colour if word else None,
        "matched": readable(hit.matched),
        "why": readable(said.get(frame.language())) if (said := why(asked, hit)) != NAME else "",
        "url": of_thing(hit.id),
    }
