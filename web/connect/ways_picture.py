"""The picture of routes: from left to right, the weakest ties in the colour of bridges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kb.network.layout import Places
from kb.routes.asking import connect
from kb.routes.values import Hop, Route, TieSeen
from kb.text import Language, Text
from kb.views.neighbourhood import Drawn, Neighbourhood
from kb.views.profile import things
from web.blocks import Picture
from web.blocks.data import Data
from web.connect.one_way import one_way
from web.connect.ways import is_weakest, strongest
from web.connect.wish import Wish, question_of, wish_of
from web.page import Request
from web.pictures.drawing import drawing, legend_ties, legend_types

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

TITLE = Text("道の図", "The routes")
MIDDLE: Mapping[str, float] = {"strong": 0.85, "medium": 0.55, "weak": 0.2}
"""A strength that is drawn in the width of its class."""
HEIGHT = 1.2
INFERRED = "inferred"


def routes_block(kb: KnowledgeBase, wish: Wish, routes: Sequence[Route]) -> Picture:
    """Give the block that shows these routes; its data come from the same question."""
    shown = _shown(kb, routes)
    return Picture(
        wish.at("/picture.json"),
        TITLE,
        legend_types(kb, shown),
        legend_ties(shown),
        len(shown.things),
        shown.total,
        "",
        groups=any(thing.aggregate for thing in shown.things),
    )


def routes_drawing(
    kb: KnowledgeBase, routes: Sequence[Route], language: Language
) -> dict[str, Data]:
    """Give the picture's data in one language; ties of a weakest hop bear `weakest`."""
    weak = {key for key, _, _, weakest in _drawn(routes) if weakest}
    shown = _shown(kb, routes)
    data = drawing(kb, shown, language, known=places(routes))
    for tie, drawn in zip(shown.ties, _list(data["ties"]), strict=True):
        drawn["weakest"] = tie.key in weak
    return data | {"title": TITLE.get(language), "order": ""}


def asked_drawing(kb: KnowledgeBase, request: Request) -> dict[str, Data]:
    """Give the picture's data of the routes that the address asks for; of one where it names it."""
    wish, people = wish_of(request), request.people_ranked
    if wish.nodes:
        found = one_way(kb, wish, people=people)
        return routes_drawing(kb, (found.route,) if found else (), request.language)
    answer = connect(kb, question_of(wish, kb), people=people)
    return routes_drawing(kb, answer.routes, request.language)


def places(routes: Sequence[Route]) -> Places:
    """Give every node its place: x by how far along its routes it stands, y by the first of them."""
    far: dict[str, list[float]] = {}
    for route in routes:
        last = len(route.nodes) - 1
        for step, hop in enumerate(route.hops):
            far.setdefault(hop.a, []).append(step / last)
            if hop.through is not None:
                far.setdefault(hop.through, []).append((step + 0.5) / last)
            far.setdefault(hop.b, []).append((step + 1) / last)
    columns: dict[float, list[str]] = {}
    for id_, shares in far.items():
        columns.setdefault(round(2 * sum(shares) / len(shares) - 1, 2), []).append(id_)
    return {
        id_: (x, _height(row, len(column)))
        for x, column in columns.items()
        for row, id_ in enumerate(column)
    }


def _height(row: int, rows: int) -> float:
    return 0.0 if rows == 1 else HEIGHT * (0.5 - row / (rows - 1))


def _shown(kb: KnowledgeBase, routes: Sequence[Route]) -> Neighbourhood:
    ids = list(places(routes))
    known = things(kb.graph, kb.vocabulary, ids)
    ties = [tie for _, tie, _, _ in _drawn(routes) if {tie.source, tie.target} <= set(known)]
    kept = tuple(known[id_] for id_ in ids if id_ in known)
    return Neighbourhood(kept, tuple({tie.key: tie for tie in ties}.values()), len(kept))


def _drawn(routes: Sequence[Route]) -> Iterator[tuple[str, Drawn, Hop, bool]]:
    """Give one tie per hop, or one to the shared thing and one from it."""
    for route in routes:
        for place, hop in enumerate(route.hops):
            for tie in _told(hop):
                drawn = _tie(tie, hop)
                yield drawn.key, drawn, hop, is_weakest(route, place)


def _told(hop: Hop) -> list[TieSeen]:
    if hop.through is None:
        return [strongest(hop)]
    sides = {tie.source if tie.target == hop.through else tie.target: tie for tie in hop.ties}
    return [sides[end] for end in (hop.a, hop.b) if end in sides]


def _tie(tie: TieSeen, hop: Hop) -> Drawn:
    basis = INFERRED if hop.inferred else tie.basis
    ends = (tie.source, tie.target)
    if hop.through is None:
        ends = (hop.b, hop.a) if tie.reversed else (hop.a, hop.b)
    return Drawn(
        "|".join((*sorted(ends), tie.relation)),
        *ends,
        tie.relation,
        MIDDLE[hop.grade],
        basis,
        tie.status,
    )


def _list(value: Data) -> list[dict[str, Data]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
