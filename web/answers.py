"""What the explorer's scripts ask for: pictures, suggestions, and the colours of the types."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from kb.base import KnowledgeBase
from kb.errors import NotKnownError
from kb.text import Text
from web import frame
from web.addresses import of_thing
from web.brokerage import broker_ids, places
from web.drawing import around_thing, drawing, of_whole

SUGGESTIONS = 8
LONGEST_QUERY = 200
DAY = 24 * 3600


def register_answers(app: flask.Flask, kb: KnowledgeBase, *, public: bool) -> None:
    """Give the application /picture.json, /search.json and /static/types.css."""

    def picture() -> Response:
        id_, brokers = flask.request.args.get("around", ""), broker_ids(kb, people=not public)
        if not id_:
            shown = of_whole(kb, brokers)
            return flask.jsonify(
                drawing(kb, shown, frame.language(), brokers=brokers, known=places(kb))
            )
        steps = flask.request.args.get("steps", 1, type=int)
        shown = around_thing(kb, id_, steps)
        if not shown.things:
            raise NotKnownError(Text("この番号のものはありません。", "Nothing bears this id."))
        return flask.jsonify(
            drawing(
                kb, shown, frame.language(), centre=shown.things[0].name, id_=id_, brokers=brokers
            )
        )

    def suggestions() -> Response:
        asked = flask.request.args.get("q", "")[:LONGEST_QUERY]
        hits = kb.search.find(asked, limit=SUGGESTIONS) if asked.strip() else []
        language, words = frame.language(), kb.vocabulary.types
        return flask.jsonify(
            query=asked,
            hits=[
                {
                    "id": hit.id,
                    "name": hit.name,
                    "type": hit.type,
                    "label": words[hit.type].label.get(language) if hit.type in words else hit.type,
                    "shape": words[hit.type].shape if hit.type in words else None,
                    "colour": words[hit.type].colour if hit.type in words else None,
                    "matched": hit.matched,
                    "url": of_thing(hit.id),
                }
                for hit in hits
            ],
        )

    def colours() -> Response:
        response = flask.make_response(frame.types_style(kb.vocabulary))
        response.mimetype = "text/css"
        response.cache_control.max_age = DAY
        return response

    app.add_url_rule("/picture.json", "picture", picture)
    app.add_url_rule("/search.json", "suggestions", suggestions)
    app.add_url_rule("/static/types.css", "types_style", colours)
