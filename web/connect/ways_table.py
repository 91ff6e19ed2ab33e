"""The hops of routes as one table, which says what cards and picture say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.routes.values import Hop, Route
from kb.text import Text, same
from web.blocks import Cell, Column, Row, Table, Words
from web.connect.ways import (
    NO_DATE,
    PROVEN,
    Told,
    basis_of,
    claims_of,
    is_weakest,
    listed,
    read_tie,
    strongest,
    way_in_words,
    when,
)
from web.words.wording import STRENGTHS

ROUTE_WORD = Text("{n}. {way}（{grade}）", "{n}. {way} ({grade})")
HERE = Text("いちばん弱い", "weakest")
MORE_PROOF = Text("根拠はほかに{n}件", "{n} more pieces of evidence")
CAPTION = Text("道の一覧", "The routes, hop by hop")
ORDER = Text("確かな順", "most reliable first")
COLUMNS = (
    Column("from", Text("だれから", "From")),
    Column("to", Text("だれへ", "To")),
    Column("how", Text("どういう関係か", "By what tie")),
    Column("when", Text("時期", "When")),
    Column("strength", Text("強さ", "Strength"), numeric=True),
    Column("weakest", Text("弱いところ", "Weakest")),
    Column("basis", Text("根拠", "Basis")),
)


def table(told: Told, routes: Sequence[Route]) -> Table:
    """Give all hops of all routes as one table, route by route."""
    return Table(
        "routes",
        CAPTION,
        COLUMNS,
        tuple(row for n, route in enumerate(routes, 1) for row in _rows(told, route, n)),
        order=ORDER,
        picture=True,
    )


def _rows(told: Told, route: Route, number: int) -> Iterator[Row]:
    heading = ROUTE_WORD.filled(
        n=same(f"{number}"), way=way_in_words(told, route), grade=STRENGTHS[route.grade]
    )
    for n, hop in enumerate(route.hops):
        yield Row(_cells(told, hop, weakest=is_weakest(route, n)), heading, hop.b, hop.inferred)


def _cells(told: Told, hop: Hop, *, weakest: bool) -> tuple[Cell, ...]:
    through = (told.stop(hop.through),) if hop.through is not None else ()
    words = tuple(
        Cell(one) for one in dict.fromkeys(read_tie(told.vocabulary, t) for t in hop.ties)
    )
    shown = tuple(replace(told.stop(id_), note="") for id_ in (hop.a, hop.b))
    return (
        *shown,
        Cell(more=(*through, *words)),
        Cell(when(strongest(hop)) or NO_DATE),
        Cell(STRENGTHS[hop.grade], value=round(hop.value, 4)),
        Cell(HERE if weakest else ""),
        Cell(
            listed(basis_of(hop)), marks=told.footnotes.marks(claims_of(hop)), note=_unproven(hop)
        ),
    )


def _unproven(hop: Hop) -> Words:
    """Say how many claims are not marked."""
    more = len({claim for tie in hop.ties for claim in tie.evidence}) - PROVEN
    return MORE_PROOF.format(n=more) if more > 0 else ""
